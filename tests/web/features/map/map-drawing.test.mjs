// The map's drawing commands: recorded by a fake context, and compared with the expected positions and sizes.
import assert from 'node:assert/strict';
import test from 'node:test';
import { symbolNear } from '../../../../web/features/map/map-symbols.js';
import { createPlane } from '../../../../web/core/scatter/plane.js';
import { createHeat, drawHeat, transposed } from '../../../../web/features/map/map-heat.js';
import { drawLens, lensOf } from '../../../../web/features/map/map-lens.js';
import { drawComponents, drawPoint, drawPosterior } from '../../../../web/core/scatter/latent-marks.js';
import { drawPriorCircles } from '../../../../web/core/scatter/scatter-axes.js';

const near = (actual, expected, what) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual}, expected ${expected}`);
const colors = { ink: '#000', quiet: '#777', rule: '#ccc', paper: '#fff', mu: 'mu', sigma: 'sigma', z: 'z' };
const WIDTH = 300,
  HEIGHT = 200,
  EXTENT = 4;
const plane = createPlane(WIDTH, HEIGHT, EXTENT);
const SCALE = HEIGHT / 2 / EXTENT;

/** The commands of a context: [name, ...arguments] each; a stroke with its colour and width. */
function recorder() {
  const calls = [],
    style = {};
  const context = new Proxy(style, {
    get: (_, name) =>
      name in style
        ? style[name]
        : (...given) => {
            calls.push(
              name === 'stroke' ? [name, style.strokeStyle, style.lineWidth, style.globalAlpha ?? 1] : [name, ...given],
            );
            return { width: 10 };
          },
    set: (_, name, value) => {
      style[name] = value;
      return true;
    },
  });
  return { context, all: (wanted) => calls.filter(([name]) => name === wanted).map(([, ...given]) => given), calls };
}

/** A Gaussian on a grid, as from the engine. */
function gridOf({ left, right, bottom, top }, side, mu, sigma) {
  const density = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const x = left + ((right - left) * column) / (side - 1),
        y = bottom + ((top - bottom) * row) / (side - 1);
      density[row * side + column] = Math.exp(-0.5 * (((x - mu[0]) / sigma[0]) ** 2 + ((y - mu[1]) / sigma[1]) ** 2));
    }
  }
  return { left, right, bottom, top, side, density };
}

function withCanvas(t) {
  globalThis.document = {
    createElement: () => ({
      getContext: () => ({
        createImageData: (w, h) => ({ data: new Uint8ClampedArray(4 * w * h) }),
        putImageData(image) {
          this.image = image;
        },
      }),
    }),
  };
  t.after(() => delete globalThis.document);
}

test('the prior’s circles have radii 1, 2 and 3 in the axes’ units, around zero', () => {
  const { context, all } = recorder();
  drawPriorCircles(context, plane, colors, 1);
  assert.deepEqual(
    all('arc').map(([x, y, radius]) => [x, y, radius]),
    [1, 2, 3].map((k) => [WIDTH / 2, HEIGHT / 2, k * SCALE]),
  );
});

test('a component of a learned prior has ellipses of 1 and 2 σ around its mean; the chosen one is drawn last, with thicker lines', () => {
  const { context, all } = recorder();
  const components = [
    { mean: [1, -0.5], radii: [0.4, 0.2], angle: 0.3 },
    { mean: [-1, 2], radii: [0.5, 0.5], angle: 0 },
  ];
  drawComponents(context, plane, components, colors, 1, components[0]);
  assert.deepEqual(
    all('ellipse').map(([x, y, along, across, angle]) => [x, y, along, across, angle]),
    [
      [150 - SCALE, 100 - 2 * SCALE, 0.5 * SCALE, 0.5 * SCALE, -0],
      [150 - SCALE, 100 - 2 * SCALE, SCALE, SCALE, -0],
      [150 + SCALE, 100 + 0.5 * SCALE, 0.4 * SCALE, 0.2 * SCALE, -0.3],
      [150 + SCALE, 100 + 0.5 * SCALE, 0.8 * SCALE, 0.4 * SCALE, -0.3],
    ],
  );
  assert.deepEqual(
    all('arc').map(([x, y]) => [x, y]),
    [
      [150 - SCALE, 100 - 2 * SCALE],
      [150 + SCALE, 100 + 0.5 * SCALE],
    ],
  );
  const [usual, chosen] = all('stroke').map(([, width]) => width);
  assert.ok(chosen > 1.5 * usual);
  const dashes = all('setLineDash').map(([dash]) => dash.length);
  assert.deepEqual(dashes, [2, 0], 'dotted, like the circles of N(0, I)');
});

test('many components are faint, so that they do not hide the digits; the chosen one is not', () => {
  const components = Array.from({ length: 100 }, (_, k) => ({ mean: [k / 50 - 1, 0], radii: [1, 1], angle: 0 }));
  const opacities = (count, chosen) => {
    const { context, all } = recorder();
    drawComponents(context, plane, components.slice(0, count), colors, 1, chosen);
    return all('stroke').map(([, , opacity]) => opacity);
  };
  assert.deepEqual(new Set(opacities(16, null)), new Set([1]));
  const shown = opacities(100, components[3]);
  assert.equal(shown.at(-1), 1);
  assert.deepEqual(new Set(shown.slice(0, -1)), new Set([0.16]));
});

test('the ellipses have radii of 1 and 2 σ in the axes’ units, around μ, and rotate with the axes', () => {
  const { context, all } = recorder();
  drawPosterior(context, plane, { mu: [1.5, -0.5], radii: [0.8, 0.3], angle: 0.4 }, colors, 1, []);
  const ellipses = all('ellipse');
  assert.deepEqual(
    ellipses.map(([x, y]) => [x, y]),
    Array(2).fill([150 + 1.5 * SCALE, 100 + 0.5 * SCALE]),
  );
  [2, 1].forEach((k, i) => {
    near(ellipses[i][2], k * 0.8 * SCALE, `${k} σ along`);
    near(ellipses[i][3], k * 0.3 * SCALE, `${k} σ across`);
    // A canvas measures angles downwards.
    near(ellipses[i][4], -0.4, 'angle');
  });
});

test('the symbol under the pointer is drawn with thicker lines, and nothing else is', () => {
  const widths = (linked) => {
    const { context, all } = recorder();
    drawPosterior(context, plane, { mu: [0, 0], radii: [1, 1], angle: 0 }, colors, 1, linked);
    drawPoint(context, plane, WIDTH, HEIGHT, { z: [1, 1], isProbe: false }, colors, 1, linked);
    const of = (color) =>
      all('stroke')
        .filter(([stroke]) => stroke === color)
        .map(([, width]) => width);
    return { sigma: of('sigma'), mu: of('mu'), z: all('arc').map(([, , radius]) => radius) };
  };
  const usual = widths([]);
  for (const name of ['mu', 'sigma', 'z']) {
    const marked = widths([name]);
    for (const other of ['mu', 'sigma', 'z']) {
      marked[other].forEach((size, i) =>
        other === name
          ? assert.ok(size > 1.5 * usual[other][i], `${name}: ${size}`)
          : assert.equal(size, usual[other][i], `${other} beside ${name}`),
      );
    }
  }
});

test('the true posterior is drawn at its grid’s position, pixel on point, and its bounds contain its mass', (t) => {
  withCanvas(t);
  const side = 61,
    grid = gridOf({ left: -1, right: 2, bottom: 0, top: 3 }, side, [0.5, 2], [0.2, 0.4]);
  const heat = createHeat(grid, { ...colors, ink: 'rgb(0, 0, 0)' });
  // At 0.14 of the peak, √(−2 log 0.14) = 1.98 σ away.
  const pixel = 3 / (side - 1);
  for (const [edge, at] of [
    ['left', 0.5 - 1.98 * 0.2],
    ['right', 0.5 + 1.98 * 0.2],
    ['bottom', 2 - 1.98 * 0.4],
    ['top', 2 + 1.98 * 0.4],
  ]) {
    assert.ok(Math.abs(heat.bounds[edge] - at) <= pixel, `${edge}: ${heat.bounds[edge]}, expected ${at}`);
  }
  const { context, all } = recorder();
  drawHeat(context, plane, heat);
  const [[picture, x, y, width, height]] = all('drawImage');
  assert.equal(picture, heat.picture);
  near(x + width / side / 2, plane.toX(-1), 'the leftmost point');
  near(x + width - width / side / 2, plane.toX(2), 'the rightmost');
  near(y + height / side / 2, plane.toY(3), 'the highest');
  near(y + height - height / side / 2, plane.toY(0), 'the lowest');
});

test('with z2 horizontal, the true posterior is transposed', (t) => {
  withCanvas(t);
  const grid = gridOf({ left: -1, right: 2, bottom: 0, top: 3 }, 31, [0.5, 2], [0.2, 0.4]),
    turned = transposed(grid);
  assert.deepEqual([turned.left, turned.right, turned.bottom, turned.top], [0, 3, -1, 2]);
  const { bounds } = createHeat(turned, colors),
    upright = createHeat(grid, colors).bounds;
  assert.deepEqual(
    [bounds.left, bounds.right, bounds.bottom, bounds.top],
    [upright.bottom, upright.top, upright.left, upright.right],
  );
});

test('a tiny ellipse has a lens, with the stated magnification; a visible one has none', (t) => {
  withCanvas(t);
  const speck = { mu: [-1, 0.5], radii: [0.05, 0.02], angle: 0, heat: null };
  assert.equal(lensOf(plane, WIDTH, HEIGHT, { ...speck, radii: [0.5, 0.2] }, 13), null);
  const lens = lensOf(plane, WIDTH, HEIGHT, speck, 13);
  assert.ok(lens.x - lens.radius > plane.toX(-1), 'on the side where the digit is not');
  assert.ok(lens.x + lens.radius <= WIDTH && lens.y + lens.radius <= HEIGHT, 'within the plane');
  const heat = createHeat(gridOf({ left: -1.1, right: -0.9, bottom: 0.4, top: 0.6 }, 21, [-1, 0.5], [0.03, 0.03]), {
    ...colors,
    ink: 'rgb(0, 0, 0)',
  });
  const { context, all } = recorder();
  drawLens(context, plane, WIDTH, HEIGHT, lens, { ...speck, heat, z: [-1, 0.5], isProbe: false, linked: [] }, colors, {
    size: 13,
    font: '13px serif',
  });
  const [[x, y, two], [, , one]] = all('ellipse');
  near(x, lens.x, 'its middle');
  near(y, lens.y, 'its middle');
  near(two, 2 * 0.05 * SCALE * lens.times, '2 σ');
  near(one, 0.05 * SCALE * lens.times, '1 σ');
  assert.ok(two <= lens.radius);
  const [[, left, , width]] = all('drawImage');
  near(left + width / 2, lens.x, 'the true posterior is in it');
  assert.deepEqual(
    all('fillText').map(([text]) => text),
    [`×${lens.times}`],
  );
});

test('a pointer on the map selects the point, the cross or an ellipse at its position', () => {
  const posterior = { mu: [1, 1], radii: [1, 0.4], angle: Math.PI / 6 };
  const at = (x, y, point = [1.5, 1]) => symbolNear(plane, { posterior, point }, plane.toX(x), plane.toY(y), 4);
  const onEllipse = (k, turn) => {
    const [a, b] = [k * Math.cos(turn), k * 0.4 * Math.sin(turn)];
    return [
      1 + a * Math.cos(posterior.angle) - b * Math.sin(posterior.angle),
      1 + a * Math.sin(posterior.angle) + b * Math.cos(posterior.angle),
    ];
  };
  assert.deepEqual([at(1, 1), at(1.5, 1), at(1, 1, [1, 1])], ['mu', 'z', 'z']);
  for (const k of [1, 2])
    for (const turn of [0, 1, 2, 4]) assert.equal(at(...onEllipse(k, turn)), 'sigma', `${k} σ at ${turn}`);
  assert.deepEqual([at(...onEllipse(1.5, 0)), at(-3, 3)], [null, null]);
  assert.equal(symbolNear(plane, { posterior: null, point: null }, 0, 0, 4), null);
});
