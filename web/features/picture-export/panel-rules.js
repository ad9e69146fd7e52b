/**
 * The lines in a legend, styled like the curves. They come from the style sheet, so
 * a panel's image draws them again.
 * @param {Element} panel
 * @returns {import('../../core/pictures/canvas-download.js').Layer[]}
 */
export const rulesOf = (panel) =>
  [...panel.querySelectorAll('.key-train, .key-held-out')]
    .filter((entry) => entry.getClientRects().length > 0 && getComputedStyle(entry).visibility === 'visible')
    .map((place) => ({
      place,
      draw(/** @type {CanvasRenderingContext2D} */ context) {
        const rule = getComputedStyle(place, '::before'),
          thickness = parseFloat(rule.borderTopWidth);
        // If the text takes two lines, the rule is before the first.
        const height = Math.min(place.getBoundingClientRect().height, parseFloat(getComputedStyle(place).lineHeight));
        context.fillStyle = rule.borderTopColor;
        context.globalAlpha = Number(rule.opacity);
        context.fillRect(0, (height - thickness) / 2, parseFloat(rule.width), thickness);
        context.globalAlpha = 1;
      },
    }));
