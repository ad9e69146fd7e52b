// A drag on the latent map; for the benchmark and for tests/e2e/map-speed.test.mjs. All functions
// except the last run in the page.

/** A longer task of the page's thread is perceptible, in milliseconds. */
export const kLongTask = 50;
/** The number of MNIST's training digits, and the sixth that the page holds out. */
export const kManyDigits = { count: 60_000, heldOut: 10_000 };

/** Drags for 1.5 s with one pointer event per frame, and returns the times between frames and the tasks that took too long. */
export async function dragOnMap(longest) {
  const map = document.querySelector('[data-testid="latent-map"]');
  map.scrollIntoView({ block: 'center' });
  const box = map.getBoundingClientRect();
  const long = [];
  const observer = PerformanceObserver.supportedEntryTypes.includes('longtask')
    ? new PerformanceObserver((list) =>
        long.push(
          ...list
            .getEntries()
            .map(({ duration }) => duration)
            .filter((duration) => duration > longest),
        ),
      )
    : null;
  const frame = () => new Promise(requestAnimationFrame);
  const tell = (type, u, v) =>
    map.dispatchEvent(
      new PointerEvent(type, {
        pointerId: 1,
        pointerType: 'mouse',
        button: 0,
        bubbles: true,
        clientX: box.left + u * box.width,
        clientY: box.top + v * box.height,
      }),
    );
  // A synthetic pointer cannot be captured.
  map.setPointerCapture = () => {};
  await frame();
  observer?.observe({ entryTypes: ['longtask'] });
  tell('pointerdown', 0.5, 0.5);
  const times = [await frame()];
  while (times.at(-1) - times[0] < 1500) {
    const angle = times.length / 15;
    tell('pointermove', 0.5 + 0.3 * Math.cos(angle), 0.5 + 0.3 * Math.sin(angle));
    times.push(await frame());
  }
  tell('pointerup', 0.5, 0.5);
  delete map.setPointerCapture;
  observer?.disconnect();
  const apart = times
    .slice(1)
    .map((time, i) => time - times[i])
    .sort((a, b) => a - b);
  return { median: apart[apart.length >> 1], frames: apart.length, worst: apart.at(-1), long: long.map(Math.round) };
}

/** Gives the page IDX files (yann.lecun.com/exdb/mnist) with this number of digits, its own repeated. */
export async function giveManyDigits({ count }) {
  const { name } = performance.getEntriesByType('resource').find((entry) => /digits.*\.gz/.test(entry.name));
  const packed = new Uint8Array(
    await new Response((await fetch(name)).body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer(),
  );
  // 32 bytes of header, the labels, the pixels (scripts/build-digits.mjs).
  const known = new DataView(packed.buffer).getUint32(12, true);
  const images = new Uint8Array(16 + 784 * count),
    labels = new Uint8Array(8 + count);
  [0x803, count, 28, 28].forEach((value, i) => new DataView(images.buffer).setUint32(4 * i, value));
  [0x801, count].forEach((value, i) => new DataView(labels.buffer).setUint32(4 * i, value));
  for (let i = 0; i < count; i++) {
    const from = i % known,
      at = 32 + known + 784 * from;
    images.set(packed.subarray(at, at + 784), 16 + 784 * i);
    labels[8 + i] = packed[32 + from];
  }
  const transfer = new DataTransfer();
  transfer.items.add(new File([images], 'many-images'));
  transfer.items.add(new File([labels], 'many-labels'));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  /** @param {() => boolean | undefined} condition */
  const until = async (condition) => {
    while (!condition()) await new Promise((again) => setTimeout(again, 20));
  };
  // A dialog shows them first.
  await until(() => document.querySelector('[data-testid="own-data-use"]')?.disabled === false);
  document.querySelector('[data-testid="own-data-use"]').click();
  await until(() => !document.querySelector('[data-testid="own-data"]').open);
}

/** Whether the map shows this number of digits. */
export const showsDigits = (count) =>
  document.querySelector('[data-testid="latent-map"]')?.dataset.points === String(count);

/** The name of the workload: a map of a thousand or ten thousand digits. @param {number} points @param {boolean} trains */
export const dragName = (points, trains) =>
  `map drag, ${points.toLocaleString('en-US')} digits, ${trains ? 'in training' : 'at rest'}`;
