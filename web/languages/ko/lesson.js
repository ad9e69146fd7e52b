export default {
  'lesson.title': '학습 한 스텝을 천천히',
  'lesson.lead':
    '한 스텝이 그린 숫자로 무엇을 하는지, 위의 줄을 따라 한 단계씩 봅니다. 이 숫자의 실제 값과 그것을 계산하는 C++ 코드가 함께 나옵니다.',
  'lesson.start': '시작',
  'lesson.open': '천천히…',
  'lesson.previous': '이전',
  'lesson.next': '다음',
  'lesson.play': '느린 재생',
  'lesson.pause': '멈춤',
  'lesson.again': '처음부터',
  'lesson.picture': 'PNG: 이 단계를 수와 함께 저장',
  'lesson.close': '닫기',
  'lesson.formula': '이 숫자의 값을 넣은 식',
  'lesson.code': '이것을 계산하는 C++ 코드',
  'lesson.codeLine': '{file}, {line}행',
  'lesson.position': '{count}단계 중 {at}단계: {name}',

  'lesson.encode.name': '인코딩',
  'lesson.sample.name': '표본 추출',
  'lesson.decode.name': '디코딩',
  'lesson.loss.name': '손실',
  'lesson.gradients.name': '기울기',
  'lesson.update.name': '갱신',
  'lesson.changed.name': '달라진 것',

  'lesson.encode.title': '인코더가 가우시안 분포를 내놓습니다',
  'lesson.encode.vae': '픽셀이 은닉층을 지나고, 마지막 층 h가 잠재 특징마다 평균 {mu}와 표준편차 {sigma}를 줍니다.',
  'lesson.encode.ae': '픽셀이 은닉층을 지나고, 마지막 층 h가 코드 {z}를 줍니다. 표준편차가 없는 점 하나입니다.',
  'lesson.sample.title': '잡음이 한 점을 고릅니다',
  'lesson.sample.vae':
    '{epsilon}을 신경망 밖에서 뽑으므로 {z}는 {mu}와 {sigma}의 매끄러운 함수가 되고, 기울기가 이를 거슬러 흐를 수 있습니다.',
  'lesson.decode.title': '디코더가 그립니다',
  'lesson.decode.vae': '같은 종류의 층을 반대 방향으로 지나, {z}에서 784개 픽셀마다 잉크일 확률이 나옵니다.',
  'lesson.decode.ae': '같은 종류의 층을 반대 방향으로 지나, {z}에서 784개 픽셀마다 잉크일 확률이 나옵니다.',
  'lesson.loss.title': '얼마나 나쁜가',
  'lesson.loss.vae':
    'log p({x}|{z})는 커야 하므로 부호를 바꾼 값은 작아야 합니다. 한 숫자의 픽셀에 대해서는 합, 배치에 대해서만 평균입니다. KL은 가우시안이 N(0, I) 가까이 있기를 요구합니다.',
  'lesson.loss.ae':
    'log p({x}|{z})는 커야 하므로 부호를 바꾼 값은 작아야 합니다. 한 숫자의 픽셀에 대해서는 합, 배치에 대해서만 평균입니다. AE에는 KL이 없습니다.',
  'lesson.gradients.title': '무엇의 탓인가',
  'lesson.gradients.vae':
    '연쇄 법칙을 따라 픽셀에서 가중치까지 거슬러 갑니다. {mu}와 {sigma}에는 두 목소리가 닿습니다. {z}를 거쳐 온 디코더의 것과 KL의 것입니다.',
  'lesson.gradients.ae': '연쇄 법칙을 따라 픽셀에서 가중치까지 거슬러 갑니다. 코드 {z}에는 디코더의 목소리만 닿습니다.',
  'lesson.update.title': 'Adam이 모든 가중치를 조금 옮깁니다',
  'lesson.update.vae':
    '기울기의 반대쪽으로, 기울기가 얼마나 가파르든 대략 학습률 α만큼 옮깁니다. m̂은 기울기의, v̂은 그 제곱의 이동 평균입니다.',
  'lesson.update.ae':
    '기울기의 반대쪽으로, 기울기가 얼마나 가파르든 대략 학습률 α만큼 옮깁니다. m̂은 기울기의, v̂은 그 제곱의 이동 평균입니다.',
  'lesson.changed.title': '한 스텝 뒤의 같은 숫자',
  'lesson.changed.vae':
    '같은 {epsilon}이라도 새 가중치는 다른 {mu}, 다른 {sigma}, 다른 {xhat}을 줍니다. 학습은 이것을 배치 단위로 수천 번 되풀이하는 일입니다.',
  'lesson.changed.ae':
    '새 가중치는 다른 {z}와 다른 {xhat}을 줍니다. 학습은 이것을 배치 단위로 수천 번 되풀이하는 일입니다.',

  'lesson.note.pixels': '학습 때처럼 픽셀을 ½ 기준으로 이진화했으므로 {mu}는 위의 줄과 조금 다를 수 있습니다.',
  'lesson.note.pixelsAe': '학습 때처럼 픽셀을 ½ 기준으로 이진화했으므로 {z}는 위의 줄과 조금 다를 수 있습니다.',
  'lesson.note.rows': '{count}개 차원 가운데 KL이 가장 큰 {shown}개만 적었습니다.',
  'lesson.note.rowsAe': '{count}개 차원 가운데 0에서 가장 먼 {shown}개만 적었습니다.',
  'lesson.note.iwae': '이 모델은 중요도 가중치로 학습합니다. 여기 보이는 것은 −ELBO의 한 스텝입니다.',
  'lesson.note.rose':
    '여기서는 손실이 커졌습니다. Adam의 한 걸음은 이미 잘 맞는 가중치에도 똑같이 길어 지나칠 수 있습니다.',
  'lesson.note.copy': '복사본에서 계산하므로 모델은 그대로입니다.',
  'lesson.waits.noModel': '아직 모델이 없습니다. 새로 만들거나 가중치를 불러오세요.',
  'lesson.waits.blank': '숫자를 그려 보세요. 이 스텝은 그린 숫자에 대한 것입니다.',
  'lesson.waits.training': '학습이 진행 중입니다. 멈추면 스텝이 다시 그린 숫자를 따라갑니다.',
  'lesson.waits.otherLikelihood':
    '이 수업은 베르누이 가능도의 스텝을 설명합니다. 그 가능도로 모델을 만들면 볼 수 있습니다.',
  'lesson.waits.noCode':
    '{name}에는 인코더도 코드도 디코더도 없어 따라갈 줄이 없습니다. 이 모델의 스텝은 픽셀 하나하나의 log p({x})를 높입니다. 아래 FVBN 실험실을 보세요.',
  'lesson.failed': '스텝을 따라가지 못했습니다: {message}',

  'lesson.average': '복원 오차, 픽셀에 대해',
  'lesson.sum': '픽셀에 대한 합',
  'lesson.mean': '픽셀에 대한 평균',
  'lesson.meanError': '평균 오차',
  'lesson.share.sum': 'KL은 손실의 {share}로, 두 항 가운데 하나입니다. 이것이 −ELBO입니다(β = 1일 때).',
  'lesson.share.mean':
    '이제 KL이 손실의 {share}로, β가 {beta}인 것과 같습니다. 복원 오차가 묻혀 학습은 코드를 포기합니다. 이 값은 더 이상 −ELBO가 아닙니다.',
  'lesson.share.ae': 'AE에서는 평균을 내도 기울기가 784분의 1이 될 뿐입니다.',
  'lesson.norms.gradientNorm': '아래는 층마다 기울기의 길이 ‖∂L/∂θ‖입니다',
  'lesson.norms.changeNorm': '아래는 층마다 움직인 거리 ‖Δθ‖입니다',
  'lesson.before': '전',
  'lesson.after': '후',
  'lesson.reconstruction': '복원 오차, nats',
  'lesson.kl': 'KL, nats',
  'lesson.loss': '손실 L',
  'lesson.beforePicture': '스텝 전의 복원',
  'lesson.afterPicture': '스텝 후의 복원',
  'lesson.differencePicture': '복원에서 달라진 곳',
  'lesson.difference': '변화, 가장 진한 곳: {most}',
};
