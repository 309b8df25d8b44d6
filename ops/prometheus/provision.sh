#!/bin/sh
# Prints the folder that holds a usable prometheus and promtool on stdout; everything else goes to stderr.
#
# Looks at, in this order: $STEWARD_PROMETHEUS (a folder with both in it, or the path of a prometheus that has its promtool beside it);
# the folders of $STEWARD_PROMETHEUS_SEARCH (by default the PATH and /usr/sbin); the cache
# (${STEWARD_CACHE:-${XDG_CACHE_HOME:-~/.cache}/steward}/prometheus/<version>); Debian's package, checked by apt's
# signatures and unpacked without installing. Needs no root.
set -eu

oldest=2.40.0
tried=
work=
note() { tried="$tried
  - $1"; }
stop() {
    printf 'provision.sh: %s\n' "$1" >&2
    exit 1
}
clean() { if [ -n "$work" ]; then rm -rf "$work"; fi; }
trap clean EXIT
trap 'exit 1' HUP INT TERM

version_of() { "$1" --version 2>&1 | sed -n 's/^[a-z]*, version \([0-9]*\.[0-9]*\.[0-9]*\).*/\1/p' | sed -n 1p; }

# recent VERSION: is it the oldest that serves, or newer?
recent() {
    awk -v a="$1" -v b="$oldest" 'BEGIN {
        split(a, x, "."); split(b, y, ".")
        for (i = 1; i <= 3; i++) { if (x[i] + 0 > y[i] + 0) exit 0; if (x[i] + 0 < y[i] + 0) exit 1 }
        exit 0 }'
}

# why FOLDER: what keeps it from being used; nothing if it can be.
why() {
    for tool in prometheus promtool; do
        if [ ! -f "$1/$tool" ] || [ ! -x "$1/$tool" ]; then echo "no $tool"; return 0; fi
        version=$(version_of "$1/$tool")
        if [ -z "$version" ]; then echo "its $tool does not run here"; return 0; fi
        if ! recent "$version"; then echo "its $tool is $version, needed: $oldest or newer"; return 0; fi
    done
}

explicit() {
    folder=${STEWARD_PROMETHEUS-}
    if [ -z "$folder" ]; then note "STEWARD_PROMETHEUS: not set"; return 0; fi
    if [ -f "$folder" ]; then case $folder in */*) folder=${folder%/*} ;; *) folder=. ;; esac fi
    reason=$(why "$folder")
    if [ -n "$reason" ]; then stop "STEWARD_PROMETHEUS is '$STEWARD_PROMETHEUS': $reason"; fi
    printf '%s\n' "$folder"
    exit 0
}

installed() {
    seen=
    IFS=:
    for folder in ${STEWARD_PROMETHEUS_SEARCH:-$PATH:/usr/sbin}; do
        if [ ! -x "$folder/prometheus" ]; then continue; fi
        seen=yes
        reason=$(why "$folder")
        if [ -z "$reason" ]; then printf '%s\n' "$folder"; exit 0; fi
        note "$folder: $reason"
    done
    unset IFS
    if [ -z "$seen" ]; then note "PATH and /usr/sbin: no prometheus"; fi
}

cached() {
    for folder in "$cache"/*; do
        if [ -x "$folder/prometheus" ] && [ -z "$(why "$folder")" ]; then printf '%s\n' "$folder"; exit 0; fi
    done
    note "cache $cache: none that is $oldest or newer"
}

distribution() {
    suite=$( (. /etc/os-release && echo "${VERSION_CODENAME-}") 2>/dev/null || true)
    what="distribution package (Debian ${suite:-of unknown name})"
    case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
    if ! answer=$(/bin/sh "$here/../nats/debian-package.sh" prometheus "$suite" "$work"); then note "$what: $answer"; return 0; fi
    reason=$(why "$answer/usr/bin")
    if [ -n "$reason" ]; then note "$what: $reason"; return 0; fi
    version=$(version_of "$answer/usr/bin/prometheus")
    # In one rename, and only if nobody else was faster.
    mv "$answer/usr/bin" "$work/$version"
    if [ ! -d "$cache/$version" ]; then mv -T "$work/$version" "$cache/$version" 2>/dev/null || true; fi
    reason=$(why "$cache/$version")
    if [ -n "$reason" ]; then note "$cache/$version: $reason"; return 0; fi
    echo "provision.sh: prometheus $version from the $what" >&2
    printf '%s\n' "$cache/$version"
    exit 0
}

cache=${STEWARD_CACHE:-${XDG_CACHE_HOME:-${HOME:?set HOME, XDG_CACHE_HOME or STEWARD_CACHE}/.cache}/steward}/prometheus

explicit
installed
cached
mkdir -p "$cache" || stop "the cache folder '$cache' cannot be made; set STEWARD_CACHE to a folder that can be written"
work=$(mktemp -d "$cache/.fetch.XXXXXX")
distribution

echo "provision.sh: no usable prometheus with promtool ($oldest or newer). Tried:$tried
Install prometheus, or set STEWARD_PROMETHEUS to the folder of one." >&2
exit 1
