export default {
  'recognition.untrained': 'It shows {shown}, not {drawn}: it was not trained on {drawn}.',
  'recognition.collapsed': 'It shows {shown}, not {drawn}: its code carries no information.',
  'recognition.overlap': 'It shows {shown}, not {drawn}: in {count}‑D their codes overlap.',
  'recognition.more': 'Try 20‑D',
  'recognition.several': 'More than one digit? The models know one at a time.',
  'recognition.unusual': 'Unlike the training digits: its code says little.',
};
