# Completions of ffctl for bash: source <(ffctl completions bash)
_ffctl() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <(FFCTL_COMPLETE=bash command ffctl -- "$2" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    # What goes on after it, a folder or the name of an attribute, is followed by no space.
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _ffctl ffctl 2>/dev/null || complete -F _ffctl ffctl
