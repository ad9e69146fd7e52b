export default {
  'page.title': 'latentpad: draw a digit, see its latent code, train a VAE',
  'page.description': 'Draw a digit, see its latent code, and train a variational autoencoder in the tab.',
  'page.cardAlt': 'The page: the drawn digit, its code, its reconstruction, and the latent map.',
  'page.fallback':
    'What this page shows in a current Chrome, Edge, Firefox or Safari with JavaScript and WebAssembly allowed.',
  'page.lead': 'Draw a digit, see its latent code, train a VAE in the tab.',
  'page.language': 'Language',
  'page.theme': 'Switch between light and dark',
  'page.noscript': 'This page computes in your browser and needs JavaScript. Please allow it for this page and reload.',
  'page.boot':
    'The page does not work yet: a part of it has not arrived. The connection may be slow or interrupted, or the site is being updated. If this message stays, check the connection and reload the page; your last run will be restored.',
  'page.picture': 'PNG: save these pictures',
  'notice.section':
    'A part of the page could not be fetched ({message}). Reload the page; your run and settings will be restored.',
  'notice.reload': 'Reload',
  'notice.retry': 'Try again',
  'notice.dismiss': 'Dismiss',
  'notice.dismissMore': 'Dismiss ({count} more)',
  'error.whole': 'Enter a whole number from {low} to {high}.',
  'error.hidden':
    'Enter up to {layers} sizes from 1 to {size}, as in 512, 256; before them, in a VAE or AE, convolutions such as conv32k4s2p1.',
  'error.lowerLayers':
    'Enter up to {most} layers with slashes between them, each its hidden sizes, a colon and its latent size (to {latent}), as in 200, 100: 50 / 20.',
  'error.number': 'Enter a number from {low} to {high}.',
  'error.sigma': 'Enter a number from {low} to {high}, or 0 to learn it.',
  'error.learningRate': 'Enter a number above 0, at most 1.',
  'error.scheduleAt': 'Enter rising epochs from 1 to {high}, as in 10, 20, 50, or leave it empty.',
  'error.scheduleFactor': 'Enter a number from 0 to 1; for steps above 0.',
  'error.estimator': 'DReG needs the objective IWAE. Choose another gradient, or IWAE.',
  'error.choice': 'Choose one from the list.',
  'error.limit': 'Leave it empty, or enter a whole number from {low} to {high}.',
  'error.digits': 'Choose at least one digit.',
  'error.noDigits': 'There are no training digits with these labels. Choose other digits, or load other files.',

  'notice.diverged':
    'Training diverged: the loss grew out of bounds at step {step}. The last good weights are restored; try a smaller learning rate.',
  'notice.restarted':
    'The engine stopped ({reason}) and was restarted from its last snapshot. Press Train to continue.',
  'notice.modelBefore': 'This model stopped the engine again ({reason}). The previous model is restored.',
  'notice.modelDropped': 'This model stopped the engine again ({reason}) and was removed. Create another one.',
  'notice.notKept':
    'This run cannot be saved in this browser now ({message}). It continues, but a reload would lose it; save the weights, or use a smaller model.',
  'notice.failed': 'The engine cannot run: {message}',
  'notice.noShipped':
    'The shipped model could not be fetched ({message}). Create a new model, or load weights from a file.',
  'notice.noDigits':
    'The digits could not be fetched ({message}). Reload the page, or choose files of your own under “Your data”.',
  'notice.loadFailed': '{name} was not loaded: {message}',
  'notice.replaced': 'Another model has replaced the run at step {step}.',
  'notice.reset': 'The run at step {step} was reset to its initial weights.',
  'notice.loaded': '{name} is loaded.',
  'notice.loadedBatch': '{name} is loaded. It has few training images: the batch size is now {batchSize}.',
  'notice.loadedSize': '{name} is loaded, with a new model for images of {width} × {height} pixels.',
  'notice.loadedClasses': '{name} is loaded, with a new model for its {count} classes.',
  'notice.loadedClasses.one': '{name} is loaded, with a new model for its {count} class.',
  'notice.digitsBack': 'The MNIST digits are in use again, since this model is for them.',
  'notice.loadedPaused': '{name} is loaded. Training is paused.',
  'notice.loadedRounded': '{name} is loaded. Its 64-bit numbers were rounded to 32 bits.',
  'notice.loadedRoundedPaused': '{name} is loaded. Its 64-bit numbers were rounded to 32 bits. Training is paused.',
  'notice.notWeights':
    '{name} cannot be opened as weights. Choose one .safetensors file, saved here or by the command-line program, or several with their index (.safetensors.index.json).',
  'notice.dropUnknown':
    '{name} cannot be used: drop one .safetensors file of weights or several with their index, images as under “Your data” (IDX, NumPy, CSV, a ZIP file or a folder of pictures), or a picture of a digit.',
  'notice.command': 'That did not work: {message}',
  'notice.noThreads': 'The threads could not be started ({reason}); the engine uses one thread.',
  'notice.notIsolated':
    'The engine uses one thread: more were asked for, but the host does not isolate this page from other origins.',
};
