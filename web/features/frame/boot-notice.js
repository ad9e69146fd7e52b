/**
 * Takes away the notice that stands in the page until it works (see early.js): the page works, or says itself why it does
 * not. Without its style it works, but not as it should, and the notice stays.
 * @param {Document} page
 */
export function endBootNotice(page) {
  const notice = page.querySelector('#boot:not([data-cause])');
  notice?.remove();
}
