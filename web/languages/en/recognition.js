export default {
  'recognition.other': 'It shows {shown}, not {drawn}: in {count}-D their codes overlap.',
  'recognition.more': 'Try 20-D',
};
