#!/usr/bin/env bash
# Installs and makes everything that building latentpad needs; run it again at any time, it does only what is missing.
#   scripts/setup.sh [--browsers] [--clang] [--mpi] [--style] [--tidy]
# --browsers  also Chromium and Firefox, for the end-to-end tests
# --clang     also Clang 19 with the runtimes of its sanitizers and fuzzer
# --mpi       also Open MPI, for training with several processes; if it is installed, the program is built with it
# --style     also clang-format 19
# --tidy      also clang-tidy 19
# On Debian and its relatives, as root, missing system packages are installed with apt-get; elsewhere they are named.
# Everything else goes into build/ and node_modules/ of this clone.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/debs.sh
. "$root/scripts/debs.sh"
# shellcheck source=scripts/system-packages.sh
. "$root/scripts/system-packages.sh"

browsers= clang= mpi= style= tidy= # set by the options of the same names
private_node_version=22.23.3

make_private_node() {
  local folder=$root/build/toolchain/node machine work
  case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) die "no prebuilt Node.js for $(uname -m): install Node.js >= 22.12" ;;
  esac
  say "getting Node.js $private_node_version"
  mkdir -p "$root/build/toolchain"
  work=$(mktemp -d "$root/build/toolchain/.node.XXXXXX")
  quietly node npm install --prefix "$work" --ignore-scripts --no-audit --no-fund --no-save \
    "node-linux-$machine@$private_node_version" || die "could not download Node.js from the npm registry"
  mkdir -p "$work/node/bin"
  mv "$work/node_modules/node-linux-$machine/bin/node" "$work/node/bin/node"
  # CMake's Emscripten module looks for "nodejs" before "node" and would find the system's old one.
  ln -s node "$work/node/bin/nodejs"
  rm -rf "$folder"
  mv "$work/node" "$folder"
  rm -rf "$work"
}

# Eigen, JSON and Catch2 are headers only, but em++ must not see the whole of /usr/include: it holds another libc.
link_headers() {
  local target=$root/build/wasm-deps/include header folder
  mkdir -p "$target"
  for header in Eigen/Core nlohmann/json.hpp catch2/catch.hpp; do
    [ -e "$target/$header" ] && continue
    folder=$(include_folder "$header") || die "cannot find the header <$header>"
    ln -sfn "$folder/${header%/*}" "$target/${header%/*}"
  done
}

# Catch2 3, as in Debian 13, is a library that exists only for the native programs; the tests use the single header of version 2.
fetch_catch2() {
  local target=$root/build/wasm-deps/include/catch2 work
  mkdir -p "$root/build/wasm-deps/include"
  if [ -e "$target/catch.hpp" ] || include_folder catch2/catch.hpp >/dev/null; then return 0; fi
  say "downloading Catch2 2"
  work=$(mktemp -d "$root/build/.catch2.XXXXXX")
  fetch_debs bookworm "$work" catch2
  dpkg-deb -x "$work"/debs/catch2_*.deb "$work/root"
  mv "$work/root/usr/include/catch2" "$target"
  rm -rf "$work"
}

main() {
  local argument
  for argument in "$@"; do
    case $argument in
      --browsers) browsers=1 ;;
      --clang) clang=1 ;;
      --mpi) mpi=1 ;;
      --style) style=1 ;;
      --tidy) tidy=1 ;;
      -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
      *) echo "usage: scripts/setup.sh [--browsers] [--clang] [--mpi] [--style] [--tidy]" >&2 && exit 2 ;;
    esac
  done
  mkdir -p "$root/build"
  # One at a time: two runs would create the same folders.
  if have flock; then exec 9>"$root/build/.setup.lock" && flock 9; fi
  # Removes the temporary files of a killed run.
  rm -rf "$root"/build/toolchain/.[!.]* "$root"/build/.catch2.*
  load_env
  if have apt-get && have dpkg-query; then
    install_with_apt
    fetch_catch2
  else
    check_by_hand
  fi
  load_env
  latentpad_node_is_new_enough || make_private_node
  load_env
  latentpad_node_is_new_enough || die "the Node.js in use is too old: $(command -v node) $(node --version)"
  emscripten_is_foreign || bash "$root/scripts/toolchain.sh"
  link_headers
  # The programs built for Node are CommonJS; without this Node would use the repository's own package.json.
  printf '{"private": true, "type": "commonjs"}\n' >"$root/build/package.json"
  npm_ci "$root" latentpad || die "npm ci failed"
  node "$root/scripts/build-digits.mjs"
}

main "$@"
