export default {
  'samples.title': 'Why not average over samples from the prior?',
  'samples.lead':
    'p({x}) is the mean of p({x} | {z}) over {z} from the prior, and the mean of p({x} | {z}) p({z}) / q({z} | {x}) over {z} from q. Seed of the samples: {seed}.',
  'samples.chart': '{value} in nats, estimated from 1 to 10,000 samples',
  'samples.axis': 'nats, by number of samples',
  'samples.value': 'log p({x})',
  'samples.valueGiven': 'log p({x} | y)',
  'samples.effective': 'effective sample size',
  'samples.largest': 'largest weight',
  'samples.prior': 'from the prior p({z})',
  'samples.q': 'from q({z} | {x})',
  'samples.integral': 'integral on a grid',
  'samples.elbo': 'ELBO',
  'samples.progress': 'Samples: {done} of {of}',
  'samples.waiting': 'Starts when training pauses.',
  'samples.hangs':
    'After {samples} samples from the prior the largest single weight is {share} of the sum: the estimate hangs on one {z}. The one from q, with an effective sample size of {effective}, is {nats} nats higher.',
  'samples.alone':
    'After {samples} samples from the prior the largest single weight is {share} of the sum: the estimate hangs on one {z}.',
  'samples.below':
    'After {samples} samples from each, the estimate from the prior is {nats} nats below the one from q: few samples of the prior explain the digit.',
  'samples.agree':
    'After {samples} samples from each, the estimates differ by {nats} nats: with a latent size of {size} the prior does not fail for this digit.',
  'samples.narrow':
    'After {samples} samples from each, the estimate from q is {nats} nats below the one from the prior: here q misses much of the true posterior.',
  'samples.stop': 'Stop',
  'samples.again': 'Again with other samples',
  'samples.latent': 'With a latent size of {size}',
};
