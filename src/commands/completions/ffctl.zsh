#compdef ffctl
# Completions of ffctl for zsh: source <(ffctl completions zsh)
_ffctl() {
    local -a whole unfinished
    local candidate
    for candidate in "${(@f)$(FFCTL_COMPLETE=zsh command ffctl -- "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        # What goes on after it, a folder or the name of an attribute, is followed by no space.
        case $candidate in
            '') ;;
            *[=/] | *[=/]:*) unfinished+=("$candidate") ;;
            *) whole+=("$candidate") ;;
        esac
    done
    (( ${#unfinished} )) && _describe -V 'value' unfinished -S ''
    (( ${#whole} )) && _describe -V 'value' whole
}
if [[ ${funcstack[1]-} == _ffctl ]]; then
    _ffctl "$@"
else
    compdef _ffctl ffctl
fi
