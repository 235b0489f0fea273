# Completions of ffctl for fish: ffctl completions fish | source
function __ffctl_candidates
    set -lx FFCTL_COMPLETE fish
    command ffctl -- (commandline --current-process --tokenize --cut-at-cursor) \
        (commandline --current-token --cut-at-cursor) 2>/dev/null
end
complete --command ffctl --no-files --keep-order --arguments '(__ffctl_candidates)'
