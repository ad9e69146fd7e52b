#!/usr/bin/env bash
# Sets up, builds the page and the command-line program, and serves the page on this machine.
#   scripts/run.sh [--port N]       N: 8080 unless told
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

port=8080

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --port) port=${2:-} && shift ;;
      --port=*) port=${1#*=} ;;
      -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
      *) echo "run.sh: unknown argument $1; usage: scripts/run.sh [--port N]" >&2 && exit 2 ;;
    esac
    shift || true
  done
  case $port in
    '' | *[!0-9]* | ??????*) port=0 ;;
  esac
  if [ "$port" -lt 1 ] || [ "$port" -gt 65535 ]; then echo "run.sh: --port takes a number from 1 to 65535" >&2 && exit 2; fi
}

# Checked before minutes of building.
check_port() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    die "port $port is taken by another program; choose one with --port"
  fi
}

main() {
  parse_arguments "$@"
  check_port
  bash "$root/scripts/setup.sh"
  load_env
  build_preset native src/cli/all
  build_modules
  build_page
  exec node "$root/scripts/serve.mjs" --port "$port" --directory "$root/dist"
}

main "$@"
