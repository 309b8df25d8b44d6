#!/bin/sh
# Makes a container image from the provisioned nats-server, where none can be pulled, and prints its name.
#
#   container-image.sh [NAME] [--generation 2.10|2.15]
#
# NAME is steward-nats:local by default. The image holds the server and the libraries it is linked to; nothing else.
# Needs a running engine and its docker command. Then: mvn verify -Dsteward.test.broker=container -Dsteward.test.image=NAME
set -eu

name=steward-nats:local
case ${1-} in
    '' | --*) ;;
    *) name=$1 && shift ;;
esac

server=$("$(dirname "$0")/provision.sh" "$@")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mkdir -p "$root/usr/bin" "$root/etc" "$root/tmp" "$root/data"
cp -L "$server" "$root/usr/bin/nats-server"
for library in $(ldd "$server" 2>/dev/null | grep -o '/[^ ]*' || true); do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done

tar -C "$root" -c . \
    | docker import --change 'ENV PATH=/usr/bin' --change 'CMD ["nats-server"]' --change 'EXPOSE 4222' - "$name" >&2
echo "$name"
