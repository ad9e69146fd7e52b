export default {
  'sections.label': '페이지 구성',
  'sections.draw': '그리기',
  'sections.train': '학습',
  'sections.explore': '탐색',
  'sections.compare': '비교',
  'sections.lab': 'FVBN',
  'sections.article': '읽기',

  'article.title': '이 페이지가 보여 주는 것',
  'article.caption':
    '이 페이지에 담긴 개념을 설명하고, 직접 확인할 수 있는 링크를 달았습니다. 과제 아홉 개에서는 결과를 먼저 예측한 뒤 실행해 봅니다.',
  'article.failed': '글을 가져오지 못했습니다: {message}',
  'article.task': '예측하고 실행하기',
  'article.right': '맞았습니다. 예측대로입니다.',
  'article.happens': '실제 결과: “{right}”',
  'task.label': '과제 {count}개 중 {number}번',
  'task.said': '{label}. 내 예측: “{said}”',
  'task.ghost': '회색 점은 비교를 위해 남겨 둔 이전 모델({name})의 코드입니다.',
  'task.ghostCurve': '회색은 비교를 위해 남겨 둔 이전 모델({name})의 코드와 손실입니다.',
  'task.back': '글로 돌아가기',
  'article.wrong': '예측과 다릅니다. 실제 결과: “{right}”',
};
