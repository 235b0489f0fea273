#!/usr/bin/env bash
# Builds ffctl into ROOT, unless it is there: from this action's own sources, or the version asked for. Reads ROOT and
# INPUT_VERSION.
set -euo pipefail

if [[ ! -x "$ROOT/bin/ffctl" ]]; then
  if [[ -z "$INPUT_VERSION" ]]; then
    from=(--path "$GITHUB_ACTION_PATH/../../..")
  elif [[ "$INPUT_VERSION" =~ ^[0-9a-f]{7,64}$ ]]; then
    from=(--git https://github.com/ffctl/ffctl "--rev=$INPUT_VERSION" ffctl)
  else
    from=(--git https://github.com/ffctl/ffctl "--tag=$INPUT_VERSION" ffctl)
  fi
  cargo install --locked --root "$ROOT" "${from[@]}"
fi
echo "$ROOT/bin" >> "$GITHUB_PATH"
