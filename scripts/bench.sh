#!/usr/bin/env bash
# Measures latentpad in Chromium, Firefox, Node and natively, and PyTorch and TensorFlow.js on the same workloads, in turns.
#   scripts/bench.sh [--full] [--json FILE] [--only WORD] [--no-peers]
# --full      the numbers of README, in about a quarter of an hour; without it a look, in a few minutes
# --json      also writes the results to this file
# --only      only workloads whose name contains WORD: first digit, long tasks, map drag, pen, heap, encode+decode, step, gemm,
#             parts, scaling, iwae bound, time to
# --no-peers  only latentpad
# Prints one table of medians and which goals this run reached. Leave the machine alone while it runs.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/system-packages.sh
. "$root/scripts/system-packages.sh"

prepare_tfjs() {
  local folder=$root/scripts/bench
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.latentpad-lock" && return 0
  say "installing TensorFlow.js"
  (cd "$folder" && quietly npm-bench npm ci --ignore-scripts --no-audit --no-fund) || die "npm ci failed"
  cp "$folder/package-lock.json" "$folder/node_modules/.latentpad-lock"
}

# Debian's, with OpenBLAS: without it PyTorch is many times slower.
prepare_pytorch() {
  local packages=(python3-torch libopenblas0-pthread) missing
  if ! have apt-get || ! have dpkg-query; then
    say "PyTorch is left out: only Debian's is measured (${packages[*]})"
    return 0
  fi
  missing=$(missing_packages "${packages[@]}")
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ]; then
    install_missing "${packages[@]}"
  else
    say "PyTorch is left out; for its rows: sudo apt-get install --no-install-recommends ${packages[*]}"
  fi
}

peers=1

# Checked before minutes of building.
check_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --full) ;;
      --no-peers) peers= ;;
      --json | --only)
        [ $# -gt 1 ] || { echo "bench.sh: $1 needs a value" >&2 && exit 2; }
        shift
        ;;
      -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
      *) echo "usage: scripts/bench.sh [--full] [--json FILE] [--only WORD] [--no-peers]" >&2 && exit 2 ;;
    esac
    shift
  done
}

main() {
  check_arguments "$@"
  # Only the table is written to standard output.
  {
    bash "$root/scripts/setup.sh" --browsers
    load_env
    build_preset native src/cli/all
    build_modules
    build_bench_modules
    build_page
    if [ -n "$peers" ]; then
      prepare_tfjs
      prepare_pytorch
    fi
  } >&2
  exec node "$root/scripts/bench/run.mjs" "$@"
}

main "$@"
