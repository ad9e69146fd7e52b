export default {
  'share.copy': 'Copy link',
  'share.copied': 'The link is copied. It opens the page as you see it.',
  'share.copiedRun': 'The link is copied. It trains to step {steps} and ends in the same weights, checksum {checksum}.',
  'share.copiedRunning': 'The link is copied. It trains to step {steps}, where this run was a moment ago.',
  'share.byHand': 'This browser does not let the page copy. Copy the link selected below.',
  'share.only.file':
    'The link is copied, but with the settings only: a link cannot carry weights from a file. Send the file along.',
  'share.only.settings':
    'The link is copied, but with the settings only: they were changed during this run, so no link can repeat it. Save the weights and send the file.',
  'share.only.engine':
    'The link is copied, but with the settings only: the arithmetic was changed during this run, so no link can repeat it. Save the weights and send the file.',
  'share.only.digits':
    'The link is copied, but with the settings only: this run was trained on digits from your own files, which a link cannot carry. Save the weights and send the file.',
  'share.only.diverged':
    'The link is copied, but with the settings only: this run diverged and was restored, which a link cannot repeat. Save the weights and send the file.',
  'share.only.long':
    'The link is copied, but with the settings only: repeating so many steps would take too long. Save the weights and send the file.',

  'link.training': 'The link asks for {count} steps: training …',
  'link.training.one': 'The link asks for {count} step: training …',
  'link.same': 'Step {steps}: the same weights as in the link, checksum {checksum}.',
  'link.differs':
    'Step {steps}: the weights differ from those in the link; the checksum here is {checksum}. Exact and fused arithmetic give different weights, and so may another version of this page.',
  'link.noFused':
    'The link asks for fused arithmetic, which this browser does not have; exact arithmetic is used and gives other weights.',
  'link.noWeights': 'This site has no weights named {name}; a new, untrained model is used instead.',
  'link.expects.length': 'The link is not used: expected at most {most} characters, got {got}.',
  'link.expects.whole': 'The link’s “{key}” is not used: expected a whole number from {low} to {high}, got “{got}”.',
  'link.expects.wholeOrNone':
    'The link’s “{key}” is not used: expected a whole number from {low} to {high}, or none; got “{got}”.',
  'link.expects.number': 'The link’s “{key}” is not used: expected a number from {low} to {high}, got “{got}”.',
  'link.expects.positive': 'The link’s “{key}” is not used: expected a number above 0, at most {high}, got “{got}”.',
  'link.expects.choice': 'The link’s “{key}” is not used: expected one of {choices}, got “{got}”.',
  'link.expects.sigma':
    'The link’s “{key}” is not used: expected a number from {low} to {high}, or learned; got “{got}”.',
  'link.expects.sizes':
    'The link’s “{key}” is not used: expected up to {layers} sizes from 1 to {size}, as in 128-64-32 or conv32k4s2p1-64, or none; got “{got}”.',
  'link.expects.lowerLayers':
    'The link’s “{key}” is not used: expected up to {most} layers such as 200-100:50,none:20, each up to {layers} hidden sizes and a latent size of at most {latent}; got “{got}”.',
  'link.expects.rising':
    'The link’s “{key}” is not used: expected up to {count} rising epochs from 1 to {high}, as in 10-20-50, or none; got “{got}”.',
  'link.expects.labels': 'The link’s “{key}” is not used: expected digits, each at most once, as in 017; got “{got}”.',
  'link.expects.labelsOrNone':
    'The link’s “{key}” is not used: expected digits, each at most once, as in 017, or none; got “{got}”.',
  'link.expects.numbersOrNone':
    'The link’s “{key}” is not used: expected numbers from {low} to {high} with commas, or none; got “{got}”.',
  'link.expects.axes':
    'The link’s “{key}” is not used: expected two different dimensions, as in 1,2, or pca; got “{got}”.',
  'link.expects.dimensions':
    'The link’s “{key}” is not used: expected a value for a code of {count} dimensions, got “{got}”.',
  'link.expects.dimensions.one':
    'The link’s “{key}” is not used: expected a value for a code of {count} dimension, got “{got}”.',
  'link.expects.names': 'The link’s “{key}” is not used: expected none, or some of {choices}; got “{got}”.',
  'link.expects.sum': 'The link’s “{key}” is not used: expected a checksum of 16 hexadecimal digits, got “{got}”.',
  'link.expects.picture': 'The link’s “{key}” is not used: expected a picture as this page writes it, got “{got}”.',
  'link.expects.slot':
    'The link’s “{key}” is not used: expected the index of a held-out digit, a digit as this page writes it, or none; got “{got}”.',
  'link.expects.difference':
    'The link’s “{key}” is not used: expected one of A to D and two digits, as in A,8,3; got “{got}”.',
  'link.expects.drawing':
    'The link’s “{key}” is not used: expected a drawing as this page writes it, or none; got “{got}”.',

  'snapshot.label': 'saved in this browser',
  'snapshot.none': 'nothing yet',
  'snapshot.kept': 'step {step}',
  'snapshot.back': 'Your last run is restored, paused at step {step}.',
  'snapshot.backOtherDigits':
    'Your last run is restored, paused at step {step}. It was trained on {digits}; now it would continue on the built-in digits.',
  'snapshot.dataLost':
    'Your last run, on {digits}, cannot continue: this browser has not kept those images. Open them again under “Your data”.',
  'snapshot.startFresh': 'Start over',
};
