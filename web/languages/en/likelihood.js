export default {
  'nats.title': 'Your digit, in nats',
  'nats.reconstruction': 'reconstruction error',
  'nats.kl': 'KL',
  'nats.klEstimated': 'KL, est.',
  'nats.klList': 'KL of each dimension, in nats: {values}',
  'nats.klPart': '{z}{index}: {value}',
  'nats.elbo': 'ELBO',
  'nats.logLikelihood': 'log p({x}), est.',
  'nats.logLikelihoodGiven': 'log p({x} | y), est.',
  'nats.exact': 'log p({x}), exact',
  'nats.gap': 'gap: KL(q({z}|{x}) ‖ p({z}|{x}))',
  'nats.gapGiven': 'gap: KL(q ‖ p({z}|{x}, y))',
  'nats.better': 'better →',
  'nats.bars':
    'A bar from 0 to the ELBO, of reconstruction error and KL, and its end magnified: ELBO, gap and log p(x)',
  'nats.barsGiven':
    'A bar from 0 to the ELBO, of reconstruction error and KL, and its end magnified: ELBO, gap and log p(x | y)',
  'nats.picture': 'PNG: save the row above and these numbers',
  'nats.samples': 'Why a bound?',
  'nats.note.vae': 'pixels thresholded at 0.5',
  'nats.note.cvae': 'pixels thresholded at 0.5, given y',
  'nats.note.hvae': 'pixels thresholded at 0.5',
  'nats.note.grey':
    'Log density of grey pixels ({likelihood}): it can be above 0. Compare only models of this likelihood.',
  'nats.note.ae': 'An AE has no likelihood: it defines no distribution of codes or of pictures.',
  'nats.note.fvbn':
    'Pixels thresholded at 0.5. No bound and no gap: the chain rule gives log p({x}) itself. See the FVBN lab below.',
  'nats.note.made':
    'Pixels thresholded at 0.5. No bound and no gap: the chain rule gives log p({x}) itself. See the FVBN lab below.',
  'nats.note.orderings':
    'Pixels thresholded at 0.5. Exact: the log of the mean of p({x}) over {count} orderings of the pixels.',
  'nats.usual.bound': 'Higher ELBO than {percent} of held-out digits.',
  'nats.usual.ae': 'Reconstructed better than {percent} of held-out digits.',
  'nats.usual.exact': 'Higher log p({x}) than {percent} of held-out digits.',
};
