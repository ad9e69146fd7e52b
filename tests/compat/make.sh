#!/usr/bin/env bash
# Makes the files of tests/compat again with the first published version, commit c8f9a9c, which alone may write them:
# they must open in every later version. They are made once; a later format gets files of its own beside these.
#   tests/compat/make.sh FIRST
# FIRST  a checkout of c8f9a9c with its native program built and its npm packages installed:
#          git worktree add FIRST c8f9a9c && cd FIRST && scripts/setup.sh && . scripts/env.sh \
#            && cmake --preset native && cmake --build build/native
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
first=$(cd "${1:?usage: tests/compat/make.sh FIRST}" && pwd)
latentpad=$first/build/native/latentpad
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

node "$here/make-inputs.mjs" "$work"
mv "$work/digits.bin.gz" "$here/files/digits.bin.gz"
digits=$here/files/digits.bin.gz

# train NAME ARGUMENTS...: three steps in an epoch of 144 digits.
train() {
  local name=$1
  shift
  "$latentpad" train --data "$digits" --arithmetic exact --threads 1 --out "$work/$name.safetensors" "$@"
}
train vae --model vae --batch 48 --hidden 8 --latent 2 --epochs 4 --seed 3 --half
train vae-warmup --model vae --batch 48 --hidden 3 --latent 2 --epochs 2 --seed 4 --beta 4 --beta-warmup-steps 20 --resumable
train vae-iwae --model vae --batch 48 --hidden 8 --latent 2 --epochs 2 --objective iwae --importance-samples 3 --activation tanh --half
train vae-digits --model vae --hidden 4 --latent 2 --epochs 2 --digits 0,1,7 --batch 16 --pixels grey --resumable
train ae --model ae --batch 48 --hidden 8 --latent 2 --epochs 2 --pixels thresholded --half
# Thresholded: since commit d56671b the noise of binarisation depends on the pixels alone, and no longer on a cvae's labels,
# so that a cvae trains on binarised pixels to other bits than in the first version.
train cvae --model cvae --batch 48 --hidden 8 --latent 2 --epochs 2 --pixels thresholded --half
# An untrained fvbn or made has 300,000 random weights; these go on from the plain files, which have few.
for kind in fvbn made; do
  "$latentpad" train --resume "$work/plain-$kind.safetensors" --data "$digits" --epochs 2 --arithmetic exact --threads 1 \
    --out "$work/$kind.safetensors" --half
done
for file in "$work"/*.safetensors; do gzip -9nc "$file" >"$here/files/${file##*/}.gz"; done

node "$here/make-records.mjs" "$first"
node "$here/make-links.mjs" "$first"
