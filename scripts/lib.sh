# shellcheck shell=bash
# What setup.sh, run.sh and test.sh share. They source it; it is no program of its own.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/build/logs

say() { printf '==> %s\n' "$*"; }
complain() { printf '%s: %s\n' "${0##*/}" "$*" >&2; return 1; }
die() { complain "$@" || exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

load_env() {
  # shellcheck source=scripts/env.sh
  . "$root/scripts/env.sh"
}

# quietly NAME COMMAND...: runs the command with its output in a log file; shows the log's end only if it fails.
quietly() {
  local log=$logs/$1.log
  shift
  mkdir -p "$logs"
  "$@" >"$log" 2>&1 </dev/null && return 0
  tail -n 25 "$log" >&2
  printf '(full output: %s)\n' "$log" >&2
  return 1
}

# build_preset PRESET [TARGET...]: configures if needed, then builds everything or the targets; src/wasm/all contains the outputs of
# src/wasm/CMakeLists.txt. Ninja reruns CMake itself after a change of a CMakeLists.txt, so configuring
# here is only for a new folder, new presets, another Emscripten, or when Open MPI was installed.
build_preset() {
  local preset=$1 folder=$root/build/$1 stamp fingerprint
  shift
  stamp=$folder/.configured
  fingerprint="$root $(cksum <"$root/CMakePresets.json") ${LATENTPAD_EMSCRIPTEN_TOOLCHAIN_FILE:-} $(command -v mpicxx || true)"
  if [ ! -f "$folder/build.ninja" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$fingerprint" ]; then
    say "configuring $preset"
    rm -f "$folder/CMakeCache.txt"
    (cd "$root" && quietly "cmake-$preset" cmake --preset "$preset") \
      || complain "CMake failed for preset $preset" || return 1
    printf '%s\n' "$fingerprint" >"$stamp"
  fi
  say "building $preset"
  cmake --build "$folder" ${1:+--target "$@"} || complain "the build of preset $preset failed"
}

# The engine's five modules: two arithmetic classes, with and without threads, and one without SIMD.
build_modules() {
  local preset
  for preset in wasm wasm-threads wasm-plain; do build_preset "$preset" src/wasm/all || return 1; done
  node "$root/scripts/describe-core.mjs"
}

# npm_ci FOLDER NAME: installs the packages that the folder's package-lock.json names, unless they are there.
npm_ci() {
  local stamp=$1/node_modules/.latentpad-lock
  cmp -s "$1/package-lock.json" "$stamp" && return 0
  say "installing npm packages for $2"
  (cd "$1" && quietly "npm-$2" npm ci --ignore-scripts --no-audit --no-fund) || return 1
  cp "$1/package-lock.json" "$stamp"
}

# The two modules that scripts/bench loads in addition.
build_bench_modules() {
  build_preset wasm latentpad-bench-exact latentpad-bench-fused
}

# dist/: the folder for any static host, and in it latentpad.html, the whole page in one file.
build_page() {
  say "building the page"
  (cd "$root" && node scripts/subset-fonts.mjs && node scripts/compress-weights.mjs && vite build web --outDir ../dist --emptyOutDir --logLevel error \
    && vite build web -c web/vite.single.config.js --logLevel error && node scripts/single-file.mjs \
    && node scripts/api-reference.mjs && cp -R build/api-reference dist/api) \
    || complain "the build of the page failed"
}
