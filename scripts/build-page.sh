#!/usr/bin/env bash
# Sets up and builds the page into dist/, ready to be put on any static host.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

bash "$root/scripts/setup.sh"
load_env
build_modules
build_page
