/**
 * The number of training steps of a resumable file's weights, read from the file: during training no other source has it.
 * @param {Uint8Array} file  as the engine writes it: the header's length in 8 bytes, the header, the weights
 * @returns {number}
 */
export function stepOfFile(file) {
  const length = new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  const { __metadata__: notes } = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  return JSON.parse(notes['latentpad.optimizer']).steps;
}
