/**
 * Encodes the held-out digits piece by piece, so that other requests are served in between. All codes are of the same
 * weights: an encoding that was begun before a training step is cancelled.
 */

/** @typedef {import('./messages.js').Code} Code */

export class HeldOutCodes {
  /**
   * @param {Pick<import('./model.js').Model, 'encodeHeldOut'>} model
   * @param {import('./image-set.js').ImageSet} digits
   * @param {number} pieceSize   digits per piece
   */
  constructor(model, digits, pieceSize) {
    this.model = model;
    this.digits = digits;
    this.pieceSize = pieceSize;
    this.count = digits.count - digits.trainCount;
    /** @type {Code[] | null} */
    this.pieces = null;
    this.encoded = 0;
  }

  get isActive() {
    return this.pieces !== null;
  }

  /** Starts at the first digit. */
  begin() {
    this.pieces = [];
    this.encoded = 0;
  }

  cancel() {
    this.pieces = null;
  }

  /** Encodes one piece. @returns {Code | null}  of all held-out digits; null while some are left */
  advance() {
    /** @type {Code[]} */
    const pieces = this.pieces ?? [];
    const count = Math.min(this.pieceSize, this.count - this.encoded);
    pieces.push(this.model.encodeHeldOut(this.digits, this.encoded, count));
    this.encoded += count;
    if (this.encoded < this.count) return null;
    this.cancel();
    return joinCodes(pieces);
  }

  progress() {
    return { done: this.encoded, total: this.count };
  }
}

/** @param {Code[]} pieces @returns {Code} */
export const joinCodes = (pieces) => ({
  mu: concatenate(pieces.map(({ mu }) => mu)),
  logVar: concatenate(pieces.map(({ logVar }) => logVar)),
  kl: concatenate(pieces.map(({ kl }) => kl)),
});

/** @param {Float32Array[]} arrays */
function concatenate(arrays) {
  if (arrays.length === 1) return arrays[0];
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const array of arrays) {
    all.set(array, end);
    end += array.length;
  }
  return all;
}
