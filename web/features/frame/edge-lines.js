/**
 * Marks the page while lines are shown at the window's lower edge: scrolling to an element then stops above them. A selector
 * with :has() would do, but then every change of the page restyles all of it.
 * @param {readonly HTMLElement[]} lines
 */
export function markEdgeLines(lines) {
  const sizes = new ResizeObserver(() => {
    document.documentElement.toggleAttribute(
      'data-edge-lines',
      lines.some(({ offsetHeight }) => offsetHeight > 0),
    );
  });
  for (const line of lines) sizes.observe(line);
}
