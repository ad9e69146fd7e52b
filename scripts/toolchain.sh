#!/usr/bin/env bash
# Makes a private Emscripten in build/toolchain/emscripten, for a Debian whose own package is too old: that of Debian 13,
# unpacked into a folder. It needs clang-19, lld-19 and llvm-19 from the system's own packages, and no root.
# scripts/setup.sh calls it; it does nothing when the folder is there and made by this recipe.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/debs.sh
. "$root/scripts/debs.sh"

recipe='Emscripten 3.1.69 of Debian 13, recipe 1' # change it to have the folder made anew everywhere
target=$root/build/toolchain/emscripten
stamp=$target/.latentpad-recipe

unpack() {
  local deb
  for deb in "$1"/*.deb; do
    # The variants for dynamic linking are half of the size and not used here.
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$2" --exclude='*/wasm32-emscripten/pic' \
      --exclude='*/wasm32-emscripten/lto-pic' --exclude='./usr/share/doc' --exclude='./usr/share/man' || return 1
  done
}

# Binaryen is linked against Debian 13's libc, so each of its programs is started through that libc's own loader.
wrap_binaryen() {
  local folder=$1 loader library program
  loader=$(cd "$folder" && find . -name 'ld-linux*.so*' | head -n 1)
  library=$(cd "$folder" && find . -name libbinaryen.so | head -n 1)
  if [ -z "$loader" ] || [ -z "$library" ]; then die "the unpacked packages lack ld-linux or libbinaryen.so"; fi
  mkdir -p "$folder/binaryen/bin"
  for program in "$folder"/usr/bin/wasm*; do
    cat >"$folder/binaryen/bin/${program##*/}" <<WRAPPER
#!/bin/sh
root=\${0%/*}/../..
exec "\$root/$loader" --library-path "\$root/${library%/*}" "\$root/usr/bin/${program##*/}" "\$@"
WRAPPER
    chmod +x "$folder/binaryen/bin/${program##*/}"
  done
}

# Python code, read by Emscripten. Paths are relative to Emscripten's folder, so that the repository can be moved.
write_settings() {
  cat >"$1/.emscripten" <<'SETTINGS'
import os
import shutil
from tools.utils import path_from_root

_prefix = os.path.realpath(path_from_root('..', '..', '..'))
_node = os.path.join(os.path.dirname(_prefix), 'node', 'bin', 'node')
LLVM_ROOT = '/usr/bin'
LLVM_ADD_VERSION = '19'
CLANG_ADD_VERSION = '19'
BINARYEN_ROOT = os.path.join(_prefix, 'binaryen')
NODE_JS = _node if os.path.exists(_node) else (shutil.which('node') or '/usr/bin/node')
FROZEN_CACHE = True
SETTINGS
}

# A program with the features that latentpad uses, so that a broken toolchain is detected here and not in a later build.
try_out() {
  local folder=$1 emscripten=$2
  cat >"$folder/try.cpp" <<'PROGRAM'
#include <cstdio>
#include <emscripten/bind.h>
#include <stdexcept>
#include <wasm_simd128.h>
static int twice(int x) {
  if (x < 0) throw std::out_of_range("negative");
  const v128_t v = wasm_i32x4_splat(x);
  return wasm_i32x4_extract_lane(wasm_i32x4_add(v, v), 0);
}
EMSCRIPTEN_BINDINGS(try_out) { emscripten::function("twice", &twice); }
int main() {
  try { twice(-1); } catch (const std::out_of_range&) { std::printf("%d\n", twice(21)); }
}
PROGRAM
  EM_CONFIG=$emscripten/.emscripten "$emscripten/em++" -O2 -msimd128 -fwasm-exceptions -lembind \
    -sDYNAMIC_EXECUTION=0 "$folder/try.cpp" -o "$folder/try.cjs" && [ "$(node "$folder/try.cjs")" = 42 ]
}

main() {
  [ "$(cat "$stamp" 2>/dev/null)" = "$recipe" ] && return 0
  mkdir -p "${target%/*}"
  # Not local: the trap runs after main has returned.
  work=$(mktemp -d "${target%/*}/.new.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  local new=$work/emscripten emscripten
  emscripten=$new/usr/share/emscripten
  mkdir -p "$new"
  say "downloading Emscripten 3.1.69 (250 MB)"
  fetch_debs trixie "$work" emscripten binaryen libc6 libstdc++6 libgcc-s1 node-acorn
  say "unpacking Emscripten into ${target#"$root"/} (0.9 GB)"
  unpack "$work/debs" "$new" || die "could not unpack Emscripten; is the disk full?"
  rm -rf "$work/debs"
  wrap_binaryen "$new"
  # The optimiser is an ES module and finds acorn only in a node_modules in a parent folder.
  mkdir -p "$emscripten/node_modules"
  cp -R "$new/usr/share/nodejs/acorn" "$emscripten/node_modules/acorn"
  # Debian omits this file. Without it Node would treat Emscripten's own scripts as ES modules, like the repository's.
  printf '{"private": true, "type": "commonjs"}\n' >"$emscripten/package.json"
  write_settings "$emscripten"
  say "trying Emscripten out"
  quietly toolchain try_out "$work" "$emscripten" || die "the new Emscripten does not work"
  printf '%s\n' "$recipe" >"$new/.latentpad-recipe"
  rm -rf "$target"
  mv "$new" "$target"
}

main
