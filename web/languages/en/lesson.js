export default {
  'lesson.title': 'One training step, explained',
  'lesson.lead':
    'What one step does with your digit, stage by stage along the row above, with the digit’s own numbers and the C++ that computes them.',
  'lesson.start': 'Start',
  'lesson.open': 'Explain a step',
  'lesson.previous': 'Previous',
  'lesson.next': 'Next',
  'lesson.play': 'Play slowly',
  'lesson.pause': 'Stop',
  'lesson.again': 'Restart',
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

  'lesson.encode.title': 'The encoder outputs a Gaussian',
  'lesson.encode.vae':
    'The pixels pass through the hidden layers. The last one, h, gives a mean {mu} and a standard deviation {sigma} for each latent dimension.',
  'lesson.encode.ae':
    'The pixels pass through the hidden layers. The last one, h, gives the code {z}: one point, without a standard deviation.',
  'lesson.sample.title': 'Noise selects one sample',
  'lesson.sample.vae':
    '{epsilon} is sampled outside the network, so {z} is a differentiable function of {mu} and {sigma}, and the gradient can flow back through it.',
  'lesson.decode.title': 'The decoder computes the picture',
  'lesson.decode.vae':
    'Layers of the same kind in reverse order turn {z} into the probability of ink in each of the pixels.',
  'lesson.decode.ae':
    'Layers of the same kind in reverse order turn {z} into the probability of ink in each of the pixels.',
  'lesson.loss.title': 'How large is the loss?',
  'lesson.loss.vae':
    'log p({x}|{z}) should be large, so the loss is its negative, summed over the pixels and averaged over the minibatch. The KL term keeps the Gaussian near N(0, I).',
  'lesson.loss.ae':
    'log p({x}|{z}) should be large, so the loss is its negative, summed over the pixels and averaged over the minibatch. An AE has no KL term.',
  'lesson.loss.learned':
    'log p({x}|{z}) should be large, so the loss is its negative, summed over the pixels and averaged over the minibatch. KL from a learned prior has no formula: log q − log p of this {z} takes its place, and keeps the Gaussian near those of the prior.',
  'lesson.gradients.title': 'Backpropagation: how each weight affects the loss',
  'lesson.gradients.vae':
    'The chain rule goes from the pixels back to the weights. {mu} and {sigma} receive two gradients: the decoder’s, through {z}, and that of KL.',
  'lesson.gradients.ae':
    'The chain rule goes from the pixels back to the weights. The code {z} receives the decoder’s gradient only.',
  'lesson.gradients.learned':
    'The chain rule goes from the pixels back to the weights. {mu} and {sigma} receive, through {z}, the gradients of the decoder and of log p({z}); {sigma} also that of log q. The prior learns from log p({z}), too.',
  'lesson.update.title': 'Adam moves every weight a little',
  'lesson.update.vae':
    'Each weight moves against its gradient by about the learning rate η, however steep the gradient. m̂ is the running mean of the gradient, v̂ that of its square.',
  'lesson.update.ae':
    'Each weight moves against its gradient by about the learning rate η, however steep the gradient. m̂ is the running mean of the gradient, v̂ that of its square.',
  'lesson.changed.title': 'The same digit, one step later',
  'lesson.changed.vae':
    'With the same {epsilon}, the new weights give a new {mu}, a new {sigma} and a new {xhat}. Training repeats this with thousands of minibatches.',
  'lesson.changed.ae':
    'The new weights give a new {z} and a new {xhat}. Training repeats this with thousands of minibatches.',

  'lesson.note.pixels': 'Pixels thresholded at 0.5, as in training, so {mu} may differ a little from the row’s.',
  'lesson.note.pixelsAe': 'Pixels thresholded at 0.5, as in training, so {z} may differ a little from the row’s.',
  'lesson.note.rows': 'Shown: {shown} of {count} dimensions, those with the largest KL.',
  'lesson.note.rowsAe': 'Shown: {shown} of {count} dimensions, those farthest from 0.',
  'lesson.note.iwae': 'This model is trained with IWAE; the step shown here lowers −ELBO.',
  'lesson.note.rose':
    'Here the loss rose: Adam’s step is just as long where the weights already fit, and can overshoot.',
  'lesson.note.copy': 'Computed on a copy: your model stays as it is.',
  'lesson.waits.noModel': 'No model yet. Create one, or load weights.',
  'lesson.waits.blank': 'Draw a digit: the step is computed for it.',
  'lesson.waits.training': 'Training is running. Pause it to see a step on your digit.',
  'lesson.waits.severalLayers':
    'The lesson explains a step of a model with one latent variable; {name} has several. Create a VAE to follow one.',
  'lesson.waits.otherLikelihood':
    'The lesson explains a step with the Bernoulli likelihood. Create a model with it to follow one.',
  'lesson.waits.noCode':
    '{name} has no encoder, code or decoder, so there are no such stages. Each step raises log p({x}) pixel by pixel; see the FVBN lab below.',
  'lesson.failed': 'The step could not be computed: {message}',

  'lesson.average': 'Reconstruction error, over the pixels',
  'lesson.sum': 'sum over pixels',
  'lesson.mean': 'mean over pixels',
  'lesson.meanError': 'mean error',
  'lesson.share.sum': 'KL is {share} of the loss, one of its two terms. This is −ELBO (at β = 1).',
  'lesson.share.mean':
    'Now KL is {share} of the loss, as if β were {beta}. The reconstruction error counts too little, and training stops using the code. This number is no longer −ELBO.',
  'lesson.share.ae': 'For an AE the mean only makes the gradients {pixels} times smaller.',
  'lesson.norms.gradientNorm': 'Below: the norm ‖∂L/∂θ‖ of each layer’s gradient',
  'lesson.norms.changeNorm': 'Below: how far each layer moved, ‖Δθ‖',
  'lesson.noise':
    'Noise of the encoder’s gradient by estimator, as a multiple of its length. Samples of {epsilon}: {draws}',
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
