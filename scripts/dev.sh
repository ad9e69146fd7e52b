#!/usr/bin/env bash
# Serves the page from its sources while they are edited: a change of web/ reloads it, a change of src/ builds the
# WebAssembly module and reloads it.
#   scripts/dev.sh [--port N]       N: 5173 unless given
# The page is not isolated here and computes on one thread, so that only the preset wasm is built. scripts/run.sh serves
# the page as it is published.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case ${1:-} in
  '' | --port) ;;
  -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
  *) echo "usage: scripts/dev.sh [--port N]" >&2 && exit 2 ;;
esac
bash "$root/scripts/setup.sh"
load_env
# The page's code names the modules of all presets, so each must be there once.
build_modules
node "$root/scripts/subset-fonts.mjs"
node "$root/scripts/compress-weights.mjs"
exec node "$root/scripts/dev-server.mjs" "$@"
