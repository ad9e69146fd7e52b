export default {
  'sections.label': 'Parts of the page',
  'sections.draw': 'Draw',
  'sections.train': 'Train',
  'sections.explore': 'Explore',
  'sections.compare': 'Compare',
  'sections.lab': 'FVBN',
  'sections.article': 'Read',

  'article.title': 'What this page shows',
  'article.caption':
    'The ideas behind this page, with links that show each of them live, and nine tasks: predict the result, then run it.',
  'article.failed': 'The text could not be fetched: {message}',
  'article.task': 'Predict, then run',
  'article.right': 'Correct: that is what happens.',
  'article.happens': 'What happens: “{right}”',
  'task.label': 'Task {number} of {count}',
  'task.said': '{label}. You said: “{said}”',
  'task.ghost': 'The grey dots, for comparison: the codes of the model before, {name}.',
  'task.ghostCurve': 'In grey, for comparison: the codes and the loss of the model before, {name}.',
  'task.back': 'Back to the text',
  'article.wrong': 'Not quite. What happens: “{right}”',
};
