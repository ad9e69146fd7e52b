#!/usr/bin/env bash
# Measures latentpad in Chromium, Firefox, Node and natively, and PyTorch, jax-js and TensorFlow.js on the same workloads, in turns.
#   scripts/bench.sh [--full] [--until PERCENT] [--json FILE] [--only WORD] [--no-peers]
# --full      the numbers of README, in about a quarter of an hour; without it a look, in a few minutes
# --until     repeats what is measured in turns until the ratio of every row to the first one of its workload is known within
#             ± PERCENT (95 % interval of the median), or 60 rounds are over; names the rows that are not
# --json      also appends the run to FILE, as one line of JSON, and lists rows whose ratio is worse than in the latest earlier
#             line of the same processor model and with the same --full, by more than both intervals allow
# --only      only workloads whose name contains WORD; an unknown one lists the names
# --no-peers  only latentpad
# Prints a table of medians and best turns, how much the speed of the machine varied, the limits of a step by the roofline
# model, and which goals this run reached. Leave the machine alone while it runs.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/system-packages.sh
. "$root/scripts/system-packages.sh"

# Rows whose peer is missing are listed with the reason.
prepare_javascript_peers() {
  npm_ci "$root/scripts/bench" bench || say "jax-js and TensorFlow.js are left out: npm ci failed"
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

# The names of the workloads in run.mjs, one a line.
workload_names() {
  sed -n "/^const kWorkloads = {/,/^}/s/^  '\{0,1\}\([^':]*\)'\{0,1\}: .*/\1/p" "$root/scripts/bench/run.mjs"
}

check_word() {
  workload_names | grep -qF -- "$1" && return 0
  printf 'bench.sh: --only: expected a word of %s; got %s\n' "$(workload_names | paste -sd, | sed 's/,/, /g')" "$1" >&2
  exit 2
}

# Checked before minutes of building.
check_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --full) ;;
      --no-peers) peers= ;;
      --until | --json | --only)
        [ $# -gt 1 ] || { echo "bench.sh: $1 needs a value" >&2 && exit 2; }
        [ "$1" != --only ] || check_word "$2"
        shift
        ;;
      -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
      *) echo "usage: scripts/bench.sh [--full] [--until PERCENT] [--json FILE] [--only WORD] [--no-peers]" >&2 && exit 2 ;;
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
      prepare_javascript_peers
      prepare_pytorch
    fi
  } >&2
  exec node "$root/scripts/bench/run.mjs" "$@"
}

main "$@"
