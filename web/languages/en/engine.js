export default {
  'footer.weights': 'weights',
  'footer.model': 'model',
  'footer.digits': 'digits',
  'footer.engine': 'engine',
  'footer.parameters': '{shape}, {count} parameters',
  'footer.counts': '{name}: {train} to train on, {heldOut} held out',
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
    'Exact arithmetic rounds a product and then its sum; fused rounds once. Within either, the same seed gives the same weights everywhere, with any number of threads. A change keeps the model and its steps.',
  'engine.noFused': 'Fused cannot be chosen: this browser or processor has no fused multiply-add (relaxed SIMD).',
  'engine.noSimd':
    'More threads cannot be chosen: this browser has no WebAssembly SIMD, for which there is a core of one thread only.',
  'engine.notIsolated':
    'More threads cannot be chosen: they share memory, and the host does not isolate this page from other origins.',
  'footer.origin': 'Everything is computed in this tab; what you draw goes nowhere.',
  'footer.licence': 'MIT licence. Digits: MNIST, by LeCun, Cortes and Burges, CC BY-SA 3.0. Type: Source Serif 4, OFL.',
};
