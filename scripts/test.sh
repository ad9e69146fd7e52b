#!/usr/bin/env bash
# Sets up, builds and runs the tests; starts no stage after one that failed.
#   scripts/test.sh [style|native|wasm|web|package|e2e|sanitized|tsan|fuzz]  without an argument: all of these
#   scripts/test.sh tidy
# style      ESLint, and whether every file is formatted (scripts/format.sh)
# native     the C++ tests and those of the program, also with several processes of Open MPI
# sanitized  the same with the address and undefined-behaviour sanitizers
# tsan       the thread team and training with the thread sanitizer
# fuzz       every target of scripts/fuzz.sh with a fixed number of inputs from a fixed seed
# wasm       the same compiled to WebAssembly, in Node
# web        type check of the page's code, its tests in Node, and the files and links of the first version
# package    the packed engine: built with each bundler, run in browsers, Node, Bun and Deno; its manifest and types
# e2e        the built page in Chromium and Firefox
# tidy       clang-tidy over src/
# The last line is "N passed, N failed" (and ", N skipped"), counting test cases over all stages that ran.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Counts of the current stage; jobs: how many processes a stage may run at once.
passed=0 failed=0 skipped=0 jobs=$(getconf _NPROCESSORS_ONLN)
# Where the lanes leave their results.
results=$logs/stages lane_count=1

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
  ctest --test-dir "$root/build/$1" --output-on-failure --no-tests=error -j "$jobs" </dev/null \
    2>&1 | tee "$log" || status=$?
  read -ra counts < <(count_ctest "$log")
  add_counts "$1" "${counts[@]}" && [ "$status" = 0 ]
}

# run_node_tests NAME PATH [FLAG...]: runs the file, or every *.test.js and *.test.mjs below the folder, and counts.
run_node_tests() {
  local name=$1 path=$2 report=$logs/node-$1.tap files=() file status=0 counts=(0 0 0)
  shift 2
  while IFS= read -r file; do files+=("$file"); done \
    < <(find "$root/$path" -name node_modules -prune -o \( -path "$root/$path" -type f -o -name '*.test.js' -o -name '*.test.mjs' \) -print 2>/dev/null | sort)
  mkdir -p "$logs"
  rm -f "$report"
  if [ ${#files[@]} = 0 ]; then
    add_counts "$name" 0 0 0
    return
  fi
  say "testing $name"
  # shellcheck disable=SC2086
  (cd "$root" && node $LATENTPAD_NODE_FLAGS --test "$@" --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$report" "${files[@]}" </dev/null) || status=$?
  if [ -f "$report" ]; then
    read -ra counts < <(awk '
      /^# (pass|fail|cancelled|skipped|todo) [0-9]+$/ { n[$2] = $3 }
      END { print n["pass"] + 0, n["fail"] + n["cancelled"], n["skipped"] + n["todo"] }' "$report")
  fi
  add_counts "$name" "${counts[@]}" && [ "$status" = 0 ]
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
  run_node_tests fuzz tests/fuzz --test-concurrency="$jobs"
}

stage_wasm() {
  build_preset wasm || return 1
  run_ctest wasm
}

stage_web() {
  say "checking types"
  (cd "$root" && tsc -p web/tsconfig.json) || return 1
  run_node_tests web tests/web --test-concurrency="$jobs" || return 1
  run_node_tests compat tests/compat/web
}

stage_package() {
  npm_ci "$root/tests/package" bundlers || return 1
  run_node_tests package tests/package/all.mjs
}

stage_chromium() {
  e2e chromium
}

stage_firefox() {
  e2e firefox
}

# e2e BROWSER: the page must be built.
e2e() {
  LATENTPAD_BROWSER=$1 run_node_tests "e2e-$1" tests/e2e/all.mjs
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
    | xargs -0 -n 1 -P "$jobs" clang-tidy-19 --quiet -p build/tidy 2>/dev/null
}

# run_lane STAGE...: runs them one after the other, until a stage of any lane has failed. Each writes its row of the summary to
# $results/STAGE.row; beside other lanes its output is printed when it has ended.
run_lane() {
  local stage start status
  for stage in "$@"; do
    [ ! -e "$results/failed" ] || return 0
    passed=0 failed=0 skipped=0 start=$SECONDS status=0
    if [ "$lane_count" = 1 ]; then
      "stage_$stage" </dev/null || status=$?
    else
      say "running $stage"
      "stage_$stage" >"$results/$stage.log" 2>&1 </dev/null || status=$?
      (flock 9 && cat "$results/$stage.log") 9>"$results/lock"
    fi
    [ "$status" = 0 ] || touch "$results/failed"
    echo "$([ "$status" = 0 ] && echo ok || echo FAILED) $((SECONDS - start)) $passed $failed $skipped" >"$results/$stage.row"
  done
}

# run_lanes LANE...: each is a list of stages. Two lanes keep two processors busy: the tests of a browser use about one, and
# those that wait for others leave theirs idle. More lanes would cost more time of the processors, by waiting for them.
run_lanes() {
  local lane
  lane_count=$#
  rm -rf "$results"
  mkdir -p "$results"
  # Jobs in the background ignore the interrupt of a terminal.
  trap 'kill 0' INT
  for lane in "$@"; do
    # shellcheck disable=SC2086
    run_lane $lane &
  done
  wait
}

# summarize STAGE...: prints the table and the last line. Fails if a stage has failed, or has no result though none failed.
summarize() {
  local stage verdict seconds ok bad left passed=0 failed=0 skipped=0 status=0
  [ ! -e "$results/failed" ] || status=1
  echo
  for stage in "$@"; do
    if [ ! -e "$results/$stage.row" ]; then
      [ -e "$results/failed" ] || { echo "test.sh: $stage ended without a result" >&2 && status=1; }
      continue
    fi
    read -r verdict seconds ok bad left <"$results/$stage.row"
    printf '%-9s %-7s %4d passed %5d s\n' "$stage" "$verdict" "$ok" "$seconds"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + left))
  done
  if [ "$skipped" = 0 ]; then skipped=; fi
  printf '\n%d passed, %d failed%s\n' "$passed" "$failed" "${skipped:+, $skipped skipped}"
  return "$status"
}

main() {
  local stage=$* lanes setup_flags=''
  case "$stage" in
    '') lanes=('style native wasm package chromium tsan' 'web firefox sanitized fuzz') ;;
    e2e) lanes=(chromium firefox) ;;
    style | native | sanitized | tsan | fuzz | wasm | web | package | tidy) lanes=("$stage") ;;
    -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
    *) echo "usage: scripts/test.sh [style|native|wasm|web|package|e2e|sanitized|tsan|fuzz|tidy]" >&2 && exit 2 ;;
  esac
  case "$stage" in
    '') setup_flags='--browsers --clang --mpi --style' ;;
    native) setup_flags=--mpi ;;
    sanitized | tsan | fuzz) setup_flags=--clang ;;
    package | e2e) setup_flags=--browsers ;;
    style | tidy) setup_flags=--$stage ;;
  esac
  # shellcheck disable=SC2086
  bash "$root/scripts/setup.sh" $setup_flags
  load_env
  # What several stages need is built before any of them runs: two lanes must not build in one folder.
  case "$stage" in '' | package | e2e) build_preset native latentpad ;; esac
  case "$stage" in '' | web | package | e2e) build_modules ;; esac
  case "$stage" in '' | e2e) build_page ;; esac
  run_lanes "${lanes[@]}"
  # shellcheck disable=SC2048,SC2086
  summarize ${lanes[*]}
}

main "$@"
