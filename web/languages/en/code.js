export default {
  'spine.label': 'From your digit to its reconstruction',

  'pad.title': 'Your digit',
  'pad.label': 'Drawing pad',
  'pad.keys':
    'Draw with mouse, pen or finger. Keys: arrow keys move the pen, two at once move it diagonally, Shift makes bigger steps; Space lowers or lifts the pen; R shows a random held-out digit; [ and ] choose a thinner or thicker pen; Control Z undoes; Control V pastes a picture; Delete clears the pad.',
  'pad.penDown': 'Pen down',
  'pad.penUp': 'Pen lifted',
  'pad.blank': 'Draw a digit here',
  'pad.example': 'Draw your own',
  'pad.clear': 'Clear',
  'pad.undo': 'Undo',
  'pad.random': 'MNIST digit',
  'pad.randomOwn': 'Image of your data',
  'pad.keepAs': 'save as',
  'pad.kept': 'Saved as digit {name}, to interpolate from digit to digit.',
  'pad.keepIn': 'save my digit as {name}',
  'pad.picture': 'Picture…',
  'pad.pen': 'Pen',
  'pad.pen1': 'Very thin pen',
  'pad.pen2': 'Thin pen',
  'pad.pen3': 'Normal pen, as thick as in MNIST',
  'pad.pen4': 'Thick pen',

  'picture.tooLarge':
    '{name} was not opened: a picture may have at most {megabytes} MB. Make it smaller, or crop it to the digit.',
  'picture.tooManyPixels':
    '{name} was not opened: a picture may have at most {megapixels} million pixels. Make it smaller, or crop it to the digit.',
  'picture.unreadable': 'This browser cannot read {name} as a picture. Choose a PNG, JPEG or WebP file.',
  'picture.noInk':
    'No digit stands out in {name}. Photograph one digit in dark ink from nearer, so that the paper fills the picture.',

  'sees.title': '{x} model input',
  'sees.label': 'The 28 by 28 pixels the model sees',
  'sees.pen': '{width} × {height} pixels',
  'sees.heldOut': 'Held-out digit {index}, label {label}',
  'sees.blank': 'Nothing drawn yet',
  'sees.prepare': 'MNIST preprocessing',
  'sees.picture': 'From your picture',
  'sees.told': 'label',

  'encoder.title': 'encoder',
  'decoder.title': 'decoder',
  'decoder.paintAs': 'decode as',
  'decoder.same': 'same',

  'code.title': '{mu} mean, {sigma} std. dev.',
  'code.caption': 'One Gaussian per dimension: the prior’s (dotted) and, below, magnified ×{times}, your digit’s.',
  'code.captionNone': 'One Gaussian per dimension. Dotted: the prior’s.',
  'code.captionLearned': 'Dotted: the learned prior. Below, magnified ×{times}, your digit’s Gaussian.',
  'code.captionLearnedNone': 'Dotted: the learned prior.',
  'code.captionMany': 'Each latent dimension is a Gaussian, not one value. Bar: {mu}; whisker: ± {sigma}.',
  'code.dimension': 'Dimension {index}: {mu} {muValue}, {sigma} {sigmaValue}',
  'z.title': '{z} = {mu} + {sigma} · {epsilon}',
  'z.scaledTitle': '{z} = {mu} + {scale}·{sigma}·{epsilon}',
  'z.dimension': 'Dimension {index}: {epsilon} {epsilonValue}, {z} {zValue}',
  'z.sampled': 'One sample from the Gaussian, with random {epsilon}.',
  'z.mean': 'With {epsilon} = 0, the mean itself is decoded.',
  'z.scaled': 'The noise is {scale} times as large as in training.',
  'z.scale': 'Scale of σ',
  'z.probe': 'This {z} is set on the map, not sampled.',
  'z.resample': 'New {epsilon}',
  'z.atMean': '{epsilon} = 0',
  'z.probeEnd': 'Back to my digit',
  'xhat.title': '{xhat} reconstruction',
  'xhat.titleDecoded': '{xhat} decoded',
  'xhat.label': 'The picture decoded from z',
  'xhat.preview': 'From the {z} under the pointer{values}. Press to keep it.',
  'xhat.caption': 'The probability of ink in each pixel.',
  'xhat.samplePixels': 'Sample pixels',
  'xhat.sampledLabel': 'Pixels sampled with the probabilities of the picture above',
  'xhat.captionMean': 'Decoded from {z}: the mean of each pixel.',

  'kind.ae.code': 'An AE’s code is a single point {z}, without a {sigma}.',
  'kind.ae.z': 'The point itself: no {epsilon} is sampled.',
  'kind.ae.title': '{z} a point',
  'kind.ae.map':
    'Marks: held-out digits at their codes {z}. Circles: 1, 2, 3 σ of N(0, I), which an AE is not trained to match. Drag to decode any {z}.',
  'kind.noTitle': 'no code',
  'kind.noCode': '{name} has no code: it samples each pixel given those before it. See the FVBN lab below.',
  'kind.noReconstruction': 'No code, so no reconstruction.',
  'kind.noMap': '{name} has no code, so there is no map. See the FVBN lab below.',
  'kind.ae.objective': 'reconstruction error',
  'kind.fvbn.objective': '−log p({x}), exact',
  'kind.vae.train': 'Each step changes the weights to lower −ELBO on a minibatch. The map and your digit follow.',
  'kind.vae.train.beta':
    'Each step changes the weights to lower reconstruction error + β · KL, β = {beta}; curves: −ELBO.',
  'kind.vae.train.iwae':
    'Each step changes the weights to raise the bound from {samples} weighted samples; curves: −ELBO.',
  'kind.cvae.train': 'Each step uses digits with their labels y and lowers −ELBO, a bound on −log p({x} | y).',
  'kind.cvae.train.beta':
    'Each step uses digits with their labels and lowers reconstruction error + β · KL, β = {beta}.',
  'kind.cvae.train.iwae':
    'Each step uses digits with their labels and raises the bound from {samples} weighted samples.',
  'kind.hvae.train':
    'Each step lowers −ELBO with samples of every stochastic layer. The map shows the code, the top layer.',
  'kind.hvae.train.beta':
    'Each step lowers reconstruction error + β · KL of all layers, β = {beta}; curves: −ELBO. The map shows the top layer.',
  'kind.hvae.train.iwae':
    'Each step raises the bound from {samples} weighted samples of all layers; curves: −ELBO. The map shows the top layer.',
  'kind.ae.train':
    'Each step changes the weights to lower the reconstruction error. It is not a bound on the likelihood.',
  'kind.fvbn.train': 'Each step changes the weights to lower −log p({x}) itself, not a bound.',
  'kind.fvbn.train.orderings':
    'Each step lowers −log p({x}) in one of {count} orderings of the pixels, in turn. Held out: −log of the mean of their p({x}).',

  'net.layer': 'Hidden layer {index}: {count} units, {active} active',
  'net.layer.one': 'Hidden layer {index}: {count} unit, {active} active',
  'net.short': 'layer {index}: {active} of {count} active',
  'net.none': 'No hidden layer',
};
