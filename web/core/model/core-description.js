/* Written by scripts/describe-core.mjs from what the core says of itself: do not edit. */

/** Kinds of models with their traits; see src/models/model_kind.h. */
export const KINDS = /** @type {const} */ ([
  {"name":"vae","traits":{"code":true,"posterior":true,"conditional":false,"exactLikelihood":false,"bound":true,"generates":true},"leastHidden":0,"mostHidden":8,"usualUnits":400,"likelihoods":["bernoulli","continuous_bernoulli","gaussian"]},
  {"name":"cvae","traits":{"code":true,"posterior":true,"conditional":true,"exactLikelihood":false,"bound":true,"generates":true},"leastHidden":0,"mostHidden":8,"usualUnits":400,"likelihoods":["bernoulli","continuous_bernoulli","gaussian"]},
  {"name":"ae","traits":{"code":true,"posterior":false,"conditional":false,"exactLikelihood":false,"bound":false,"generates":false},"leastHidden":0,"mostHidden":8,"usualUnits":400,"likelihoods":["bernoulli","continuous_bernoulli","gaussian"]},
  {"name":"fvbn","traits":{"code":false,"posterior":false,"conditional":false,"exactLikelihood":true,"bound":false,"generates":true},"leastHidden":0,"mostHidden":0,"usualUnits":0,"likelihoods":["bernoulli"]},
  {"name":"made","traits":{"code":false,"posterior":false,"conditional":false,"exactLikelihood":true,"bound":false,"generates":true},"leastHidden":1,"mostHidden":8,"usualUnits":500,"likelihoods":["bernoulli"]},
]);

/** Settings that are numbers, by their names in files; see src/models/settings.h. */
export const SETTINGS = /** @type {const} */ ({
  hidden_layers: {"least":0,"most":8,"usual":1,"isWhole":true,"isAboveLeast":false},
  units: {"least":1,"most":4096,"usual":400,"isWhole":true,"isAboveLeast":false},
  latent_dim: {"least":1,"most":512,"usual":20,"isWhole":true,"isAboveLeast":false},
  sigma: {"least":0.01,"most":10,"usual":0.1,"isWhole":false,"isAboveLeast":false},
  importance_samples: {"least":2,"most":1000,"usual":5,"isWhole":true,"isAboveLeast":false},
  seed: {"least":0,"most":4294967295,"usual":1,"isWhole":true,"isAboveLeast":false},
  batch_size: {"least":1,"most":65536,"usual":128,"isWhole":true,"isAboveLeast":false},
  learning_rate: {"least":0,"most":1,"usual":0.001,"isWhole":false,"isAboveLeast":true},
  beta: {"least":0,"most":1000,"usual":1,"isWhole":false,"isAboveLeast":false},
  beta_warmup_steps: {"least":0,"most":1000000000,"usual":0,"isWhole":true,"isAboveLeast":false},
  learning_rate_warmup_steps: {"least":0,"most":1000000000,"usual":0,"isWhole":true,"isAboveLeast":false},
});

/** Likelihoods, with the pixels of which each is a probability or density; see src/models/likelihood.h. */
export const LIKELIHOODS = /** @type {const} */ ({"bernoulli":["binarized","thresholded"],"continuous_bernoulli":["grey"],"gaussian":["grey"]});
export const LAYERS = /** @type {const} */ (["linear"]);
