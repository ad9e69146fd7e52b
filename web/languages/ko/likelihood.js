export default {
  'nats.title': '이 숫자를 nats로',
  'nats.reconstruction': '− 복원 오차',
  'nats.kl': '− KL',
  'nats.klList': '차원별 KL(nats): {values}',
  'nats.klPart': '{z}{index}: {value}',
  'nats.elbo': '= ELBO',
  'nats.logLikelihood': '≤ log p({x}), 추정',
  'nats.logLikelihoodGiven': '≤ log p({x} | y), 추정',
  'nats.exact': 'log p({x}), 정확한 값',
  'nats.gap': '간격: KL(q({z}|{x}) ‖ p({z}|{x}))',
  'nats.gapGiven': '간격: KL(q ‖ p({z}|{x}, y))',
  'nats.bars': '한 축 위의 ELBO와 log p(x), 그리고 그 사이의 간격',
  'nats.barsGiven': '한 축 위의 ELBO와 log p(x | y), 그리고 그 사이의 간격',
  'nats.picture': 'PNG: 위의 과정과 이 수치들을 저장',
  'nats.note.vae': '픽셀은 ½ 기준으로 이진화',
  'nats.note.cvae': '픽셀은 ½ 기준으로 이진화, y 주어짐',
  'nats.note.grey':
    '회색 픽셀의 로그 밀도({likelihood})이며 0보다 클 수 있습니다. 같은 가능도의 모델끼리만 비교하세요.',
  'nats.note.ae': 'AE에는 확률밀도가 없습니다. 코드에 분포를, 그림에 확률을 주지 않습니다.',
  'nats.note.fvbn':
    '픽셀은 ½ 기준으로 이진화. 하한도 간격도 없이 연쇄 법칙이 log p({x}) 자체를 줍니다. 아래 FVBN 실험실을 보세요.',
  'nats.note.made':
    '픽셀은 ½ 기준으로 이진화. 하한도 간격도 없이 연쇄 법칙이 log p({x}) 자체를 줍니다. 아래 FVBN 실험실을 보세요.',
  'nats.usual.bound': '−ELBO로 보면 검증 숫자의 {percent}보다 흔합니다.',
  'nats.usual.ae': '검증 숫자의 {percent}보다 잘 복원됩니다.',
  'nats.usual.exact': 'log p({x})로 보면 검증 숫자의 {percent}보다 흔합니다.',
};
