/** Replaces ../engine/builds.js in the single-file page: threads need separate files, so there are none. */

const exact = {
  glue: () => import('../../build/wasm/latentpad-exact.mjs'),
  wasm: new URL('../../build/wasm/latentpad-exact.wasm', import.meta.url),
};
const fused = {
  glue: () => import('../../build/wasm/latentpad-fused.mjs'),
  wasm: new URL('../../build/wasm/latentpad-fused.wasm', import.meta.url),
};
const plain = {
  glue: () => import('../../build/wasm-plain/latentpad-plain.mjs'),
  wasm: new URL('../../build/wasm-plain/latentpad-plain.wasm', import.meta.url),
};
export const builds = { exact, fused, plain, 'exact-threads': exact, 'fused-threads': fused };
