export default {
  'lesson.title': '학습 한 스텝 자세히 보기',
  'lesson.lead':
    '한 스텝에서 내 그림으로 무엇을 계산하는지 위의 줄을 따라 한 단계씩 봅니다. 내 그림의 실제 값과 그 값을 계산하는 C++ 코드가 함께 나옵니다.',
  'lesson.start': '시작',
  'lesson.open': '스텝 설명 보기',
  'lesson.previous': '이전',
  'lesson.next': '다음',
  'lesson.play': '느리게 재생',
  'lesson.pause': '정지',
  'lesson.again': '처음부터',
  'lesson.picture': 'PNG: 이 단계를 수치와 함께 저장',
  'lesson.close': '닫기',
  'lesson.formula': '내 그림의 값을 넣은 식',
  'lesson.code': '이것을 계산하는 C++ 코드',
  'lesson.codeLine': '{file}, {line}행',
  'lesson.position': '{count}단계 중 {at}단계: {name}',

  'lesson.encode.name': '인코딩',
  'lesson.sample.name': '샘플링',
  'lesson.decode.name': '디코딩',
  'lesson.loss.name': '손실',
  'lesson.gradients.name': '기울기',
  'lesson.update.name': '갱신',
  'lesson.changed.name': '변화',

  'lesson.encode.title': '인코더가 가우시안 분포를 출력합니다',
  'lesson.encode.vae': '픽셀이 은닉층을 거치고, 마지막 층 h에서 잠재 변수마다 평균 {mu}와 표준편차 {sigma}가 나옵니다.',
  'lesson.encode.ae': '픽셀이 은닉층을 거치고, 마지막 층 h에서 코드 {z}가 나옵니다. 표준편차가 없는 점 하나입니다.',
  'lesson.sample.title': '노이즈로 한 점을 샘플링합니다',
  'lesson.sample.vae':
    '{epsilon}을 신경망 밖에서 샘플링하므로 {z}는 {mu}와 {sigma}에 대해 미분할 수 있고, 기울기가 역전파됩니다.',
  'lesson.decode.title': '디코더가 그림을 계산합니다',
  'lesson.decode.vae': '같은 종류의 층을 반대 순서로 거쳐, {z}에서 픽셀마다 잉크일 확률이 나옵니다.',
  'lesson.decode.ae': '같은 종류의 층을 반대 순서로 거쳐, {z}에서 픽셀마다 잉크일 확률이 나옵니다.',
  'lesson.loss.title': '손실 계산',
  'lesson.loss.vae':
    'log p({x}|{z})가 커야 하므로 부호를 바꾼 값이 손실입니다. 픽셀에 대해서는 더하고 미니배치에 대해서는 평균합니다. KL 항은 가우시안을 N(0, I) 가까이에 둡니다.',
  'lesson.loss.ae':
    'log p({x}|{z})가 커야 하므로 부호를 바꾼 값이 손실입니다. 픽셀에 대해서는 더하고 미니배치에 대해서는 평균합니다. AE에는 KL 항이 없습니다.',
  'lesson.loss.learned':
    'log p({x}|{z})가 커야 하므로 부호를 바꾼 값이 손실입니다. 픽셀에 대해서는 더하고 미니배치에 대해서는 평균합니다. 학습된 사전분포와의 KL에는 공식이 없으므로 이 {z}의 log q − log p를 대신 쓰며, 이 항은 가우시안을 사전분포의 가우시안들 가까이에 둡니다.',
  'lesson.gradients.title': '역전파: 가중치가 손실에 미치는 영향',
  'lesson.gradients.vae':
    '연쇄 법칙을 따라 픽셀에서 가중치까지 거슬러 갑니다. {mu}와 {sigma}에서는 {z}를 거쳐 온 디코더의 기울기와 KL 항의 기울기가 더해집니다.',
  'lesson.gradients.ae':
    '연쇄 법칙을 따라 픽셀에서 가중치까지 거슬러 갑니다. 코드 {z}에는 디코더의 기울기만 전달됩니다.',
  'lesson.gradients.learned':
    '연쇄 법칙을 따라 픽셀에서 가중치까지 거슬러 갑니다. {mu}와 {sigma}에는 {z}를 거쳐 디코더와 log p({z})의 기울기가 오고, {sigma}에는 log q의 기울기도 더해집니다. 사전분포도 log p({z})의 기울기로 학습합니다.',
  'lesson.update.title': 'Adam이 모든 가중치를 조금씩 갱신합니다',
  'lesson.update.vae':
    '가중치마다 기울기의 반대 방향으로, 기울기의 크기와 관계없이 대략 학습률 η만큼 옮깁니다. m̂은 기울기의, v̂은 그 제곱의 이동 평균입니다.',
  'lesson.update.ae':
    '가중치마다 기울기의 반대 방향으로, 기울기의 크기와 관계없이 대략 학습률 η만큼 옮깁니다. m̂은 기울기의, v̂은 그 제곱의 이동 평균입니다.',
  'lesson.changed.title': '한 스텝 뒤의 같은 그림',
  'lesson.changed.vae':
    '{epsilon}이 같아도 새 가중치에서는 {mu}, {sigma}, {xhat}이 달라집니다. 학습은 이 과정을 미니배치마다 수천 번 반복합니다.',
  'lesson.changed.ae': '새 가중치에서는 {z}와 {xhat}이 달라집니다. 학습은 이 과정을 미니배치마다 수천 번 반복합니다.',

  'lesson.note.pixels': '학습 때처럼 픽셀을 0.5 기준으로 이진화했으므로 {mu}가 위의 줄과 조금 다를 수 있습니다.',
  'lesson.note.pixelsAe': '학습 때처럼 픽셀을 0.5 기준으로 이진화했으므로 {z}가 위의 줄과 조금 다를 수 있습니다.',
  'lesson.note.rows': '{count}개 차원 가운데 KL이 가장 큰 {shown}개만 적었습니다.',
  'lesson.note.rowsAe': '{count}개 차원 가운데 0에서 가장 먼 {shown}개만 적었습니다.',
  'lesson.note.iwae': '이 모델은 IWAE로 학습합니다. 여기 보이는 것은 −ELBO를 줄이는 한 스텝입니다.',
  'lesson.note.rose':
    '여기서는 손실이 커졌습니다. Adam은 이미 최적에 가까운 가중치도 비슷한 크기로 옮기므로 최적점을 지나칠 수 있습니다.',
  'lesson.note.copy': '복사본에서 계산하므로 모델은 그대로입니다.',
  'lesson.waits.noModel': '아직 모델이 없습니다. 새로 만들거나 가중치를 불러오세요.',
  'lesson.waits.blank': '숫자를 그려 보세요. 내 그림으로 한 스텝을 계산합니다.',
  'lesson.waits.training': '학습 중입니다. 일시 정지하면 내 그림의 한 스텝을 볼 수 있습니다.',
  'lesson.waits.severalLayers':
    '여기서는 잠재 변수가 하나인 모델의 한 스텝을 설명하는데, {name}에는 여럿 있습니다. VAE를 만들면 볼 수 있습니다.',
  'lesson.waits.otherLikelihood':
    '여기서는 베르누이 우도의 한 스텝을 설명합니다. 베르누이 우도로 모델을 만들면 볼 수 있습니다.',
  'lesson.waits.noCode':
    '{name}에는 인코더도 코드도 디코더도 없어 이런 단계가 없습니다. 이 모델의 스텝은 픽셀마다 log p({x})를 높입니다. 아래 FVBN 실험실을 보세요.',
  'lesson.failed': '스텝을 계산하지 못했습니다: {message}',

  'lesson.average': '재구성 오차, 픽셀에 대해',
  'lesson.sum': '픽셀에 대한 합',
  'lesson.mean': '픽셀에 대한 평균',
  'lesson.meanError': '평균 오차',
  'lesson.share.sum': 'KL은 손실의 {share}로, 두 항 가운데 하나입니다. 이것이 −ELBO입니다(β = 1일 때).',
  'lesson.share.mean':
    '이제 KL이 손실의 {share}로, β가 {beta}인 것과 같습니다. 재구성 오차의 비중이 너무 작아져 모델이 z를 쓰지 않게 됩니다. 이 값은 더 이상 −ELBO가 아닙니다.',
  'lesson.share.ae': 'AE에서는 평균을 내도 기울기가 {pixels}분의 1이 될 뿐입니다.',
  'lesson.norms.gradientNorm': '아래는 층별 기울기의 크기 ‖∂L/∂θ‖입니다',
  'lesson.norms.changeNorm': '아래는 층별 가중치의 변화량 ‖Δθ‖입니다',
  'lesson.noise': '추정 방법별 인코더 기울기의 잡음(기울기 길이의 배수). {epsilon} 샘플: {draws}개',
  'lesson.before': '전',
  'lesson.after': '후',
  'lesson.reconstruction': '재구성 오차, nats',
  'lesson.kl': 'KL, nats',
  'lesson.loss': '손실 L',
  'lesson.beforePicture': '스텝 전의 재구성',
  'lesson.afterPicture': '스텝 후의 재구성',
  'lesson.differencePicture': '재구성에서 달라진 곳',
  'lesson.difference': '변화(가장 진한 곳: {most})',
};
