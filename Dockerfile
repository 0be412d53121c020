# The image of every Trình Ký process in docker-compose.yml: migrate, app and worker differ only by their command.
# It is set up by the same script as a developer's machine, from the same lock.
ARG BASE=docker.io/library/debian:12-slim

FROM ${BASE} AS system
WORKDIR /opt/trinhky
COPY setup.sh ./
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3.11 ca-certificates postgresql-client \
 && ./setup.sh packages run \
 && rm -rf /var/lib/apt/lists/*

FROM system AS build
ENV UV_LINK_MODE=copy
COPY pyproject.toml uv.lock README.md ./
RUN ./setup.sh python --no-dev --no-install-project
COPY . .
RUN ./setup.sh python --no-dev --no-editable

FROM system
COPY --from=build /opt/trinhky/.venv .venv
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp trinhky \
 && install -d -o trinhky -m 0700 /data
ENV PATH=/opt/trinhky/.venv/bin:$PATH \
    LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    TRINHKY_DATA=/data
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 4280
CMD ["trinhky", "--help"]
