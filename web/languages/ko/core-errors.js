/** What the core says of files, settings and measures: a text for each code in src/base/error_codes.h. */
export default {
  'message.imageSizeDiffers':
    '모델의 이미지는 {width}×{height} 픽셀인데 이 이미지는 {otherWidth}×{otherHeight} 픽셀입니다. 크기가 같은 데이터나 모델을 고르세요 [{function}]',
  'message.weightsGiveNonFinite':
    '이 가중치로 계산하면 유한하지 않은 값이 나옵니다({result}). 가중치가 발산했거나 손상되었으니 다른 파일을 고르세요 [{function}]',
  'message.codeGivesNonFinite':
    '결과가 유한하지 않습니다. 이 가중치에는 z가 0에서 너무 멉니다. 0에 더 가까운 점을 고르세요 [{function}]',
  'message.jsonNulByte':
    '손상된 파일입니다. 설명의 {position}번째 자리에 NUL 바이트가 있습니다. 이 페이지나 명령줄 프로그램이 저장한 파일을 고르세요',
  'message.weightsLabelInputs':
    '이 페이지에서 쓸 수 있는 모델이 아닙니다. {layer} 층의 입력이 {got}개인데, 픽셀과 레이블 {labels}개여야 합니다. 다른 파일을 고르세요',
  'message.digitsIdxAlone': 'MNIST의 IDX 파일 둘(이미지와 레이블) 가운데 하나입니다. 둘을 함께 고르세요',
  'message.fileIsEmpty': '빈 파일입니다. 다시 복사하거나 내려받으세요',
  'message.fileIsWebPage':
    '파일이 아니라 웹 페이지(HTML 또는 XML)입니다. 브라우저에서 그 주소를 열고, 거기서 내려받은 파일을 고르세요',
  'message.fileIsArchive': '{format} 압축 파일입니다. 압축을 풀고 그 안의 파일을 고르세요',
  'message.fileIsPdf': 'PDF 문서입니다. 가중치나 데이터 파일을 고르세요',
  'message.fileIsHdf5':
    'HDF5 파일(Keras의 .h5)입니다. 가중치는 .safetensors로, 데이터는 NumPy(.npz)나 IDX 파일로 저장하세요',
  'message.fileIsOnnx': 'ONNX 모델입니다. weights/README.md의 이름대로 가중치를 .safetensors로 저장하세요',
  'message.fileIsNumpy':
    'NumPy 파일(.npy, .npz)이며 가중치가 아닙니다. 가중치는 .safetensors로 저장하고, 데이터는 “내 데이터”에서 여세요',
  'message.fileIsPytorch':
    'PyTorch 파일이나 파이썬 피클(.pt, .pth)입니다. safetensors.torch.save_file로 state_dict를 저장하세요',
  'message.fileIsCsv':
    '텍스트 표(CSV)이며 가중치가 아닙니다. 가중치는 .safetensors로 저장하고, 데이터는 “내 데이터”에서 여세요',
  'message.fileIsText': '일반 텍스트입니다. .safetensors 가중치나 IDX, NumPy, CSV 이미지 파일을 고르세요',
  'message.fileIsWeights': '데이터가 아니라 가중치(.safetensors)입니다. 가중치로 여세요',
  'message.fileIsDigits': '가중치가 아니라 이미지나 레이블 데이터입니다. “내 데이터”에서 여세요',
  'message.invalidArgument':
    '페이지가 엔진이 할 수 없는 일을 요청했습니다. 페이지의 오류이니 새로 고침 하세요 [{function}: expected {expected}, got {got}]',
  'message.notFinite':
    '유한하지 않은 값 {got}이 있습니다. 초기 가중치로 되돌리거나 다른 가중치를 불러오세요 [{function}, {position}]',
  'message.pixelOutOfRange':
    '픽셀 값이 {got}입니다. 0부터 1까지여야 하니 다시 그리거나 그림을 다시 불러오세요 [{function}, {position}]',
  'message.notWholeImages':
    '이미지의 크기가 모델의 입력 크기와 다릅니다. 크기가 맞는 데이터를 불러오세요 [{function}: {got}바이트, 이미지 하나 {size}바이트]',
  'message.tooFewImages':
    '이미지가 미니배치 하나({least}장)보다 적습니다. 배치 크기를 줄이거나 데이터를 늘리세요 [{function}: {got}바이트, 이미지 하나 {size}바이트]',
  'message.needsCode': '{got} 모델에는 코드가 없습니다. VAE, CVAE, AE 가운데 고르세요 [{function}]',
  'message.needsPosterior': '{got} 모델에는 사후분포 q(z | x)가 없습니다. VAE나 CVAE를 고르세요 [{function}]',
  'message.needsOneLayer': '{got} 모델에는 확률 층이 여럿 있습니다. VAE나 CVAE를 고르세요 [{function}]',
  'message.needsExactLikelihood': '{got} 모델은 우도를 정확히 계산하지 못합니다. FVBN이나 MADE를 고르세요 [{function}]',
  'message.needsTwoDimensions':
    '잠재 차원이 2일 때만 할 수 있습니다. 이 모델은 {got}차원이니 2차원 모델을 만드세요 [{function}]',
  'message.iwaeNeedsPosterior':
    '목적 함수 IWAE에는 VAE가 필요합니다. {got} 모델에는 중요도 가중치가 없으니 VAE를 고르거나 목적 함수를 ELBO로 바꾸세요',
  'message.estimatorNeedsPosterior':
    '추정량 {estimator}에는 VAE가 필요합니다. {got} 모델에는 사후 분포가 없으니 VAE를 고르거나 추정량을 reparameterized로 바꾸세요',
  'message.priorNeedsVae':
    '사전분포 {prior}에는 VAE가 필요합니다. {got} 모델에는 학습하는 p(z)가 없으니 VAE를 고르거나 사전분포를 standard로 바꾸세요',
  'message.componentsNeedPrior':
    'components: 사전분포 standard, 곧 N(0, I)에는 성분이 없습니다. {got} 값을 지우거나 사전분포를 mixture나 vamp로 바꾸세요',
  'message.estimatorNeedsOneLayer':
    '추정량 {estimator}에는 VAE나 CVAE가 필요합니다. {got} 모델에는 확률 층이 여럿 있으니 VAE나 CVAE를 고르거나 추정량을 reparameterized로 바꾸세요',
  'message.unknownName': '{setting}: {got} 값은 쓸 수 없습니다. {known} 가운데 고르세요',
  'message.countOutOfRange': '{setting}: {got} 대신 {least}부터 {most}까지의 정수를 입력하세요',
  'message.settingOutOfRange': '{setting}: {got} 대신 {least}부터 {most}까지의 수를 입력하세요',
  'message.settingNotAbove': '{setting}: {got} 대신 {above}보다 크고 {most} 이하인 수를 입력하세요',
  'message.samplesOutOfRange': '샘플 수는 {got} 대신 {least}부터 {most}까지의 정수로 하세요 [{function}]',
  'message.sampleCounts':
    '중요도 샘플의 수는 1부터 {most}까지, 작은 수부터 차례로 주어야 하는데 {got}입니다 [{function}]',
  'message.iwaeSamples': '목적 함수가 IWAE이면 샘플 수 k는 {got} 대신 {least}부터 {most}까지의 정수로 하세요',
  'message.elboSamples':
    '목적 함수가 ELBO이면 k는 {got} 대신 1이어야 합니다. k를 되돌리거나 목적 함수를 IWAE로 바꾸세요',
  'message.iwaeBeta':
    '목적 함수 IWAE에서는 β = 1이고 워밍업이 없어야 하는데 β = {got}, 워밍업 {warmup}입니다. 둘 다 되돌리거나 목적 함수를 ELBO로 바꾸세요',
  'message.dregNeedsIwae':
    '추정량 DReG는 목적 함수 IWAE의 중요도 가중치를 쓰는데 목적 함수가 {got}입니다. IWAE를 고르거나 추정량을 STL로 바꾸세요',
  'message.scheduleExcludes':
    '{setting}: 스케줄 {schedule}에는 쓰이지 않습니다. {got} 값을 지우거나 다른 스케줄을 고르세요',
  'message.scheduleNeedsEpochs':
    'schedule_epochs: 스케줄 {schedule}에는 {got} 대신 1부터 {most}까지의 정수가 필요합니다',
  'message.scheduleStepsWhen':
    '스케줄 steps에는 schedule_epochs와 schedule_at 가운데 하나만 필요한데 {epochs} 값과 {list} 값을 받았습니다. 하나만 주세요',
  'message.scheduleNeedsFactor': 'schedule_factor: 스케줄 {schedule}에는 {got} 대신 0보다 큰 수가 필요합니다',
  'message.scheduleAtOrder':
    'schedule_at: {got} 대신 1부터 {most}까지의 에포크를 작은 수부터 차례로, 많아야 {count}개 주세요',
  'message.scheduleNeedsEpoch':
    '스케줄 {schedule}에서는 데이터의 에포크를 셉니다. 따로 준 배치는 에포크에 속하지 않으니 constant를 고르세요 [{function}]',
  'message.shardsOfBatch':
    '크기가 {batch}인 배치를 같은 크기의 샤드 {got}개로 나눌 수 없습니다. 둘 가운데 하나를 바꾸세요',
  'message.shardsOfProcesses':
    '샤드 {got}개를 프로세스 {processes}개가 똑같이 나눌 수 없습니다. 둘 가운데 하나를 바꾸세요',
  'message.kernelTooLarge':
    '층 {layer}의 커널({kernel} × {kernel})이 패딩을 더한 입력({width} × {height})보다 큽니다. 커널을 줄이거나 패딩을 늘리거나 합성곱 층을 줄이세요',
  'message.convolutionAfterLinear': '합성곱 층은 유닛 수로 적은 층보다 앞에 와야 하는데 {got} 순서입니다',
  'message.needsLinearLayers':
    '{model} 모델에는 합성곱 층을 쓸 수 없습니다({known}에는 쓸 수 있음). 받은 층은 {got}이니 유닛 수로 적으세요',
  'message.digitsChoice': '0부터 9까지의 숫자 가운데 하나 이상 고르세요. 지금은 {got}입니다',
  'message.settingFixed':
    '{setting}: 이미 시작한 학습에서는 바꿀 수 없습니다(지금 값: {expected}). {got} 값을 쓰려면 초기 가중치로 되돌리거나 새 모델을 만드세요',
  'message.inSettings': '이 설정은 쓸 수 없습니다. {reason}',
  'message.settingType':
    '{setting}: 값의 형식이 잘못되었습니다. 파일이나 그 파일을 쓴 프로그램을 고치세요 [expected {expected}, got {got}]',
  'message.unknownSetting': '{key} 설정은 없습니다. 지우거나, 이 설정이 있는 latentpad를 쓰세요 [{part}]',
  'message.holdOutAll': '이미지 {count}장에서 {got}장을 검증용으로 뺄 수 없습니다. 학습용을 적어도 한 장 남기세요',
  'message.noTrainingDigits': '학습 이미지 {count}장 가운데 레이블이 {labels}인 것이 없습니다. 다른 숫자를 고르세요',
  'message.arithmeticUnavailable': '이 브라우저는 {got} 연산을 지원하지 않습니다. {possible} 가운데 고르세요',
  'message.threadsUnavailable': '이 엔진은 스레드가 하나입니다. {got} 대신 1을 고르세요',
  'message.threadsOutOfRange': '스레드 수는 {got} 대신 1부터 {most}까지의 정수로 하세요',
  'message.threadsRefused':
    '시스템이 스레드 {count}개를 시작하지 못해 하나로 계산합니다. 다른 탭을 닫거나 수를 줄이세요 [{detail}]',
  'message.outOfMemory': '메모리가 부족합니다. 모델이나 배치 크기를 줄이거나 다른 탭을 닫으세요',
  'message.wrongResult':
    '이 기기의 계산 결과가 틀립니다(오차 {got}). 여기서 나온 값은 믿지 말고 다른 브라우저에서 열어 보세요 [{function}]',
  'message.measureNeedsExamples': '이 척도를 계산하기에는 이미지가 너무 적습니다: {got}장(최소 {least}장).',
  'message.measureNotFinite': '코드가 유한하지 않습니다.',
  'message.measureNeedsLabels': '이미지 {count}장마다 레이블이 있어야 하는데 {got}개입니다.',
  'message.measureOneLabel': '두 가지 이상의 레이블이 필요합니다.',
  'message.measureFlat': '코드가 변하지 않는 차원이 있습니다.',
  'message.measureNeedsCode': '{got} 모델에는 코드가 없습니다.',
  'message.measureNeedsStandardPrior':
    '코드를 N(0, I)와 비교하는 값인데 이 모델의 사전분포는 {got}입니다 [{function}].',
  'message.inFile': '{path}: {reason}',
  'message.inWeights': '이 페이지에서 쓸 수 있는 모델이 아닙니다. {reason}',
  'message.inMetadata': '메타데이터 {part} 항목을 읽을 수 없습니다. {reason}',
  'message.inMoments': '최적화 상태가 모델과 맞지 않습니다. {reason}',
  'message.fileUnusable': '{path} 파일은 쓸 수 없습니다. 다른 파일을 고르세요 [{detail}]',
  'message.jsonMalformed':
    'JSON 형식이 잘못되었습니다. 손상되었거나 편집된 파일이니 다시 저장하거나 내려받으세요 [{detail}]',
  'message.jsonDuplicateKey': 'JSON에 {key} 키가 두 번 나옵니다. 다시 저장하세요',
  'message.jsonTooDeep': 'JSON이 {most}단계보다 깊게 중첩되었습니다. latentpad의 파일이 아니니 다른 파일을 고르세요',
  'message.safetensorsHeaderTooSmall':
    '{got}바이트뿐이라 가중치 파일일 수 없습니다. 이 페이지나 명령줄 프로그램이 저장한 파일을 고르세요',
  'message.safetensorsHeaderTooLarge':
    '손상되었거나 가중치 파일이 아닙니다. 헤더가 {got}바이트라고 하는데 {most}바이트까지만 읽습니다. 이 페이지나 명령줄 프로그램이 저장한 파일을 고르세요',
  'message.safetensorsHeaderLength':
    '잘렸거나 가중치 파일이 아닙니다. {got}바이트짜리 파일의 헤더가 {header}바이트라고 합니다. 이 페이지나 명령줄 프로그램이 저장한 파일을 고르세요',
  'message.safetensorsHeaderStart':
    'safetensors 헤더가 없어 가중치 파일이 아닙니다. 이 페이지나 명령줄 프로그램이 저장한 파일을 고르세요',
  'message.safetensorsHeaderJson': '헤더를 읽을 수 없습니다. {reason}',
  'message.safetensorsHeaderEntry':
    '헤더의 {entry} 항목이 잘못되었습니다. safetensors를 쓰는 프로그램으로 다시 저장하세요 [expected {expected}, got {got}]',
  'message.safetensorsDtype':
    '텐서 {tensor}의 자료형({got})을 알 수 없습니다. F32, F16, BF16, F64 가운데 하나로 저장하세요',
  'message.safetensorsOverflow':
    '텐서 {tensor}의 크기가 64비트로 셀 수 없을 만큼 큽니다. 손상된 파일이니 다시 저장하세요',
  'message.safetensorsOffset':
    '텐서가 차례로 이어지지 않습니다. {tensor}의 위치가 {begin}부터 {end}까지인데 {expected}에서 시작해야 합니다. 다시 저장하세요',
  'message.safetensorsTensorBytes':
    '텐서 {tensor}의 크기는 {got}바이트인데 모양대로면 {expected}바이트입니다. 손상된 파일이니 다시 저장하거나 내려받으세요',
  'message.safetensorsCutOff':
    '잘린 파일입니다. 가중치 {expected}바이트 가운데 {got}바이트만 있습니다. 다시 내려받거나 저장하세요',
  'message.safetensorsTooLong':
    '적힌 것보다 긴 파일입니다. 가중치가 {expected}바이트가 아니라 {got}바이트입니다. 다시 내려받거나 저장하세요',
  'message.fileIsGguf': '언어 모델을 담는 GGUF 파일로 보입니다. safetensors 파일을 고르세요',
  'message.fileIsPicture': '그림 파일로 보입니다. 확장자를 .png나 .jpg로 바꾸어 페이지에 끌어다 놓으세요',
  'message.weightsVersion':
    '더 새로운 latentpad(버전 {got})의 파일입니다. 페이지를 새로 고침 해 최신 버전을 쓰거나 이전 버전으로 다시 저장하세요',
  'message.weightsMissingTensor':
    '필요한 텐서({tensor})가 파일에 없어 온전한 latentpad 모델이 아닙니다. 이 페이지나 명령줄 프로그램이 저장한 파일을 고르거나, 나뉜 파일이면 모두 색인과 함께 고르세요',
  'message.weightsUnexpectedTensor':
    '파일에 적힌 모델에 없는 텐서({tensor})가 있습니다. 이 페이지나 명령줄 프로그램이 저장한 파일을 고르세요',
  'message.weightsNotTwoDimensions':
    '텐서 {tensor}의 모양이 {got}입니다. 2차원이어야 하니 이 페이지나 명령줄 프로그램이 저장한 파일을 고르세요',
  'message.weightsOfConvolution':
    '텐서 {tensor}는 합성곱 층인데 스트라이드와 패딩을 적은 설정이 파일에 없습니다. 이 페이지나 명령줄 프로그램이 저장한 파일을 고르세요',
  'message.weightsLayerSize':
    '층 {layer}의 유닛이 {got}개입니다. 이 페이지는 1개부터 {most}개까지 계산하니 더 작은 모델을 고르세요',
  'message.weightsWrongShape':
    '텐서 {tensor}의 모양이 {got}인데 파일에 적힌 모델로는 {expected}입니다. 바뀐 파일이니 다시 저장하세요',
  'message.weightsWrongType':
    '텐서 {tensor}의 자료형이 {got}입니다. 가중치를 F32, F16, BF16, F64 가운데 하나로 저장하세요',
  'message.weightsNotFinite':
    '텐서 {tensor}의 {position}번째 값({got})이 유한하지 않습니다. 학습이 발산한 가중치이니 더 이른 파일을 고르세요',
  'message.weightsNotMasked':
    '가중치 {tensor} [{row}, {column}]의 값이 {got}입니다. 픽셀은 앞의 픽셀만 볼 수 있어 0이어야 합니다. 다른 파일을 고르세요',
  'message.weightsTooFewNumbers':
    '파일에 적힌 모델의 가중치는 적어도 {expected}개인데 파일에는 {got}개뿐입니다. 바뀐 파일이니 다른 파일을 고르세요',
  'message.weightsChecksum':
    '가중치의 체크섬이 파일에 적힌 값({expected})과 다릅니다. 손상되었거나 편집된 파일이니 다시 내려받거나 저장하세요',
  'message.weightsSelfTest':
    '가중치의 계산 결과가 저장할 때와 다릅니다({list} [{position}]: {expected} 대신 {got}). 다시 내려받거나 저장하세요',
  'message.weightsSelfTestMalformed':
    '파일에 든 자체 검사가 잘못되었습니다. 다시 저장하세요 [expected {expected}, got {got}]',
  'message.weightsResultsNotFinite':
    '이 가중치로 인코딩하고 디코딩하면 유한하지 않은 값이 나옵니다. 학습이 발산한 가중치이니 더 이른 파일을 고르세요',
  'message.weightsCounter':
    '학습 기록이 잘못되었습니다. {key} 값은 10¹⁵ 이하의 정수여야 합니다. 다시 저장하세요 [{got}]',
  'message.weightsNegativeMoment': '텐서 {tensor}의 {position}번째 값이 {got}입니다. 음수일 수 없으니 다시 저장하세요',
  'message.weightsWithoutTraining': '최적화 상태만 있고 학습 설정이 없어 학습을 이어 갈 수 없습니다. 다시 저장하세요',
  'message.weightsNotResumable': '이어서 학습할 최적화 상태가 없습니다. 가중치로 불러오세요',
  'message.weightsOtherArchitecture': '다른 모델입니다({expected} 대신 {got}). 층 구성이 같은 파일을 고르세요',
  'message.saveNotFinite':
    '가중치 {tensor} 가운데 유한하지 않은 값이 있습니다. 학습이 발산했으니 초기 가중치로 되돌리세요',
  'message.saveNotFiniteHalf': '가중치 {tensor} 가운데 F16으로 나타낼 수 없는 값이 있습니다. F32로 저장하세요',
  'message.saveHeaderTooLarge':
    '파일 헤더가 {got}바이트로 너무 깁니다. {most}바이트까지만 다시 읽을 수 있으니 층을 줄이세요',
  'message.inWeightIndex': '가중치의 색인을 읽을 수 없습니다. {reason}',
  'message.weightIndexMalformed':
    '텐서마다 파일을 적은 가중치 색인이 아닙니다. 이름이 .safetensors.index.json으로 끝나는 파일을 고르세요 [{got}]',
  'message.weightIndexFile':
    '색인에 텐서 {tensor}의 파일로 {got} 값이 적혀 있습니다. 색인과 같은 폴더의 파일이어야 하니 가중치를 다시 저장하세요',
  'message.weightsFilesMissing':
    '이 가중치는 파일 {count}개로 나뉘어 있어 색인과 함께 모두 골라야 합니다. 빠진 파일: {missing}',
  'message.weightsFileLacksTensor':
    '{file} 파일은 이 색인의 파일이 아닙니다. 색인에 적힌 텐서({tensor})가 없으니 함께 저장된 파일을 고르세요',
  'message.weightsFileOtherTensor':
    '{file} 파일은 이 색인의 파일이 아닙니다. 색인에 따르면 이 파일에 없을 텐서({tensor})가 들어 있으니 함께 저장된 파일을 고르세요',
  'message.weightsPart':
    '파일 {count}개로 나뉜 가중치 가운데 하나입니다. 다음 파일을 색인과 함께 모두 고르세요: {files}, {index}',
  'message.weightsIndexes': '가중치 색인이 둘입니다({first}, {second}). 하나만 그 파일들과 함께 고르세요',
  'message.classifierLayer':
    '분류기의 층 {tensor}의 모양이 {got}입니다. 1부터 {most}까지의 2차원이어야 하니 페이지를 새로 고침 하세요',
  'message.classifierInputs':
    '분류기의 층 {tensor}의 입력은 {got}개인데 아래층의 출력은 {expected}개입니다. 페이지를 새로 고침 하세요',
  'message.classifierOutputs': '분류기 마지막 층의 출력이 {got}개입니다. 10개여야 하니 페이지를 새로 고침 하세요',
  'message.classifierTensors': '분류기의 텐서가 {got}개입니다. {expected}개여야 하니 페이지를 새로 고침 하세요',
  'message.classifierTensor': '분류기의 텐서({tensor})가 없거나 모양이 다릅니다. 페이지를 새로 고침 하세요',
  'message.classifierNotFinite':
    '분류기의 텐서 {tensor}의 {position}번째 값({got})이 유한하지 않습니다. 페이지를 새로 고침 하세요',
  'message.idxHeader': 'IDX 파일이 {got}바이트인데 헤더만 {expected}바이트입니다. 다시 내려받으세요',
  'message.idxEmpty': 'IDX 파일이 비어 있다고 적혀 있습니다. 이미지가 적어도 하나 있는 파일을 고르세요',
  'message.idxTooLarge': 'IDX 파일이 1 GB보다 크다고 적혀 있습니다. 더 작은 파일을 고르세요',
  'message.idxMagic':
    'IDX 파일({part})이 아닙니다. {expected} 대신 {got} 값으로 시작합니다. 서로 짝이 맞는 MNIST 파일 둘을 고르세요',
  'message.idxLength': 'IDX 파일({part})이 {got}바이트인데 헤더로는 {expected}바이트입니다. 다시 내려받으세요',
  'message.idxCounts': '이미지는 {images}장인데 레이블은 {labels}개입니다. 서로 짝이 맞는 두 파일을 고르세요',
  'message.packedMagic': '이미지를 묶은 데이터 파일이 아닙니다. MNIST의 IDX 파일 둘을 고르세요',
  'message.packedHeader':
    '이미지를 묶은 데이터 파일이 잘렸습니다. {got}바이트인데 헤더만 {expected}바이트입니다. 다시 내려받으세요',
  'message.packedVersion':
    '이미지를 묶은 데이터 파일이 버전 {version}입니다. 버전 1이나 2여야 하니 페이지를 새로 고침 하세요 [{got}]',
  'message.packedCounts':
    '이미지를 묶은 데이터 파일에 {count}개 가운데 {train}개가 학습용이라고 적혀 있습니다. 있을 수 없는 값이니 다시 내려받으세요',
  'message.packedNamesJson': '이미지를 묶은 데이터 파일의 클래스 이름을 읽을 수 없습니다. 다시 내려받으세요 [{reason}]',
  'message.packedNames':
    '이미지를 묶은 데이터 파일에 클래스 이름이 {got}개 있습니다. {low}개에서 {high}개까지여야 하니 다시 내려받으세요',
  'message.packedLength':
    '이미지를 묶은 데이터 파일이 {got}바이트인데 헤더로는 {expected}바이트입니다. 다시 내려받으세요',
  'message.digitsLabel':
    '{position}번 이미지의 레이블이 {got}입니다. 0부터 {most}까지여야 하니 클래스가 62개 이하인 데이터를 고르세요 [{part}]',
  'message.labelBeyondModel':
    '모델의 레이블은 {labels}개인데 이미지의 클래스는 {classes}개입니다({position}번 이미지의 레이블이 {got}). 레이블이 {classes}개인 모델을 만들거나, 클래스가 더 적은 이미지나 레이블을 쓰지 않는 모델을 고르세요',
  'message.notDigits':
    '{position}번 이미지의 레이블이 {got}입니다. 분류기에는 레이블이 0부터 9까지인 숫자 이미지가 필요합니다',
  'message.imageSetSide':
    '이미지가 {width} × {height}픽셀입니다. 가로와 세로가 각각 {low}에서 {high} 사이여야 합니다. 다른 이미지를 고르세요',
  'message.imageSetSize':
    '픽셀이 {got}개인데 레이블 {count}개에는 {expected}개가 필요합니다. 이미지마다 레이블을 하나씩 주세요',
  'message.digitsFormat': '이미지 데이터 파일이 아닙니다. {got} 값으로 시작합니다. MNIST의 IDX 파일 둘을 고르세요',
  'message.gzipTooLong': 'gzip 파일의 내용이 헤더에 적힌 {expected}바이트보다 깁니다. 다시 내려받으세요',
  'message.gzipCutOff': 'gzip 파일이 잘렸습니다. 다시 내려받으세요',
  'message.gzipDamaged': 'gzip 파일이 손상되었습니다. 다시 내려받으세요 [{detail}]',
  'message.gzipTrailing': 'gzip 파일 끝에 다른 내용이 붙어 있습니다. 다시 내려받으세요',
  'message.evaluationOutdated': '측정하는 동안 가중치가 바뀌었습니다. 다시 측정하세요 [{function}]',
  'message.classifierDiverged': '분류기 학습이 스텝 {step}에서 발산했습니다. 학습률을 낮추세요',
  'message.classificationNotFinite':
    '분류기가 이미지 {position}의 확률을 내지 못했습니다. 가중치가 온전한 분류기를 불러오세요 [{got}]',
};
