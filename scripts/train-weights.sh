#!/usr/bin/env bash
# Trains the shipped weights again, from MNIST's training files; weights/README.md says what came out.
#   scripts/train-weights.sh --data DIR [NAME...]
# DIR   folder with train-images-idx3-ubyte and train-labels-idx1-ubyte (raw or .gz)
# NAME  vae-2d, vae-20d, cvae-2d, ae-2d, fvbn, made, classifier; all when none is given
# The last 10,000 digits are never trained on; neither are the 1,000 that the page holds out, which are among the
# first 50,000. The same seed gives the same bytes on every machine.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

all=(vae-2d vae-20d cvae-2d ae-2d fvbn made classifier)
usage() { complain "usage: scripts/train-weights.sh --data DIR [${all[*]}]" || exit 2; }

data=
names=()
while [ $# -gt 0 ]; do
  case $1 in
    --data) [ $# -gt 1 ] || usage; data=$2; shift ;;
    *)
      case " ${all[*]} " in *" $1 "*) names+=("$1") ;; *) usage ;; esac
      ;;
  esac
  shift
done
[ -n "$data" ] || usage
[ ${#names[@]} -gt 0 ] || names=("${all[@]}")

bash "$root/scripts/setup.sh"
load_env
build_preset native src/cli/all
latentpad=$root/build/native/latentpad
digits=(--data "$data" --validation 10000 --exclude "$root/build/data/digits.bin.gz")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# train NAME ARGUMENTS...: one run with Adam's default step size, in F16 for a small download.
train() {
  local name=$1
  shift
  "$latentpad" train "${digits[@]}" --batch 128 --seed 1 --half --out "$root/weights/$name.safetensors" "$@"
}

# anneal NAME "RATE:EPOCHS ..." ARGUMENTS...: epochs count from the start; each rate applies until its epoch. Files
# passed between stages have full precision and the optimiser's state; only the last is rounded to F16.
anneal() {
  local name=$1 stages stage start out i
  read -ra stages <<<"$2"
  shift 2
  start=(--batch 128 --seed 1 "$@")
  for i in "${!stages[@]}"; do
    stage=${stages[i]}
    out=(--resumable --out "$work/$name")
    [ "$i" -lt $((${#stages[@]} - 1)) ] || out=(--half --out "$root/weights/$name.safetensors")
    "$latentpad" train "${digits[@]}" "${start[@]}" --learning-rate "${stage%:*}" --epochs "${stage#*:}" "${out[@]}"
    start=(--resume "$work/$name")
  done
}

for name in "${names[@]}"; do
  say "training $name"
  case $name in
    vae-2d) train vae-2d --model vae --hidden 128,64,32 --latent 2 --epochs 60 ;;
    vae-20d) train vae-20d --model vae --hidden 400 --latent 20 --epochs 30 ;;
    cvae-2d) train cvae-2d --model cvae --hidden 128,64,32 --latent 2 --epochs 60 ;;
    ae-2d) train ae-2d --model ae --hidden 128,64,32 --latent 2 --epochs 60 ;;
    fvbn) anneal fvbn '0.003:30 0.0003:40 0.00005:44' --model fvbn ;;
    made) anneal made '0.001:25 0.0001:32' --model made --hidden 500 ;;
    classifier)
      "$latentpad" train-classifier "${digits[@]}" --hidden 64 --half --out "$root/weights/classifier.safetensors"
      ;;
  esac
done
