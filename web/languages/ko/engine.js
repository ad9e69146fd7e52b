export default {
  'footer.weights': '가중치',
  'footer.model': '모델',
  'footer.digits': '데이터',
  'footer.engine': '엔진',
  'footer.parameters': '{shape}, 매개변수 {count}개',
  'footer.counts': '{name}: 학습용 {train}장, 검증용 {heldOut}장',
  'footer.builtIn': 'MNIST 일부',
  'footer.engineText': 'C++ 코어 {version}, {arithmetic} 연산, {threads}',
  'footer.noSimd': 'SIMD 없이 스레드 1개(느리지만 결과는 같음)',
  'footer.threads': '스레드 {count}개',
  'arithmetic.exact': '정확',
  'arithmetic.fused': '융합',
  'engine.choose': '연산 방식과 스레드 고르기',
  'engine.arithmetic': '연산 방식',
  'engine.threads': '스레드',
  'engine.auto': '자동',
  'engine.hint':
    '정확 연산은 곱과 합을 따로 반올림하고, 융합 연산은 한 번만 반올림합니다. 같은 방식이면 어디서든, 스레드가 몇 개든 같은 시드에서 같은 가중치가 나옵니다. 바꿔도 모델과 스텝은 그대로입니다.',
  'engine.noFused': '융합 연산을 고를 수 없습니다. 이 브라우저나 프로세서에 융합 곱셈-덧셈(relaxed SIMD)이 없습니다.',
  'engine.noSimd':
    '스레드를 늘릴 수 없습니다. 이 브라우저에는 WebAssembly SIMD가 없고, SIMD가 없으면 엔진은 스레드 하나로만 계산합니다.',
  'engine.notIsolated':
    '스레드를 늘릴 수 없습니다. 스레드는 메모리를 공유하는데, 호스트가 이 페이지를 다른 출처와 격리하지 않습니다.',
  'footer.api': '개발자용: 엔진의 API 문서(영어)',
  'footer.teaching': 'latentpad로 수업하기: 수업안과 인쇄용 활동지',
  'footer.origin': '모든 계산은 이 탭 안에서 이루어지며, 내 그림은 어디에도 전송되지 않습니다.',
  'footer.licence': 'MIT 라이선스. 데이터: MNIST(LeCun, Cortes, Burges), CC BY-SA 3.0. 글꼴: Source Serif 4, OFL.',
};
