/** The build of exact arithmetic on one thread, in a module of its own: an entry that needs no other refers to no other. */
export const exact = {
  glue: () => import('../../build/wasm/latentpad-exact.mjs'),
  wasm: new URL('../../build/wasm/latentpad-exact.wasm', import.meta.url),
};
