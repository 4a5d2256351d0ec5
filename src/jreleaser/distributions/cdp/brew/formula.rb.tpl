# {{jreleaserCreationStamp}}
class {{brewFormulaName}} < Formula
  desc "{{projectDescription}}"
  homepage "{{projectLinkHomepage}}"
  url "{{distributionUrl}}"
  version "{{projectVersion}}"
  sha256 "{{distributionChecksumSha256}}"
  license "{{projectLicense}}"

  {{#brewDependencies}}
  depends_on {{.}}
  {{/brewDependencies}}

  def install
    libexec.install Dir["*"]
    java = Language::Java.overridable_java_home_env
    (bin/"{{distributionExecutableName}}").write_env_script libexec/"bin/{{distributionExecutableUnix}}", java
    bash_completion.install_symlink libexec/"completions/cdp.bash" => "cdp"
    zsh_completion.install_symlink libexec/"completions/_cdp"
    fish_completion.install_symlink libexec/"completions/cdp.fish"
    man1.install_symlink Dir[libexec/"man/man1/*.1"]
    # Each call starts in a fraction of the time; without it cdp works as well.
    ENV["JAVA_HOME"] = Language::Java.java_home
    quiet_system libexec/"lib/prepare"
  end

  test do
    assert_match "cdp {{projectVersion}}", shell_output("#{bin}/{{distributionExecutableName}} --version")
    assert_match "accepted", shell_output("#{bin}/{{distributionExecutableName}} track Seen --user-id 42 --sandbox")
  end
end
