export default {
  'recognition.other': '{drawn} 대신 {shown}: {count}차원에서는 두 숫자의 코드가 겹칩니다.',
  'recognition.more': '20차원으로',
};
