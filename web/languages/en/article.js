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
    'The ideas behind the instruments, each with a link that shows it, and nine tasks: say what will happen, then run it.',
  'article.failed': 'The text could not be fetched: {message}',
  'article.task': 'Predict, then run',
  'article.right': 'That is what happens.',
  'article.happens': 'What happens: “{right}”',
  'task.label': 'Task {number} of {count}',
  'task.said': '{label}. You said: “{said}”',
  'task.back': 'Back to the text',
  'article.wrong': 'It turns out otherwise: “{right}”',
};
