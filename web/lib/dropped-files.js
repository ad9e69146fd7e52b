/**
 * What files are that a visitor drops on the page, or chooses.
 * @param {readonly {name: string}[]} files
 * @returns {'weights' | 'digits' | 'unknown'}
 */
export function kindOfDrop(files) {
  const weights = files.filter(({ name }) => name.toLowerCase().endsWith('.safetensors')).length;
  if (files.length === 1 && weights === 1) return 'weights';
  return files.length === 2 && weights === 0 ? 'digits' : 'unknown';
}
