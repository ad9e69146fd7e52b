#!/usr/bin/env bash
# Formats every file of the repository.
#   scripts/format.sh [--check]
# --check  changes nothing; names the files that are not formatted, and fails if there are any
# C++ is formatted by clang-format 19 (.clang-format); JavaScript, CSS, HTML, JSON, YAML and Markdown by Prettier
# (.prettierrc.json, .prettierignore). scripts/setup.sh --style installs both.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

format_cpp() {
  find src tests -name node_modules -prune -o -type f \( -name '*.cpp' -o -name '*.h' \) -print0 | xargs -0 clang-format-19 "$@"
}

main() {
  local status=0
  cd "$root"
  load_env
  have clang-format-19 || die "clang-format-19 is missing: scripts/setup.sh --style installs it"
  case "$*" in
    '') format_cpp -i && prettier --write --log-level warn . ;;
    --check)
      format_cpp --dry-run -Werror 2>&1 | sed -n 's/^\(.*\):[0-9]*:[0-9]*: error: .*/[clang-format] \1/p' | uniq || status=1
      prettier --check --log-level warn . || status=1
      return "$status"
      ;;
    -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
    *) echo "usage: scripts/format.sh [--check]" >&2 && exit 2 ;;
  esac
}

main "$@"
