export default {
  'samples.title': '사전분포에서 샘플을 뽑아 평균하면 안 될까?',
  'samples.lead':
    'p({x})는 사전분포에서 뽑은 {z}에 대한 p({x} | {z})의 평균이며, q에서 뽑은 {z}에 대한 p({x} | {z}) p({z}) / q({z} | {x})의 평균이기도 합니다. 샘플의 시드: {seed}.',
  'samples.chart': '샘플 1개에서 10,000개까지로 추정한 {value}(nats)',
  'samples.axis': 'nats, 샘플 수에 따라',
  'samples.value': 'log p({x})',
  'samples.valueGiven': 'log p({x} | y)',
  'samples.effective': '유효 샘플 수',
  'samples.largest': '가장 큰 가중치',
  'samples.prior': '사전분포 p({z})',
  'samples.q': 'q({z} | {x})',
  'samples.integral': '격자 위의 적분',
  'samples.elbo': 'ELBO',
  'samples.progress': '샘플 {of}개 중 {done}개',
  'samples.waiting': '학습을 멈추면 시작합니다.',
  'samples.hangs':
    '사전분포에서 샘플 {samples}개를 뽑았는데 가장 큰 가중치 하나가 전체 합의 {share}입니다. 추정값이 {z} 하나에 달려 있습니다. 유효 샘플 수가 {effective}인 q의 추정값은 {nats} nats 더 높습니다.',
  'samples.alone':
    '사전분포에서 샘플 {samples}개를 뽑았는데 가장 큰 가중치 하나가 전체 합의 {share}입니다. 추정값이 {z} 하나에 달려 있습니다.',
  'samples.below':
    '샘플을 {samples}개씩 뽑았을 때 사전분포로 구한 추정값이 q로 구한 값보다 {nats} nats 낮습니다. 사전분포의 샘플 가운데 이 그림을 설명하는 것이 거의 없습니다.',
  'samples.agree':
    '샘플을 {samples}개씩 뽑았을 때 두 추정값의 차이는 {nats} nats입니다. 잠재 차원이 {size}인 이 모델에서는 사전분포로도 이 그림의 우도를 추정할 수 있습니다.',
  'samples.narrow':
    '샘플을 {samples}개씩 뽑았을 때 q로 구한 추정값이 사전분포로 구한 값보다 {nats} nats 낮습니다. 여기서는 q가 실제 사후분포의 많은 부분을 놓칩니다.',
  'samples.stop': '멈추기',
  'samples.again': '다른 샘플로 다시',
  'samples.latent': '잠재 차원 {size}으로 보기',
};
