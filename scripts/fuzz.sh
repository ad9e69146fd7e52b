#!/usr/bin/env bash
# Sets up, builds the fuzz targets with the sanitizers and runs them; ends with 1 when one of them finds something.
#   scripts/fuzz.sh [--seconds N] [TARGET...]
# --seconds N  how long each target runs: 60 unless told
# TARGET       without one: all of these
#   weights safetensors digits data config classifier self_test   the core's parsers (libFuzzer, ASan and UBSan)
#   js-link js-drawing js-picture                            the page's parsers, in Node
#   differential                                             100,000 mutated safetensors files, the core's verdict against
#                                                            that of an independent reader; takes as long as it takes
# As many run at once as there are processors. New inputs that reach new code are kept in build/fuzz/corpus; the inputs of
# findings lie in build/fuzz/findings. `canary` and `js-canary` are targets with a fault, to see a finding.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

core_targets=(weights safetensors digits data config classifier self_test)
page_targets=(js-link js-drawing js-picture)
all_targets=("${core_targets[@]}" "${page_targets[@]}" differential)
seconds=60
targets=()

usage_error() { printf 'fuzz.sh: %s\n' "$*" >&2 && exit 2; }

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --seconds) [ $# -gt 1 ] || usage_error "--seconds: expected a number" && seconds=$2 && shift ;;
      --seconds=*) seconds=${1#*=} ;;
      -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
      -*) usage_error "unknown option $1; usage: scripts/fuzz.sh [--seconds N] [TARGET...]" ;;
      *)
        case " ${all_targets[*]} canary js-canary " in
          *" $1 "*) targets+=("$1") ;;
          *) usage_error "unknown target $1; expected one of ${all_targets[*]}" ;;
        esac
        ;;
    esac
    shift
  done
  case $seconds in '' | *[!0-9]* | 0 | ???????*) usage_error "--seconds: expected a whole number from 1 to 999999, got $seconds" ;; esac
  [ ${#targets[@]} -gt 0 ] || targets=("${all_targets[@]}")
}

# run_target TARGET: runs it, and leaves "executions findings reproducer" in its result file. Seeds are random here: other
# inputs in every run. A finding names its input, which is what reproduces it.
run_target() {
  local target=$1 findings=$root/build/fuzz/findings/$1 log=$logs/fuzz-$1.log status=0 runs found=0 reproducer=
  mkdir -p "$findings"
  case $target in
    js-*)
      node "$root/tests/fuzz/js/fuzz.mjs" "${target#js-}" --seconds "$seconds" --seed "$RANDOM" --findings "$findings" \
        >"$log" 2>&1 || status=$?
      runs=$(awk '/^executions / { print $2 }' "$log")
      ;;
    differential)
      node "$root/tests/fuzz/differential/compare.mjs" "$build/safetensors_verdicts" --findings "$findings" \
        >"$log" 2>&1 || status=$?
      runs=$(awk '/^executions / { print $2 }' "$log")
      ;;
    *)
      mkdir -p "$root/build/fuzz/corpus/$target" "$root/tests/fuzz/corpus/$target"
      "$build/fuzz_$target" -max_total_time="$seconds" -max_len=16384 -timeout=25 -print_final_stats=1 -use_value_profile=1 \
        -artifact_prefix="$findings/" -dict="$root/tests/fuzz/json.dict" "$root/build/fuzz/corpus/$target" "$root/tests/fuzz/corpus/$target" \
        >"$log" 2>&1 || status=$?
      runs=$(awk '/^stat::number_of_executed_units:/ { print $2 }' "$log")
      ;;
  esac
  if [ "$status" != 0 ]; then
    found=1
    reproducer=$(find "$findings" -type f -newer "$started" ! -name 'slow-unit-*' | sort | head -n 1)
  fi
  printf '%s\t%s\t%s\n' "${runs:-0}" "$found" "${reproducer:-$log}" >"$logs/fuzz-$target.result"
}

run_all() {
  local target processors
  processors=$(getconf _NPROCESSORS_ONLN)
  mkdir -p "$logs"
  started=$logs/fuzz-started
  : >"$started"
  trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM
  for target in "${targets[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$processors" ]; do wait -n || true; done
    rm -f "$logs/fuzz-$target.result"
    run_target "$target" &
  done
  wait
}

report() {
  local target runs found reproducer status=0
  printf '\n%-14s %12s %9s\n' target executions findings
  for target in "${targets[@]}"; do
    IFS=$'\t' read -r runs found reproducer <"$logs/fuzz-$target.result" || { runs=0 found=1 reproducer=$logs/fuzz-$target.log; }
    printf '%-14s %12d %9d\n' "$target" "$runs" "$found"
    [ "$found" = 0 ] || { status=1 && printf '  reproducer: %s\n  log: %s\n' "${reproducer#"$root"/}" "${logs#"$root"/}/fuzz-$target.log"; }
  done
  return "$status"
}

main() {
  parse_arguments "$@"
  bash "$root/scripts/setup.sh" --clang
  load_env
  build_preset native-sanitized tests/fuzz/all
  build=$root/build/native-sanitized/tests/fuzz
  say "fuzzing ${targets[*]}, $seconds s each"
  run_all
  report
}

main "$@"
