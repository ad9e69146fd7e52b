#!/usr/bin/env bash
# Measures the comparison of AE and VAE: trains both with the same shape, digits and settings, three seeds each, in 2 and
# in 8 latent dimensions, and prints mean ± standard deviation over the seeds as a table in Markdown.
#   scripts/compare-seeds.sh [--epochs N] [--processes P]
# --epochs     default 30, on the 9,000 training digits of the page
# --processes  models that are trained and measured at a time, default 1; the table is the same for every number
# Scores are on the page's 1,000 held-out digits, binarised once, the same for every model.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() { echo 'usage: scripts/compare-seeds.sh [--epochs N] [--processes P]' >&2 && exit 2; }

epochs=30 processes=1
while [ $# -gt 0 ]; do
  case $1 in
    --epochs) epochs=${2:?--epochs needs a number} ;;
    --processes) processes=${2:?--processes needs a number} ;;
    *) usage ;;
  esac
  shift 2
done
[[ $processes =~ ^[1-9][0-9]*$ ]] || usage

bash "$root/scripts/setup.sh"
load_env
build_preset native src/cli/all >&2
latentpad=$root/build/native/latentpad
data=$root/build/data/digits.bin.gz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cores=$(getconf _NPROCESSORS_ONLN)
threads=$((cores > processes ? (cores / processes < 8 ? cores / processes : 8) : 1))

# train MODEL LATENT SEED
train() {
  "$latentpad" train --model "$1" --data "$data" --hidden 128,64,32 --latent "$2" --epochs "$epochs" --seed "$3" \
    --threads "$threads" --out "$work/$1-$2-$3.safetensors" >"$work/$1-$2-$3.log" 2>&1 \
    || { cat "$work/$1-$2-$3.log" >&2 && return 1; }
}

# measure LATENT SEED
measure() {
  "$latentpad" compare "$work/ae-$1-$2.safetensors" "$work/vae-$1-$2.safetensors" --data "$data" --threads "$threads" \
    --classifier "$root/weights/classifier.safetensors" --importance-samples none --json >"$work/$1-$2.json"
}

export -f train measure
export latentpad data work epochs threads root
# shellcheck disable=SC2016
printf 'train %s\n' {ae,vae}\ {2,8}\ {1,2,3} | xargs -P "$processes" -L 1 bash -c '"$@"' bash
# shellcheck disable=SC2016
printf 'measure %s\n' {2,8}\ {1,2,3} | xargs -P "$processes" -L 1 bash -c '"$@"' bash
node "$root/scripts/compare-seeds-table.mjs" "$work"
