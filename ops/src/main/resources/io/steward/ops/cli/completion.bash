# The names of nodes and the ids of commands, asked of the controller; everything else as above.

# _steward_words KIND: what the fleet has of it, one a line; nothing when no controller answers.
_steward_words() {
    local launcher=${COMP_WORDS[0]/#\~/$HOME} i where=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --) break ;;
            --url | --data) where+=("${COMP_WORDS[i]}" "${COMP_WORDS[i + 1]/#\~/$HOME}") ;;
        esac
    done
    "$launcher" words "$1" "${where[@]}" 2>/dev/null
}

# _steward_kind: which words of the fleet may stand at the cursor; empty if none may.
_steward_kind() {
    local previous=${COMP_WORDS[COMP_CWORD - 1]} place=0 i
    case $previous in
        --on | --node) echo nodes; return ;;
        --*) case $previous in --follow | --all | --detach | --stdin) ;; *) return ;; esac ;;
        -o) return ;;
    esac
    case ${COMP_WORDS[COMP_CWORD]} in -*) return ;; esac
    for ((i = 2; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --url | --data | -o | --output | --color | --at | --by | --reason | --key | --timeout | --expires | --on-crash) i=$((i + 1)) ;;
            -*) ;;
            *) place=$((place + 1)) ;;
        esac
    done
    case ${COMP_WORDS[1]}:$place in
        node:0 | send:0) echo nodes ;;
        command:0) echo commands ;;
        cancel:*) echo open ;;
    esac
}

_steward() {
    local kind current=${COMP_WORDS[COMP_CWORD]} before=
    COMPREPLY=()
    if ((COMP_CWORD > 1)); then kind=$(_steward_kind); else kind=; fi
    if [ -z "$kind" ]; then
        _complete_steward
        return
    fi
    # Several nodes are parted by commas: the last of them is completed.
    if [ "$kind" = nodes ]; then
        case $current in *,*) before=${current%,*}, current=${current##*,} ;; esac
    fi
    local word
    while IFS= read -r word; do
        case $word in "$current"*) COMPREPLY+=("$before$word") ;; esac
    done < <(_steward_words "$kind")
}

complete -F _steward -o default steward ops/steward ./ops/steward
