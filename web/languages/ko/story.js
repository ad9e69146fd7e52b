export default {
  'view.story': '스토리',
  'view.bench': '워크벤치',
  'story.title': '여덟 장으로 보는 변분 오토인코더',
  'story.bar': '장 이동',
  'story.previous': '이전 장',
  'story.next': '다음 장',
  'story.place': '{count}장 중 {chapter}장',
  'story.showMap': '지도',
  'story.showPad': '그리기',
  'story.fan': 'z 샘플 여덟 개를 디코딩한 그림',
  'story.end':
    '워크벤치에는 모든 설정과 곡선, 측정값, 그리고 유도 과정을 담은 긴 글이 있습니다. P를 누르면 발표 모드가 되고, 발표 모드에서는 ←와 →로 장을 넘깁니다.',
};
