# {{jreleaserCreationStamp}}
FROM eclipse-temurin:25-jdk AS unpacked
COPY assembly/ /tmp/
RUN cd /tmp && jar xf {{distributionArtifactFile}} && mv {{distributionArtifactRootEntryName}} /opt/cdp && \
    chmod 755 /opt/cdp/bin/{{distributionExecutableUnix}} /opt/cdp/lib/prepare

FROM {{dockerBaseImage}}
{{#dockerLabels}}
LABEL {{.}}
{{/dockerLabels}}
COPY --from=unpacked /opt/cdp /opt/cdp
# Each call starts in a fraction of the time; it is for the Java of this image.
RUN /opt/cdp/lib/prepare && ln -s /opt/cdp/bin/{{distributionExecutableUnix}} /usr/local/bin/cdp && \
    useradd --create-home cdp
USER cdp
WORKDIR /home/cdp
ENTRYPOINT ["cdp"]
