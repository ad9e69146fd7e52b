export default {
  'spine.label': 'From your digit to its reconstruction',

  'pad.title': 'Your digit',
  'pad.label': 'Drawing pad',
  'pad.keys':
    'Draw with mouse, pen or finger. Keys: arrows move a pen, with Shift in bigger steps, two at a time aslant; Space puts it down and lifts it; R shows a random held-out digit, [ and ] take a finer or broader pen, Control Z undoes, Control V pastes a picture, Delete clears.',
  'pad.penDown': 'Pen down',
  'pad.penUp': 'Pen lifted',
  'pad.blank': 'Draw something',
  'pad.example': 'Draw your own',
  'pad.clear': 'Clear',
  'pad.undo': 'Undo',
  'pad.random': 'A held-out digit',
  'pad.keepAs': 'save as',
  'pad.kept': 'Saved as digit {name} for the walks from digit to digit.',
  'pad.keepIn': 'save my digit as {name}',
  'pad.picture': 'Picture…',
  'pad.pen': 'Pen',
  'pad.pen1': 'Fine pen',
  'pad.pen2': 'Thin pen',
  'pad.pen3': 'Usual pen, as thick as MNIST’s',
  'pad.pen4': 'Broad pen',

  'picture.tooLarge':
    '{name} was not taken: a picture may have up to {megabytes} MB. Make it smaller, or crop it to the digit.',
  'picture.tooManyPixels':
    '{name} was not taken: a picture may have up to {megapixels} million pixels. Make it smaller, or crop it to the digit.',
  'picture.unreadable': '{name} is not a picture that this browser can read. Choose a PNG, JPEG or WebP file.',
  'picture.noInk':
    'No digit stands out in {name}. Choose a picture of one dark digit on light paper, or a light one on dark.',

  'sees.title': '{x} what the model sees',
  'sees.label': 'The 28 by 28 pixels the model sees',
  'sees.pen': '28 × 28 pixels',
  'sees.heldOut': 'Held-out no. {index}, digit {label}',
  'sees.blank': 'Nothing drawn yet',
  'sees.prepare': 'prepared as in MNIST',
  'sees.picture': 'From your picture',
  'sees.told': 'label',

  'encoder.title': 'encoder',
  'decoder.title': 'decoder',
  'decoder.paintAs': 'as digit',
  'decoder.same': 'same',

  'code.title': '{mu} mean, {sigma} std. deviation',
  'code.caption': 'Each latent feature is a Gaussian, not one value. Dotted: the prior.',
  'code.captionMany': 'Each latent feature is a Gaussian, not one value: a bar to {mu}, a whisker of ± {sigma}.',
  'code.dimension': 'Feature {index}: {mu} {muValue}, {sigma} {sigmaValue}',
  'z.title': '{z} = {mu} + {sigma} · {epsilon}',
  'z.scaledTitle': '{z} = {mu} + {scale}·{sigma}·{epsilon}',
  'z.dimension': 'Feature {index}: {epsilon} {epsilonValue}, {z} {zValue}',
  'z.sampled': 'Noise {epsilon} picks one point of the Gaussian.',
  'z.mean': 'With {epsilon} = 0 the point is the mean itself.',
  'z.scaled': 'The noise is taken {scale} times as large as in training.',
  'z.scale': 'Factor of σ',
  'z.probe': 'This {z} is set by hand on the map.',
  'z.resample': 'New {epsilon}',
  'z.atMean': '{epsilon} = 0',
  'z.probeEnd': 'Back to my digit',
  'xhat.title': '{xhat} reconstruction',
  'xhat.label': 'The decoder’s picture of z',
  'xhat.preview': 'From the {z} under the pointer{values}. Press to keep it.',
  'xhat.caption': 'What the decoder computes from {z}: the probability of ink in each pixel.',
  'xhat.captionMean': 'What the decoder computes from {z}: the mean of each pixel.',

  'kind.ae.code': 'An AE’s code is one point {z}; it has no {sigma}.',
  'kind.ae.z': 'The point itself: there is no {epsilon} to draw.',
  'kind.ae.title': '{z} a point',
  'kind.ae.map':
    'Marks: held-out digits at their codes {z}. Circles: N(0, I) at 1, 2, 3 σ; an AE is not trained towards it. Drag to decode any {z}.',
  'kind.noTitle': 'no code',
  'kind.noCode': '{name} has no code: each pixel is drawn given those before it. See the lab below.',
  'kind.noReconstruction': 'No code, so no reconstruction.',
  'kind.noMap': '{name} has no code, so there is no map. See the FVBN lab below.',
  'kind.ae.objective': 'reconstruction error',
  'kind.fvbn.objective': '−log p({x}), exact',
  'kind.vae.train': 'Each step shows the model a batch of digits and lowers −ELBO. The map and your digit follow.',
  'kind.vae.train.beta':
    'Each step shows a batch of digits and lowers reconstruction error + β · KL, β = {beta}; curves: −ELBO.',
  'kind.vae.train.iwae':
    'Each step shows a batch of digits and raises the bound of {samples} weighted samples; curves: −ELBO.',
  'kind.cvae.train': 'Each step shows digits, tells which they are, and lowers −ELBO, the bound on −log p({x} | y).',
  'kind.cvae.train.beta':
    'Each step shows digits, tells which they are, and lowers reconstruction error + β · KL, β = {beta}.',
  'kind.cvae.train.iwae':
    'Each step shows digits, tells which they are, and raises the bound of {samples} weighted samples.',
  'kind.ae.train':
    'Each step shows the model a batch of digits and lowers its reconstruction error, which bounds no likelihood.',
  'kind.fvbn.train': 'Each step shows the model a batch of digits and lowers −log p({x}) itself.',

  'net.layer': 'Hidden layer {index}: {count} units, {active} active',
  'net.layer.one': 'Hidden layer {index}: {count} unit, {active} active',
  'net.short': 'layer {index}: {active} of {count} active',
  'net.none': 'No hidden layer',
};
