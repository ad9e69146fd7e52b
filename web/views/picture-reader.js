import { RESOLUTION } from '../lib/rasterize-strokes.js';

/** Larger ones are refused before they are decoded: 4 bytes for each pixel would fill a phone's memory. */
const MOST_BYTES = 20e6, MOST_PIXELS = 50e6;

/**
 * The pixels of any picture that the browser can show, made small; turned as its camera noted. Throws an Error whose
 * message is the key of a sentence.
 * @param {File | Blob} file
 * @returns {Promise<import('../lib/picture-ink.js').Rgba>}
 */
export async function readPicture(file) {
  if (file.size > MOST_BYTES) throw new Error('picture.tooLarge');
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    // The size is known before the pixels are decoded, which happens when it is drawn.
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = () => reject(new Error('picture.unreadable'));
    });
    const { naturalWidth, naturalHeight } = image;
    if (naturalWidth * naturalHeight === 0) throw new Error('picture.unreadable');
    if (naturalWidth * naturalHeight > MOST_PIXELS) throw new Error('picture.tooLarge');
    const scale = RESOLUTION / Math.max(naturalWidth, naturalHeight);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(naturalHeight * scale));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** @param {DataTransfer | null} data @returns {File | null}  the one picture in what was dropped or pasted */
export function pictureIn(data) {
  const files = [...(data?.files ?? [])];
  return files.length === 1 && files[0].type.startsWith('image/') ? files[0] : null;
}
