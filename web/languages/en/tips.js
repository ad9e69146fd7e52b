/** One short sentence on each control and reading that does not say by itself what it is; loaded after the first digit. */
export default {
  'tip.model':
    'A VAE’s code is a Gaussian, an AE’s a point; a CVAE is also given the label; FVBN and MADE have no code.',
  'tip.hidden':
    'Hidden layers, reversed in the decoder: units, or conv32k4s2p1: 32 channels, kernels of 4 × 4, stride 2, padding 1.',
  'tip.latentDim': 'How many numbers describe one digit: the dimensions of {z}.',
  'tip.activation':
    'What each hidden unit does to its sum: ReLU sets negative values to 0, tanh bends all into −1 … 1.',
  'tip.likelihood':
    'For a new model, the distribution p(x | {z}) of a pixel: Bernoulli for 0 or 1, the other two for grey.',
  'tip.sigma': 'The standard deviation of each pixel in a Gaussian likelihood; 0: learned, for each pixel from {z}.',
  'tip.seed': 'The start of the random numbers: the same seed and settings give the same weights.',
  'tip.beta': 'The weight of KL in the loss: above 1 fewer active dimensions, below 1 closer reconstructions.',
  'tip.betaWarmupSteps': 'For so many steps β rises from 0 to its value, which helps dimensions to stay active.',
  'tip.learningRate': 'About how far each weight moves in one step.',
  'tip.learningRateWarmupSteps':
    'For so many steps the learning rate rises to its value, which keeps the first steps small.',
  'tip.schedule':
    'How the learning rate falls with the epochs; Burda et al. (2016) change it eight times in 3,280 epochs.',
  'tip.scheduleAt': 'The epochs at which the factor applies, as in 10, 20, 50. Empty: at equal distances.',
  'tip.scheduleEpochs': 'Steps: epochs from one to the next. Cosine: epochs until its end.',
  'tip.scheduleFactor':
    'Steps: each multiplies the learning rate by it. Cosine: the share of the learning rate at its end.',
  'tip.lowerLayers':
    'Stochastic layers below the code, from the pixels up: hidden sizes: latent size, with slashes between layers.',
  'tip.inference':
    'Each layer is inferred from the one below or, as in the ladder VAE, from the image and the layer above.',
  'tip.averageDecay':
    'Everything except training uses a moving average of the weights with this decay, as in 0.99. 0: none.',
  'tip.estimator':
    'The estimate of the encoder’s gradient: STL and DReG have less noise where q is near the posterior.',
  'tip.prior':
    'For a new VAE, p({z}): N(0, I), a learned mixture, or the VampPrior, a mixture of codes of learned pictures.',
  'tip.components': 'How many Gaussians a learned prior has; with the VampPrior, how many pictures are learned.',
  'tip.orderings':
    'In how many orders of the pixels a new MADE trains, one a step in turn. p({x}) is the mean over the orders.',
  'tip.batchSize': 'How many digits are in a minibatch, which each step uses.',
  'tip.pixels': 'Grey pixels are binarized at random each time, thresholded at 0.5, or left grey (then no likelihood).',
  'tip.objective': 'ELBO uses one sample {z} for each digit; IWAE averages k importance weights, a tighter bound.',
  'tip.importanceSamples': 'How many {z} IWAE samples for each digit.',
  'tip.digits': 'A new model is trained and measured on these digits only.',
  'tip.stopEpochs': 'Training stops after so many epochs.',
  'tip.stopPatience': 'Training stops when the held-out loss has not improved for so many epochs.',
  'tip.epoch': 'How many times training has used all its digits.',
  'tip.steps': 'How many times the weights have been updated, once for each minibatch.',
  'tip.rate': 'How many digits training uses per second.',
  'tip.activeUnits': 'Dimensions whose {mu} varies with the digit; the others tell the decoder nothing.',
  'tip.grid': 'Shows decoded pictures behind the marks, so many in each direction.',
  'tip.range': 'How far from 0 the grid of pictures reaches.',
  'tip.points': 'Shows or hides the held-out digits.',
  'tip.sliders': 'Shows one slider for each dimension of {z}.',
  'tip.mapTable': 'Shows the numbers behind the map.',
  'tip.projection': 'The plane that the map shows: two dimensions, or the two directions in which the codes vary most.',
  'tip.horizontal': 'The dimension on the horizontal axis.',
  'tip.vertical': 'The dimension on the vertical axis.',
  'tip.reconstruction': 'How well the decoder reconstructs the digit: log p({x}|{z}), averaged over sampled codes.',
  'tip.kl': 'The cost of the code: how far its Gaussian is from the prior.',
  'tip.elbo': 'The sum of the two: a lower bound on the log likelihood.',
  'tip.logLikelihood': 'How likely the model finds this digit; for a VAE, estimated from 1,000 sampled codes.',
  'tip.gap': 'How far the encoder’s Gaussian is from the true posterior.',
  'tip.usual': 'How this digit compares with the held-out digits; 50% is typical.',
  'tip.prepare': 'Centres and scales the drawing like the MNIST digits that the model was trained on.',
  'tip.told': 'The label that the encoder is given with the picture.',
  'tip.paintAs': 'The label that the decoder is given.',
  'tip.scratch':
    'Trains the form’s model from random weights; while the form is untouched, a VAE’s learning rate is 0.002.',
  'tip.resample': 'Samples new noise, and so a new {z} from the same Gaussian.',
  'tip.ink': 'Shows a picture sampled from p({x} | {z}): each pixel is 0 or 1, with the probability that {xhat} gives.',
  'tip.atMean': 'Removes the noise: {z} is the mean.',
  'tip.scale': 'Multiplies {sigma} in the noise; training uses 1.',
  'tip.random': 'Loads a random held-out digit: the shipped model was not trained on it.',
  'tip.picture': 'Loads a picture of one digit from your files.',
  'tip.pin': 'Keeps this run’s curve, settings, map and samples, to compare the next run with it.',
  'tip.compareSeed': 'All three models start again from this seed.',
  'tip.labModel': 'FVBN: one logistic regression for each pixel; MADE: one masked network for all.',
  'tip.labSpeed': 'How many pixels are sampled per second.',
  'tip.labRows': 'How many rows of your digit the model is given before it samples the rest.',
  'tip.changeSlot': 'The digit that the difference is added to.',
  'tip.changeTo': 'The digit class whose mean code is added.',
  'tip.changeFrom': 'The digit class whose mean code is subtracted.',
};
