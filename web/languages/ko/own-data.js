/** 사용자의 이미지를 고르는 창과 파일 오류의 글. */
export default {
  'data.title': '내 데이터',
  'data.caption':
    '내 이미지로 학습합니다. IDX(MNIST, EMNIST, Fashion-MNIST), NumPy(.npy, .npz), CSV, 또는 ZIP 파일이나 폴더의 그림(클래스마다 폴더 하나)을 고르세요. 페이지에 끌어다 놓아도 됩니다. 이 기기 밖으로 나가지 않습니다.',
  'data.files': '파일 고르기…',
  'data.folder': '폴더 고르기…',
  'data.reading': '읽는 중… {percent} %',
  'data.failed': '{message}. 쓰던 데이터는 그대로입니다.',
  'data.ofFile': '{name}: {message}',
  'data.summary':
    '{name}: {width}×{height} 픽셀 이미지 {images}장, 클래스 {classes}개. {train}장은 학습에 쓰고 {heldOut}장은 따로 둡니다.',
  'data.summaryUnlabelled':
    '{name}: {width}×{height} 픽셀 이미지 {images}장, 레이블 없음. {train}장은 학습에 쓰고 {heldOut}장은 따로 둡니다.',
  'data.note.levels': '파일의 숫자 0은 잉크 없음, {most}은 가장 진한 잉크로 읽었습니다.',
  'data.note.inverted': '파일의 어두운 픽셀을 잉크로 읽었습니다.',
  'data.note.scaled': '그림의 크기가 서로 다르거나 너무 커서 {width}×{height} 픽셀로 줄였습니다.',
  'data.note.fitted': '이 페이지는 {width}×{height} 픽셀을 보여 주므로 그 크기로 맞춥니다.',
  'data.transposed': '행과 열 바꾸기(EMNIST)',
  'data.inverted': '잉크와 종이 바꾸기',
  'data.classes': '쓸 클래스: {chosen}개 고름, {most}개까지',
  'data.cancel': '취소',
  'data.use': '이 이미지 쓰기',
  'message.dataLength':
    '{name}: 파일이 잘렸거나 손상되었습니다. 머리글에 따르면 {expected}바이트인데 {got}바이트입니다. 다시 내려받거나 저장하세요',
  'message.dataNumpyHeader':
    '{name}: 읽을 수 있는 NumPy 파일이 아닙니다. 머리글은 {header}입니다. numpy.save로 저장하세요',
  'message.dataNumpyType': '{name}: 값의 형식이 {type}입니다. numpy.save로 uint8이나 float32로 저장하세요',
  'message.dataCsvRow': '{name}: {line}번째 줄의 칸이 {got}개인데 앞의 줄은 {expected}개입니다',
  'message.dataCsvCell': '{name}: {line}번째 줄 {column}번째 칸이 “{cell}”입니다. 숫자여야 합니다',
  'message.dataCsvColumns':
    '{name}: 열이 {columns}개입니다. 정사각형 이미지의 픽셀마다 하나(28×28이면 784개)와, 있다면 레이블 하나여야 합니다',
  'message.dataEmpty': '{name}: 이미지가 없습니다',
  'message.dataShape':
    '{name}: 모양이 {shape}입니다. 이미지 수 × 높이 × 너비(변은 4~64픽셀)나 이미지 수 × 픽셀 수여야 합니다',
  'message.dataNotNumbers': '{name}: 유한한 숫자가 아닌 픽셀이 있습니다',
  'message.dataRange': '{name}: 픽셀 값이 {least}에서 {greatest}까지입니다. 0~1이나 0~255여야 합니다',
  'message.dataLabel': '{name}: 레이블 {label}이 있습니다. 정수나 이름이어야 합니다',
  'message.dataClasses': '{name}: 서로 다른 레이블이 {classes}개입니다. 클래스는 {most}개까지입니다',
  'message.dataNoImages': '{name}: 레이블뿐입니다. 이미지 파일도 함께 고르세요',
  'message.dataFiles':
    '{name}: 이미지 파일이 {images}개, 레이블 파일이 {labels}개입니다. 이미지 파일마다 레이블 파일이 하나씩 있거나 하나도 없어야 합니다',
  'message.dataSizes': '{name}: {gotWidth}×{gotHeight} 픽셀 이미지인데 다른 이미지는 {width}×{height}입니다',
  'message.dataCounts': '{name}: 이미지 {images}장에 레이블이 {labels}개입니다. 짝이 맞는 두 파일을 고르세요',
  'message.dataZip': '{name}: 읽을 수 있는 ZIP 파일이 아닙니다({detail}). 다시 내려받거나 압축하세요',
  'message.dataTooLarge': '{name}: 압축을 풀면 {megabytes} MB가 넘습니다. 이미지를 줄이거나 작게 하세요',
  'message.dataTooMany': '{name}: 파일이 {most}개가 넘습니다. 줄이거나 IDX나 NumPy 파일 하나로 저장하세요',
  'message.dataPicture': '{name}: 이 브라우저가 읽을 수 있는 그림이 아닙니다. PNG로 저장하세요',
  'message.dataPictureSide': '{name}: {width}×{height} 픽셀입니다. 변은 {most}픽셀까지입니다',
  'message.dataPackedVersion': '{name}: 데이터 파일의 버전이 {version}입니다. 1이어야 합니다',
  'message.dataNothing':
    '{name}: 파일 {files}개 가운데 이미지나 IDX, NumPy, CSV 파일이 없습니다. 이미지가 든 파일이나 폴더를 고르세요',
};
