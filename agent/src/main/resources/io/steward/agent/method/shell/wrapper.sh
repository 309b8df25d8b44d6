# Runs one command so that it, its output and its exit code outlive the agent.
#
#   setsid sh wrapper.sh FOLDER SECONDS COMMAND_ID
#
# FOLDER/command  what to run, sourced; it ends in exec        FOLDER/stdin   its input, if there is any
# FOLDER/claim    pid and kernel start time of this process; who creates it, and nobody else, decides about the work
# FOLDER/stdout, FOLDER/stderr   what it prints                FOLDER/exit    its exit code, once it has ended
# FOLDER/stopped  why it was ended from outside, written before the first signal
#
# FOLDER/sealed   empty; if it is there, what must not touch a disk comes on standard input: shell text, ending in a line
#                 that says it is whole. It sets steward_input, if the command's input is part of it, and exports.
#
# POSIX sh; tried with dash and bash. Needs sleep, and awk, grep and sed at a timeout.

folder=$1 seconds=$2 id=$3

unset steward_sealed steward_input
if [ -e "$folder/sealed" ]; then
    steward_sealed=$(cat)
    # Half of it: the agent died over it, and its next start begins anew.
    case $steward_sealed in
    *"# whole $id") ;;
    *) exit 0 ;;
    esac
    exec </dev/null
fi

# Field 22 of stat is the start time; the name before it may hold anything.
read -r stat <"/proc/$$/stat"
set -- ${stat##*) }
set -C
{ echo "$$ ${20}" >"$folder/claim"; } 2>/dev/null || exit 0
set +C

# Everything that belongs to the command: in this session, marked in its environment, or descended from such a process;
# without this process and without the watchdog and what it runs.
members() {
    {
        grep -l -s -F -e "STEWARD_COMMAND_ID=$id" /proc/[0-9]*/environ | sed 's,[^0-9],,g; s,^,marked ,'
        cat /proc/[0-9]*/stat
    } 2>/dev/null | awk -v leader="$$" -v watchdog="$1" '
        $1 == "marked" { member[$2] = 1; next }
        {
            pid = $1
            sub(/^.*\) /, "")
            state[pid] = $1; parent[pid] = $2
            if ($4 == leader) member[pid] = 1
        }
        END {
            own[watchdog] = 1
            member[leader] = 1
            do {
                grown = 0
                for (pid in parent) {
                    if (!(pid in member) && (parent[pid] in member)) { member[pid] = 1; grown = 1 }
                    if (!(pid in own) && (parent[pid] in own)) { own[pid] = 1; grown = 1 }
                }
            } while (grown)
            for (pid in member)
                if (pid != leader && !(pid in own) && (pid in state) && state[pid] != "Z") print pid
        }'
}

# Keeps the timeout also when the agent is gone.
watchdog() {
    # A signal that can't be caught: between fork and exec the child still has this very trap.
    trap 'kill -s KILL $! 2>/dev/null; exit' TERM
    sleep "$seconds" &
    wait $! || exit
    [ -e "$folder/exit" ] && exit
    trap '' HUP INT TERM
    read -r self rest </proc/self/stat
    set -C
    { echo TIMEOUT >"$folder/stopped"; } 2>/dev/null
    set +C
    round=0
    while [ $round -lt 200 ] && found=$(members "$self") && [ -n "$found" ]; do
        case $round in
        0) kill -s TERM $found; kill -s CONT $found ;;
        [2-9]? | 1??) kill -s KILL $found ;;
        esac 2>/dev/null
        round=$((round + 1))
        sleep 0.1
    done
}

# Before the trap below, or its copy could swallow the signal that ends the watchdog.
watchdog &
watchdog=$!
# Caught, not ignored: what is caught here is back to its default in the command.
trap : HUP INT TERM
input=/dev/null
[ -e "$folder/stdin" ] && input=$folder/stdin
case ${steward_sealed-} in
steward_input=*)
    # A builtin in a process of our own: no argument list shows what it prints.
    (eval "$steward_sealed" && printf %s "$steward_input") 2>/dev/null |
        (. "$folder/command") >>"$folder/stdout" 2>>"$folder/stderr"
    ;;
*) (. "$folder/command") <"$input" >>"$folder/stdout" 2>>"$folder/stderr" ;;
esac
code=$?
kill "$watchdog" 2>/dev/null
[ -e "$folder/stopped" ] && wait "$watchdog"
# One write, counted only with its newline: nobody reads half of it, and it costs no process.
echo "$code" >"$folder/exit"
