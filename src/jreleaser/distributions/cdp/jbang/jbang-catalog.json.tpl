{
  "aliases": {
    "{{jbangAliasName}}": {
      "script-ref": "{{projectLinkVcsBrowser}}/releases/download/{{tagName}}/cdp-{{projectVersion}}.jar",
      "description": "{{projectDescription}}",
      "java": "{{distributionJavaVersion}}+",
      "runtime-options": [
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-Dsun.misc.unsafe.memory.access=allow"
      ]
    }
  }
}
