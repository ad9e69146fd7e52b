# shellcheck shell=bash
# The system packages that latentpad needs: installed with apt-get where that is possible, named elsewhere. Sourced by
# setup.sh after lib.sh; $browsers, $clang, $mpi, $style and $tidy are set there.
# shellcheck disable=SC2154

base_packages=(ca-certificates g++ cmake ninja-build libeigen3-dev nlohmann-json3-dev libcli11-dev catch2 zlib1g-dev
  libpng-dev libstb-dev libzip-dev python3)
# llvm-19 contains the symbolizer, which adds line numbers to reports.
clang_packages=(clang-19 llvm-19 libclang-rt-19-dev)
mpi_packages=(libopenmpi-dev openmpi-bin)
style_packages=(clang-format-19)
# clang-tidy needs the compile commands of clang++-19.
tidy_packages=(clang-19 clang-tidy-19)
emscripten_packages=(clang-19 lld-19 llvm-19 debian-archive-keyring)

# ---- Debian and relatives ----

missing_packages() {
  local package
  for package in "$@"; do
    case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
      installed) ;;
      *) printf '%s\n' "$package" ;;
    esac
  done
}

lists_are_new=
update_lists() {
  [ -z "$lists_are_new" ] || return 0
  say "updating the lists of packages"
  quietly apt-update apt-get update -q || die "apt-get update failed; is there a network?"
  lists_are_new=1
}

install_missing() {
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    printf 'These packages are missing: %s\nInstall them, then start this again:\n' "$missing" >&2
    printf '  sudo apt-get update && sudo apt-get install --no-install-recommends %s\n' "$missing" >&2
    exit 1
  fi
  update_lists
  say "installing $missing"
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive quietly apt-install apt-get install -y -q --no-install-recommends $missing \
    || die "apt-get could not install: $missing"
}

# Debian 13's Emscripten is new enough.
apt_has_emscripten() {
  # A new image has no package lists.
  if [ "$(id -u)" = 0 ] && ! apt-cache show emscripten >/dev/null 2>&1; then update_lists; fi
  version_at_least "$(apt-cache policy emscripten 2>/dev/null | awk '/Candidate:/ { print $2 }')" 3.1.60
}

install_with_apt() {
  local packages=("${base_packages[@]}")
  if ! { latentpad_node_is_new_enough && have npm; }; then packages+=(nodejs npm); fi
  if [ -n "$browsers" ]; then
    have chromium || have google-chrome || packages+=(chromium)
    have firefox-esr || have firefox || packages+=(firefox-esr)
  fi
  if [ -n "$clang" ]; then packages+=("${clang_packages[@]}"); fi
  if [ -n "$mpi" ]; then packages+=("${mpi_packages[@]}"); fi
  if [ -n "$style" ]; then packages+=("${style_packages[@]}"); fi
  if [ -n "$tidy" ]; then packages+=("${tidy_packages[@]}"); fi
  if ! emscripten_is_foreign; then
    if [ ! -d "$root/build/toolchain/emscripten" ] && apt_has_emscripten; then
      packages+=(emscripten)
    else
      packages+=("${emscripten_packages[@]}")
    fi
  fi
  install_missing "${packages[@]}"
}

# True if the Emscripten in use is not the private one.
emscripten_is_foreign() {
  case $(latentpad_emscripten_root) in '' | "$root"/build/*) return 1 ;; esac
}

# ---- anywhere else ----

include_folders=(/usr/include /usr/local/include /opt/homebrew/include /opt/local/include)

# include_folder HEADER: prints the folder from which #include <HEADER> works.
include_folder() {
  local folder
  for folder in ${LATENTPAD_INCLUDE:+"$LATENTPAD_INCLUDE"} "${include_folders[@]}" "${include_folders[@]/%//eigen3}"; do
    if [ -e "$folder/$1" ]; then printf '%s\n' "$folder" && return 0; fi
  done
  return 1
}

check_by_hand() {
  local missing=() header
  have c++ || missing+=('a C++20 compiler (c++)')
  have cmake || missing+=('CMake >= 3.25')
  have ninja || missing+=('Ninja')
  have python3 || missing+=('Python 3')
  { latentpad_node_is_new_enough && have npm; } || missing+=('Node.js >= 20.19 or >= 22.12, with npm')
  latentpad_emscripten_root >/dev/null || missing+=('Emscripten >= 3.1.60 (emcc on PATH, for example from emsdk)')
  for header in Eigen/Core nlohmann/json.hpp CLI/CLI.hpp catch2/catch.hpp zlib.h png.h stb/stb_image.h zip.h; do
    include_folder "$header" >/dev/null || missing+=("the header <$header>")
  done
  if [ -n "$browsers" ]; then
    have chromium || have google-chrome || missing+=('Chromium')
    have firefox || have firefox-esr || missing+=('Firefox')
  fi
  if [ -n "$clang" ]; then
    have clang++-19 || missing+=('Clang 19 with compiler-rt (clang++-19)')
  fi
  if [ -n "$mpi" ]; then
    { have mpirun && have mpicxx; } || missing+=('Open MPI (mpirun, mpicxx)')
  fi
  if [ -n "$style" ]; then
    have clang-format-19 || missing+=('clang-format 19 (clang-format-19)')
  fi
  if [ -n "$tidy" ]; then
    have clang++-19 || missing+=('Clang 19 (clang++-19)')
    have clang-tidy-19 || missing+=('clang-tidy 19 (clang-tidy-19)')
  fi
  if [ ${#missing[@]} = 0 ]; then return 0; fi
  printf 'Missing on this system:\n' >&2
  printf '  - %s\n' "${missing[@]}" >&2
  printf 'Install these, then start this again. Headers are looked for in %s;\n' "${include_folders[*]}" >&2
  printf 'LATENTPAD_INCLUDE names one more folder.\n' >&2
  exit 1
}
