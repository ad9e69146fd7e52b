export default {
  'share.copy': '링크 복사',
  'share.copied': '링크를 복사했습니다. 지금 보이는 그대로 열립니다.',
  'share.copiedRun': '링크를 복사했습니다. 스텝 {steps}까지 학습해 같은 가중치(체크섬 {checksum})에 이릅니다.',
  'share.copiedRunning': '링크를 복사했습니다. 이 학습이 조금 전에 도달한 스텝 {steps}까지 학습합니다.',
  'share.byHand': '이 브라우저에서는 페이지가 직접 복사할 수 없습니다. 아래에 선택된 링크를 복사하세요.',
  'share.only.file':
    '설정만 담은 링크를 복사했습니다. 파일에서 온 가중치는 링크에 담을 수 없으니 파일을 함께 보내세요.',
  'share.only.settings':
    '설정만 담은 링크를 복사했습니다. 학습 도중에 설정이 바뀌어 링크로 재현할 수 없으니, 가중치를 저장해 파일로 보내세요.',
  'share.only.engine':
    '설정만 담은 링크를 복사했습니다. 학습 도중에 연산 방식이 바뀌어 링크로 재현할 수 없으니, 가중치를 저장해 파일로 보내세요.',
  'share.only.digits':
    '설정만 담은 링크를 복사했습니다. 이 학습에는 직접 불러온 데이터가 쓰였고, 이는 링크에 담을 수 없습니다. 가중치를 저장해 파일로 보내세요.',
  'share.only.diverged':
    '설정만 담은 링크를 복사했습니다. 이 학습은 발산했다가 되돌아온 것이라 링크로 재현할 수 없습니다. 가중치를 저장해 파일로 보내세요.',
  'share.only.long':
    '설정만 담은 링크를 복사했습니다. 스텝이 너무 많아 다시 학습하기에는 오래 걸리니, 가중치를 저장해 파일로 보내세요.',

  'link.training': '링크가 정한 {count} 스텝까지 학습하는 중 …',
  'link.same': '스텝 {steps}: 링크와 같은 가중치입니다. 체크섬 {checksum}',
  'link.differs':
    '스텝 {steps}: 링크에 적힌 것과 다른 가중치입니다. 여기서의 체크섬은 {checksum}. 정확 연산과 융합 연산은 서로 다른 가중치를 내며, 페이지 버전이 달라도 그럴 수 있습니다.',
  'link.noFused': '링크는 융합 연산을 쓰지만 이 브라우저는 지원하지 않습니다. 정확 연산을 쓰므로 가중치가 달라집니다.',
  'link.noWeights': '이 사이트에는 {name} 가중치가 없어, 학습하지 않은 새 모델을 대신 씁니다.',
  'link.expects.length': '링크를 쓰지 않았습니다: 최대 {most}자여야 하는데 {got}자입니다.',
  'link.expects.whole': '링크의 “{key}” 값을 쓰지 않았습니다: {low}부터 {high}까지의 정수여야 하는데 “{got}”입니다.',
  'link.expects.wholeOrNone':
    '링크의 “{key}” 값을 쓰지 않았습니다: {low}부터 {high}까지의 정수 또는 none이어야 하는데 “{got}”입니다.',
  'link.expects.number': '링크의 “{key}” 값을 쓰지 않았습니다: {low}부터 {high}까지의 수여야 하는데 “{got}”입니다.',
  'link.expects.positive': '링크의 “{key}” 값을 쓰지 않았습니다: 0보다 크고 {high} 이하인 수여야 하는데 “{got}”입니다.',
  'link.expects.choice': '링크의 “{key}” 값을 쓰지 않았습니다: {choices} 가운데 하나여야 하는데 “{got}”입니다.',
  'link.expects.sigma':
    '링크의 “{key}” 값을 쓰지 않았습니다: {low}부터 {high}까지의 수 또는 learned여야 하는데 “{got}”입니다.',
  'link.expects.sizes':
    '링크의 “{key}” 값을 쓰지 않았습니다: 1부터 {size}까지의 크기 {layers}개까지(예: 128-64-32, conv32k4s2p1-64) 또는 none이어야 하는데 “{got}”입니다.',
  'link.expects.lowerLayers':
    '링크의 “{key}” 값을 쓰지 않았습니다: 200-100:50,none:20처럼 층 {most}개까지, 층마다 은닉층 {layers}개까지와 {latent} 이하의 잠재 차원이어야 하는데 “{got}”입니다.',
  'link.expects.rising':
    '링크의 “{key}”를 쓰지 않습니다. 1부터 {high}까지의 에포크를 {count}개까지 작은 것부터 10-20-50처럼 적거나 none이어야 하는데 “{got}”입니다.',
  'link.expects.labels': '링크의 “{key}” 값을 쓰지 않았습니다: 겹치지 않는 숫자들(예: 017)이어야 하는데 “{got}”입니다.',
  'link.expects.labelsOrNone':
    '링크의 “{key}” 값을 쓰지 않았습니다: 겹치지 않는 숫자들(예: 017) 또는 none이어야 하는데 “{got}”입니다.',
  'link.expects.numbersOrNone':
    '링크의 “{key}” 값을 쓰지 않았습니다: {low}부터 {high}까지의 수를 쉼표로 잇거나 none이어야 하는데 “{got}”입니다.',
  'link.expects.axes':
    '링크의 “{key}” 값을 쓰지 않았습니다: 서로 다른 두 차원(예: 1,2) 또는 pca여야 하는데 “{got}”입니다.',
  'link.expects.dimensions': '링크의 “{key}” 값을 쓰지 않았습니다: {count}차원 코드에 맞아야 하는데 “{got}”입니다.',
  'link.expects.names':
    '링크의 “{key}” 값을 쓰지 않았습니다: none이거나 {choices} 가운데 몇이어야 하는데 “{got}”입니다.',
  'link.expects.sum': '링크의 “{key}” 값을 쓰지 않았습니다: 16진수 16자리 체크섬이어야 하는데 “{got}”입니다.',
  'link.expects.picture': '링크의 “{key}” 값을 쓰지 않았습니다: 이 페이지가 만든 사진이어야 하는데 “{got}”입니다.',
  'link.expects.slot':
    '링크의 “{key}” 값을 쓰지 않았습니다: 검증 이미지의 번호, 이 페이지가 만든 숫자 그림 또는 none이어야 하는데 “{got}”입니다.',
  'link.expects.difference':
    '링크의 “{key}” 값을 쓰지 않았습니다: A부터 D까지의 글자 하나와 숫자 둘(예: A,8,3)이어야 하는데 “{got}”입니다.',
  'link.expects.drawing':
    '링크의 “{key}” 값을 쓰지 않았습니다: 이 페이지가 만든 그림이거나 none이어야 하는데 “{got}”입니다.',

  'snapshot.label': '이 브라우저에 저장됨',
  'snapshot.none': '아직 없음',
  'snapshot.kept': '스텝 {step}',
  'snapshot.back': '지난 학습을 복구했습니다. 스텝 {step}에서 멈춰 있습니다.',
  'snapshot.backOtherDigits':
    '지난 학습을 복구했습니다. 스텝 {step}에서 멈춰 있습니다. 그때의 데이터는 {digits}, 지금은 기본 데이터입니다. 이어서 학습하면 기본 데이터를 씁니다.',
  'snapshot.dataLost':
    '{digits} 데이터로 학습한 지난 실행은 이어 갈 수 없습니다. 이 브라우저에 그 이미지가 남아 있지 않습니다. “내 데이터”에서 다시 여세요.',
  'snapshot.startFresh': '새로 시작',
};
