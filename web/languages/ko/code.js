export default {
  'spine.label': '내 그림에서 재구성까지',

  'pad.title': '내 그림',
  'pad.label': '그림판',
  'pad.keys':
    '마우스, 펜, 손가락으로 그리세요. 단축키: 화살표 키는 펜 이동(두 개를 함께 누르면 대각선, Shift와 함께 누르면 큰 이동), 스페이스는 펜 내리기와 들기, R은 무작위 검증 이미지, [ 와 ]는 더 가는 펜과 더 굵은 펜, Control Z는 되돌리기, Control V는 그림 붙여넣기, Delete는 지우기입니다.',
  'pad.penDown': '펜을 내렸습니다',
  'pad.penUp': '펜을 들었습니다',
  'pad.blank': '숫자를 그려 보세요',
  'pad.example': '직접 그려 보세요',
  'pad.clear': '지우기',
  'pad.undo': '되돌리기',
  'pad.random': 'MNIST 이미지',
  'pad.randomOwn': '내 데이터 이미지',
  'pad.keepAs': '저장',
  'pad.kept': '보간에 쓸 그림 {name}로 저장했습니다.',
  'pad.keepIn': '내 그림 저장: {name}',
  'pad.picture': '사진…',
  'pad.pen': '펜',
  'pad.pen1': '아주 가는 펜',
  'pad.pen2': '가는 펜',
  'pad.pen3': '보통 펜, MNIST와 같은 굵기',
  'pad.pen4': '굵은 펜',

  'picture.tooLarge':
    '{name} 파일을 열지 않았습니다. 그림 파일은 {megabytes}MB까지 열 수 있습니다. 크기를 줄이거나 숫자 부분만 잘라 주세요.',
  'picture.tooManyPixels':
    '{name} 파일을 열지 않았습니다. 그림 파일은 {megapixels}메가픽셀까지 열 수 있습니다. 크기를 줄이거나 숫자 부분만 잘라 주세요.',
  'picture.unreadable':
    '이 브라우저에서는 {name} 파일을 그림으로 읽을 수 없습니다. PNG, JPEG, WebP 파일을 골라 주세요.',
  'picture.noInk':
    '{name}에서 뚜렷한 숫자를 찾지 못했습니다. 진한 잉크로 쓴 숫자 하나를, 종이가 사진을 가득 채우도록 가까이에서 찍어 주세요.',

  'sees.title': '{x} 모델 입력',
  'sees.label': '모델에 입력되는 28×28 픽셀',
  'sees.pen': '{width} × {height} 픽셀',
  'sees.heldOut': '검증 이미지 {index}번(레이블 {label})',
  'sees.blank': '아직 그림이 없습니다',
  'sees.prepare': 'MNIST식 전처리',
  'sees.picture': '불러온 사진',
  'sees.told': '레이블',

  'encoder.title': '인코더',
  'decoder.title': '디코더',
  'decoder.paintAs': '레이블',
  'decoder.same': '동일',

  'code.title': '{mu} 평균, {sigma} 표준편차',
  'code.caption': '차원마다 가우시안 분포가 하나씩 있습니다. 점선: 사전분포, 아래(×{times}): 내 그림의 분포.',
  'code.captionNone': '차원마다 가우시안 분포가 하나씩 있습니다(점선: 사전분포).',
  'code.captionLearned': '점선: 학습된 사전분포, 아래(×{times}): 내 그림의 가우시안 분포.',
  'code.captionLearnedNone': '점선: 학습된 사전분포.',
  'code.captionMany': '각 잠재 변수는 값 하나가 아니라 가우시안 분포입니다(막대: {mu}, 수염: ± {sigma}).',
  'code.dimension': '차원 {index}: {mu} {muValue}, {sigma} {sigmaValue}',
  'z.title': '{z} = {mu} + {sigma} · {epsilon}',
  'z.scaledTitle': '{z} = {mu} + {scale}·{sigma}·{epsilon}',
  'z.dimension': '차원 {index}: {epsilon} {epsilonValue}, {z} {zValue}',
  'z.sampled': '노이즈 {epsilon}으로 한 점을 샘플링합니다.',
  'z.mean': '{epsilon} = 0이면 평균을 그대로 디코딩합니다.',
  'z.scaled': '노이즈를 학습 때의 {scale}배로 더합니다.',
  'z.scale': 'σ의 배율',
  'z.probe': '이 {z}는 지도에서 직접 고른 값입니다.',
  'z.resample': '새 {epsilon}',
  'z.atMean': '{epsilon} = 0',
  'z.probeEnd': '내 그림으로 돌아가기',
  'xhat.title': '{xhat} 재구성',
  'xhat.titleDecoded': '{xhat} 디코딩 결과',
  'xhat.label': 'z를 디코딩한 그림',
  'xhat.preview': '포인터 위치의 {z}{values}. 누르면 고정됩니다.',
  'xhat.caption': '픽셀마다 잉크일 확률.',
  'xhat.samplePixels': '픽셀 샘플링',
  'xhat.sampledLabel': '위 그림의 확률로 샘플링한 픽셀',
  'xhat.captionMean': '{z}를 디코딩한 결과: 픽셀마다의 평균.',

  'kind.ae.code': 'AE의 코드는 점 {z} 하나이며 {sigma}가 없습니다.',
  'kind.ae.z': '점 하나 그대로이며 {epsilon}을 샘플링하지 않습니다.',
  'kind.ae.title': '{z} 점 하나',
  'kind.ae.map':
    '숫자와 점은 검증 이미지의 코드 {z}, 원은 N(0, I)의 1, 2, 3σ입니다(AE는 이 분포에 맞추어 학습하지 않음). 드래그하면 그 위치의 {z}를 디코딩합니다.',
  'kind.noTitle': '코드 없음',
  'kind.noCode':
    '{name}에는 코드가 없습니다. 앞의 픽셀들이 주어졌을 때의 확률로 픽셀을 하나씩 샘플링합니다. 아래 FVBN 실험실을 보세요.',
  'kind.noReconstruction': '코드가 없으므로 재구성도 없습니다.',
  'kind.noMap': '{name}에는 코드가 없어 지도도 없습니다. 아래 FVBN 실험실을 보세요.',
  'kind.ae.objective': '재구성 오차',
  'kind.fvbn.objective': '−log p({x}), 정확한 값',
  'kind.vae.train': '스텝마다 미니배치로 가중치를 갱신해 −ELBO를 줄입니다. 지도와 재구성도 함께 바뀝니다.',
  'kind.vae.train.beta':
    '스텝마다 미니배치로 가중치를 갱신해 재구성 오차 + β · KL을 줄입니다(β = {beta}). 곡선은 −ELBO입니다.',
  'kind.vae.train.iwae':
    '스텝마다 미니배치로 가중치를 갱신해 샘플 {samples}개의 중요도 가중 하한을 높입니다. 곡선은 −ELBO입니다.',
  'kind.cvae.train': '스텝마다 미니배치와 그 레이블로 가중치를 갱신해 −log p({x} | y)의 상한인 −ELBO를 줄입니다.',
  'kind.cvae.train.beta':
    '스텝마다 미니배치와 그 레이블로 가중치를 갱신해 재구성 오차 + β · KL을 줄입니다(β = {beta}).',
  'kind.cvae.train.iwae':
    '스텝마다 미니배치와 그 레이블로 가중치를 갱신해 샘플 {samples}개의 중요도 가중 하한을 높입니다.',
  'kind.hvae.train': '스텝마다 모든 확률 층에서 샘플을 뽑아 −ELBO를 줄입니다. 지도는 맨 위층인 코드를 보여 줍니다.',
  'kind.hvae.train.beta':
    '스텝마다 재구성 오차 + β · 모든 층의 KL을 줄입니다(β = {beta}). 곡선은 −ELBO이고, 지도는 맨 위층을 보여 줍니다.',
  'kind.hvae.train.iwae':
    '스텝마다 모든 층의 샘플 {samples}개로 구한 중요도 가중 하한을 높입니다. 곡선은 −ELBO이고, 지도는 맨 위층을 보여 줍니다.',
  'kind.ae.train': '스텝마다 미니배치로 가중치를 갱신해 재구성 오차를 줄입니다. 이 값은 우도의 하한과 관계가 없습니다.',
  'kind.fvbn.train': '스텝마다 미니배치로 가중치를 갱신해 −log p({x}) 자체를 줄입니다.',
  'kind.fvbn.train.orderings':
    '스텝마다 픽셀 순서 {count}가지 중 하나씩 번갈아 −log p({x})를 줄입니다. 검증 손실은 p({x})를 평균한 값의 −log입니다.',

  'net.layer': '은닉층 {index}: 유닛 {count}개, 활성 {active}개',
  'net.short': '{index}층: {count}개 중 {active}개 활성',
  'net.none': '은닉층 없음',
};
