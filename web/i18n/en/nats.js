export default {
  'nats.title': 'This digit, in nats',
  'nats.reconstruction': '− reconstruction',
  'nats.kl': '− KL',
  'nats.elbo': '= ELBO',
  'nats.logLikelihood': '≤ log p({x})',
  'nats.exact': 'log p({x}), exact',
  'nats.gap': 'gap: KL(q({z}|{x}) ‖ p({z}|{x}))',
  'nats.bars': 'ELBO and log p(x) on one axis, with the gap between them',
  'nats.note.vae': 'pixels cut at ½',
  'nats.note.ae': 'An AE has no density: it gives its code no distribution and its pictures no probability.',
  'nats.note.fvbn': 'Pixels cut at ½. No bound and no gap: the chain rule gives log p({x}) itself. See the FVBN lab below.',
  'nats.note.made': 'Pixels cut at ½. No bound and no gap: the chain rule gives log p({x}) itself. See the FVBN lab below.',
};
