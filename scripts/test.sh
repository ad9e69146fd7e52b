#!/usr/bin/env bash
# Sets up, builds and runs the tests; stops at the first stage that fails.
#   scripts/test.sh [style|native|wasm|web|package|e2e|sanitized|tsan|fuzz]  without an argument: all of these
#   scripts/test.sh tidy
# style      ESLint, and whether every file is formatted (scripts/format.sh)
# native     the C++ tests and those of the program, also with several processes of Open MPI
# sanitized  the same with the address and undefined-behaviour sanitizers
# tsan       the thread team and training with the thread sanitizer
# fuzz       every target of scripts/fuzz.sh with a fixed number of inputs from a fixed seed
# wasm       the same compiled to WebAssembly, in Node
# web        type check of the page's code, its tests in Node, and the files and links of the first version
# package    the packed engine, built with each bundler and run in Chromium and Firefox
# e2e        the built page in Chromium and Firefox
# tidy       clang-tidy over src/
# The last line is "N passed, N failed" (and ", N skipped"), counting test cases over all stages that ran.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

passed=0 failed=0 skipped=0 summary='' beside=() beside_job=''

# add_counts NAME PASSED FAILED SKIPPED: a run of no test at all counts as a failed stage, not as a success.
add_counts() {
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
  [ "$3" = 0 ] || return 1
  [ "$2" -gt 0 ] || { echo "test.sh: $1 ran no test" >&2 && return 1; }
}

# count_ctest LOG: prints passed, failed and skipped, from ctest's own closing lines.
count_ctest() {
  awk '
    /tests? failed out of [0-9]+$/ { failed = $4; total = $NF }
    /^\t *[0-9]+ - .* \(Skipped\)$/ { ++skipped }
    END { print total - failed - skipped, failed + 0, skipped + 0 }' "$1"
}

run_ctest() {
  local log=$logs/ctest-$1.log status=0 counts
  mkdir -p "$logs"
  say "testing $1"
  ctest --test-dir "$root/build/$1" --output-on-failure --no-tests=error -j "$(getconf _NPROCESSORS_ONLN)" </dev/null \
    2>&1 | tee "$log" || status=$?
  read -ra counts < <(count_ctest "$log")
  add_counts "$1" "${counts[@]}" && [ "$status" = 0 ]
}

# node_tests NAME PATH [FLAG...]: the file, or every *.test.js and *.test.mjs below the folder.
node_tests() {
  local name=$1 path=$2 report=$logs/node-$1.tap files=() file
  shift 2
  while IFS= read -r file; do files+=("$file"); done \
    < <(find "$root/$path" -name node_modules -prune -o \( -path "$root/$path" -type f -o -name '*.test.js' -o -name '*.test.mjs' \) -print 2>/dev/null | sort)
  mkdir -p "$logs"
  rm -f "$report"
  [ ${#files[@]} -gt 0 ] || return 1
  say "testing $name"
  # shellcheck disable=SC2086
  (cd "$root" && node $LATENTPAD_NODE_FLAGS --test "$@" --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$report" "${files[@]}" </dev/null)
}

# run_node_tests NAME PATH [FLAG...]: runs them and counts.
run_node_tests() {
  local status=0
  node_tests "$@" || status=$?
  count_node_tests "$1" && [ "$status" = 0 ]
}

# count_node_tests NAME: from the report of that run.
count_node_tests() {
  local counts
  if [ ! -f "$logs/node-$1.tap" ]; then
    add_counts "$1" 0 0 0
    return
  fi
  read -ra counts < <(awk '
    /^# (pass|fail|cancelled|skipped|todo) [0-9]+$/ { n[$2] = $3 }
    END { print n["pass"] + 0, n["fail"] + n["cancelled"], n["skipped"] + n["todo"] }' "$logs/node-$1.tap")
  add_counts "$1" "${counts[@]}"
}

stage_native() {
  build_preset native || return 1
  run_ctest native
}

stage_sanitized() {
  build_preset native-sanitized latentpad_tests || return 1
  run_ctest native-sanitized
}

stage_tsan() {
  build_preset tsan latentpad_tests || return 1
  run_ctest tsan
}

stage_fuzz() {
  # Links the objects of stage sanitized.
  build_preset native-sanitized tests/fuzz/all || return 1
  run_node_tests fuzz tests/fuzz --test-concurrency="$(getconf _NPROCESSORS_ONLN)"
}

stage_wasm() {
  build_preset wasm || return 1
  run_ctest wasm
}

stage_web() {
  # The tests load the page's engine.
  build_modules || return 1
  say "checking types"
  (cd "$root" && tsc -p web/tsconfig.json) || return 1
  run_node_tests web tests/web --test-concurrency="$(getconf _NPROCESSORS_ONLN)" || return 1
  run_node_tests compat tests/compat/web
}

stage_package() {
  # latentpad export, whose files onnxruntime reads.
  build_preset native latentpad || return 1
  build_modules || return 1
  npm_ci "$root/tests/package" bundlers || return 1
  run_node_tests package tests/package
}

# Both browsers concurrently: a page mostly waits, and no test depends on the machine's clock.
stage_e2e() {
  local browser jobs=() status=0
  build_modules || return 1
  build_page || return 1
  if [ ${#beside[@]} -gt 0 ]; then begin_beside; fi
  mkdir -p "$logs"
  for browser in chromium firefox; do
    LATENTPAD_BROWSER=$browser node_tests "e2e-$browser" tests/e2e/all.mjs >"$logs/e2e-$browser.log" 2>&1 &
    jobs+=($!)
  done
  for browser in chromium firefox; do
    wait "${jobs[0]}" || status=1
    jobs=("${jobs[@]:1}")
    cat "$logs/e2e-$browser.log"
    count_node_tests "e2e-$browser" || status=1
  done
  return "$status"
}

# check NAME COMMAND...: counts the command as a test.
check() {
  local name=$1
  shift
  say "checking $name"
  if (cd "$root" && "$@"); then add_counts "$name" 1 0 0; else add_counts "$name" 0 1 0; fi
}

stage_style() {
  local status=0
  check 'for mistakes with ESLint' eslint . || status=1
  check 'the formatting' bash scripts/format.sh --check || status=1
  return "$status"
}

# The preset is configured and not built: clang-tidy reads its compile_commands.json. The files of the unity build take a
# seventh of the time of the single sources, since each includes Eigen.
stage_tidy() {
  (cd "$root" && quietly cmake-editor cmake --preset tidy) || return 1
  check 'for mistakes with clang-tidy' tidy_sources
}

tidy_sources() {
  find build/tidy \( -path '*latentpad_kernels_*' -o -path '*/tests/*' \) -prune -o -name 'unity_*.cxx' -print0 \
    | xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN)" clang-tidy-19 --quiet -p build/tidy 2>/dev/null
}

# Stages that run concurrently with the browsers, which leave a quarter of the processors idle: this saves two minutes
# in total. They have the same priority: on a busy machine, a lower one would never run.
begin_beside() {
  local stage result
  mkdir -p "$logs"
  for stage in "${beside[@]}"; do rm -f "$logs/beside-$stage".*; done
  (
    for stage in "${beside[@]}"; do
      passed=0 failed=0 skipped=0 status=0 result=$logs/beside-$stage
      "stage_$stage" >"$result.log" 2>&1 </dev/null || status=$?
      echo "$status $passed $failed $skipped" >"$result.part"
      mv "$result.part" "$result.done"
    done
  ) &
  beside_job=$!
}

# finish_beside STAGE: waits for it and takes over its counts.
finish_beside() {
  local result=$logs/beside-$1 counts
  say "waiting for $1, which runs beside the browsers"
  while [ ! -e "$result.done" ] && kill -0 "$beside_job" 2>/dev/null; do sleep 1; done
  cat "$result.log"
  read -ra counts <"$result.done" || { echo "test.sh: $1 ended without a result" >&2 && return 1; }
  passed=$((passed + counts[1])) failed=$((failed + counts[2])) skipped=$((skipped + counts[3]))
  return "${counts[0]}"
}

run_stage() {
  local start=$SECONDS before=$passed verdict=ok run=stage_$1
  case " ${beside[*]} " in *" $1 "*) run="finish_beside $1" ;; esac
  $run || verdict=FAILED
  summary+=$(printf '%-9s %-7s %4d passed %5d s' "$1" "$verdict" $((passed - before)) $((SECONDS - start)))$'\n'
  [ "$verdict" = ok ]
}

main() {
  local stages=(style native wasm web package e2e sanitized tsan fuzz) stage setup_flags='--browsers --clang --mpi --style' status=0
  case "$*" in
    '') beside=(sanitized tsan fuzz) ;;
    native) stages=("$1") setup_flags=--mpi ;;
    wasm | web) stages=("$1") setup_flags= ;;
    sanitized | tsan | fuzz) stages=("$1") setup_flags=--clang ;;
    package | e2e) stages=("$1") setup_flags=--browsers ;;
    style | tidy) stages=("$1") setup_flags=--$1 ;;
    -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
    *) echo "usage: scripts/test.sh [style|native|wasm|web|package|e2e|sanitized|tsan|fuzz|tidy]" >&2 && exit 2 ;;
  esac
  # shellcheck disable=SC2086
  bash "$root/scripts/setup.sh" $setup_flags
  load_env
  for stage in "${stages[@]}"; do
    run_stage "$stage" || { status=1 && break; }
  done
  if [ -n "$beside_job" ]; then wait "$beside_job" || true; fi
  printf '\n%s\n' "$summary"
  if [ "$skipped" = 0 ]; then skipped=; fi
  printf '%d passed, %d failed%s\n' "$passed" "$failed" "${skipped:+, $skipped skipped}"
  exit "$status"
}

main "$@"
