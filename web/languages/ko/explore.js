export default {
  'explore.title': '잠재 공간 걷기',
  'explore.caption':
    '여기 있는 그림은 모두 이 페이지의 모델이 {z} 하나에서 디코딩한 것이며, 학습 중에도 따라 바뀝니다. 누르면 그 {z}가 지도에 놓입니다.',
  'explore.captionExact': '이 페이지의 모델이 스스로 그린 그림이며, 학습 중에도 따라 바뀝니다.',
  'explore.samples': '표본',
  'explore.otherSamples': '다른 표본',
  'explore.seed': '시드 {seed}',
  'explore.samples.vae': '사전분포 N(0, I)에서 뽑은 {z}를 디코딩했습니다. 모델이 스스로 지어낸 숫자입니다.',
  'explore.samples.cvae':
    '사전분포 N(0, I)에서 뽑은 {z}를 0, 1, … 9의 순서로 디코딩했습니다. 저마다 알려 준 숫자가 됩니다.',
  'explore.samples.ae':
    'N(0, I)는 AE의 학습에 쓰이지 않으므로, 여기서 뽑은 {z}는 AE가 배운 적 없는 곳에 떨어지는 일이 많습니다.',
  'explore.samples.exact': '픽셀을 하나씩 뽑은 정확한 표본입니다.',
  'explore.sample': '표본 {index}',
  'explore.rows': '특징 하나씩',
  'explore.rowsCaption':
    '줄마다 {z}의 한 차원만 −{reach}에서 {reach}까지 바꾸고 나머지는 그린 숫자의 {own}에 둡니다. 줄을 따라 바뀌는 것이 그 차원이 담은 특징입니다. 테두리는 그린 숫자의 자리입니다.',
  'explore.rowsCaptionBlank':
    '줄마다 {z}의 한 차원만 −{reach}에서 {reach}까지 바꾸고 나머지는 0에 둡니다. 줄을 따라 바뀌는 것이 그 차원이 담은 특징입니다.',
  'explore.dimension': '{z}{index}, KL {kl}',
  'explore.unused': '{z}{index}, 쓰이지 않음: KL {kl}',
  'explore.more': '{count}개 차원 모두',
  'explore.moreFirst': '{count}개 차원 중 처음 {most}개',
  'explore.fewer': '{count}개 중 앞의 몇 개만',
  'explore.at': 'z{index} = {value}',
  'explore.walks': '숫자에서 숫자로',
  'explore.walksCaption':
    '직접 그린 숫자를 A~D에 넣어 보세요. 코드 사이를 곧은 선으로 이으면, 모델은 그 사이에 있는 것을 그립니다.',
  'explore.slot': '숫자 {name}',
  'explore.keep': '내 숫자 넣기',
  'explore.line': 'A에서 B로',
  'explore.play': '움직이기',
  'explore.stop': '멈추기',
  'explore.moving': 'A에서 B로 가는 움직임',
  'explore.share': 'A에서 B까지 {share}',
  'explore.grid': '네 숫자 사이',
  'explore.cell': 'A, B, C, D 사이 {row}행 {column}열',
  'explore.change': '차이 더하기',
  'explore.changeCaption':
    '한 숫자의 평균 코드에서 다른 숫자의 평균 코드를 뺀 차이를, 세 번째 숫자에 −2배에서 2배까지 더합니다.',
  'explore.changeSlot': '대상',
  'explore.changeTo': '더할 평균',
  'explore.changeFrom': '뺄 평균',
  'explore.strength': '차이의 {value}배',
  'explore.classes': '한 필체로 열 숫자',
  'explore.classesCaption': '그린 숫자의 {mu}를 열 숫자로 그렸습니다. 코드는 필체를, 레이블은 숫자를 담습니다.',
  'explore.noClasses':
    '어떤 숫자를 그릴지는 조건부 VAE에만 알려 줄 수 있습니다. 기본 모델 CVAE로 시작하거나 새로 만들어 보세요.',
  'explore.class': '숫자 {digit}의 모양으로 그린 그림',
  'explore.noCode': '{name}에는 걸어 다닐 잠재 공간이 없습니다. 표본은 정확한 표본입니다.',
};
