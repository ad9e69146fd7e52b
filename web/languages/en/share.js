export default {
  'share.copy': 'Copy link',
  'share.forClass': 'Link for a class',
  'share.hint': 'Whoever opens the link finds the page as you see it now, without the parts you tick.',
  'share.hide': 'Hide',
  'share.single': 'Single controls',
  'share.controls.row': 'Row',
  'share.controls.map': 'Map',
  'share.controls.train': 'Training',
  'share.controls.page': 'Page',
  'share.language': 'switch of language',
  'share.theme': 'switch of light and dark',
  'share.pictures': 'pictures (PNG)',
  'share.at': 'Opens at',
  'share.top': 'The top of the page',
  'share.link': 'Link',
  'share.copyThis': 'Copy this link',
  'share.copied': 'The link is copied. It opens the page as you see it.',
  'share.copiedRun': 'The link is copied. It trains to step {steps} and ends in the same weights, checksum {checksum}.',
  'share.copiedRunning': 'The link is copied. It trains to step {steps}, where this run stood a moment ago.',
  'share.byHand': 'This browser does not let the page copy. The link is selected below: copy it from there.',
  'share.only.file':
    'The link is copied, with the settings alone: weights from a file cannot travel in a link. Send the file along.',
  'share.only.settings':
    'The link is copied, with the settings alone: they were changed in the middle of this run, so no link can repeat it. Save the weights and send the file.',
  'share.only.engine':
    'The link is copied, with the settings alone: the arithmetic was changed in the middle of this run, so no link can repeat it. Save the weights and send the file.',
  'share.only.digits':
    'The link is copied, with the settings alone: this run has seen digits from your own files, which a link cannot carry. Save the weights and send the file.',
  'share.only.diverged':
    'The link is copied, with the settings alone: this run diverged and went back, which a link does not repeat. Save the weights and send the file.',
  'share.only.long':
    'The link is copied, with the settings alone: to repeat so many steps would take too long. Save the weights and send the file.',

  'panel.nats': 'This digit, in nats',
  'panel.map': 'The latent map',
  'panel.train': 'Training, with settings and files',
  'panel.settings': 'Settings of the model and of training',
  'panel.files': 'Files',
  'panel.lesson': 'The slow-motion lesson',
  'panel.explore': 'Exploring the code',
  'panel.compare': 'The comparison',
  'panel.lab': 'The FVBN lab',
  'panel.article': 'The article',
  'panel.footer': 'The footer, with this choice',

  'link.training': 'The link asks for {count} steps: training …',
  'link.training.one': 'The link asks for {count} step: training …',
  'link.same': 'Step {steps}: the same weights as in the link, checksum {checksum}.',
  'link.differs':
    'Step {steps}: other weights than the link names, here checksum {checksum}. Exact and fused arithmetic end in different weights, and so may another version of this page.',
  'link.noFused':
    'The link asks for fused arithmetic, which this browser does not have; exact arithmetic is used, and ends in other weights.',
  'link.noWeights': 'This site has no weights named {name}; a new, untrained model stands in for them.',
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
    'The link’s “{key}” is not used: expected up to {layers} sizes from 1 to {size}, as in 128-64-32, or none; got “{got}”.',
  'link.expects.labels': 'The link’s “{key}” is not used: expected digits, each at most once, as in 017; got “{got}”.',
  'link.expects.labelsOrNone':
    'The link’s “{key}” is not used: expected digits, each at most once, as in 017, or none; got “{got}”.',
  'link.expects.numbersOrNone':
    'The link’s “{key}” is not used: expected numbers from {low} to {high} with commas, or none; got “{got}”.',
  'link.expects.axes':
    'The link’s “{key}” is not used: expected two different dimensions, as in 1,2, or pca; got “{got}”.',
  'link.expects.dimensions':
    'The link’s “{key}” is not used: expected it to fit a code of {count} dimensions, got “{got}”.',
  'link.expects.dimensions.one':
    'The link’s “{key}” is not used: expected it to fit a code of {count} dimension, got “{got}”.',
  'link.expects.names': 'The link’s “{key}” is not used: expected none, or some of {choices}; got “{got}”.',
  'link.expects.sum': 'The link’s “{key}” is not used: expected a checksum of 16 hexadecimal digits, got “{got}”.',
  'link.expects.picture': 'The link’s “{key}” is not used: expected a picture as this page writes it, got “{got}”.',
  'link.expects.slot':
    'The link’s “{key}” is not used: expected the index of a held-out digit, a digit as this page writes it, or none; got “{got}”.',
  'link.expects.difference':
    'The link’s “{key}” is not used: expected one of A to D and two digits, as in A,8,3; got “{got}”.',
  'link.expects.drawing':
    'The link’s “{key}” is not used: expected a drawing as this page writes it, or none; got “{got}”.',

  'snapshot.label': 'kept in this browser',
  'snapshot.none': 'nothing yet',
  'snapshot.kept': 'step {step}',
  'snapshot.back': 'Your last run is back, paused at step {step}.',
  'snapshot.backOtherDigits':
    'Your last run is back, paused at step {step}. It was trained on {digits}; here are the built-in digits, on which it would go on.',
  'snapshot.startFresh': 'Start fresh',
};
