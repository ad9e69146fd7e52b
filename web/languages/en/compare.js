export default {
  'compare.title': 'AE, VAE and FVBN, side by side',
  'compare.caption':
    'Three kinds of model, the same digits, the same seed, but not the same schedule: the AE and the VAE were trained for 60 epochs at a learning rate of 0.001, the FVBN for 44 epochs at 0.003, then 0.0003, then 0.00005. Further training uses the last rate of each.',
  'compare.caption.fresh': 'Three kinds of model, the same digits, the same seed, the same learning rate.',
  'compare.axes': 'Axes of the two maps',
  'compare.axes.name': 'axes:',
  'compare.axes.together': 'same',
  'compare.axes.each': 'fit',
  'compare.axes.same': 'Both maps have the same axes; dotted circles: N(0, I) at 1, 2 and 3 σ.',
  'compare.axes.fit': 'Each map has axes of its own, AE ±{ae} and VAE ±{vae}; dotted circles: N(0, I) at 1, 2 and 3 σ.',
  'compare.prior': 'Distribution of the codes of the AE’s samples',
  'compare.prior.name': 'codes of the AE’s samples:',
  'compare.prior.normal': 'N(0, I)',
  'compare.prior.gaussian': 'Gaussian fitted to its codes',
  'compare.prior.mixture': 'mixture of 10 Gaussians',
  'compare.play': 'Train all three',
  'compare.step': 'One step of each',
  'compare.reset': 'Back to the weights these three began with',
  'compare.scratch': 'Train all from scratch',
  'compare.otherSamples': 'Other samples',
  'compare.ae': 'AE',
  'compare.vae': 'VAE',
  'compare.fvbn': 'FVBN',
  'compare.ae.kind': 'An autoencoder: its code is a point.',
  'compare.vae.kind': 'Its code is a Gaussian, held near N(0, I).',
  'compare.fvbn.kind': 'A fully visible belief network: no code at all.',
  'compare.scatter.ae': 'Held-out digits at the AE’s codes',
  'compare.scatter.vae': 'Held-out digits at the means of the VAE’s codes',
  'compare.spoken.started': 'Comparison: all three train.',
  'compare.spoken.progress': 'Comparison, epoch {epoch}. Held-out, in nats: AE {ae}, VAE {vae}, FVBN {fvbn}.',
  'compare.spoken.paused': 'Comparison paused at epoch {epoch}. Held-out, in nats: AE {ae}, VAE {vae}, FVBN {fvbn}.',
  'compare.codesTable': 'mean codes as a table',
  'compare.codes': 'Where AE and VAE lay the ten digits',
  'compare.codes.ae': 'AE: mean code of each digit',
  'compare.codes.vae': 'VAE: mean code of each digit',
  'compare.table': 'Measures of the three models',
  'compare.noPlane':
    'An FVBN has no code, so there is no map. It writes the probability of a picture as a product over its pixels, each given those before it, and learns from that product itself.',
  'compare.samples.ae': 'Decoded from {z} drawn from N(0, I), which the AE was not trained for.',
  'compare.samples.gaussian':
    'Decoded from {z} drawn from a Gaussian fitted to the AE’s codes of training digits; on the map, its ellipses at 1 and 2 σ.',
  'compare.samples.mixture':
    'Decoded from {z} drawn from a mixture of 10 Gaussians fitted to the AE’s codes of training digits by EM; on the map, their ellipses at 1 and 2 σ.',
  'compare.strip.ae': 'Samples of the AE',
  'compare.samples.vae': 'Decoded from {z} drawn from N(0, I), its prior: the probability of ink in each pixel.',
  'compare.strip.vae': 'Samples of the VAE',
  'compare.samples.fvbn': 'Drawn pixel by pixel: exact samples.',
  'compare.notKept': 'What is trained here is not kept: a reload forgets it.',
  'compare.strip.fvbn': 'Samples of the FVBN',
  'compare.labels.ae': 'Labels of the AE’s samples',
  'compare.labels.vae': 'Labels of the VAE’s samples',
  'compare.labels.fvbn': 'Labels of the FVBN’s samples',
  'compare.bars': '{name}, {samples} in all. {list}',
  'compare.bars.caption':
    '{samples} such samples by the label that a classifier gives them; dashed: all equally frequent.',
  'compare.shipped': 'Shipped weights; here {count} steps more. {weights} parameters.',
  'compare.shipped.one': 'Shipped weights; here {count} step more. {weights} parameters.',
  'compare.fresh': 'From seed {seed}, {count} steps. {weights} parameters.',
  'compare.fresh.one': 'From seed {seed}, {count} step. {weights} parameters.',
  'compare.bound': '≤ {value} (bound)',
  'compare.exact': '= {value} (exact)',
  'compare.noReconstruction': 'An FVBN has no code, so no reconstruction.',
  'compare.noDensity': 'An AE has no density.',
  'compare.noNearest': 'Not measured for a fitted density.',
  'compare.noCode': 'An FVBN has no code.',
  'compare.measure': 'measure',
  'compare.claim': 'It is often said that a VAE reconstructs better than an AE.',
  'compare.claimAe':
    'Measured here, on digits neither was trained on, the AE reconstructs better: {ae} against {vae} nats.',
  'compare.claimVae':
    'Measured here, on digits neither was trained on, it does for now: {vae} against the AE’s {ae} nats.',
  'compare.claimEqual':
    'Measured here, on digits neither was trained on, they are about equal for now: AE {ae}, VAE {vae} nats.',
  'compare.codesFrom.gaussian':
    'The codes of the AE’s samples are now drawn from a Gaussian fitted to its codes after training, those of the VAE’s from N(0, I), fixed before training.',
  'compare.codesFrom.mixture':
    'The codes of the AE’s samples are now drawn from a mixture of 10 Gaussians fitted to its codes after training, those of the VAE’s from N(0, I), fixed before training.',
  'compare.samplesVae':
    'The VAE’s samples are more varied: the entropy of their labels, given by a classifier, is {vae} nats, that of the AE’s {ae}; ten equally frequent labels would have {highest}. Most frequent labels: AE {aeLabels} ({aeShare} of its samples), VAE {vaeLabels} ({vaeShare}).',
  'compare.samplesAe':
    'For now the AE’s samples are more varied: the entropy of their labels, given by a classifier, is {ae} nats, that of the VAE’s {vae}; ten equally frequent labels would have {highest}. Most frequent labels: AE {aeLabels} ({aeShare} of its samples), VAE {vaeLabels} ({vaeShare}).',
  'compare.samplesEqual':
    'For now the samples of both are about equally varied: the entropies of their labels, given by a classifier, AE {ae} and VAE {vae} nats, differ by no more than the sampling error of {samples} samples each; ten equally frequent labels would have {highest}.',
  'levels.title': 'How good the shipped models are',
  'levels.about':
    'The mean of −log p({x}) over the last 10,000 of MNIST’s training digits, which none of these models was trained on, in nats with its standard error; less is better. ≤: a bound, importance-weighted with 5,000 samples of {z}; =: exact. The published values are of MNIST’s test digits, which are easier by about one nat.',
  'levels.caption': 'Likelihoods of the shipped models',
  'levels.model': 'start from',
  'levels.nats': '−log p({x}), nats',
  'levels.published': 'published for this kind',
  'levels.publishedBy': '{nats} ({source})',
  'levels.samples': 'samples',
  'levels.sample': 'Draw samples of each',
  'levels.sampling': 'Drawing samples…',
  'levels.samplesOf': 'Samples of {name}',
  'row.reconstruction': 'reconstruction error, nats',
  'row.reconstruction.is':
    '−log p({x} | {z}) summed over the pixels, mean over the held-out digits. {z}: the AE’s code; for the VAE one draw from q({z} | {x}). Less is closer.',
  'row.likelihood': '−log p({x}), nats',
  'row.likelihood.is':
    'How unlikely the model finds a held-out digit, mean. FVBN: exact, −Σ log p({xi} | {before}). VAE: only a bound, −ELBO = reconstruction error + KL, which lies above.',
  'row.centredness': 'distance of the mean code from 0',
  'row.centredness.is':
    '‖mean of the codes‖ / √d: how far the middle of the cloud is from the origin, in σ of N(0, I). 0 is centred.',
  'row.spread': 'spread',
  'row.spread.is':
    '√(tr S / d), S the covariance of the codes, a VAE’s σ² included: 1 when the cloud is as wide as N(0, I).',
  'row.momentMatchedKl': 'KL of the codes to N(0, I)',
  'row.momentMatchedKl.is':
    '½ (tr S + ‖m‖² − d − ln det S) in nats, of the Gaussian with the mean m and covariance S of the aggregated posterior. 0: they have the prior’s mean and covariance.',
  'row.mmd': 'MMD to N(0, I)',
  'row.mmd.is':
    'Squared maximum mean discrepancy between the codes (a VAE’s means) and draws from N(0, I), kernel C / (C + ‖a − b‖²), C = 2d. 0: no difference found; it may fall a little below 0.',
  'row.knnAccuracy': 'k-NN accuracy',
  'row.knnAccuracy.is':
    'Share of held-out digits whose label is that of most of their nearest neighbours in the plane: are like digits neighbours?',
  'row.silhouette': 'silhouette',
  'row.silhouette.is':
    'Mean of (b − a) / max(a, b): a is the distance to digits of the same label, b to the nearest other label. 1: apart; 0: touching; below: mixed.',
  'row.participationRatio': 'dimensions filled',
  'row.participationRatio.is':
    '(tr C)² / tr(C²), C the covariance of the codes: 1 when they lie on a line, d when they are as wide in every dimension.',
  'row.smoothness': 'jumps along an interpolation',
  'row.smoothness.is':
    'On straight lines between codes, in 10 steps: largest change of the picture over mean change, ‖Δx‖. 1: even; 10: all in one jump.',
  'row.labelEntropy': 'samples: entropy of labels',
  'row.labelEntropy.is':
    '−Σ p ln p of the labels the classifier gives, in nats: 2.30 when all ten digits come equally often, 0 when one comes always.',
  'row.labelHistogram': 'samples: labels 0 to 9',
  'row.labelHistogram.is':
    'How many samples the classifier gives the label 0, 1, 2, … 9, in this order: the bars under the samples.',
  'row.classifierConfidence': 'samples: classifier’s confidence',
  'row.classifierConfidence.is':
    'Mean over the samples, thresholded at 0.5, of the highest probability a classifier of digits gives. High: they look like some digit.',
  'row.nearestDistance': 'samples: to the nearest digit',
  'row.nearestDistance.is':
    'Mean over prior samples of the Euclidean distance to the nearest training digit, both thresholded at 0.5. Near 0 they would be copies; large, no digits.',
};
