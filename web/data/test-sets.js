const FILE = /(^|[^a-z])(t10k|test|testing|val|valid|validation)([^a-z]|$)/i,
  FOLDER = /(^|\/)(test|testing|val|valid|validation)\//i;

/** Names of test sets: t10k-images…, x_test, mnist_test.csv, val_images, test/7/1.png. @param {string} name */
export const isTest = (name) => FILE.test(name.split('/').at(-1) ?? '') || FOLDER.test(name);
