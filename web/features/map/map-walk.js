/**
 * Draws the user's own digits A … D on the map, and the straight line of the walk from A to B.
 * @param {CanvasRenderingContext2D} context
 * @param {import('../../core/scatter/plane.js').Plane} plane
 * @param {readonly {name: string, at: [number, number]}[]} corners
 * @param {import('../../core/dom/colors.js').Colors} colors
 * @param {{size: number, family: string, lineWidth: number}} type
 */
export function drawWalk(context, plane, corners, colors, { size, family, lineWidth }) {
  const [a, b] = ['A', 'B'].map((wanted) => corners.find(({ name }) => name === wanted));
  context.strokeStyle = context.fillStyle = colors.ink;
  context.lineWidth = lineWidth;
  if (a && b) {
    context.beginPath();
    context.moveTo(plane.toX(a.at[0]), plane.toY(a.at[1]));
    context.lineTo(plane.toX(b.at[0]), plane.toY(b.at[1]));
    context.stroke();
  }
  context.font = `600 ${size}px ${family}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { name, at } of corners) {
    const x = plane.toX(at[0]),
      y = plane.toY(at[1]);
    context.beginPath();
    // A paper-coloured disc under the letter makes it legible over the points.
    context.arc(x, y, 0.68 * size, 0, 2 * Math.PI);
    context.fillStyle = colors.paper;
    context.fill();
    context.stroke();
    context.fillStyle = colors.ink;
    context.fillText(name, x, y);
  }
}
