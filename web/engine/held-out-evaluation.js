/**
 * Measures the held-out digits piece by piece, so that others are served in between. Each measurement is of one model:
 * what was begun before a step is dropped.
 */
export class HeldOutEvaluation {
  /**
   * @param {Pick<import('./model.js').Model, 'beginEvaluation' | 'advanceEvaluation'>} model
   * @param {import('./digit-set.js').DigitSet} digits
   * @param {number} piece   digits at a time
   */
  constructor(model, digits, piece) {
    this.model = model;
    this.digits = digits;
    this.piece = piece;
    this.underWay = false;
    /** The step last measured. */
    this.measured = -1;
  }

  /** Unless it has been measured, or is being. @param {number} step */
  begin(step) {
    if (this.underWay || this.measured === step) return;
    this.model.beginEvaluation(this.digits);
    this.underWay = true;
  }

  /** The model is about to change. */
  drop() {
    this.underWay = false;
  }

  /** What was measured is of another run, or of other pixels, digits or another objective. */
  forget() {
    this.drop();
    this.measured = -1;
  }

  /** @param {number} step  @returns {ReturnType<import('./model.js').Model['advanceEvaluation']>}  null while there is more to measure */
  advance(step) {
    let report;
    try {
      report = this.model.advanceEvaluation(this.piece);
    } catch (error) {
      if (/** @type {{code?: string}} */ (error).code !== 'evaluationOutdated') throw error;
      // The weights were replaced, such as by another seed at step 0: measured anew.
      this.model.beginEvaluation(this.digits);
      return null;
    }
    if (!report) return null;
    this.underWay = false;
    this.measured = step;
    return report;
  }
}
