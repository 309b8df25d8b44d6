#!/bin/sh
# debian-package.sh PACKAGE SUITE FOLDER: fetches a Debian package, checked by apt's signatures, and unpacks it into
# FOLDER/root without installing anything. Needs no root.
#
# On success it prints FOLDER/root. Otherwise it exits with 1 and prints one line that says why. FOLDER must exist. apt
# works with a state of its own in there: it reads this machine's trust, mirror and proxies, and changes none of its lists.
set -eu

package=$1
suite=$2
folder=$3

give_up() {
    printf '%s\n' "$1"
    exit 1
}

apt() {
    apt-get -q -o Dir::State="$folder/apt" -o Dir::State::Lists="$folder/apt/lists" -o Dir::Cache="$folder/apt/cache" \
        -o Dir::Etc::SourceList="$folder/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Acquire::Languages=none -o Acquire::http::Timeout=20 -o APT::Update::Error-Mode=any \
        ${sandbox:+-o "$sandbox"} "$@" >>"$folder/apt/log" 2>&1
}

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
for tool in apt-get dpkg-deb; do
    if ! command -v "$tool" >/dev/null 2>&1; then give_up "no $tool here"; fi
done
if [ ! -f "$keyring" ]; then give_up "no $keyring, so nothing could be trusted"; fi
codename=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Release: $codename" 'Created-By: Packages' 2>/dev/null | sed -n 1p)
if [ -z "$mirror" ]; then give_up "apt names no mirror"; fi

mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial" "$folder/deb"
echo "deb [signed-by=$keyring] $mirror $suite main" >"$folder/apt/sources.list"
: >"$folder/apt/status"
sandbox=
if [ "$(id -u)" = 0 ]; then sandbox=APT::Sandbox::User=root; fi
if ! apt update || ! (cd "$folder/deb" && apt download "$package"); then
    give_up "$(sed -n 's/^[EW]: //p' "$folder/apt/log" | sed -n 1p)"
fi
mkdir -p "$folder/root"
dpkg-deb -x "$folder"/deb/"$package"_*.deb "$folder/root" || give_up "dpkg-deb can't unpack it"
printf '%s\n' "$folder/root"
