#!/usr/bin/env bash
# Runs one command, and ends as it does. Reads INPUT_COMMAND, INPUT_ARGS (a line each), INPUT_FLAGS_DIR, INPUT_FORMAT,
# INPUT_OUTPUT and INPUT_SUMMARY.
set -uo pipefail

words=("$INPUT_COMMAND")
while IFS= read -r word; do
  if [[ -n "$word" ]]; then words+=("$word"); fi
done <<< "$INPUT_ARGS"
if [[ -n "$INPUT_FLAGS_DIR" ]]; then export FFCTL_FLAGS_DIR=$INPUT_FLAGS_DIR; fi

result=("${words[@]}")
if [[ -n "$INPUT_FORMAT" ]]; then result+=(--format "$INPUT_FORMAT"); fi
if [[ -n "$INPUT_OUTPUT" ]]; then exec 3> "$INPUT_OUTPUT" || exit 2; else exec 3>&1; fi
ffctl "${result[@]}" >&3
code=$?

if [[ "$INPUT_SUMMARY" == true ]]; then
  # How it ends is what the first run said.
  ffctl "${words[@]}" --format markdown >> "$GITHUB_STEP_SUMMARY" || true
fi
echo "exit-code=$code" >> "$GITHUB_OUTPUT"
exit "$code"
