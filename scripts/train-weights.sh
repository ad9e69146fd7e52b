#!/usr/bin/env bash
# Trains the shipped weights again, from MNIST's training files; weights/README.md says what came out.
#   scripts/train-weights.sh --data DIR [NAME...]
# DIR   folder with train-images-idx3-ubyte and train-labels-idx1-ubyte (raw or .gz)
# NAME  vae-2d, vae-20d; all when none is given
# The last 10,000 digits are never trained on; neither are the 1,000 that the page holds out, which are among the
# first 50,000. The same seed gives the same bytes on every machine.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() { complain 'usage: scripts/train-weights.sh --data DIR [vae-2d] [vae-20d]' || exit 2; }

data=
names=()
while [ $# -gt 0 ]; do
  case $1 in
    --data) [ $# -gt 1 ] || usage; data=$2; shift ;;
    vae-2d | vae-20d) names+=("$1") ;;
    *) usage ;;
  esac
  shift
done
[ -n "$data" ] || usage
[ ${#names[@]} -gt 0 ] || names=(vae-2d vae-20d)

bash "$root/scripts/setup.sh"
load_env
build_preset native src/cli/all

# train NAME ARGUMENTS...: the command that weights/README.md lists, in F16 for a small download.
train() {
  local name=$1
  shift
  say "training $name"
  "$root/build/native/latentpad" train --data "$data" --validation 10000 --exclude "$root/build/data/digits.bin.gz" \
    --model vae --batch 128 --seed 1 --half --out "$root/weights/$name.safetensors" "$@"
}

for name in "${names[@]}"; do
  case $name in
    vae-2d) train vae-2d --hidden 128,64,32 --latent 2 --epochs 60 ;;
    vae-20d) train vae-20d --hidden 400 --latent 20 --epochs 30 ;;
  esac
done
