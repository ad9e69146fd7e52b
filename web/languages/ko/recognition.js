export default {
  'recognition.untrained': '{drawn} 대신 {shown}: 숫자 {drawn}은 학습하지 않았습니다.',
  'recognition.collapsed': '{drawn} 대신 {shown}: 코드에 담긴 정보가 없습니다.',
  'recognition.overlap': '{drawn} 대신 {shown}: {count}차원에서는 두 숫자의 코드가 겹칩니다.',
  'recognition.more': '20차원으로',
  'recognition.several': '숫자가 둘 이상인 듯합니다. 모델은 한 번에 하나만 다룹니다.',
  'recognition.unusual': '학습한 숫자들과 다른 그림이라 코드에 큰 의미가 없습니다.',
};
