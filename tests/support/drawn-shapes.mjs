// Strokes as a person draws them, of two classes: circles and zigzags, each a little different.

const circle = (n) => {
  const [radius, squeeze, start] = [0.25 + 0.02 * (n % 4), 1 - 0.06 * (n % 5), n];
  return [
    Array.from({ length: 25 }, (_, i) => [
      0.5 + radius * Math.cos(start + (2 * Math.PI * i) / 24),
      0.5 + squeeze * radius * Math.sin(start + (2 * Math.PI * i) / 24),
    ]),
  ];
};
const zigzag = (n) => {
  const [left, right] = [0.22 + 0.02 * (n % 3), 0.78 - 0.02 * (n % 4)];
  return [
    [
      [left, 0.25],
      [right, 0.3 + 0.01 * (n % 5)],
      [left, 0.7],
      [right, 0.75 - 0.01 * (n % 3)],
    ],
  ];
};

/** @param {number} count   drawings of each class */
export const classShapes = (count) => [
  { name: 'circle', drawings: Array.from({ length: count }, (_, n) => circle(n)) },
  { name: 'zigzag', drawings: Array.from({ length: count }, (_, n) => zigzag(n)) },
];
