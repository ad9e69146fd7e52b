/** The builds of the core. Each address is a literal, since bundlers do not resolve computed ones. */
import { exact } from './exact-build.js';

export const builds = {
  exact,
  fused: {
    glue: () => import('../../build/wasm/latentpad-fused.mjs'),
    wasm: new URL('../../build/wasm/latentpad-fused.wasm', import.meta.url),
  },
  'exact-threads': {
    glue: () => import('../../build/wasm-threads/latentpad-exact-threads.mjs'),
    wasm: new URL('../../build/wasm-threads/latentpad-exact-threads.wasm', import.meta.url),
  },
  'fused-threads': {
    glue: () => import('../../build/wasm-threads/latentpad-fused-threads.mjs'),
    wasm: new URL('../../build/wasm-threads/latentpad-fused-threads.wasm', import.meta.url),
  },
  plain: {
    glue: () => import('../../build/wasm-plain/latentpad-plain.mjs'),
    wasm: new URL('../../build/wasm-plain/latentpad-plain.wasm', import.meta.url),
  },
};
