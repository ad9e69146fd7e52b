// The latent map: the time between frames during a drag.
import { dragName, dragOnMap, giveManyDigits, kLongTask, kManyDigits, showsDigits } from '../map-drag.mjs';
import { engineOf, kPatienceMs, press, unknownEngine, loadPage } from '../page-loads.mjs';

/** @param {import('../measuring.mjs').Measuring} bench @param {string} where @param {number} points */
async function dragIn(bench, where, points) {
  const rows = (one) => [false, true].map((trains) => ({ work: dragName(points, trains), ...one, unit: 'ms' }));
  try {
    const { one, runs } = await loadPage(bench, where, {
      async use(page) {
        const shows = (count) => page.waitForFunction(showsDigits, { timeout: kPatienceMs }, count);
        await shows(1000);
        if (points === kManyDigits.heldOut) {
          await page.evaluate(giveManyDigits, kManyDigits);
          await shows(points);
        }
        const found = [];
        for (const trains of [false, true]) {
          if (trains) await press(page, 'train-play');
          const medians = [];
          while (medians.length < bench.mode.drags) medians.push((await page.evaluate(dragOnMap, kLongTask)).median);
          found.push(medians);
        }
        return { one: await engineOf(page, where), runs: found };
      },
    });
    rows(one).forEach((row, i) => bench.add(row, runs[i]));
  } catch (error) {
    for (const row of rows(unknownEngine(where))) bench.leaveOut(row, error);
  }
}

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureDrag(bench) {
  for (const where of ['chromium', 'firefox']) {
    for (const points of [1000, kManyDigits.heldOut]) await dragIn(bench, where, points);
  }
}
