/**
 * @param {string} text
 * @returns {Promise<boolean>}  false if the browser denies access to the clipboard
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
