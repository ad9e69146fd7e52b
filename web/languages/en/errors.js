/** What the engine and the fetching of files say of themselves. */
export default {
  'message.unreachable': 'The engine could not be fetched ({reason}). Check the connection and reload the page.',
  'message.missing':
    'The engine is missing on this host: the request for {file} returned {status}. Reload the page. If that does not help, the site is not fully deployed.',
  'message.noWebAssembly': 'This browser does not support WebAssembly, or it is turned off. Try another browser.',
  'message.damaged':
    'The engine arrived damaged, or this browser is too old for it ({reason}). Reload the page, or use a browser of 2022 or later (with WebAssembly exceptions).',
  'message.stopped': 'The engine stopped before it could answer ({reason}). Reload the page.',
  'message.stoppedOften': 'The engine stopped {count} times ({reason}). Reload the page.',
  'message.stoppedMeanwhile': 'The engine stopped in the meantime. Choose again.',
  'message.replaced': 'Another engine has taken over. Reload the page.',
  'message.notRunning': 'The engine is not running. Reload the page.',
  'message.stepTooLong':
    'One training step would take about {times} times as long as this page allows. Settings that fit: {fits}. The command-line program has no such limit.',
  'message.modelTooLarge':
    'The model needs {needed} MB of memory; this page can use at most {most} MB. Settings that fit: {fits}. The command-line program has no such limit.',
  'message.fileNeedsMemory':
    'Reading this file of {size} MB takes {needed} MB of memory; this page can use at most {most} MB. Use the command-line program.',
  'message.fitSamples': 'k up to {most}',
  'message.fitBatch': 'a batch size up to {most}',
  'message.fitWidth': 'hidden layers up to {most} units',
  'message.fitOr': '{first}, or {second}',
  'message.fitLess': 'smaller layers and a smaller batch size together',
  'message.silent': 'it stopped answering',
  'message.unreadable': 'a message could not be read',
  'message.workerMissing': 'the worker could not be loaded',
  'message.threadsSilent': 'the threads did not start',
  'message.threadsMissing': 'the threads could not be loaded',
  'message.noSimd': 'this browser has no WebAssembly SIMD',
  'message.notIsolated': 'the page is not cross-origin isolated',
  'message.oneFile': 'the single-file page uses one thread',
  'message.stalled': 'no data arrived for {seconds} s',
  'message.otherBytes': 'the download does not belong to this page: {count}, {type}',
  'message.http': 'the host returned HTTP {status}',
  'message.fileTooLarge':
    'the file is too large: {megabytes} MB, at most {most} MB are read; use a smaller one, or the command-line program',
  'message.otherImageSize':
    'this model is for images of {width} × {height} pixels, and the data in use has {ofData}. Open data of the model’s size under “Your data” first',
  'message.otherPrior':
    'the prior of this model is {prior}, and this page shows models with the prior N(0, I) only ({known}); use the command-line program',
  'message.fileMissing': '{file} could not be fetched: the host returned HTTP {status}',
  'message.codeMissing': '{file} is a model without a code ({model}); choose a VAE or an AE',
  'message.sourceMissing': 'the element needs the attribute src, the address of a .safetensors file',
  'message.network': 'the connection failed; check it and try again [{detail}]',
  'message.workerFailed': 'an error in its code [{detail}]',
  'message.shortOfMemory': 'there is not enough memory; use a smaller model, or close other tabs [{detail}]',
  'message.notStarted': 'the engine has not started yet; wait a moment and try again',
  'message.noModel': 'there is no model yet; create one, or load weights',
  'message.noDigits': 'there are no digits yet; wait until they are loaded, or choose files of your own',
  'message.batchTooLarge':
    'a minibatch of {got} is larger than the {count} training images; choose a smaller batch size, or more digits',
  'message.gzipUnreadable': 'the gzip file is damaged, cut off, or followed by other data; download it again',
  'message.unknown': 'try again, or reload the page [{detail}]',
  'message.channels': 'channels of a convolution',
  'message.kernel': 'kernel of a convolution',
  'message.stride': 'stride of a convolution',
  'message.padding': 'padding of a convolution',
  'message.outputsOfConvolution': 'outputs of a convolution',
  'message.hiddenLayers': 'number of hidden layers',
  'message.inputSize': 'input size',
  'message.digitsChosen': 'digits',
  'message.failure': 'This could not be computed: {message}',
};
