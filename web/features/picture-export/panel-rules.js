/**
 * The rules before the words of a key, thick or thin as the curves they stand for. They are the style sheet's, so a
 * panel's picture draws them anew.
 * @param {Element} panel
 * @returns {import('../../core/pictures/canvas-download.js').Layer[]}
 */
export const rulesOf = (panel) => [...panel.querySelectorAll('.key-train, .key-held-out')]
  .filter((entry) => entry.getClientRects().length > 0 && getComputedStyle(entry).visibility === 'visible')
  .map((place) => ({
    place,
    draw(/** @type {CanvasRenderingContext2D} */ context) {
      const rule = getComputedStyle(place, '::before'), thickness = parseFloat(rule.borderTopWidth);
      // Where the words take two lines, it stands before the first.
      const height = Math.min(place.getBoundingClientRect().height, parseFloat(getComputedStyle(place).lineHeight));
      context.fillStyle = rule.borderTopColor;
      context.fillRect(0, (height - thickness) / 2, parseFloat(rule.width), thickness);
    },
  }));
