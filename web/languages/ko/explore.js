export default {
  'explore.title': '잠재 공간 탐색',
  'explore.caption':
    '여기 있는 그림은 모두 이 페이지의 모델이 {z}를 디코딩한 것이며, 학습 중에도 갱신됩니다. 그림을 누르면 그 {z}가 지도에 표시됩니다.',
  'explore.captionExact': '이 페이지의 모델이 생성한 그림이며, 학습 중에도 갱신됩니다.',
  'explore.samples': '샘플',
  'explore.otherSamples': '다른 샘플',
  'explore.seed': '시드 {seed}',
  'explore.samples.vae': '사전분포 N(0, I)에서 샘플링한 {z}를 디코딩했습니다. 모델이 생성하는 그림입니다.',
  'explore.samples.cvae': '사전분포 N(0, I)에서 샘플링한 {z}를 레이블을 하나씩 차례로 주어 디코딩했습니다.',
  'explore.samples.hvae': '맨 위층의 {z}를 사전분포 N(0, I)에서 뽑고, 그 아래 층은 평균으로 두어 디코딩한 그림입니다.',
  'explore.samples.ae':
    'N(0, I)에서 샘플링한 {z}를 디코딩했습니다. AE는 이 분포에 맞추어 학습하지 않으므로, 숫자의 코드가 없는 곳이 많습니다.',
  'explore.samples.learned':
    '학습된 사전분포(가우시안 혼합)에서 샘플링한 {z}를 디코딩했습니다. 모델이 생성하는 그림입니다.',
  'explore.samples.exact': '픽셀을 하나씩 생성한 정확한 샘플입니다.',
  'explore.sample': '샘플 {index}',
  'explore.rows': '한 차원씩 바꾸기',
  'explore.rowsCaption':
    '줄마다 {z}의 한 차원만 −{reach}에서 {reach}까지 바꾸고 나머지는 내 그림의 {own}에 고정합니다. 줄을 따라 바뀌는 것이 그 차원이 담은 특징입니다. 테두리는 내 그림의 위치입니다.',
  'explore.rowsCaptionBlank':
    '줄마다 {z}의 한 차원만 −{reach}에서 {reach}까지 바꾸고 나머지는 0에 고정합니다. 줄을 따라 바뀌는 것이 그 차원이 담은 특징입니다.',
  'explore.dimension': '{z}{index} · {kl} nats',
  'explore.unused': '{z}{index} · {kl} nats, 쓰이지 않음',
  'explore.more': '{count}개 차원 모두 보기',
  'explore.moreFirst': '{count}개 차원 중 처음 {most}개 보기',
  'explore.fewer': '{count}개 중 앞의 몇 개만 보기',
  'explore.at': 'z{index} = {value}',
  'explore.walks': '그림 사이의 보간',
  'explore.walksCaption': '내 그림을 A~D에 저장해 보세요. 두 그림의 코드를 잇는 직선 위의 점들을 디코딩합니다.',
  'explore.oneLabel':
    '모두 레이블 {label} 하나로 디코딩하므로 같은 클래스의 그림이 나옵니다. 다른 레이블은 위쪽 디코더 아래의 ‘레이블’에서 고를 수 있습니다.',
  'explore.slot': '그림 {name}',
  'explore.keep': '내 그림 저장',
  'explore.line': 'A에서 B로',
  'explore.play': '재생',
  'explore.stop': '정지',
  'explore.moving': 'A에서 B로의 보간, 움직이는 그림',
  'explore.share': 'A에서 B까지 {share}',
  'explore.grid': '네 그림 사이',
  'explore.cell': 'A, B, C, D 사이 {row}행 {column}열',
  'explore.change': '잠재 벡터 덧셈·뺄셈',
  'explore.changeCaption':
    '한 숫자의 평균 코드에서 다른 숫자의 평균 코드를 뺀 벡터를, 내 그림의 코드에 −2배에서 2배까지 더합니다.',
  'explore.changeSlot': '그림',
  'explore.changeTo': '더할 평균',
  'explore.changeFrom': '뺄 평균',
  'explore.strength': '차이의 {value}배',
  'explore.classes': '같은 필체, 모든 레이블',
  'explore.classesCaption':
    '내 그림의 {mu}를 레이블 {labels}개로 각각 디코딩했습니다. 코드는 필체를, 레이블은 클래스를 담습니다.',
  'explore.noClasses':
    '레이블을 주어 디코딩하는 모델은 조건부 VAE뿐입니다. 기본 모델 CVAE로 시작하거나 새로 만들어 보세요.',
  'explore.class': '레이블 {digit}, 디코딩한 그림',
  'explore.noCode': '{name}에는 잠재 공간이 없습니다. 샘플은 정확한 샘플입니다.',
};
