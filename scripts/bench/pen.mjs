// A pen on the pad, for the benchmark. All functions except the last run in the page.

/**
 * Draws one move of the pen after another, each once the code of the move before is shown, and returns the milliseconds from
 * each move to the end of the frame that shows its μ.
 * @param {number} moves
 * @returns {Promise<number[]>}
 */
export async function drawWithPen(moves) {
  const pad = document.querySelector('[data-testid="pad"]'),
    mu = document.querySelector('[data-testid="mu"]');
  document.querySelector('[data-testid="pad-clear"]').click();
  pad.scrollIntoView({ block: 'center' });
  const box = pad.getBoundingClientRect();
  const frame = () => new Promise(requestAnimationFrame);
  const tell = (type, u, v) =>
    pad.dispatchEvent(
      new PointerEvent(type, {
        pointerId: 1,
        pointerType: 'mouse',
        button: 0,
        buttons: 1,
        bubbles: true,
        clientX: box.left + u * box.width,
        clientY: box.top + v * box.height,
      }),
    );
  // A synthetic pointer cannot be captured.
  pad.setPointerCapture = () => {};
  const changed = () =>
    new Promise((resolve) => {
      const before = mu.dataset.value;
      new MutationObserver((_, observer) => {
        if (mu.dataset.value === before || mu.dataset.value === '') return;
        observer.disconnect();
        resolve();
      }).observe(mu, { attributes: true });
    });
  // An open ring: each move adds ink.
  const at = (i) => {
    const angle = 0.5 + (5.3 * i) / moves;
    return [0.5 + 0.3 * Math.cos(angle), 0.5 + 0.3 * Math.sin(angle)];
  };
  await frame();
  const first = changed();
  tell('pointerdown', ...at(0));
  tell('pointermove', ...at(1));
  await first;
  const times = [];
  for (let i = 2; i < moves + 2; i++) {
    await frame();
    const shown = changed();
    const began = performance.now();
    tell('pointermove', ...at(i));
    await shown;
    // The page writes numbers in the callback of a frame, which is painted before the next task.
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    times.push(performance.now() - began);
  }
  tell('pointerup', ...at(moves + 2));
  delete pad.setPointerCapture;
  return times;
}

/** The name of the workload. @param {boolean} trains */
export const penName = (trains) => `pen to μ, 95th percentile, ${trains ? 'in training' : 'at rest'}`;
