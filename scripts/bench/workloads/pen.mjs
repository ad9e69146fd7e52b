// The pad: the time from a move of the pen to the frame that shows its μ.
import { engineOf, kPatienceMs, loadPage, press, unknownEngine } from '../page-loads.mjs';
import { drawWithPen, penName } from '../pen.mjs';
import { percentile } from '../stats.mjs';

const kMoves = 100;

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measurePen(bench) {
  for (const where of ['chromium', 'firefox']) {
    const rows = (one) => [false, true].map((trains) => ({ work: penName(trains), ...one, unit: 'ms' }));
    try {
      const { one, runs } = await loadPage(bench, where, {
        async use(page) {
          await page.waitForFunction(() => document.querySelector('[data-testid="mu"]')?.dataset.value, {
            timeout: kPatienceMs,
          });
          const found = [];
          for (const trains of [false, true]) {
            if (trains) await press(page, 'train-play');
            const high = [];
            while (high.length < bench.mode.drags)
              high.push(percentile(await page.evaluate(drawWithPen, kMoves), 0.95));
            found.push(high);
          }
          return { one: await engineOf(page, where), runs: found };
        },
      });
      rows(one).forEach((row, i) => bench.add(row, runs[i]));
    } catch (error) {
      for (const row of rows(unknownEngine(where))) bench.leaveOut(row, error);
    }
  }
}
