#!/usr/bin/env bash
# Says which ffctl is meant, as a word that names a folder and a cache: the version asked for, or what this action's own
# sources are. Reads INPUT_VERSION.
set -euo pipefail

if [[ -n "$INPUT_VERSION" ]]; then
  if [[ ! "$INPUT_VERSION" =~ ^[A-Za-z0-9][A-Za-z0-9._+-]*$ ]]; then
    echo "::error title=ffctl::the input version is neither a tag nor a commit"
    exit 2
  fi
  id=$INPUT_VERSION
else
  cd "$GITHUB_ACTION_PATH/../../.."
  id=$(find Cargo.toml Cargo.lock src .github/examples -type f | LC_ALL=C sort | xargs cat | git hash-object --stdin)
fi
echo "id=$id" >> "$GITHUB_OUTPUT"
