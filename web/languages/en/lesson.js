export default {
  'lesson.title': 'One training step, slowly',
  'lesson.lead':
    'What a single step does with your digit, stage by stage on the row above: with its own numbers, and the C++ that computes them.',
  'lesson.start': 'Start',
  'lesson.open': 'Step by step…',
  'lesson.previous': 'Back',
  'lesson.next': 'Next',
  'lesson.play': 'Slow motion',
  'lesson.pause': 'Stop',
  'lesson.again': 'Again',
  'lesson.picture': 'PNG: save this stage with its numbers',
  'lesson.close': 'Close',
  'lesson.formula': 'The formula with this digit’s numbers',
  'lesson.code': 'The lines of C++ that compute it',
  'lesson.codeLine': '{file}, line {line}',
  'lesson.position': 'Stage {at} of {count}: {name}',

  'lesson.encode.name': 'encode',
  'lesson.sample.name': 'sample',
  'lesson.decode.name': 'decode',
  'lesson.loss.name': 'loss',
  'lesson.gradients.name': 'gradients',
  'lesson.update.name': 'update',
  'lesson.changed.name': 'what it changed',

  'lesson.encode.title': 'The encoder proposes a Gaussian',
  'lesson.encode.vae':
    'The pixels run through the hidden layers; the last one, h, gives a mean {mu} and a standard deviation {sigma} for every latent feature.',
  'lesson.encode.ae':
    'The pixels run through the hidden layers; the last one, h, gives the code {z}: one point, without a standard deviation.',
  'lesson.sample.title': 'Noise picks one point',
  'lesson.sample.vae':
    '{epsilon} is drawn apart from the network, so {z} is a smooth function of {mu} and {sigma}, and the gradient can run back through it.',
  'lesson.decode.title': 'The decoder computes the picture',
  'lesson.decode.vae':
    'The same kind of layers in reverse order: from {z} the probability of ink in each of the 784 pixels.',
  'lesson.decode.ae':
    'The same kind of layers in reverse order: from {z} the probability of ink in each of the 784 pixels.',
  'lesson.loss.title': 'How bad is it?',
  'lesson.loss.vae':
    'log p({x}|{z}) should be large, so its negative should be small: summed over this digit’s pixels, averaged over the batch only. KL asks that the Gaussian stay near N(0, I).',
  'lesson.loss.ae':
    'log p({x}|{z}) should be large, so its negative should be small: summed over this digit’s pixels, averaged over the batch only. An AE has no KL.',
  'lesson.gradients.title': 'Backpropagation: which weights caused the loss',
  'lesson.gradients.vae':
    'From the pixels back to the weights, by the chain rule. {mu} and {sigma} receive two gradients: the decoder’s, through {z}, and that of KL.',
  'lesson.gradients.ae':
    'From the pixels back to the weights, by the chain rule. The code {z} receives the decoder’s gradient only.',
  'lesson.update.title': 'Adam moves every weight a little',
  'lesson.update.vae':
    'Against the gradient, but by about the learning rate α each, however steep it is: m̂ is the gradient’s running mean, v̂ that of its square.',
  'lesson.update.ae':
    'Against the gradient, but by about the learning rate α each, however steep it is: m̂ is the gradient’s running mean, v̂ that of its square.',
  'lesson.changed.title': 'The same digit, a step later',
  'lesson.changed.vae':
    'With the same {epsilon}, the new weights give another {mu}, another {sigma}, another {xhat}. Training is this, a batch at a time, thousands of times.',
  'lesson.changed.ae':
    'The new weights give another {z} and another {xhat}. Training is this, a batch at a time, thousands of times.',

  'lesson.note.pixels': 'Pixels thresholded at 0.5, as in training, so {mu} may differ a little from the row’s.',
  'lesson.note.pixelsAe': 'Pixels thresholded at 0.5, as in training, so {z} may differ a little from the row’s.',
  'lesson.note.rows': 'Written out: {shown} of {count} dimensions, those with the largest KL.',
  'lesson.note.rowsAe': 'Written out: {shown} of {count} dimensions, those farthest from 0.',
  'lesson.note.iwae': 'This model is trained on importance weights; shown is a step on −ELBO.',
  'lesson.note.rose':
    'Here the loss rose: a step of Adam is just as long where the weights already fit, and can overshoot.',
  'lesson.note.copy': 'Done on a copy: your model stays as it is.',
  'lesson.waits.noModel': 'No model yet. Create one, or load weights.',
  'lesson.waits.blank': 'Draw something: the step is about your digit.',
  'lesson.waits.training': 'Training is running. Pause it, and the step follows your digit again.',
  'lesson.waits.otherLikelihood':
    'The lesson explains a step with the Bernoulli likelihood. Create a model with it to follow one.',
  'lesson.waits.noCode':
    '{name} has no encoder, no code and no decoder, so there are no such stages. A step of it raises log p({x}) pixel by pixel; see the FVBN lab below.',
  'lesson.failed': 'The step could not be traced: {message}',

  'lesson.average': 'Reconstruction error, over the pixels',
  'lesson.sum': 'sum over pixels',
  'lesson.mean': 'mean over pixels',
  'lesson.meanError': 'mean error',
  'lesson.share.sum': 'KL is {share} of the loss: one of its two terms. This is −ELBO (at β = 1).',
  'lesson.share.mean':
    'Now KL is {share} of the loss: as if β were {beta}. The reconstruction error drowns, and training gives up the code. This number is no longer −ELBO.',
  'lesson.share.ae': 'For an AE the mean only makes the gradients 784 times smaller.',
  'lesson.norms.gradientNorm': 'Below: the length ‖∂L/∂θ‖ of each layer’s gradient',
  'lesson.norms.changeNorm': 'Below: by how much each layer moved, ‖Δθ‖',
  'lesson.before': 'before',
  'lesson.after': 'after',
  'lesson.reconstruction': 'reconstruction error, nats',
  'lesson.kl': 'KL, nats',
  'lesson.loss': 'loss L',
  'lesson.beforePicture': 'The reconstruction before the step',
  'lesson.afterPicture': 'The reconstruction after the step',
  'lesson.differencePicture': 'Where the reconstruction changed',
  'lesson.difference': 'change; full ink: {most}',
};
