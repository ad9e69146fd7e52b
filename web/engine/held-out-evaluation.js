/**
 * Evaluates the model on the held-out digits piece by piece, so that other requests are served in between. A report is of
 * one set of weights: an evaluation that was begun before a training step is cancelled.
 */
export class HeldOutEvaluation {
  /**
   * @param {Pick<import('./model.js').Model, 'beginEvaluation' | 'advanceEvaluation'>} model
   * @param {import('./image-set.js').ImageSet} digits
   * @param {number} pieceSize   digits per piece
   */
  constructor(model, digits, pieceSize) {
    this.model = model;
    this.digits = digits;
    this.pieceSize = pieceSize;
    this.isActive = false;
    this.lastEvaluatedStep = -1;
  }

  /** Does nothing if an evaluation is active or this step has been evaluated. @param {number} step */
  begin(step) {
    if (this.isActive || this.lastEvaluatedStep === step) return;
    this.model.beginEvaluation(this.digits);
    this.isActive = true;
  }

  cancel() {
    this.isActive = false;
  }

  /** Cancels, and allows the same step to be evaluated again: with other weights, pixels, digits or another objective. */
  clear() {
    this.cancel();
    this.lastEvaluatedStep = -1;
  }

  /**
   * Evaluates one piece.
   * @param {number} step
   * @returns {ReturnType<import('./model.js').Model['advanceEvaluation']>}  null while some digits are left
   */
  advance(step) {
    let report;
    try {
      report = this.model.advanceEvaluation(this.pieceSize);
    } catch (error) {
      if (/** @type {{code?: string}} */ (error).code !== 'evaluationOutdated') throw error;
      // The weights were replaced, for example by another seed at step 0.
      this.model.beginEvaluation(this.digits);
      return null;
    }
    if (!report) return null;
    this.isActive = false;
    this.lastEvaluatedStep = step;
    return report;
  }
}
