/**
 * A dialog in the page, closed until showModal().
 * @param {HTMLElement} parent
 * @param {string} name        its test id; `NAME-title` is the id of its heading
 * @param {string} className
 * @param {string} markup      a constant of the calling module
 */
export function createDialog(parent, name, className, markup) {
  const element = document.createElement('dialog');
  element.className = className;
  element.dataset.testid = name;
  element.setAttribute('aria-labelledby', `${name}-title`);
  element.innerHTML = markup;
  parent.append(element);
  return element;
}
