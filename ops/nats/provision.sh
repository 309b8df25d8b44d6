#!/bin/sh
# Prints the path of a usable nats-server on stdout; everything else goes to stderr.
#
#   provision.sh [--generation 2.10|2.15]
#
# Looks at, in this order: $STEWARD_NATS_SERVER; nats-server in the folders of $STEWARD_NATS_SEARCH (by default the
# PATH and /usr/sbin, which an ordinary user's PATH may lack); the cache
# (${STEWARD_CACHE:-${XDG_CACHE_HOME:-~/.cache}/steward}/nats/<version>/nats-server); the official release,
# checked by a pinned SHA-256; the distribution's package, checked by apt's signatures and unpacked without
# installing. Needs no root. A hash that does not match stops everything.
#
# --generation picks one of the two generations that are tested: 2.10 (the oldest that serves) or
# 2.15 (2.15 or newer). Without it any version from 2.10 on serves, and the newest at hand is fetched.
set -eu

oldest=2.10.0
release=2.12.15
release_url=${STEWARD_NATS_RELEASE_URL:-https://github.com/nats-io/nats-server/releases/download}
sha256_amd64=58ab8131f819263897e2fc38e503e1b755b63bcafeecc7d12582487df48ca15e
sha256_arm64=b724db99fefbf8f5c808baa82819ee50350aee9734017e4a478f7e545cef3ab6

tried=
work=
note() { tried="$tried
  - $1"; }
stop() {
    printf 'provision.sh: %s\n' "$1" >&2
    exit 1
}
finish() {
    printf '%s\n' "$1"
    exit 0
}
clean() { if [ -n "$work" ]; then rm -rf "$work"; fi; }
trap clean EXIT
trap 'exit 1' HUP INT TERM

generation=
case ${1-} in
    '') ;;
    --generation) generation=${2-} ;;
    *) stop "unknown argument '$1'; allowed: --generation 2.10|2.15" ;;
esac
case $generation in
    '' | 2.10 | 2.15) ;;
    *) stop "--generation is '$generation'; allowed: 2.10, 2.15" ;;
esac
if [ $# -gt 0 ] && [ -z "$generation" ]; then stop "--generation needs a value; allowed: 2.10, 2.15"; fi

version_of() { "$1" --version 2>/dev/null | sed -n 's/^nats-server: v\([0-9][0-9.]*\).*/\1/p'; }

# at_least A B: version A is B or newer.
at_least() {
    awk -v a="$1" -v b="$2" 'BEGIN {
        split(a, x, "."); split(b, y, ".")
        for (i = 1; i <= 3; i++) { if (x[i] + 0 > y[i] + 0) exit 0; if (x[i] + 0 < y[i] + 0) exit 1 }
        exit 0 }'
}

# fits VERSION: may a server of this version be used for what was asked?
fits() {
    case $generation in
        2.10) case $1 in 2.10.*) return 0 ;; *) return 1 ;; esac ;;
        2.15) at_least "$1" 2.15.0 ;;
        *) at_least "$1" "$oldest" ;;
    esac
}
wanted() { if [ -n "$generation" ]; then echo "generation $generation"; else echo "$oldest or newer"; fi; }

explicit() {
    server=${STEWARD_NATS_SERVER-}
    if [ -z "$server" ]; then note "STEWARD_NATS_SERVER: not set"; return 0; fi
    if [ ! -f "$server" ] || [ ! -x "$server" ]; then
        stop "STEWARD_NATS_SERVER is '$server'; it must be an executable file"
    fi
    version=$(version_of "$server")
    if [ -n "$version" ] && fits "$version"; then finish "$server"; fi
    if [ -z "$generation" ]; then
        stop "STEWARD_NATS_SERVER is '$server' with version '${version:-unknown}'; it must be $(wanted)"
    fi
    note "STEWARD_NATS_SERVER: $server is ${version:-of unknown version}"
}

installed() {
    seen=
    IFS=:
    for folder in ${STEWARD_NATS_SEARCH:-$PATH:/usr/sbin}; do
        server=$folder/nats-server
        if [ ! -f "$server" ] || [ ! -x "$server" ]; then continue; fi
        seen=yes
        version=$(version_of "$server")
        if [ -n "$version" ] && fits "$version"; then finish "$server"; fi
        note "$server: ${version:-unknown version}, needed: $(wanted)"
    done
    unset IFS
    if [ -z "$seen" ]; then note "PATH and /usr/sbin: no nats-server"; fi
}

# cached LEAST: the newest fitting server in the cache, if it is LEAST or newer.
cached() {
    best=
    for server in "$cache"/*/nats-server; do
        if [ ! -x "$server" ]; then continue; fi
        version=$(version_of "$server")
        if [ -z "$version" ] || ! fits "$version" || ! at_least "$version" "$1"; then continue; fi
        if [ -z "$best" ] || at_least "$version" "$best"; then best=$version best_server=$server; fi
    done
    if [ -n "$best" ]; then finish "$best_server"; fi
    note "cache $cache: none that is ${2:-$(wanted)}"
}

# keep FILE: checks the version and moves the server into the cache in one rename.
keep() {
    chmod 755 "$1"
    version=$(version_of "$1")
    if [ -z "$version" ]; then note "$2: the server it holds does not run here"; return 0; fi
    if ! fits "$version"; then note "$2: holds $version, needed: $(wanted)"; return 0; fi
    mkdir -p "$cache/$version"
    mv -f "$1" "$cache/$version/nats-server"
    echo "provision.sh: nats-server $version from $2" >&2
    finish "$cache/$version/nats-server"
}

fetch() {
    if command -v curl >/dev/null 2>&1; then
        curl -fsSL --connect-timeout 5 --max-time 300 -o "$2" "$1" 2>/dev/null
    elif command -v wget >/dev/null 2>&1; then
        wget -q -T 5 -t 1 -O "$2" "$1" 2>/dev/null
    else
        return 1
    fi
}

sha256() {
    if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

official() {
    if [ -n "$generation" ]; then note "official release: none pinned for $(wanted)"; return 0; fi
    case $(uname -s)-$(uname -m) in
        Linux-x86_64) arch=amd64 expected=$sha256_amd64 ;;
        Linux-aarch64 | Linux-arm64) arch=arm64 expected=$sha256_arm64 ;;
        *) note "official release: no hash pinned for $(uname -s) $(uname -m)"; return 0 ;;
    esac
    name=nats-server-v$release-linux-$arch
    if ! fetch "$release_url/v$release/$name.tar.gz" "$work/release.tar.gz"; then
        note "official release $name: could not be fetched"
        return 0
    fi
    actual=$(sha256 "$work/release.tar.gz")
    if [ "$actual" != "$expected" ]; then
        stop "official release $name has SHA-256 $actual; it must be $expected. Nothing was used."
    fi
    tar -xzf "$work/release.tar.gz" -C "$work" "$name/nats-server"
    keep "$work/$name/nats-server" "the official release"
}

distribution() {
    case $generation in 2.10) suite=trixie ;; *) suite=sid ;; esac
    what="distribution package (Debian $suite)"
    case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
    if ! answer=$(/bin/sh "$here/debian-package.sh" nats-server "$suite" "$work"); then note "$what: $answer"; return 0; fi
    keep "$(find "$answer" -type f -name nats-server -perm -u+x | sed -n 1p)" "the $what"
}

cache=${STEWARD_CACHE:-${XDG_CACHE_HOME:-${HOME:?set HOME, XDG_CACHE_HOME or STEWARD_CACHE}/.cache}/steward}/nats

explicit
installed
case $generation in '') cached "$release" "$release or newer" ;; *) cached "$oldest" ;; esac
mkdir -p "$cache" || stop "the cache folder '$cache' cannot be made; set STEWARD_CACHE to a folder that can be written"
work=$(mktemp -d "$cache/.fetch.XXXXXX")
official
distribution
if [ -z "$generation" ]; then cached "$oldest"; fi

echo "provision.sh: no usable nats-server ($(wanted)). Tried:$tried
Install nats-server, or set STEWARD_NATS_SERVER to one." >&2
exit 1
