/* Written by scripts/describe-core.mjs from what the core says of itself: do not edit. */

/** Kinds of models with their traits; see src/models/model_kind.h. */
export const KINDS = /** @type {const} */ ([
  {"name":"vae","traits":{"code":true,"posterior":true,"conditional":false,"exactLikelihood":false,"hierarchical":false,"closedForm":true,"bound":true,"generates":true,"completes":true,"convolutional":true},"minHidden":0,"maxHidden":8,"defaultUnits":400,"likelihoods":["bernoulli","continuous_bernoulli","gaussian"],"priors":["standard","mixture","vamp"]},
  {"name":"cvae","traits":{"code":true,"posterior":true,"conditional":true,"exactLikelihood":false,"hierarchical":false,"closedForm":true,"bound":true,"generates":true,"completes":true,"convolutional":false},"minHidden":0,"maxHidden":8,"defaultUnits":400,"likelihoods":["bernoulli","continuous_bernoulli","gaussian"],"priors":["standard"]},
  {"name":"hvae","traits":{"code":true,"posterior":true,"conditional":false,"exactLikelihood":false,"hierarchical":true,"closedForm":false,"bound":true,"generates":true,"completes":false,"convolutional":false},"minHidden":0,"maxHidden":8,"defaultUnits":200,"likelihoods":["bernoulli","continuous_bernoulli","gaussian"],"priors":["standard"]},
  {"name":"ae","traits":{"code":true,"posterior":false,"conditional":false,"exactLikelihood":false,"hierarchical":false,"closedForm":false,"bound":false,"generates":false,"completes":false,"convolutional":true},"minHidden":0,"maxHidden":8,"defaultUnits":400,"likelihoods":["bernoulli","continuous_bernoulli","gaussian"],"priors":["standard"]},
  {"name":"fvbn","traits":{"code":false,"posterior":false,"conditional":false,"exactLikelihood":true,"hierarchical":false,"closedForm":false,"bound":false,"generates":true,"completes":true,"convolutional":false},"minHidden":0,"maxHidden":0,"defaultUnits":0,"likelihoods":["bernoulli"],"priors":["standard"]},
  {"name":"made","traits":{"code":false,"posterior":false,"conditional":false,"exactLikelihood":true,"hierarchical":false,"closedForm":false,"bound":false,"generates":true,"completes":true,"convolutional":false},"minHidden":1,"maxHidden":8,"defaultUnits":500,"likelihoods":["bernoulli"],"priors":["standard"]},
]);

/** Settings that are numbers, by their names in files; see src/models/settings.h. */
export const SETTINGS = /** @type {const} */ ({
  hidden_layers: {"min":0,"max":8,"defaultValue":1,"isWhole":true,"isAboveMin":false},
  units: {"min":1,"max":4096,"defaultValue":400,"isWhole":true,"isAboveMin":false},
  latent_dim: {"min":1,"max":512,"defaultValue":20,"isWhole":true,"isAboveMin":false},
  labels: {"min":2,"max":62,"defaultValue":10,"isWhole":true,"isAboveMin":false},
  orderings: {"min":1,"max":256,"defaultValue":1,"isWhole":true,"isAboveMin":false},
  sigma: {"min":0.01,"max":10,"defaultValue":0.1,"isWhole":false,"isAboveMin":false},
  components: {"min":1,"max":1000,"defaultValue":50,"isWhole":true,"isAboveMin":false},
  importance_samples: {"min":2,"max":1000,"defaultValue":5,"isWhole":true,"isAboveMin":false},
  seed: {"min":0,"max":4294967295,"defaultValue":1,"isWhole":true,"isAboveMin":false},
  batch_size: {"min":1,"max":65536,"defaultValue":128,"isWhole":true,"isAboveMin":false},
  learning_rate: {"min":0,"max":1,"defaultValue":0.001,"isWhole":false,"isAboveMin":true},
  beta: {"min":0,"max":1000,"defaultValue":1,"isWhole":false,"isAboveMin":false},
  beta_warmup_steps: {"min":0,"max":1000000000,"defaultValue":0,"isWhole":true,"isAboveMin":false},
  learning_rate_warmup_steps: {"min":0,"max":1000000000,"defaultValue":0,"isWhole":true,"isAboveMin":false},
  schedule_epochs: {"min":0,"max":1000000,"defaultValue":0,"isWhole":true,"isAboveMin":false},
  schedule_factor: {"min":0,"max":1,"defaultValue":0,"isWhole":false,"isAboveMin":false},
  shards: {"min":1,"max":65536,"defaultValue":1,"isWhole":true,"isAboveMin":false},
  average_decay: {"min":0,"max":0.99999,"defaultValue":0,"isWhole":false,"isAboveMin":false},
});

/** Likelihoods, with the pixels of which each is a probability or density; see src/models/likelihood.h. */
export const LIKELIHOODS = /** @type {const} */ ({"bernoulli":["binarized","thresholded"],"continuous_bernoulli":["grey"],"gaussian":["grey"]});
export const LAYERS = /** @type {const} */ (["linear","conv2d"]);
