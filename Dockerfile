# The counter in a container. docs/OPERATIONS.md, "In a container", says how to run it.

FROM docker.io/library/rust:1.94-slim-bookworm AS build
WORKDIR /build
COPY Cargo.toml Cargo.lock README.md ./
COPY src src
COPY config/default.toml config/default.toml
COPY faq faq
RUN cargo build --locked --release --bin guichet

FROM docker.io/library/debian:bookworm-slim
# The roots of TLS are inside the program.
RUN groupadd --system --gid 10001 guichet \
    && useradd --system --uid 10001 --gid guichet --home-dir /var/lib/guichet --shell /usr/sbin/nologin guichet \
    && install --directory --mode=0700 --owner=guichet --group=guichet /var/lib/guichet
COPY --from=build /build/target/release/guichet /usr/local/bin/guichet
USER guichet
# The database is var/guichet.sqlite in it, the trained matcher var/cache; a FAQ of one's own is mounted as faq/.
WORKDIR /var/lib/guichet
VOLUME ["/var/lib/guichet"]
ENV GUICHET__OPERATION__LISTEN=127.0.0.1:9464 \
    GUICHET__LOG__FORMAT=json \
    GUICHET__LOG__FILTER=guichet=info,warn
STOPSIGNAL SIGTERM
# Training takes up to a minute when the FAQ is new. bash speaks enough HTTP to ask, without another program.
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9464 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["guichet"]
CMD ["serve"]
