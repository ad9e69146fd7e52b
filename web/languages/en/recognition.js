export default {
  'recognition.other': 'It shows {shown}, not {drawn}: in {count}-D their codes overlap.',
  'recognition.more': 'Try 20-D',
  'recognition.several': 'More than one digit? The models know one at a time.',
  'recognition.unusual': 'Unlike the training digits: its code says little.',
};
