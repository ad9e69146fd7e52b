/**
 * Encodes the held-out digits piece by piece, so that others are served in between. All codes are of one model: what was
 * begun before a step is dropped.
 */

/** @typedef {import('./messages.js').Code} Code */

export class HeldOutCodes {
  /**
   * @param {Pick<import('./model.js').Model, 'encodeHeldOut'>} model
   * @param {import('./digit-set.js').DigitSet} digits
   * @param {number} piece   digits at a time
   */
  constructor(model, digits, piece) {
    this.model = model;
    this.digits = digits;
    this.piece = piece;
    this.count = digits.count - digits.trainCount;
    /** @type {Code[] | null} */
    this.parts = null;
    this.encoded = 0;
  }

  get underWay() {
    return this.parts !== null;
  }

  /** Anew, also where it is under way. */
  begin() {
    this.parts = [];
    this.encoded = 0;
  }

  /** The model is about to change. */
  drop() {
    this.parts = null;
  }

  /** @returns {Code | null}  null while there are more to encode */
  advance() {
    /** @type {Code[]} */
    const parts = this.parts ?? [];
    const now = Math.min(this.piece, this.count - this.encoded);
    parts.push(this.model.encodeHeldOut(this.digits, this.encoded, now));
    this.encoded += now;
    if (this.encoded < this.count) return null;
    this.drop();
    return { mu: joined(parts.map(({ mu }) => mu)), logVar: joined(parts.map(({ logVar }) => logVar)) };
  }
}

/** @param {Float32Array[]} parts */
function joined(parts) {
  if (parts.length === 1) return parts[0];
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
