# shellcheck shell=bash
# The environment in which latentpad is built. Source it from bash (". scripts/env.sh"); scripts/setup.sh fills in
# what it points to. Sourcing it again changes nothing.
#
#   PATH                                   gains node_modules/.bin, the private Node and the private Emscripten, where
#                                          they are needed and exist
#   LATENTPAD_EMSCRIPTEN_TOOLCHAIN_FILE    CMake's toolchain file of the Emscripten in use; unset without one
#   EM_CONFIG                              the private Emscripten's settings; left alone when another one is in use
#   LATENTPAD_NODE_FLAGS                   flags with which Node runs every build of the engine; empty from Node 22 on

# version_at_least VERSION MINIMUM: compares the first two numbers of MINIMUM and, if it has three, the third.
version_at_least() {
  local IFS=.
  # shellcheck disable=SC2206
  local have=(${1%%[!0-9.]*}) want=($2) i
  for i in "${!want[@]}"; do
    ((10#${have[i]:-0} > 10#${want[i]})) && return 0
    ((10#${have[i]:-0} < 10#${want[i]})) && return 1
  done
  return 0
}

latentpad_prepend_path() {
  case ":$PATH:" in *":$1:"*) ;; *) export PATH="$1:$PATH" ;; esac
}

# Vite's own condition: 20.19 or newer in line 20, or 22.12 or newer.
latentpad_node_is_new_enough() {
  local version
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  if [ "${version%%.*}" = 20 ]; then version_at_least "$version" 20.19; else version_at_least "$version" 22.12; fi
}

# latentpad_emscripten_root: prints the folder of the Emscripten on PATH if that is new enough. The version is read from
# its files, since asking emcc starts Python and takes half a second.
latentpad_emscripten_root() {
  local emcc folder
  emcc=$(command -v emcc) || return 1
  emcc=$(readlink -f "$emcc")
  # emcc lies in that folder (emsdk), or is a wrapper around it (Debian, Homebrew).
  for folder in "${emcc%/*}" /usr/share/emscripten "${emcc%/*}/../libexec"; do
    [ -f "$folder/emscripten-version.txt" ] || continue
    version_at_least "$(tr -d '"\n' <"$folder/emscripten-version.txt")" 3.1.60 || return 1
    (cd "$folder" && pwd)
    return
  done
  return 1
}

latentpad_env() {
  local root=$1 emscripten
  latentpad_prepend_path "$root/node_modules/.bin"
  if ! latentpad_node_is_new_enough && [ -x "$root/build/toolchain/node/bin/node" ]; then
    latentpad_prepend_path "$root/build/toolchain/node/bin"
  fi
  unset LATENTPAD_EMSCRIPTEN_TOOLCHAIN_FILE
  if ! emscripten=$(latentpad_emscripten_root); then
    emscripten=$root/build/toolchain/emscripten/usr/share/emscripten
    [ -f "$emscripten/.emscripten" ] && latentpad_prepend_path "$emscripten"
  fi
  if [ -f "$emscripten/cmake/Modules/Platform/Emscripten.cmake" ]; then
    export LATENTPAD_EMSCRIPTEN_TOOLCHAIN_FILE=$emscripten/cmake/Modules/Platform/Emscripten.cmake
    case $emscripten in "$root"/build/*) export EM_CONFIG=$emscripten/.emscripten ;; esac
  fi
  export LATENTPAD_NODE_FLAGS=
  case $(node --version 2>/dev/null) in v20.*) LATENTPAD_NODE_FLAGS=--experimental-wasm-relaxed-simd ;; esac
}

latentpad_env "$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
