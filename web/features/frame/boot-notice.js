/**
 * Removes the initial notice (see early.js) once the page works or reports itself why it does
 * not. Without its style sheet it works only partly, and the notice stays.
 * @param {Document} page
 */
export function endBootNotice(page) {
  const notice = page.querySelector('#boot:not([data-cause])');
  notice?.remove();
}
