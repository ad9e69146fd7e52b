export default {
  'explore.title': 'Explore the latent space',
  'explore.caption':
    'Every picture here is decoded from a {z} by the model of this page, also while it trains. Press a picture to set its {z} on the map.',
  'explore.captionExact': 'What the model of this page generates, also while it trains.',
  'explore.samples': 'Samples',
  'explore.otherSamples': 'Other samples',
  'explore.seed': 'seed {seed}',
  'explore.samples.vae': '{z} sampled from the prior N(0, I) and decoded: what the model generates.',
  'explore.samples.cvae': '{z} sampled from the prior N(0, I) and decoded with each label in turn.',
  'explore.samples.hvae':
    '{z} of the top layer sampled from the prior N(0, I) and decoded with the means of the layers below.',
  'explore.samples.ae':
    '{z} sampled from N(0, I), which an AE is not trained to match: many lie where no digit was encoded.',
  'explore.samples.learned':
    '{z} sampled from the learned prior, a mixture of Gaussians, and decoded: what the model generates.',
  'explore.samples.exact': 'Exact samples, generated pixel by pixel.',
  'explore.sample': 'Sample {index}',
  'explore.rows': 'One dimension at a time',
  'explore.rowsCaption':
    'Each row changes one dimension of {z} from −{reach} to {reach} and keeps the others at your digit’s {own}. What changes along a row is what that dimension encodes. Framed: your digit.',
  'explore.rowsCaptionBlank':
    'Each row changes one dimension of {z} from −{reach} to {reach} and keeps the others at 0. What changes along a row is what that dimension encodes.',
  'explore.dimension': '{z}{index} · {kl} nats',
  'explore.unused': '{z}{index} · {kl} nats, unused',
  'explore.more': 'Show all {count} dimensions',
  'explore.moreFirst': 'Show the first {most} of {count} dimensions',
  'explore.fewer': 'Show the first few of {count}',
  'explore.at': 'z{index} at {value}',
  'explore.walks': 'From digit to digit',
  'explore.walksCaption':
    'Save your digits as A to D. The pictures are decoded along straight lines between their codes.',
  'explore.oneLabel':
    'All of them are decoded with one label, {label}, so all show the same digit. Choose another label under “decode as”, at the decoder above.',
  'explore.slot': 'Digit {name}',
  'explore.keep': 'save my digit',
  'explore.line': 'A to B',
  'explore.play': 'Play',
  'explore.stop': 'Stop',
  'explore.moving': 'The interpolation from A to B, moving',
  'explore.share': '{share} of the way from A to B',
  'explore.grid': 'Between all four',
  'explore.cell': 'Row {row}, column {column}, between A, B, C and D',
  'explore.change': 'Latent arithmetic',
  'explore.changeCaption': 'Mean code of one digit class minus another’s, added to one of your digits −2 to 2 times.',
  'explore.changeSlot': 'digit',
  'explore.changeTo': 'plus mean of',
  'explore.changeFrom': 'minus mean of',
  'explore.strength': '{value} times the difference',
  'explore.classes': 'One style, every digit',
  'explore.classesCaption':
    'Your digit’s {mu}, decoded with each of the {labels} labels: the code holds the style, the label the digit.',
  'explore.noClasses': 'Only a conditional VAE decodes with a label. Start from the shipped CVAE, or create one.',
  'explore.class': 'Decoded as digit {digit}',
  'explore.noCode': '{name} has no latent space; its samples are exact.',
};
