#!/usr/bin/env bash
# Measures the comparison of AE and VAE: trains both with the same shape, digits and settings, three seeds each, in 2 and
# in 8 latent dimensions, and prints mean ± standard deviation over the seeds as a table in Markdown.
#   scripts/compare-seeds.sh [--epochs N]     default 30, on the 9,000 training digits of the page
# Scores are on the page's 1,000 held-out digits, binarised once, the same for every model.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

epochs=30
case ${1:-} in
  '') ;;
  --epochs) epochs=${2:?--epochs needs a number} ;;
  *) echo 'usage: scripts/compare-seeds.sh [--epochs N]' >&2 && exit 2 ;;
esac

bash "$root/scripts/setup.sh"
load_env
build_preset native src/cli/all >&2
latentpad=$root/build/native/latentpad
data=$root/build/data/digits.bin.gz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for latent in 2 8; do
  for seed in 1 2 3; do
    for model in ae vae; do
      "$latentpad" train --model "$model" --data "$data" --hidden 128,64,32 --latent "$latent" --epochs "$epochs" \
        --seed "$seed" --out "$work/$model-$latent-$seed.safetensors" >/dev/null 2>&1
    done
    "$latentpad" compare "$work/ae-$latent-$seed.safetensors" "$work/vae-$latent-$seed.safetensors" --data "$data" \
      --classifier "$root/weights/classifier.safetensors" --importance-samples none --json >"$work/$latent-$seed.json"
  done
done
node "$root/scripts/compare-seeds-table.mjs" "$work"
