/**
 * Classifies the files that a user drops on the page or selects.
 * @param {readonly {name: string, type?: string}[]} files
 * @returns {'weights' | 'data' | 'picture' | 'unknown'}
 */
export function kindOfDrop(files) {
  const weights = files.filter(({ name }) => name.toLowerCase().endsWith('.safetensors')).length;
  if (files.length === 1 && weights === 1) return 'weights';
  if (files.length === 1 && files[0].type?.startsWith('image/')) return 'picture';
  return files.length > 0 && weights === 0 ? 'data' : 'unknown';
}
