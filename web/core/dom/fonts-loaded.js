/** The faces of the first screen (styles/fonts.css). */
const FACES = ['', 'italic ', '600 ', 'italic 600 '].map((style) => `${style}1rem 'Source Serif 4'`);
/** A letter of each file. */
const LETTERS = 'aμ';
/** The system's face has to do if they take longer. */
const PATIENCE_MS = 2500;

/**
 * Resolves once the page's fonts have been loaded, or soon if they cannot be: text that is shown before that moves what is
 * below it when it gets its own face. Never rejects.
 * @param {Document} page
 * @returns {Promise<void>}
 */
export const fontsLoaded = (page) =>
  Promise.race([
    Promise.all(FACES.map((face) => page.fonts?.load(face, LETTERS))).then(
      () => {},
      () => {},
    ),
    new Promise((/** @type {(value?: undefined) => void} */ done) => {
      setTimeout(done, PATIENCE_MS);
    }),
  ]);
