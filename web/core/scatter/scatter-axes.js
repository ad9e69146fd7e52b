import { formatAmount } from '../texts/format.js';
import { classCount, colorOf, glyphOf } from './class-marks.js';
import { DOT, GLYPH, markForms } from './mark-forms.js';
import { ticks } from './ticks.js';

/** Of the dots of another run: they are read as a cloud, and the digits on them remain legible. */
const GHOST_OPACITY = 0.45;

/**
 * Margin for tick labels. All sizes on the map depend on its font size, which grows with the screen.
 * @param {number} size  of the type, in CSS pixels
 */
export const marginOf = (size) => ({ left: 2.6 * size, bottom: 2 * size, top: 0.45 * size, right: 0.45 * size });

/**
 * The map's font and the plane's position in it, in CSS pixels.
 * @param {HTMLElement} element
 */
export function frameOf(element) {
  const { fontSize, fontFamily: family } = getComputedStyle(element);
  const size = parseFloat(fontSize);
  const { left, top, right, bottom } = marginOf(size);
  return {
    size,
    family,
    font: `${fontSize} ${family}`,
    lineWidth: size / 13,
    left,
    top,
    width: Math.max(1, element.clientWidth - left - right),
    height: Math.max(1, element.clientHeight - top - bottom),
  };
}

/**
 * @typedef {ReturnType<typeof frameOf>} Frame
 * @typedef {import('./plane.js').Plane} Plane
 * @typedef {import('../dom/colors.js').Colors} Colors
 */

/** Width of the paper around a glyph, both sides together, relative to its font size: it separates it from the dots below. */
const HALO = 0.26;

/**
 * A small image of the mark of each class, drawn once: copying them is many times faster than drawing text.
 * @param {Colors} colors
 * @param {number} size     CSS pixels
 * @param {string} family
 * @param {readonly string[] | null} names   of the classes
 * @param {number} [ratio]  device pixels for one of CSS
 * @returns {HTMLCanvasElement[]}
 */
export function createGlyphs(colors, size, family, names, ratio = window.devicePixelRatio || 1) {
  return Array.from({ length: classCount(names) }, (_, label) => {
    const canvas = document.createElement('canvas'),
      text = glyphOf(names, label);
    canvas.width = canvas.height = Math.ceil(size * (text.length > 1 ? 1.7 : 1.3) * ratio);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.font = `600 ${size * ratio}px ${family}`;
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    context.lineJoin = 'round';
    context.lineWidth = HALO * size * ratio;
    context.strokeStyle = colors.paper;
    context.strokeText(text, canvas.width / 2, canvas.height / 2 + size * ratio * 0.33);
    context.fillStyle = colorOf(colors, label);
    context.fillText(text, canvas.width / 2, canvas.height / 2 + size * ratio * 0.33);
    return canvas;
  });
}

/** Diameter of a dot, relative to the font size of the glyphs. */
const DOT_SIZE = 0.3;

/**
 * Dots in the colours of the classes, for the digits that have no room for their glyphs.
 * @param {Colors} colors
 * @param {number} size     font size of the glyphs, in CSS pixels
 * @param {number} count    of the classes
 * @param {number} [ratio]  device pixels for one of CSS
 * @returns {HTMLCanvasElement[]}
 */
export function createDots(colors, size, count, ratio = window.devicePixelRatio || 1) {
  return Array.from({ length: count }, (_, label) => {
    const canvas = document.createElement('canvas');
    const across = size * DOT_SIZE * ratio;
    canvas.width = canvas.height = Math.ceil(across);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.fillStyle = colorOf(colors, label);
    context.arc(canvas.width / 2, canvas.width / 2, across / 2, 0, 2 * Math.PI);
    context.fill();
    return canvas;
  });
}

/**
 * The digits of another run, as faint dots behind the current ones.
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {Pick<Frame, 'width' | 'height' | 'size'>} frame
 * @param {Float32Array} points   [digit][2]
 * @param {Colors} colors
 */
export function drawGhost(context, plane, { width, height, size }, points, colors) {
  const side = size / 4;
  context.fillStyle = colors.quiet;
  context.globalAlpha = GHOST_OPACITY;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = plane.toX(points[i]),
      y = plane.toY(points[i + 1]);
    if (x >= 0 && x <= width && y >= 0 && y <= height) context.fillRect(x - side / 2, y - side / 2, side, side);
  }
  context.globalAlpha = 1;
}

/**
 * N(0, I): circles of 1, 2 and 3 standard deviations.
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {Colors} colors
 * @param {number} lineWidth    a thin line's width
 */
export function drawPriorCircles(context, plane, colors, lineWidth) {
  context.lineWidth = lineWidth;
  context.strokeStyle = colors.quiet;
  context.setLineDash([2 * lineWidth, 4 * lineWidth]);
  for (const radius of [1, 2, 3]) {
    context.beginPath();
    context.arc(plane.toX(0), plane.toY(0), radius * plane.scale, 0, 2 * Math.PI);
    context.stroke();
  }
  context.setLineDash([]);
}

/**
 * Axes with ticks.
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {number} width
 * @param {number} height
 * @param {Colors} colors
 * @param {{names: [string, string], font: string, family: string}} text
 */
export function drawAxes(context, plane, width, height, colors, { names, font, family }) {
  const x0 = plane.toX(0),
    y0 = plane.toY(0);
  const size = parseFloat(font);
  const lineWidth = size / 13;
  context.lineWidth = lineWidth;
  context.strokeStyle = colors.rule;
  context.fillStyle = colors.quiet;
  context.font = font;
  context.beginPath();
  context.moveTo(0, y0);
  context.lineTo(width, y0);
  context.moveTo(x0, 0);
  context.lineTo(x0, height);
  context.stroke();
  const about = Math.max(4, Math.round(width / (3.5 * size)));
  const step = ticks(plane.fromX(0), plane.fromX(width), about);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const nameWidth = isComponent(names[0]) ? widthOf(context, names[0], size, family) + size : 2 * size;
  for (const value of step) {
    const x = plane.toX(value);
    if (x > width - nameWidth) continue;
    context.fillRect(x - lineWidth / 2, height, lineWidth, 5 * lineWidth);
    context.fillText(formatAmount(value), x, height + 0.6 * size);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const spacing = step.length > 1 ? step[1] - step[0] : 1;
  const high = plane.fromY(0),
    low = plane.fromY(height);
  for (let i = Math.ceil(low / spacing); i * spacing <= high; i++) {
    const value = Number((i * spacing).toPrecision(12));
    const y = plane.toY(value);
    // The axis' name is there.
    if (y < 1.7 * size) continue;
    context.fillRect(-5 * lineWidth, y - lineWidth / 2, 5 * lineWidth, lineWidth);
    context.fillText(formatAmount(value), -0.6 * size, y);
  }
  if (isComponent(names[0])) {
    drawComponentName(
      context,
      names[0],
      width - widthOf(context, names[0], size, family),
      height + size * 0.6,
      size,
      family,
      colors,
    );
    return drawComponentName(context, names[1], -size * 2.4, 0, size, family, colors);
  }
  drawAxisName(context, names[0], width - size * 0.8, height + size * 0.6, size, family, colors.z);
  drawAxisName(context, names[1], -size * 1.6, 0, size, family, colors.z);
}

/** A dimension's name is its number; that of a principal component starts with PC. @param {string} name */
const isComponent = (name) => name.startsWith('PC');

/** @param {CanvasRenderingContext2D} context @param {string} name @param {number} size @param {string} family */
function widthOf(context, name, size, family) {
  const { font } = context;
  context.font = `600 ${size}px ${family}`;
  const { width } = context.measureText(name);
  context.font = font;
  return width;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} name
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {string} family
 * @param {Colors} colors
 */
function drawComponentName(context, name, x, y, size, family, colors) {
  context.font = `600 ${size}px ${family}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.lineJoin = 'round';
  context.lineWidth = size * 0.38;
  context.strokeStyle = colors.paper;
  context.strokeText(name, x, y + size * 0.8);
  context.fillStyle = colors.z;
  context.fillText(name, x, y + size * 0.8);
}

/**
 * z with its index below the line. The font's subscript digits are too small for a screen.
 * @param {CanvasRenderingContext2D} context
 * @param {string} index    '' draws nothing
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {string} family
 * @param {string} color
 */
function drawAxisName(context, index, x, y, size, family, color) {
  if (!index) return;
  context.fillStyle = color;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'right';
  context.font = `italic 600 ${size * 1.25}px ${family}`;
  context.fillText('z', x, y + size * 0.75);
  context.textAlign = 'left';
  context.font = `600 ${size * 0.93}px ${family}`;
  context.fillText(index, x + 1, y + size * 0.98);
}

/**
 * The digits, as glyphs where there is room and otherwise as dots below them.
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {{width: number, height: number}} frame
 * @param {{points: Float32Array, labels: Uint8Array, hiddenLabels: ReadonlySet<number>}} cloud
 * @param {Colors} colors
 * @param {{size: number, family: string, ratio: number}} type   size: of the glyphs; ratio: device pixels for one of CSS
 * @param {readonly string[] | null} [names]   of the classes
 */
export function drawCloud(context, plane, frame, cloud, colors, { size, family, ratio }, names = null) {
  const forms = markForms(plane, frame, cloud, size);
  for (const [form, pictures] of /** @type {const} */ ([
    [DOT, createDots(colors, size, classCount(names), ratio)],
    [GLYPH, createGlyphs(colors, size, family, names, ratio)],
  ])) {
    for (let i = 0; i < forms.length; i++) {
      if (forms[i] !== form) continue;
      const side = pictures[cloud.labels[i]].width / ratio,
        x = plane.toX(cloud.points[2 * i]),
        y = plane.toY(cloud.points[2 * i + 1]);
      context.drawImage(pictures[cloud.labels[i]], x - side / 2, y - side / 2, side, side);
    }
  }
}
