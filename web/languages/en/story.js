export default {
  'view.story': 'Story',
  'view.bench': 'Workbench',
  'story.title': 'What a variational autoencoder does, in eight chapters',
  'story.bar': 'Chapters',
  'story.previous': 'Previous chapter',
  'story.next': 'Next chapter',
  'story.place': '{chapter} of {count}',
  'story.showMap': 'Map',
  'story.showPad': 'Pad',
  'story.fan': 'Eight samples of z, decoded',
  'story.end':
    'The workbench has every setting, curve and measurement, and the longer text with the derivations. P: presenter mode, in which ← and → change the chapter.',
};
