#!/usr/bin/env bash
# Trains the shipped weights again, from MNIST's training files by weights/recipes; weights/README.md says what came out.
#   scripts/train-weights.sh --data DIR [--check] [NAME...]
# DIR      folder with train-images-idx3-ubyte and train-labels-idx1-ubyte (raw or .gz)
# --check  keep the shipped files; fail if a file trained again differs from the shipped one in any byte
# NAME     vae-2d, vae-20d, vae-50d, iwae-50d, hvae-50d, conv-40d, cvae-2d, ae-2d, fvbn, made, classifier; all when none is given
# The last 10,000 digits are never trained on; neither are the 1,000 that the page holds out, which are among the
# first 50,000. The same seed gives the same bytes on every machine with fused multiply-adds.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

all=(vae-2d vae-20d vae-50d iwae-50d hvae-50d conv-40d cvae-2d ae-2d fvbn made classifier)
usage() { complain "usage: scripts/train-weights.sh --data DIR [--check] [${all[*]}]" || exit 2; }

data=
target=$root/weights
names=()
while [ $# -gt 0 ]; do
  case $1 in
    --data) [ $# -gt 1 ] || usage; data=$2; shift ;;
    --check) target=$(mktemp -d); trap 'rm -rf "$target"' EXIT ;;
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
digits=(--data "$data" --exclude "$root/build/data/digits.bin.gz")

differing=()
for name in "${names[@]}"; do
  say "training $name"
  out=(--half --arithmetic fused --out "$target/$name.safetensors")
  case $name in
    classifier) "$latentpad" train-classifier "${digits[@]}" --validation 10000 --hidden 64 "${out[@]}" ;;
    *) "$latentpad" train "${digits[@]}" --recipe "$root/weights/recipes/$name.json" "${out[@]}" ;;
  esac
  # Without --check both are the file just written.
  cmp "$target/$name.safetensors" "$root/weights/$name.safetensors" || differing+=("$name")
done
[ ${#differing[@]} -eq 0 ] || complain "other bytes than the shipped files: ${differing[*]}"
