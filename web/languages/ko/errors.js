/** What the engine and the fetching of files say of themselves. */
export default {
  'message.unreachable': '엔진을 가져오지 못했습니다({reason}). 연결을 확인하고 페이지를 새로 고침 하세요.',
  'message.missing':
    '이 호스트에 엔진이 없습니다. {file} 요청에 {status} 응답이 왔습니다. 페이지를 새로 고침 하세요. 그래도 안 되면 사이트가 온전히 배포되지 않은 것입니다.',
  'message.noWebAssembly':
    '이 브라우저는 WebAssembly를 지원하지 않거나, WebAssembly가 꺼져 있습니다. 다른 브라우저로 열어 보세요.',
  'message.damaged':
    '받은 엔진이 손상되었거나 브라우저가 너무 오래되었습니다({reason}). 페이지를 새로 고침 하거나, WebAssembly 예외를 지원하는 브라우저(2022년 이후)를 쓰세요.',
  'message.stopped': '엔진이 답하기 전에 멈췄습니다({reason}). 페이지를 새로 고침 하세요.',
  'message.stoppedOften': '엔진이 {count}번 멈췄습니다({reason}). 페이지를 새로 고침 하세요.',
  'message.stoppedMeanwhile': '그사이 엔진이 멈췄습니다. 다시 고르세요.',
  'message.replaced': '다른 엔진이 이어받았습니다. 페이지를 새로 고침 하세요.',
  'message.notRunning': '엔진이 실행 중이 아닙니다. 페이지를 새로 고침 하세요.',
  'message.stepTooLong':
    '학습 한 스텝이 이 페이지의 한도보다 약 {times}배 오래 걸립니다. 가능한 설정: {fits}. 명령줄 프로그램에는 이 한도가 없습니다.',
  'message.modelTooLarge':
    '모델에 메모리 {needed} MB가 필요하지만 이 페이지에서는 {most} MB까지 쓸 수 있습니다. 가능한 설정: {fits}. 명령줄 프로그램에는 이 한도가 없습니다.',
  'message.fileNeedsMemory':
    '{size} MB인 이 파일을 읽으려면 메모리 {needed} MB가 필요하지만 이 페이지에서는 {most} MB까지 쓸 수 있습니다. 명령줄 프로그램을 쓰세요.',
  'message.fitSamples': 'k를 {most} 이하로',
  'message.fitBatch': '배치 크기를 {most} 이하로',
  'message.fitWidth': '은닉층을 {most} 유닛 이하로',
  'message.fitComponents': '사전분포의 성분을 {most}개 이하로',
  'message.fitOr': '{first}, 또는 {second}',
  'message.fitLess': '은닉층과 배치 크기를 함께 줄이기',
  'message.silent': '응답이 끊겼습니다',
  'message.unreadable': '메시지를 읽지 못했습니다',
  'message.workerMissing': '워커를 불러오지 못했습니다',
  'message.threadsSilent': '스레드가 시작되지 않았습니다',
  'message.threadsMissing': '스레드를 불러오지 못했습니다',
  'message.noSimd': '이 브라우저에는 WebAssembly SIMD가 없습니다',
  'message.notIsolated': '페이지가 다른 출처와 격리되어 있지 않습니다',
  'message.oneFile': '파일 하나로 된 페이지는 스레드 하나로 계산합니다',
  'message.stalled': '{seconds}초 동안 데이터가 오지 않았습니다',
  'message.otherBytes': '이 페이지의 파일이 아닙니다: {count}바이트, {type}',
  'message.http': '호스트가 HTTP {status} 응답을 보냈습니다',
  'message.fileTooLarge':
    '파일이 너무 큽니다. {megabytes} MB인데 {most} MB까지만 읽습니다. 더 작은 파일이나 명령줄 프로그램을 쓰세요',
  'message.otherImageSize':
    '{width}×{height} 픽셀 이미지를 위한 모델인데, 쓰고 있는 데이터는 {ofData} 픽셀입니다. 먼저 “내 데이터”에서 모델의 크기에 맞는 데이터를 여세요',
  'message.fileMissing': '{file} 파일을 받을 수 없습니다. 호스트가 HTTP {status}을 돌려주었습니다',
  'message.codeMissing': '{file}은 코드가 없는 모델({model})입니다. VAE나 AE를 고르세요',
  'message.sourceMissing': '.safetensors 파일의 주소를 src 속성에 적어야 합니다',
  'message.network': '연결이 끊겼습니다. 연결을 확인하고 다시 시도하세요 [{detail}]',
  'message.workerFailed': '코드 오류 [{detail}]',
  'message.shortOfMemory': '메모리가 부족합니다. 모델을 줄이거나 다른 탭을 닫으세요 [{detail}]',
  'message.notStarted': '엔진이 아직 시작되지 않았습니다. 잠시 뒤 다시 시도하세요',
  'message.noModel': '아직 모델이 없습니다. 모델을 만들거나 가중치를 불러오세요',
  'message.noDigits': '아직 데이터가 없습니다. 불러올 때까지 기다리거나 직접 파일을 고르세요',
  'message.batchTooLarge':
    '미니배치({got}장)가 학습 이미지 {count}장보다 큽니다. 배치 크기를 줄이거나 데이터를 늘리세요',
  'message.gzipUnreadable': 'gzip 파일이 손상되었거나 잘렸거나, 뒤에 다른 내용이 붙어 있습니다. 다시 내려받으세요',
  'message.unknown': '다시 시도하거나 페이지를 새로 고침 하세요 [{detail}]',
  'message.channels': '합성곱 층의 채널 수',
  'message.kernel': '합성곱 층의 커널',
  'message.stride': '합성곱 층의 스트라이드',
  'message.padding': '합성곱 층의 패딩',
  'message.outputsOfConvolution': '합성곱 층의 출력 수',
  'message.hiddenLayers': '은닉층의 수',
  'message.inputSize': '입력 크기',
  'message.digitsChosen': '학습할 숫자',
  'message.failure': '계산하지 못했습니다: {message}',
};
