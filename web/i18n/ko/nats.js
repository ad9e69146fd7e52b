export default {
  'nats.title': '이 숫자를 nats로',
  'nats.reconstruction': '− 복원 오차',
  'nats.kl': '− KL',
  'nats.elbo': '= ELBO',
  'nats.logLikelihood': '≤ log p({x})',
  'nats.exact': 'log p({x}), 정확한 값',
  'nats.gap': '간격: KL(q({z}|{x}) ‖ p({z}|{x}))',
  'nats.bars': '한 축 위의 ELBO와 log p(x), 그리고 그 사이의 간격',
  'nats.note.vae': '픽셀은 ½에서 나눔',
  'nats.note.ae': 'AE에는 확률밀도가 없습니다. 코드에 분포를, 그림에 확률을 주지 않습니다.',
  'nats.note.fvbn': '픽셀은 ½에서 나눔. 하한도 간격도 없이 연쇄 법칙이 log p({x}) 자체를 줍니다. 아래 FVBN 실험실을 보세요.',
  'nats.note.made': '픽셀은 ½에서 나눔. 하한도 간격도 없이 연쇄 법칙이 log p({x}) 자체를 줍니다. 아래 FVBN 실험실을 보세요.',
};
