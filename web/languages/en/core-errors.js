/** What the core says of files, settings and measures: a text for each code in src/base/error_codes.h. */
export default {
  'message.imageSizeDiffers':
    'the model’s images are {width} × {height} pixels, these are {otherWidth} × {otherHeight}; choose data or a model of the same size [{function}]',
  'message.weightsGiveNonFinite':
    'with these weights {result} is not a finite number: they have diverged or are damaged; choose other weights [{function}]',
  'message.codeGivesNonFinite':
    'the result is not a finite number: z is too far from 0 for these weights; choose a point nearer to 0 [{function}]',
  'message.jsonNulByte':
    'it is damaged: its description has a NUL byte at position {position}; choose a file saved here or by the command-line program',
  'message.weightsLabelInputs':
    'it holds no model that this page can run: {layer} has {got} inputs, expected the pixels and {labels} for the label; choose another file',
  'message.digitsIdxAlone': 'this is one of MNIST’s two IDX files, images or labels; choose both together',
  'message.fileIsEmpty': 'the file is empty; copy or download it again',
  'message.fileIsWebPage':
    'this is a web page (HTML or XML), not the file itself; open the address in a browser, download the file it offers and choose that',
  'message.fileIsArchive': 'this is a {format} archive; unpack it and choose the file that is in it',
  'message.fileIsPdf': 'this is a PDF document; choose a file of weights or of images',
  'message.fileIsHdf5':
    'this is an HDF5 file (.h5, as Keras writes it); save weights as .safetensors, data as NumPy (.npz) or IDX files',
  'message.fileIsOnnx':
    'this is an ONNX model; save its weights as .safetensors with the names that weights/README.md lists',
  'message.fileIsNumpy':
    'this is a NumPy file (.npy or .npz), not weights; save weights as .safetensors, and open data under “Your data”',
  'message.fileIsPytorch':
    'this is a PyTorch file or a Python pickle (.pt, .pth); save its state_dict with safetensors.torch.save_file',
  'message.fileIsCsv':
    'this is a table in text (CSV), not weights; save weights as .safetensors, and open data under “Your data”',
  'message.fileIsText':
    'this is plain text; choose a .safetensors file of weights, or IDX, NumPy or CSV files of images',
  'message.fileIsWeights': 'these are weights (.safetensors), not a data set; open them as weights',
  'message.fileIsDigits': 'this is a data set of images or labels, not weights; open it under “Your data”',
  'message.invalidArgument':
    'the page asked the engine for something impossible, which is a fault of the page; reload it [{function}: expected {expected}, got {got}]',
  'message.notFinite':
    'a number is {got}, which is not finite; reset to the initial weights, or load others [{function}, {position}]',
  'message.pixelOutOfRange':
    'a pixel is {got}, expected 0 to 1; draw or load the picture again [{function}, {position}]',
  'message.notWholeImages':
    'these digits do not have the image size of the model; load digits of its size [{function}: {got} bytes, {size} per image]',
  'message.tooFewImages':
    'there are fewer digits than one minibatch needs, {least}; choose a smaller batch size, or more digits [{function}: {got} bytes, {size} per image]',
  'message.needsCode': 'a model of kind {got} has no code; choose a VAE, CVAE or AE [{function}]',
  'message.needsPosterior': 'a model of kind {got} has no posterior q(z | x); choose a VAE or CVAE [{function}]',
  'message.needsOneLayer': 'a model of kind {got} has several stochastic layers; choose a VAE or CVAE [{function}]',
  'message.needsExactLikelihood': 'a model of kind {got} has no exact likelihood; choose an FVBN or MADE [{function}]',
  'message.needsTwoDimensions':
    'this needs a latent size of 2, the model has {got}; create a model with 2 [{function}]',
  'message.iwaeNeedsPosterior':
    'the objective IWAE needs a VAE, a model of kind {got} has no importance weights; choose a VAE, or the objective ELBO',
  'message.estimatorNeedsPosterior':
    'the estimator {estimator} needs a VAE, a model of kind {got} has no posterior; choose a VAE, or the estimator reparameterized',
  'message.priorNeedsVae':
    'the prior {prior} needs a VAE, a model of kind {got} has no p(z) that is learned; choose a VAE, or the prior standard',
  'message.componentsNeedPrior':
    'components: the prior standard, N(0, I), has none; leave out {got}, or choose the prior mixture or vamp',
  'message.estimatorNeedsOneLayer':
    'the estimator {estimator} needs a VAE or CVAE, a model of kind {got} has several stochastic layers; choose one of them, or the estimator reparameterized',
  'message.unknownName': '{setting}: {got} is unknown; choose one of {known}',
  'message.countOutOfRange': '{setting}: enter a whole number from {least} to {most}, not {got}',
  'message.settingOutOfRange': '{setting}: enter a number from {least} to {most}, not {got}',
  'message.settingNotAbove': '{setting}: enter a number above {above} and at most {most}, not {got}',
  'message.samplesOutOfRange': 'the number of samples must be {least} to {most}, not {got} [{function}]',
  'message.sampleCounts':
    'the numbers of importance samples must increase and lie between 1 and {most}, got {got} [{function}]',
  'message.iwaeSamples': 'with the objective IWAE, enter a whole number k from {least} to {most}, not {got}',
  'message.elboSamples': 'with the objective ELBO, k is 1, not {got}; set it back to 1, or choose the objective IWAE',
  'message.iwaeBeta':
    'the objective IWAE needs β = 1 without warm-up, got β = {got} and a warm-up of {warmup}; set both back, or choose the objective ELBO',
  'message.dregNeedsIwae':
    'the estimator DReG uses the importance weights of the objective IWAE, the objective is {got}; choose IWAE, or the estimator STL',
  'message.scheduleExcludes':
    '{setting}: the schedule {schedule} does not use it; leave it out instead of {got}, or choose another schedule',
  'message.scheduleNeedsEpochs':
    'schedule_epochs: the schedule {schedule} needs a whole number from 1 to {most}, not {got}',
  'message.scheduleStepsWhen':
    'the schedule steps needs either schedule_epochs or schedule_at, got {epochs} and {list}; give one of them',
  'message.scheduleNeedsFactor': 'schedule_factor: the schedule {schedule} needs a number above 0, not {got}',
  'message.scheduleAtOrder':
    'schedule_at: give epochs from 1 to {most} in rising order, no more than {count}; got {got}',
  'message.scheduleNeedsEpoch':
    'the schedule {schedule} counts epochs of a data set, to which a single batch does not belong; choose constant [{function}]',
  'message.shardsOfBatch': 'a batch of {batch} cannot be cut into {got} equal shards; change one of them',
  'message.shardsOfProcesses': '{processes} processes cannot share {got} shards equally; change one of them',
  'message.kernelTooLarge':
    'the layer {layer} has kernels of {kernel} × {kernel}, larger than its input with padding, {width} × {height}; use a smaller kernel, more padding or fewer convolutions',
  'message.convolutionAfterLinear': 'convolutions go before the layers that are numbers of units, got {got}',
  'message.needsLinearLayers':
    'a model of kind {model} has no convolutions ({known} may have them), got the layers {got}; give numbers of units',
  'message.digitsChoice': 'choose one or more of the digits 0 to 9, got {got}',
  'message.settingFixed':
    '{setting}: a run that has begun keeps {expected}; to use {got}, reset it or create a new model',
  'message.inSettings': 'these settings are not possible: {reason}',
  'message.settingType':
    '{setting}: the value has the wrong form; correct the file or the program that wrote it [expected {expected}, got {got}]',
  'message.unknownSetting': 'there is no setting {key}; remove it, or use a latentpad that has it [{part}]',
  'message.holdOutAll': 'of {count} images, {got} cannot be held out; leave at least one for training',
  'message.noTrainingDigits': 'none of the {count} training images has a label of {labels}; choose other digits',
  'message.arithmeticUnavailable': 'this browser does not support {got} arithmetic; choose {possible}',
  'message.threadsUnavailable': 'this build of the engine has one thread; choose 1, not {got}',
  'message.threadsOutOfRange': 'the number of threads must be 1 to {most}, not {got}',
  'message.threadsRefused':
    'the system refused to start more threads (asked for: {count}), so the engine uses one; close other tabs, or choose fewer [{detail}]',
  'message.outOfMemory': 'there is not enough memory; use a smaller model or a smaller batch size, or close other tabs',
  'message.wrongResult':
    'this machine computes wrong results (off by {got}); do not trust its numbers, and try another browser [{function}]',
  'message.measureNeedsExamples': 'Too few digits for this measure: {got}; it needs {least}.',
  'message.measureNotFinite': 'The codes are not finite.',
  'message.measureNeedsLabels': 'It needs one label per digit, {count}; there are {got}.',
  'message.measureOneLabel': 'It needs digits with at least two labels.',
  'message.measureFlat': 'The codes do not vary in every dimension.',
  'message.measureNeedsCode': 'A model of kind {got} has no code.',
  'message.measureNeedsStandardPrior': 'This measure compares codes with N(0, I), and the prior is {got} [{function}].',
  'message.inFile': '{path}: {reason}',
  'message.inWeights': 'it holds no model that this page can run: {reason}',
  'message.inMetadata': 'its metadata {part} cannot be read: {reason}',
  'message.inMoments': 'its optimizer state does not match its model: {reason}',
  'message.fileUnusable': '{path} cannot be used; choose another file [{detail}]',
  'message.jsonMalformed':
    'its JSON is malformed: the file is damaged or was edited; save or download it again [{detail}]',
  'message.jsonDuplicateKey': 'its JSON has the key {key} twice; save it again',
  'message.jsonTooDeep':
    'its JSON is nested more than {most} levels deep, which no file of latentpad is; choose another file',
  'message.safetensorsHeaderTooSmall':
    'it has {got} bytes, too few for a file of weights; choose one saved here or by the command-line program',
  'message.safetensorsHeaderTooLarge':
    'it is damaged, or not a file of weights: its header would take {got} bytes, at most {most} are read; choose one saved here or by the command-line program',
  'message.safetensorsHeaderLength':
    'it is cut off, or not a file of weights: its header would take {header} bytes of {got}; choose one saved here or by the command-line program',
  'message.safetensorsHeaderStart':
    'it is not a file of weights: it has no safetensors header; choose one saved here or by the command-line program',
  'message.safetensorsHeaderJson': 'its header cannot be read: {reason}',
  'message.safetensorsHeaderEntry':
    'its header is malformed at {entry}; save it again with a program that writes safetensors [expected {expected}, got {got}]',
  'message.safetensorsDtype': 'its tensor {tensor} has an unknown type, {got}; save it as F32, F16, BF16 or F64',
  'message.safetensorsOverflow':
    'its tensor {tensor} claims more bytes than 64 bits can count, so the file is damaged; save it again',
  'message.safetensorsOffset':
    'its tensors are not contiguous: {tensor} is at {begin} to {end}, expected from {expected}; save it again',
  'message.safetensorsTensorBytes':
    'its tensor {tensor} takes {got} bytes, but its shape {expected}; the file is damaged, save or download it again',
  'message.safetensorsCutOff':
    'it is cut off: of {expected} bytes of weights, {got} are there; download or save it again',
  'message.safetensorsTooLong':
    'it is longer than its header says: {got} bytes of weights instead of {expected}; download or save it again',
  'message.fileIsGguf': 'it looks like a GGUF file, which holds a language model; choose a safetensors file',
  'message.fileIsPicture': 'it looks like a picture; name it .png or .jpg, and drop it on the page',
  'message.weightsVersion':
    'it was made by a newer latentpad, version {got}; reload the page to get the newest, or save it again with the older one',
  'message.weightsMissingTensor':
    'its tensor {tensor} is missing, so it holds no whole model of latentpad; choose one saved here or by the command-line program, or all files of one with their index',
  'message.weightsUnexpectedTensor':
    'its tensor {tensor} does not belong to the model that it describes; choose one saved here or by the command-line program',
  'message.weightsNotTwoDimensions':
    'its tensor {tensor} has the shape {got}, expected two dimensions; choose one saved here or by the command-line program',
  'message.weightsOfConvolution':
    'its tensor {tensor} is a convolution, and the file has no configuration that states its stride and padding; choose one saved here or by the command-line program',
  'message.weightsLayerSize':
    'its layer {layer} has size {got}, this page computes with 1 to {most}; choose a smaller model',
  'message.weightsWrongShape':
    'its tensor {tensor} has the shape {got}, but its model needs {expected}; it was changed, save it again',
  'message.weightsWrongType': 'its tensor {tensor} is of type {got}; save the weights as F32, F16, BF16 or F64',
  'message.weightsNotFinite':
    'its tensor {tensor} holds {got} at {position}, which is not finite: the training diverged; choose an earlier file',
  'message.weightsNotMasked':
    'its weight {tensor} [{row}, {column}] is {got}, expected 0: a pixel may only depend on those before it; choose another file',
  'message.weightsTooFewNumbers':
    'the model that it describes has at least {expected} weights, the file holds {got}: it was changed; choose another file',
  'message.weightsChecksum':
    'its weights do not have the checksum {expected} that it states: it is damaged or was edited; download or save it again',
  'message.weightsSelfTest':
    'its weights do not give the results stored with them ({list} [{position}]: {got} instead of {expected}); download or save it again',
  'message.weightsSelfTestMalformed': 'its self-test is malformed; save it again [expected {expected}, got {got}]',
  'message.weightsResultsNotFinite':
    'with its weights, encoding and decoding give numbers that are not finite: the training diverged; choose an earlier file',
  'message.weightsCounter':
    'its training record is malformed: {key} is not a whole number up to 10¹⁵; save it again [{got}]',
  'message.weightsNegativeMoment':
    'its tensor {tensor} holds {got} at {position}, which must not be negative; save it again',
  'message.weightsWithoutTraining':
    'it holds an optimizer state without training settings, so its training cannot continue; save it again',
  'message.weightsNotResumable': 'it holds no optimizer state to continue from; load it as weights',
  'message.weightsOtherArchitecture':
    'it holds another model, {got} instead of {expected}; choose one with the same layers',
  'message.saveNotFinite':
    'the weights {tensor} hold a number that is not finite: the training diverged; reset to the initial weights',
  'message.saveNotFiniteHalf': 'the weights {tensor} hold a number that F16 cannot represent; save them as F32',
  'message.saveHeaderTooLarge':
    'the header of the file would have {got} bytes, but at most {most} can be read again; use fewer layers',
  'message.inWeightIndex': 'the index of the weights cannot be read: {reason}',
  'message.weightIndexMalformed':
    'it is not an index of weights, which names a file for each tensor; choose the one that ends with .safetensors.index.json [{got}]',
  'message.weightIndexFile':
    'the index names {got} for the tensor {tensor}, expected a file in its own folder; save the weights again',
  'message.weightsFilesMissing':
    'these weights are in {count} files, which are opened together with their index; missing: {missing}',
  'message.weightsFileLacksTensor':
    'the file {file} does not belong to this index: its tensor {tensor} is missing; choose the files that were saved together',
  'message.weightsFileOtherTensor':
    'the file {file} does not belong to this index, which does not name it for its tensor {tensor}; choose the files that were saved together',
  'message.weightsPart':
    'it is one of the {count} files of these weights; choose all of them together with their index: {files}, {index}',
  'message.weightsIndexes': 'there are two indexes of weights, {first} and {second}; choose one, with its files',
  'message.classifierLayer':
    'the classifier’s layer {tensor} has the shape {got}, expected two dimensions of 1 to {most}; reload the page',
  'message.classifierInputs':
    'the classifier’s layer {tensor} has {got} inputs, but the layer below has {expected} outputs; reload the page',
  'message.classifierOutputs': 'the classifier’s last layer has {got} outputs, expected 10; reload the page',
  'message.classifierTensors': 'the classifier has {got} tensors, expected {expected}; reload the page',
  'message.classifierTensor': 'the classifier’s tensor {tensor} is missing or has another shape; reload the page',
  'message.classifierNotFinite':
    'the classifier’s tensor {tensor} holds {got} at {position}, which is not finite; reload the page',
  'message.idxHeader': 'the IDX file has {got} bytes, but its header alone takes {expected}; download it again',
  'message.idxEmpty': 'the IDX file says that it is empty; choose one with at least one image',
  'message.idxTooLarge': 'the IDX file claims more than 1 GB; choose a smaller one',
  'message.idxMagic':
    'this is not an IDX file of {part}: it begins with {got}, expected {expected}; choose MNIST’s two files that belong together',
  'message.idxLength': 'the IDX file of {part} has {got} bytes, but its header says {expected}; download it again',
  'message.idxCounts': 'there are {images} images but {labels} labels; choose two files that belong together',
  'message.packedMagic': 'this is not a packed file of images; choose MNIST’s two IDX files',
  'message.packedHeader':
    'the packed file of images is cut off: {got} bytes, the header alone takes {expected}; download it again',
  'message.packedVersion': 'the packed file of images has version {version}, expected 1 or 2; reload the page [{got}]',
  'message.packedCounts':
    'the packed file of images says that {train} of {count} are for training, which is impossible; download it again',
  'message.packedNamesJson':
    'the names of the classes in the packed file of images cannot be read; download it again [{reason}]',
  'message.packedNames':
    'the packed file of images has {got} names of classes, expected {low} to {high}; download it again',
  'message.packedLength':
    'the packed file of images has {got} bytes, but its header says {expected}; download it again',
  'message.digitsLabel':
    'the label of image {position} is {got}, expected 0 to {most}; choose data with at most 62 classes [{part}]',
  'message.labelBeyondModel':
    'the model has {labels} labels, but the images have {classes} classes (image {position} has the label {got}); create a model with {classes} labels, or choose images of fewer classes or a model without labels',
  'message.notDigits': 'image {position} has the label {got}; the classifier needs digits, with labels from 0 to 9',
  'message.imageSetSide':
    'the images are {width} × {height} pixels, expected {low} to {high} in each direction; choose other ones',
  'message.imageSetSize':
    'there are {got} pixels, expected {expected} for {count} labels; give one label for each image',
  'message.digitsFormat': 'this is not a file of images: it begins with {got}; choose MNIST’s two IDX files',
  'message.gzipTooLong':
    'the gzip file’s content is longer than the {expected} bytes that its header says; download it again',
  'message.gzipCutOff': 'the gzip file is cut off; download it again',
  'message.gzipDamaged': 'the gzip file is damaged; download it again [{detail}]',
  'message.gzipTrailing': 'other data follows the end of the gzip file; download it again',
  'message.evaluationOutdated': 'The weights have changed since the measurement began; measure again [{function}]',
  'message.classifierDiverged':
    'The training of the classifier diverged at step {step}; choose a smaller learning rate',
  'message.classificationNotFinite':
    'The classifier gives no probabilities for image {position}; load a classifier with intact weights [{got}]',
};
