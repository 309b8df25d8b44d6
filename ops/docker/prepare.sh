#!/bin/sh
# Makes what compose.yaml needs beside it: ./site with keys, tokens and the broker's configuration, ./data with a folder for each
# service, and .env with the user that runs them. Doing it again keeps every key. Nothing is printed that is secret.
#
#   STEWARD_IMAGE=steward:0.1.0 ops/docker/prepare.sh
set -eu
umask 077
cd "$(dirname "$0")"

image=${STEWARD_IMAGE:-steward:0.1.0}
uid=${STEWARD_UID:-$(id -u)}
gid=${STEWARD_GID:-$(id -g)}
# Root runs nothing: without another wish it is a user that owns nothing else.
if [ "$uid" = 0 ]; then uid=10001 gid=10001; fi

for service in broker controller ship1 ship2 ship3 prometheus grafana/dashboards/steward; do mkdir -p "data/$service"; done
mkdir -p site
if [ "$(id -u)" = 0 ]; then chown -R "$uid:$gid" data site; fi

docker run --rm --network none --user "$uid:$gid" --volume "$PWD/site:/site" "$image" \
    init /site --nodes ship1,ship2,ship3 --broker nats://broker:4222 --listen 0.0.0.0 >/dev/null

secret() { if [ ! -s "$1" ]; then od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$1"; fi; }
secret site/keys/metrics.token
secret site/keys/grafana.password
secret data/controller/sql.password
if [ "$(id -u)" = 0 ]; then chown -R "$uid:$gid" data site; fi

printf 'COMPOSE_PROJECT_NAME=steward\nSTEWARD_UID=%s\nSTEWARD_GID=%s\n' "$uid" "$gid" >.env
echo "ready: docker compose -f ops/docker/compose.yaml up --detach"
echo "the page asks for the token in $PWD/site/keys/admin.token, Grafana's user admin for $PWD/site/keys/grafana.password"
