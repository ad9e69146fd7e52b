export default {
  'footer.weights': 'weights',
  'footer.model': 'model',
  'footer.digits': 'digits',
  'footer.engine': 'engine',
  'footer.parameters': '{shape}, {count} parameters',
  'footer.counts': '{name}: {train} training, {heldOut} held-out',
  'footer.builtIn': 'MNIST subset',
  'footer.engineText': 'C++ core {version}, {arithmetic} arithmetic, {threads}',
  'footer.noSimd': '1 thread without SIMD (slower, with the same results)',
  'footer.threads': '{count} threads',
  'footer.threads.one': '{count} thread',
  'arithmetic.exact': 'exact',
  'arithmetic.fused': 'fused',
  'engine.choose': 'Choose arithmetic and threads',
  'engine.arithmetic': 'arithmetic',
  'engine.threads': 'threads',
  'engine.auto': 'automatic',
  'engine.hint':
    'Exact arithmetic rounds product and sum; fused rounds once. In either, the same seed gives the same weights on every machine with any number of threads. A change keeps the model and its steps.',
  'engine.noFused':
    'Fused arithmetic is not available: this browser or processor has no fused multiply-add (relaxed SIMD).',
  'engine.noSimd':
    'More threads are not available: this browser has no WebAssembly SIMD, and without it the engine has one thread.',
  'engine.notIsolated':
    'More threads are not available: they share memory, and the host does not isolate this page from other origins.',
  'footer.api': 'For programmers: reference of the engine, latentpad-engine',
  'footer.teaching': 'Teaching with latentpad: lesson plans and a worksheet to print',
  'footer.origin': 'Everything is computed in this tab; what you draw never leaves it.',
  'footer.licence': 'MIT licence. Digits: MNIST, by LeCun, Cortes and Burges, CC BY-SA 3.0. Font: Source Serif 4, OFL.',
};
