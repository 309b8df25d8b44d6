#!/usr/bin/env bash
# assemble.sh JAR FOLDER: moves the jars in the folder, and the launcher's own, into target/steward/<build>/lib, makes
# class-data archives that halve the time to start, writes the manual pages to target/man, and names the build in
# target/steward/current.
#
# Each build has a folder of its own, because a Steward that runs must not have its jars changed under it; the newest
# three are kept.
set -euo pipefail

own=$1
jars=$2
home=$(dirname "$own")/steward
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

mkdir -p "$home"
app=$(mktemp -d "$home/build-XXXXXX")
mkdir "$app/lib"
cp "$jars"/*.jar "$app/lib/"
# What the services' JVMs are started with, where the launcher finds it.
cp "$(dirname "$own")"/classes/io/steward/ops/up/*.jvm "$app/"
# First on the class path stands what every command needs.
for jar in "$own" "$jars"/steward-model-*.jar "$jars"/picocli-*.jar "$jars"/jackson-core-*.jar; do
    rm -f "$app/lib/$(basename "$jar")"
    cp "$jar" "$app/lib/0-$(basename "$jar")"
done
# The next build copies what it needs then: a jar of a version that nobody asks for any more must not come along.
rm -rf "$jars"
"$java" -XX:+UseSerialGC -cp "$app/lib/0-$(basename "$own")" io.steward.ops.cli.UnsignedJars "$app/lib"

all=("$app"/lib/*.jar)
classpath=$(IFS=:; printf '%s' "${all[*]}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# archive NAME CLASS: a class-data archive of what this class loads. Without one everything works, a little later.
archive() {
    if "$java" -Xshare:off -XX:+UseSerialGC -XX:DumpLoadedClassList="$app/$1.list" -cp "$classpath" "$2" "$scratch" >"$app/$1.log" 2>&1 \
        && "$java" -Xshare:dump -XX:+UseSerialGC -XX:SharedClassListFile="$app/$1.list" -XX:SharedArchiveFile="$app/$1.jsa" \
            -cp "$classpath" >"$app/$1.log" 2>&1; then
        rm -f "$app/$1.list" "$app/$1.log"
    else
        rm -f "$app/$1.jsa"
        echo "assemble.sh: no class-data archive for $1, commands start a little later; see $app/$1.log" >&2
    fi
}
archive cli io.steward.ops.cli.Rehearsal
archive agent io.steward.ops.cli.AgentRehearsal

# The manual and the completion, made from the same model as the help: beside the program, and where a person finds them.
if mkdir -p "$app/share/man/man1" "$app/share/bash-completion/completions" \
    && "$java" -XX:+UseSerialGC -cp "$classpath" io.steward.ops.cli.Steward man --into "$app/share/man/man1" \
    && "$java" -XX:+UseSerialGC -cp "$classpath" io.steward.ops.cli.Steward completion >"$app/share/bash-completion/completions/steward"; then
    rm -rf "$home/../man"
    cp -r "$app/share/man/man1" "$home/../man"
else
    echo "assemble.sh: no manual pages and no completion" >&2
    exit 1
fi

chmod 755 "$app"
basename "$app" >"$home/current.new"
mv -f "$home/current.new" "$home/current"
# shellcheck disable=SC2012
ls -dt "$home"/build-* | tail -n +4 | while IFS= read -r old; do rm -rf "$old"; done
