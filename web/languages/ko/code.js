export default {
  'spine.label': '그린 숫자에서 복원까지',

  'pad.title': '내가 그린 숫자',
  'pad.label': '그림판',
  'pad.keys':
    '마우스, 펜, 손가락으로 그리세요. 단축키: 화살표는 펜 옮기기, Shift와 함께 누르면 크게, 둘을 함께 누르면 비스듬히, 스페이스는 펜 내리고 들기, R은 무작위 검증 숫자, [ 와 ]는 더 가는 펜과 더 굵은 펜, Control Z는 되돌리기, Control V는 그림 붙여넣기, Delete는 지우기입니다.',
  'pad.penDown': '펜을 내렸습니다',
  'pad.penUp': '펜을 들었습니다',
  'pad.blank': '숫자를 그려 보세요',
  'pad.clear': '지우기',
  'pad.undo': '되돌리기',
  'pad.random': '검증 숫자 보기',
  'pad.keepAs': '보관',
  'pad.kept': '숫자에서 숫자로 걷는 데 쓰도록 {name} 자리에 보관했습니다.',
  'pad.keepIn': '내 숫자 넣기: {name}',
  'pad.picture': '사진…',
  'pad.pen': '펜',
  'pad.pen1': '아주 가는 펜',
  'pad.pen2': '가는 펜',
  'pad.pen3': '보통 펜, MNIST와 같은 굵기',
  'pad.pen4': '굵은 펜',

  'picture.tooLarge':
    '{name} 파일을 열지 않았습니다. 그림은 {megabytes}MB까지 받습니다. 크기를 줄이거나 숫자 부분만 잘라 주세요.',
  'picture.tooManyPixels':
    '{name} 파일을 열지 않았습니다. 그림은 {megapixels}메가픽셀까지 받습니다. 크기를 줄이거나 숫자 부분만 잘라 주세요.',
  'picture.unreadable': '{name} 파일은 이 브라우저가 읽을 수 있는 그림이 아닙니다. PNG, JPEG, WebP 파일을 골라 주세요.',
  'picture.noInk':
    '{name}에서 숫자를 찾지 못했습니다. 밝은 종이에 어두운 숫자 하나, 또는 어두운 바탕에 밝은 숫자 하나가 있는 그림을 골라 주세요.',

  'sees.title': '{x} 모델이 보는 것',
  'sees.label': '모델이 보는 28×28 픽셀',
  'sees.pen': '28 × 28 픽셀',
  'sees.heldOut': '검증 숫자 {index}번(레이블 {label})',
  'sees.blank': '아직 그림이 없습니다',
  'sees.prepare': 'MNIST처럼 다듬기',
  'sees.picture': '가져온 사진에서',
  'sees.told': '알려 준 숫자',

  'encoder.title': '인코더',
  'decoder.title': '디코더',
  'decoder.paintAs': '그릴 숫자',
  'decoder.same': '같게',

  'code.title': '{mu} 평균, {sigma} 표준편차',
  'code.caption': '잠재 특징은 값 하나가 아니라 가우시안 분포입니다. 점선은 사전분포.',
  'code.captionMany': '잠재 특징은 값 하나가 아니라 가우시안 분포입니다. 막대는 {mu}, 수염은 ± {sigma}.',
  'code.dimension': '특징 {index}: {mu} {muValue}, {sigma} {sigmaValue}',
  'z.title': '{z} = {mu} + {sigma} · {epsilon}',
  'z.scaledTitle': '{z} = {mu} + {scale}·{sigma}·{epsilon}',
  'z.dimension': '특징 {index}: {epsilon} {epsilonValue}, {z} {zValue}',
  'z.sampled': '잡음 {epsilon}이 분포에서 한 점을 고릅니다.',
  'z.mean': '{epsilon} = 0이면 그 점은 평균입니다.',
  'z.scaled': '잡음을 학습 때의 {scale}배로 더합니다.',
  'z.scale': 'σ의 배수',
  'z.probe': '이 {z}는 지도에서 직접 고른 값입니다.',
  'z.resample': '새 {epsilon}',
  'z.atMean': '{epsilon} = 0',
  'z.probeEnd': '내 숫자로 돌아가기',
  'xhat.title': '{xhat} 복원',
  'xhat.label': '디코더가 z에서 그려 낸 그림',
  'xhat.preview': '포인터 아래의 {z}{values}에서 그린 그림. 누르면 고정됩니다.',
  'xhat.caption': '디코더가 {z}에서 그린 그림: 픽셀마다 잉크일 확률.',
  'xhat.captionMean': '디코더가 {z}에서 그린 그림: 픽셀마다의 평균.',

  'kind.ae.code': 'AE의 코드는 점 {z} 하나이며 {sigma}가 없습니다.',
  'kind.ae.z': '점 그 자체입니다. 뽑을 {epsilon}이 없습니다.',
  'kind.ae.title': '{z} 점 하나',
  'kind.ae.map':
    '글자는 검증 숫자의 코드 {z}, 원은 AE의 학습에 쓰이지 않는 N(0, I)의 1, 2, 3σ. 끌면 그곳의 {z}를 디코딩합니다.',
  'kind.noTitle': '코드 없음',
  'kind.noCode':
    '{name}에는 코드가 없습니다. 픽셀은 저마다 앞의 픽셀들이 주어졌을 때의 확률로 뽑힙니다. 아래 실험실을 보세요.',
  'kind.noReconstruction': '코드가 없으므로 복원도 없습니다.',
  'kind.noMap': '{name}에는 코드가 없어 지도도 없습니다. 아래 FVBN 실험실을 보세요.',
  'kind.ae.objective': '복원 오차',
  'kind.fvbn.objective': '−log p({x}), 정확한 값',
  'kind.vae.train': '스텝마다 숫자 배치를 보여 주고 −ELBO를 낮춥니다. 지도와 그린 숫자가 함께 움직입니다.',
  'kind.vae.train.beta':
    '스텝마다 숫자 배치를 보여 주고 복원 오차 + β · KL을 낮춥니다(β = {beta}). 곡선은 −ELBO입니다.',
  'kind.vae.train.iwae':
    '스텝마다 숫자 배치를 보여 주고 표본 {samples}개의 중요도 가중 하한을 높입니다. 곡선은 −ELBO입니다.',
  'kind.cvae.train': '스텝마다 숫자 배치를 레이블과 함께 보여 주고 −log p({x} | y)의 상한인 −ELBO를 낮춥니다.',
  'kind.cvae.train.beta': '스텝마다 숫자 배치를 레이블과 함께 보여 주고 복원 오차 + β · KL을 낮춥니다(β = {beta}).',
  'kind.cvae.train.iwae':
    '스텝마다 숫자 배치를 레이블과 함께 보여 주고 표본 {samples}개의 중요도 가중 하한을 높입니다.',
  'kind.ae.train': '스텝마다 숫자 배치를 보여 주고 복원 오차를 낮춥니다. 이 값은 가능도의 하한과 관계가 없습니다.',
  'kind.fvbn.train': '스텝마다 숫자 배치를 보여 주고 −log p({x}) 자체를 낮춥니다.',

  'net.layer': '은닉층 {index}: 유닛 {count}개, 활성 {active}개',
  'net.short': '{index}층: {count}개 중 {active}개 활성',
  'net.none': '은닉층 없음',
};
