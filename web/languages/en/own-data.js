/** What the dialog of the user's own images says, and what may be wrong with files. */
export default {
  'data.title': 'Your data',
  'data.caption':
    'Train on images of your own: IDX (MNIST, EMNIST, Fashion-MNIST), NumPy (.npy, .npz), CSV, or pictures in a ZIP file or a folder, one folder for each class. You can also drop them on the page. Nothing leaves this device.',
  'data.files': 'Choose files…',
  'data.folder': 'Choose a folder…',
  'data.reading': 'Reading… {percent} %',
  'data.failed': '{message}. The data in use stays.',
  'data.ofFile': '{name}: {message}',
  'data.summary':
    '{name}: {images} images of {width} × {height} pixels in {classes} classes. {train} are for training, {heldOut} are held out.',
  'data.summaryUnlabelled':
    '{name}: {images} images of {width} × {height} pixels without labels. {train} are for training, {heldOut} are held out.',
  'data.note.levels': 'The numbers 0 to {most} in the file stand for no ink and full ink.',
  'data.note.inverted': 'Dark pixels of the files are ink.',
  'data.note.scaled': 'The pictures differ in size or are too large; they are scaled to {width} × {height} pixels.',
  'data.note.fitted': 'This page shows {width} × {height} pixels; the images are scaled to that.',
  'data.transposed': 'exchange rows and columns (EMNIST)',
  'data.inverted': 'exchange ink and paper',
  'data.classes': 'Classes to use: {chosen} chosen, at most {most}',
  'data.cancel': 'Cancel',
  'data.use': 'Use these images',
  'message.dataLength':
    '{name} is cut off or damaged: its header promises {expected} bytes, it has {got}. Download or save it again',
  'message.dataNumpyHeader': '{name} is no NumPy file that can be read: its header is {header}. Save it by numpy.save',
  'message.dataNumpyType': '{name} contains values of type {type}; save them by numpy.save as uint8 or float32',
  'message.dataCsvRow': '{name}: line {line} has {got} cells, the lines before it {expected}',
  'message.dataCsvCell': '{name}: line {line}, column {column} is “{cell}”, expected a number',
  'message.dataCsvColumns':
    '{name} has {columns} columns; expected one for each pixel of a square image (784 for 28 × 28), and optionally one for the label',
  'message.dataEmpty': '{name} contains no image',
  'message.dataShape':
    '{name} has the shape {shape}; expected images × height × width with sides of 4 to 64 pixels, or images × pixels',
  'message.dataNotNumbers': '{name}: a pixel is not a finite number',
  'message.dataRange': '{name}: pixels reach from {least} to {greatest}; expected 0 to 1 or 0 to 255',
  'message.dataLabel': '{name}: a label is {label}; expected whole numbers or names',
  'message.dataClasses': '{name} has {classes} different labels; at most {most} classes are supported',
  'message.dataNoImages': '{name} contains labels only; choose the file of the images with it',
  'message.dataFiles':
    '{name}: {images} files of images and {labels} of labels; expected one of labels for each of images, or none at all',
  'message.dataSizes': '{name}: images of {gotWidth} × {gotHeight} pixels, others are of {width} × {height}',
  'message.dataCounts': '{name}: {labels} labels for {images} images; choose the two files that belong together',
  'message.dataZip': '{name} is no ZIP file that can be read ({detail}). Download or pack it again',
  'message.dataTooLarge': '{name}: more than {megabytes} MB unpacked; use fewer or smaller images',
  'message.dataTooMany': '{name}: more than {most} files; use fewer, or save them as one IDX or NumPy file',
  'message.dataPicture': '{name} is no picture that this browser can read; save it as PNG',
  'message.dataPictureSide': '{name} is of {width} × {height} pixels; expected sides of at most {most}',
  'message.dataPackedVersion': '{name} is a packed data set of version {version}; expected 1',
  'message.dataNothing':
    'none of the {files} files in {name} is an image, an IDX, NumPy or CSV file; choose the files or the folder that contain the images',
};
