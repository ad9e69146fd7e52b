export default {
  'page.title': 'latentpad: 숫자를 그려 잠재 코드를 보고 VAE를 학습시키기',
  'page.description': '숫자를 그리고 잠재 코드를 보고, 이 탭에서 변분 오토인코더(VAE)를 학습시킵니다.',
  'page.cardAlt': '내 그림과 그 코드, 재구성, 잠재 공간 지도가 있는 페이지',
  'page.fallback': '최신 Chrome, Edge, Firefox, Safari에서 JavaScript와 WebAssembly를 허용했을 때의 화면입니다.',
  'page.lead': '숫자를 그려 잠재 코드를 보고, 이 탭에서 VAE를 학습시켜 보세요.',
  'page.language': '언어',
  'page.theme': '밝은 테마와 어두운 테마 전환',
  'page.noscript': '이 페이지는 브라우저 안에서 계산하므로 JavaScript가 필요합니다. 허용한 뒤 새로 고침 해 주세요.',
  'page.boot':
    '페이지의 일부가 아직 도착하지 않아 작동하지 않습니다. 연결이 느리거나 끊겼거나, 사이트가 업데이트되는 중일 수 있습니다. 이 안내가 계속 보이면 연결을 확인하고 페이지를 새로 고침 하세요. 마지막 학습은 복구됩니다.',
  'page.picture': 'PNG: 이 그림들을 저장',
  'notice.section':
    '페이지의 일부를 가져오지 못했습니다({message}). 페이지를 새로 고침 하세요. 학습과 설정은 복구됩니다.',
  'notice.reload': '새로 고침',
  'notice.retry': '다시 시도',
  'notice.dismiss': '닫기',
  'notice.dismissMore': '닫기({count}개 더 있음)',
  'error.whole': '{low}부터 {high}까지의 정수를 입력하세요.',
  'error.hidden':
    '1부터 {size}까지의 크기를 {layers}개까지 입력하세요. 예: 512, 256. VAE와 AE에서는 그 앞에 conv32k4s2p1 같은 합성곱 층도 쓸 수 있습니다.',
  'error.lowerLayers':
    '층을 {most}개까지 빗금으로 나누어 입력하세요. 층마다 은닉층 크기, 쌍점, 잠재 차원({latent} 이하)을 적습니다. 예: 200, 100: 50 / 20',
  'error.number': '{low}부터 {high}까지의 수를 입력하세요.',
  'error.sigma': '{low}부터 {high}까지의 수를 입력하거나, 학습하게 하려면 0을 입력하세요.',
  'error.learningRate': '0보다 크고 1 이하인 수를 입력하세요.',
  'error.scheduleAt': '1부터 {high}까지의 에포크를 작은 것부터 입력하거나 비워 두세요. 예: 10, 20, 50',
  'error.scheduleFactor': '0부터 1까지의 수를 입력하세요. 계단식이면 0보다 커야 합니다.',
  'error.estimator': 'DReG는 목적 함수가 IWAE일 때만 쓸 수 있습니다. 다른 기울기나 IWAE를 고르세요.',
  'error.choice': '목록에서 하나를 고르세요.',
  'error.limit': '비워 두거나 {low}부터 {high}까지의 정수를 입력하세요.',
  'error.digits': '숫자를 하나 이상 고르세요.',
  'error.noDigits': '이 레이블의 학습 이미지가 없습니다. 다른 숫자를 고르거나 다른 파일을 불러오세요.',

  'notice.diverged':
    '학습이 발산해 멈췄습니다. 스텝 {step}에서 손실이 한없이 커졌습니다. 마지막 정상 가중치로 되돌렸으니 학습률을 낮춰 보세요.',
  'notice.restarted':
    '엔진이 멈춰({reason}) 마지막 저장 지점에서 다시 시작했습니다. 이어서 학습하려면 학습 시작을 누르세요.',
  'notice.modelBefore': '이 모델에서 엔진이 다시 멈췄습니다({reason}). 이전 모델로 되돌렸습니다.',
  'notice.modelDropped': '이 모델에서 엔진이 다시 멈춰({reason}) 모델을 제거했습니다. 다른 모델을 만드세요.',
  'notice.notKept':
    '지금은 이 학습을 브라우저에 저장할 수 없습니다({message}). 학습은 계속되지만 새로 고침 하면 사라집니다. 가중치를 저장하거나 더 작은 모델을 쓰세요.',
  'notice.failed': '엔진을 실행할 수 없습니다: {message}',
  'notice.noShipped': '기본 모델을 가져오지 못했습니다({message}). 새 모델을 만들거나 파일에서 가중치를 불러오세요.',
  'notice.noDigits':
    '데이터를 가져오지 못했습니다({message}). 페이지를 새로 고침 하거나 “내 데이터”에서 파일을 고르세요.',
  'notice.loadFailed': '{name} 파일을 불러오지 못했습니다: {message}',
  'notice.replaced': '스텝 {step}까지 학습한 모델을 다른 모델로 바꿨습니다.',
  'notice.reset': '스텝 {step}까지 학습한 모델을 초기 가중치로 되돌렸습니다.',
  'notice.loaded': '{name} 파일을 불러왔습니다.',
  'notice.loadedBatch': '{name} 파일을 불러왔습니다. 학습 이미지가 적어 배치 크기를 {batchSize}로 줄였습니다.',
  'notice.loadedSize': '{name} 파일을 불러왔고, {width}×{height} 픽셀 이미지를 위한 새 모델을 만들었습니다.',
  'notice.loadedClasses': '{name} 파일을 불러왔고, 클래스 {count}개를 위한 새 모델을 만들었습니다.',
  'notice.digitsBack': '이 모델은 MNIST 숫자용이라 다시 MNIST 숫자를 씁니다.',
  'notice.loadedPaused': '{name} 파일을 불러왔습니다. 학습은 일시 정지했습니다.',
  'notice.loadedRounded': '{name} 파일을 불러왔습니다. 64비트 수는 32비트로 반올림했습니다.',
  'notice.loadedRoundedPaused':
    '{name} 파일을 불러왔습니다. 64비트 수는 32비트로 반올림했습니다. 학습은 일시 정지했습니다.',
  'notice.notWeights':
    '{name}: 가중치로 열 수 없습니다. 이 페이지나 명령줄 프로그램이 저장한 .safetensors 파일 하나를 고르거나, 나뉜 파일을 색인(.safetensors.index.json)과 함께 모두 고르세요.',
  'notice.dropUnknown':
    '{name}: .safetensors 가중치 파일 하나(나뉜 파일이면 색인과 함께 모두), “내 데이터”에서 읽는 이미지(IDX, NumPy, CSV, 사진의 ZIP이나 폴더), 또는 숫자 사진 하나를 놓으세요.',
  'notice.command': '요청이 실패했습니다: {message}',
  'notice.noThreads': '여러 스레드를 시작하지 못해({reason}) 스레드 하나로 계산합니다.',
  'notice.notIsolated': '스레드 하나로 계산합니다. 더 요청했지만 호스트가 이 페이지를 다른 출처와 격리하지 않습니다.',
};
