/** Means of the loss terms over the steps since the last clear(). */
export class TermMeans {
  steps = 0;
  reconstruction = 0;
  kl = 0;

  clear() {
    this.steps = this.reconstruction = this.kl = 0;
  }

  /** @param {{steps: number, reconstruction: number, kl: number}} statistics  means over `steps` steps */
  add({ steps, reconstruction, kl }) {
    if (steps === 0) return;
    this.steps += steps;
    this.reconstruction += reconstruction * steps;
    this.kl += kl * steps;
  }

  /** @returns {import('./messages.js').BoundTerms | null}  null if no step was taken */
  mean() {
    const { steps, reconstruction, kl } = this;
    if (steps === 0) return null;
    return { negativeElbo: (reconstruction + kl) / steps, reconstruction: reconstruction / steps, kl: kl / steps };
  }
}
