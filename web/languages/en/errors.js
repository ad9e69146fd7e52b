/** What the engine and the fetching of files say of themselves. */
export default {
  'message.unreachable': 'The engine could not be fetched ({reason}). Check the connection and reload the page.',
  'message.missing':
    'The engine is missing on this host: {file} was answered with {status}. Reload the page; if that does not help, the site is not fully deployed.',
  'message.noWebAssembly': 'This browser does not run WebAssembly, or has it switched off. Try another browser.',
  'message.damaged':
    'The engine arrived damaged or this browser is too old for it ({reason}). Reload the page; it needs a browser with WebAssembly exceptions (2022 or newer).',
  'message.stopped': 'The engine stopped before it could answer ({reason}). Reload the page.',
  'message.stoppedOften': 'The engine stopped {count} times ({reason}). Reload the page.',
  'message.stoppedMeanwhile': 'The engine stopped meanwhile. Choose again.',
  'message.replaced': 'Another engine has taken over. Reload the page.',
  'message.notRunning': 'The engine is not running. Reload the page.',
  'message.stepTooLong':
    'One training step would take about {times} times as long as this page allows. What would fit: {fits}. The native program has no such limit.',
  'message.modelTooLarge':
    'The model would need {needed} MB of memory; this page can give it up to {most} MB. What would fit: {fits}. The native program has no such limit.',
  'message.fileNeedsMemory':
    'To read this file of {size} MB takes {needed} MB of memory; this page can give it up to {most} MB. Use the native program.',
  'message.fitSamples': 'k up to {most}',
  'message.fitBatch': 'batches of up to {most}',
  'message.fitWidth': 'hidden layers of up to {most} units',
  'message.fitOr': '{first}, or {second}',
  'message.fitLess': 'smaller layers together with a smaller batch',
  'message.silent': 'it stopped answering',
  'message.unreadable': 'a message could not be read',
  'message.workerMissing': 'the worker could not be loaded',
  'message.threadsSilent': 'the threads did not start',
  'message.threadsMissing': 'the threads could not be loaded',
  'message.noSimd': 'this browser has no WebAssembly SIMD',
  'message.notIsolated': 'the page is not cross-origin isolated',
  'message.oneFile': 'the page in one file computes on one thread',
  'message.stalled': 'nothing came for {seconds} s',
  'message.otherBytes': 'other bytes came than belong to this page: {count}, {type}',
  'message.http': 'the host answered with HTTP {status}',
  'message.imageSizeDiffers':
    'the model’s images are {width} × {height} pixels, these are {otherWidth} × {otherHeight}; choose data or a model of the same size [{function}]',
  'message.weightsGiveNonFinite':
    'with these weights {result} is not a finite number: they have diverged or are damaged; choose others [{function}]',
  'message.codeGivesNonFinite':
    'the result is not a finite number: z lies too far from 0 for these weights; choose a point nearer to 0 [{function}]',
  'message.jsonNulByte':
    'it is damaged: there is a NUL byte at position {position} of its description; choose one saved here or by the command line',
  'message.weightsLabelInputs':
    'it holds no model that this page can run: {layer} reads {got} numbers, expected pixels and {labels} numbers of a label',
  'message.digitsIdxAlone': 'this is one of MNIST’s two IDX files, images or labels; choose both together',
  'message.fileIsEmpty': 'the file is empty; copy or download it again',
  'message.fileIsWebPage':
    'this is a web page (HTML or XML), not the file itself; open the address in a browser, download the file it offers and choose that',
  'message.fileIsArchive': 'this is a {format} archive; unpack it and choose the file that is in it',
  'message.fileIsPdf': 'this is a PDF document; choose the file it describes',
  'message.fileIsHdf5':
    'this is an HDF5 file (.h5, as Keras writes it); save weights as .safetensors, data as MNIST’s IDX files',
  'message.fileIsOnnx':
    'this is an ONNX model; save its weights as .safetensors with the names that weights/README.md lists',
  'message.fileIsNumpy': 'this is a NumPy file (.npy or .npz); save weights as .safetensors, data as MNIST’s IDX files',
  'message.fileIsPytorch':
    'this is a PyTorch file or a Python pickle (.pt, .pth); save its state_dict with safetensors.torch.save_file',
  'message.fileIsCsv': 'this is a table in text (CSV); save weights as .safetensors, data as MNIST’s IDX files',
  'message.fileIsText': 'this is plain text, neither weights nor a data set',
  'message.fileIsWeights': 'these are weights (.safetensors), not a data set; open them as weights',
  'message.fileIsDigits': 'this is a data set of images or labels, not weights; open its two files as digits',
  'message.fileTooLarge':
    'the file is too large: {megabytes} MB, at most {most} MB are read; use a smaller one, or the command line',
  'message.otherImageSize':
    'this model is for images of {width} × {height} pixels; this page draws 28 × 28. Choose another file, or use the command line',
  'message.network': 'the connection failed; check it and try again [{detail}]',
  'message.workerFailed': 'an error in its code [{detail}]',
  'message.shortOfMemory': 'there is not enough memory; take a smaller model, or close other tabs [{detail}]',
  'message.notStarted': 'the engine has not started yet; wait a moment and try again',
  'message.noModel': 'there is no model yet; create one, or load weights',
  'message.noDigits': 'there are no digits yet; wait until they are loaded, or choose files of your own',
  'message.batchTooLarge':
    'a batch of {got} is larger than the {count} training images; take a smaller batch, or more digits',
  'message.gzipUnreadable': 'the gzip file is damaged, cut off, or followed by something else; download it again',
  'message.invalidArgument':
    'the page asked for something that the engine cannot do, which is a fault of the page; reload it [{function}: expected {expected}, got {got}]',
  'message.notFinite':
    'a number is {got}, which is not finite; go back to the first weights, or load others [{function}, {position}]',
  'message.pixelOutOfRange':
    'a pixel is {got}, expected 0 to 1; draw or load the picture again [{function}, {position}]',
  'message.notWholeImages':
    'these digits do not have the size of the model’s pictures; load digits of its size [{function}: {got} bytes, {size} a picture]',
  'message.tooFewImages':
    'there are fewer digits than one batch takes, {least}; take a smaller batch, or more digits [{function}: {got} bytes, {size} a picture]',
  'message.needsCode': 'a model of kind {got} has no code; take a VAE, CVAE or AE [{function}]',
  'message.needsPosterior': 'a model of kind {got} has no posterior q(z | x); take a VAE or CVAE [{function}]',
  'message.needsExactLikelihood': 'a model of kind {got} has no exact likelihood; take an FVBN or MADE [{function}]',
  'message.needsTwoDimensions':
    'this is possible with a latent size of 2 only, the model has {got}; create one with 2 [{function}]',
  'message.iwaeNeedsPosterior':
    'the objective IWAE needs a VAE, a model of kind {got} has no importance weights; take a VAE, or the objective ELBO',
  'message.unknownName': '{setting}: {got} is unknown; choose one of {known}',
  'message.countOutOfRange': '{setting}: enter a whole number from {least} to {most}, not {got}',
  'message.settingOutOfRange': '{setting}: enter a number from {least} to {most}, not {got}',
  'message.settingNotAbove': '{setting}: enter a number above {above} and at most {most}, not {got}',
  'message.samplesOutOfRange': 'ask for {least} to {most} draws, not {got} [{function}]',
  'message.sampleCounts':
    'the numbers of importance samples must rise and lie between 1 and {most}, got {got} [{function}]',
  'message.iwaeSamples': 'with the objective IWAE, take a whole number k from {least} to {most}, not {got}',
  'message.elboSamples': 'with the objective ELBO, k is 1, not {got}; set it back, or take the objective IWAE',
  'message.iwaeBeta':
    'the objective IWAE needs β = 1 without warm-up, got β = {got} and a warm-up of {warmup}; set both back, or take the objective ELBO',
  'message.digitsChoice': 'choose one or more of the digits 0 to 9, got {got}',
  'message.settingFixed':
    '{setting}: a run that has begun keeps {expected}; reset it, or create a new model, to take {got}',
  'message.inSettings': 'these settings are not possible: {reason}',
  'message.settingType':
    '{setting}: the value has the wrong form; correct the file or the program that wrote it [expected {expected}, got {got}]',
  'message.unknownSetting': 'there is no setting {key}; remove it, or take the latentpad that knows it [{part}]',
  'message.holdOutAll': 'of {count} images, {got} cannot be held out; leave at least one for training',
  'message.noTrainingDigits': 'of the {count} training images none is labelled {labels}; choose other digits',
  'message.arithmeticUnavailable': 'this browser cannot compute with {got} arithmetic; choose {possible}',
  'message.threadsUnavailable': 'this build of the engine has one thread; choose 1, not {got}',
  'message.threadsOutOfRange': 'choose 1 to {most} for the number of threads, not {got}',
  'message.threadsRefused':
    'the system refused to start more threads (asked for: {count}), one does the work; close other tabs, or choose fewer [{detail}]',
  'message.outOfMemory': 'there is not enough memory; take a smaller model or a smaller batch, or close other tabs',
  'message.wrongResult':
    'this machine computes wrong results (off by {got}); do not trust its numbers, and try another browser [{function}]',
  'message.measureNeedsExamples': 'Too few digits for this measure: {got}, it needs {least}.',
  'message.measureNotFinite': 'The codes are not finite.',
  'message.measureNeedsLabels': 'It needs as many labels as digits, {count}; there are {got}.',
  'message.measureOneLabel': 'It needs digits of two labels.',
  'message.measureFlat': 'The codes do not fill every dimension.',
  'message.measureNeedsCode': 'A model of kind {got} has no code.',
  'message.inFile': '{path}: {reason}',
  'message.inWeights': 'it holds no model that this page can run: {reason}',
  'message.inMetadata': 'its metadata {part} cannot be read: {reason}',
  'message.inMoments': 'its optimizer state does not belong to its model: {reason}',
  'message.fileUnusable': '{path} cannot be used; choose another file [{detail}]',
  'message.jsonMalformed':
    'its JSON is malformed, so it is damaged or was edited; save or download it again [{detail}]',
  'message.jsonDuplicateKey': 'its JSON has the key {key} twice, and nobody knows which one counts; save it again',
  'message.jsonTooDeep':
    'its JSON is nested more than {most} deep, as that of no file of latentpad is; choose another file',
  'message.safetensorsHeaderTooSmall':
    'it has {got} bytes, too few for a file of weights; choose one saved here or by the command line',
  'message.safetensorsHeaderTooLarge':
    'it is damaged, or no file of weights: its header would take {got} bytes, at most {most} are read; choose one saved here or by the command line',
  'message.safetensorsHeaderLength':
    'it is cut off, or no file of weights: its header would take {header} bytes of {got}; choose one saved here or by the command line',
  'message.safetensorsHeaderStart':
    'it is no file of weights: it has no safetensors header; choose one saved here or by the command line',
  'message.safetensorsHeaderJson': 'its header cannot be read: {reason}',
  'message.safetensorsHeaderEntry':
    'its header is malformed at {entry}; save it again with a program that writes safetensors [expected {expected}, got {got}]',
  'message.safetensorsDtype': 'its tensor {tensor} has an unknown type, {got}; save it as F32, F16, BF16 or F64',
  'message.safetensorsOverflow':
    'its tensor {tensor} claims more bytes than 64 bits can count, so the file is damaged; save it again',
  'message.safetensorsOffset':
    'its tensors do not follow one another: {tensor} lies at {begin} to {end}, expected from {expected}; save it again',
  'message.safetensorsTensorBytes':
    'its tensor {tensor} takes {got} bytes, its shape {expected}; the file is damaged, save or download it again',
  'message.safetensorsCutOff':
    'it is cut off: of {expected} bytes of weights, {got} are there; download or save it again',
  'message.safetensorsTooLong':
    'it is longer than it says: {got} bytes of weights instead of {expected}; download or save it again',
  'message.fileIsGguf': 'it looks like a GGUF file, which holds a language model; choose a safetensors file',
  'message.fileIsPicture': 'it looks like a picture; name it .png or .jpg, and drop it on the page',
  'message.weightsVersion':
    'it was made by a newer latentpad, of version {got}; reload the page to get the newest, or save it again with the older one',
  'message.weightsMissingTensor':
    'its tensor {tensor} is missing, so it holds no model of latentpad; choose one saved here or by the command line',
  'message.weightsUnexpectedTensor':
    'its tensor {tensor} has no place in the model that it describes; choose one saved here or by the command line',
  'message.weightsNotTwoDimensions':
    'its tensor {tensor} has the shape {got}, expected two dimensions; choose one saved here or by the command line',
  'message.weightsLayerSize':
    'its layer {layer} is of size {got}, this page computes with 1 to {most}; choose a smaller model',
  'message.weightsWrongShape':
    'its tensor {tensor} has the shape {got}, the model that it describes has {expected}; it was changed, save it again',
  'message.weightsWrongType': 'its tensor {tensor} is of type {got}; save the weights as F32, F16, BF16 or F64',
  'message.weightsNotFinite':
    'its tensor {tensor} holds {got} at {position}, which is not finite: its training diverged; choose an earlier file',
  'message.weightsNotMasked':
    'its weight {tensor} [{row}, {column}] is {got}, expected 0: a pixel may only see those before it; choose another file',
  'message.weightsTooFewNumbers':
    'the model that it describes has at least {expected} weights, the file holds {got}: it was changed; choose another',
  'message.weightsChecksum':
    'its weights do not have the checksum {expected} that it states: it is damaged or was edited; download or save it again',
  'message.weightsSelfTest':
    'its weights do not compute what they did when they were saved ({list} [{position}]: {got} instead of {expected}); download or save it again',
  'message.weightsSelfTestMalformed':
    'the test that it carries is malformed; save it again [expected {expected}, got {got}]',
  'message.weightsResultsNotFinite':
    'with its weights, encoding and decoding give numbers that are not finite: its training diverged; choose an earlier file',
  'message.weightsCounter':
    'what it says of its training is malformed: {key} is no whole number up to 10¹⁵; save it again [{got}]',
  'message.weightsNegativeMoment':
    'its tensor {tensor} holds {got} at {position}, expected no negative number; save it again',
  'message.weightsWithoutTraining':
    'it holds the state of an optimizer without its settings, so its training cannot go on; save it again',
  'message.weightsNotResumable': 'it holds no state of an optimizer to go on from; load it as weights',
  'message.weightsOtherArchitecture':
    'it holds another model, {got} instead of {expected}; choose one of the same layers',
  'message.saveNotFinite':
    'the weights {tensor} hold a number that is not finite: the training diverged; go back to the first weights',
  'message.saveNotFiniteHalf': 'the weights {tensor} hold a number that F16 cannot; save them as F32',
  'message.saveHeaderTooLarge':
    'there is too much to say in the header of the file: {got} bytes, at most {most} are read again; take fewer layers',
  'message.classifierLayer':
    'the classifier’s layer {tensor} has the shape {got}, expected two dimensions of 1 to {most}; reload the page',
  'message.classifierInputs':
    'the classifier’s layer {tensor} has {got} inputs, the layer below {expected} outputs; reload the page',
  'message.classifierOutputs': 'the classifier’s last layer has {got} outputs, expected 10; reload the page',
  'message.classifierTensors': 'the classifier has {got} tensors, expected {expected}; reload the page',
  'message.classifierTensor': 'the classifier’s tensor {tensor} is missing or has another shape; reload the page',
  'message.classifierNotFinite':
    'the classifier’s tensor {tensor} holds {got} at {position}, which is not finite; reload the page',
  'message.idxHeader': 'the IDX file has {got} bytes, its header alone takes {expected}; download it again',
  'message.idxEmpty': 'the IDX file says that it holds nothing; choose one with at least one picture',
  'message.idxTooLarge': 'the IDX file claims more than 1 GB; choose a smaller one',
  'message.idxMagic':
    'this is no IDX file of {part}: it begins with {got}, expected {expected}; choose MNIST’s two files that belong together',
  'message.idxLength': 'the IDX file of {part} has {got} bytes, its header says {expected}; download it again',
  'message.idxImageSize': 'the pictures are of {rows} × {columns} pixels, expected 28 × 28; choose other files',
  'message.idxCounts': 'there are {images} pictures and {labels} labels; choose two files that belong together',
  'message.packedMagic': 'this is no packed file of digits; choose MNIST’s two IDX files',
  'message.packedHeader':
    'the packed digits are cut off: {got} bytes, the header alone takes {expected}; download them again',
  'message.packedVersion':
    'the packed digits are of version {version} and {rows} × {columns} pixels, expected version 1 and 28 × 28; reload the page',
  'message.packedCounts':
    'the packed digits say that {train} of {count} are for training, which cannot be; download them again',
  'message.packedLength': 'the packed digits have {got} bytes, their header says {expected}; download them again',
  'message.digitsLabel': 'the label of picture {position} is {got}, expected 0 to 9; choose files of digits [{part}]',
  'message.digitsFormat': 'this is no file of digits: it begins with {got}; choose MNIST’s two IDX files',
  'message.gzipTooLong':
    'what the gzip file holds is longer than the {expected} bytes that its header says; download it again',
  'message.gzipCutOff': 'the gzip file is cut off; download it again',
  'message.gzipDamaged': 'the gzip file is damaged; download it again [{detail}]',
  'message.gzipTrailing': 'something follows the end of the gzip file; download it again',
  'message.evaluationOutdated': 'The weights have changed since the measurement began; measure again [{function}]',
  'message.classifierDiverged':
    'The training of the classifier has diverged at step {step}; take a smaller learning rate',
  'message.classificationNotFinite':
    'The classifier gives no probabilities for image {position}; load a classifier whose weights are intact [{got}]',
  'message.unknown': 'try again, or reload the page [{detail}]',
  'message.hiddenLayers': 'number of hidden layers',
  'message.inputSize': 'input size',
  'message.digitsChosen': 'digits',
  'message.failure': 'This could not be computed: {message}',
};
