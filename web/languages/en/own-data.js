/** What the dialog of the user's own images says, and what may be wrong with files. */
export default {
  'data.title': 'Your data',
  'data.caption':
    'Train on images of your own: IDX (MNIST, EMNIST, Fashion-MNIST), NumPy (.npy, .npz), CSV, or pictures in a ZIP file or a folder, one folder for each class. You can also drop them on the page. Nothing leaves this device.',
  'data.files': 'Choose files…',
  'data.folder': 'Choose a folder…',
  'data.draw': 'Draw a data set…',
  'drawn.title': 'Draw your own data set',
  'drawn.caption':
    'Name two to ten classes and draw each at least ten times, a little differently each time. Every drawing is turned, slanted, shifted and thickened in many ways to make enough images. Held-out images come from drawings of their own. Your drawings are kept in this browser.',
  'drawn.classes': 'Classes, with their numbers of drawings',
  'drawn.pad': 'Pad for one drawing: mouse, finger, or arrow keys and Space; Enter adds it',
  'drawn.name': 'name of the class',
  'drawn.add': 'Add to {name}',
  'drawn.count': '{drawings} of at most {most} drawings. Press one to remove it.',
  'drawn.countFew': '{drawings} drawings; {good} or more give a better model. Press one to remove it.',
  'drawn.remove': 'Remove drawing {number}',
  'drawn.addClass': 'New class',
  'drawn.removeClass': 'Remove this class',
  'drawn.noName': 'A class has no name.',
  'drawn.sameName': 'Two classes are named {name}.',
  'drawn.fewDrawings': '{name} needs two drawings or more.',
  'drawn.making': 'Making the images…',
  'drawn.save': 'Save as IDX',
  'drawn.close': 'Close',
  'drawn.use': 'Use these drawings',
  'drawn.setName': 'My data set',
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
  'data.note.skipped': '{files} cannot be read and is left out (files left out: {count}).',
  'data.transposed': 'exchange rows and columns (EMNIST)',
  'data.scale': 'scale to 28 × 28 pixels, as the shipped models use',
  'data.ownSize':
    'A new model for images of {width} × {height} pixels takes the place of the present one. The shipped models work with 28 × 28 only.',
  'data.digits': 'Use the MNIST digits again',
  'data.inverted': 'exchange ink and paper',
  'data.classes': 'Classes to use: {chosen} of {count}',
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
  'message.dataOne': '{name} contains one image; expected at least two, of which one is held out',
  'message.dataSeveral': '{name} contains several data sets ({files}); choose the files of one',
  'message.dataNested': '{name}: archives within more than {most} archives are not read; unpack them first',
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
  'message.dataPackedVersion': '{name} is a packed data set of version {version}; expected 1 or 2',
  'message.dataPackedNames':
    'the class names in {name} are damaged: expected {low} to {high} texts; convert the images again with latentpad convert',
  'message.dataNothing':
    'none of the {files} files in {name} is an image, an IDX, NumPy or CSV file; choose the files or the folder that contain the images',
  // Texts about digits, while images of other things are in use.
  'pad.title.images': 'Your image',
  'pad.blank.images': 'Draw an image here',
  'pad.kept.images': 'Saved as image {name}, to interpolate from image to image.',
  'pad.keepIn.images': 'save my image as {name}',
  'sees.heldOut.images': 'Held-out image {index}, label {label}',
  'code.caption.images':
    'One Gaussian per dimension: the prior’s (dotted) and, below, magnified ×{times}, your image’s.',
  'code.captionLearned.images': 'Dotted: the learned prior. Below, magnified ×{times}, your image’s Gaussian.',
  'z.probeEnd.images': 'Back to my image',
  'kind.ae.map.images':
    'Marks: held-out images at their codes {z}. Circles: 1, 2, 3 σ of N(0, I), which an AE is not trained to match. Drag to decode any {z}.',
  'kind.vae.train.images':
    'Each step changes the weights to lower −ELBO on a minibatch. The map and your image follow.',
  'kind.cvae.train.beta.images':
    'Each step uses images with their labels and lowers reconstruction error + β · KL, β = {beta}.',
  'kind.cvae.train.iwae.images':
    'Each step uses images with their labels and raises the bound from {samples} weighted samples.',
  'kind.cvae.train.images': 'Each step uses images with their labels y and lowers −ELBO, a bound on −log p({x} | y).',
  'map.caption.images':
    'Marks: held-out images at their {mu}. {prior} Ellipses: your image’s Gaussian (1, 2 {sigma}); grey: its true posterior p({z}|{x}); their KL is the gap. Drag to decode any {z}.',
  'map.captionGiven.images':
    'Marks: held-out images at their {mu}. {prior} Ellipses: your image’s Gaussian (1, 2 {sigma}); grey: its true posterior p({z}|{x}, y); their KL is the gap. Drag to decode any {z}.',
  'map.captionLayers.images':
    'Marks: held-out images at their {mu}, of the top layer. {prior} Ellipses: your image’s Gaussian (1, 2 {sigma}). Drag to decode any {z}.',
  'map.captionOne.images':
    'Marks: held-out images at their {mu}, one row for each label. {prior} Bar: your image’s 1 and 2 {sigma}. Drag to decode any {z}.',
  'map.captionMany.images':
    'Marks: held-out images at their {mu}. {prior} Ellipses: your image’s 1 and 2 {sigma}. Drag to decode; only the {z} on the axes changes.',
  'map.keys.images':
    'Drag to decode a point. A mark at the pointer, or at the point, shows its image. With a finger: tap, drag sideways, or hold and then drag. Keys: arrow keys move z, Shift makes bigger steps, Escape returns to your image.',
  'map.loading.images': 'Fetching the held-out images…',
  'legend.label.images': 'Images shown on the map',
  'legend.allLabel.images': 'all: show every image',
  'dimension.note.images': 'One slider per dimension of {z}; the tick is your image’s {mu}.',
  'dimension.first.images': 'The first {most} of {count} dimensions; the tick is your image’s {mu}.',
  'table.classes.images': 'Held-out images on the axes shown',
  'table.code.images': 'Your image',
  'nats.title.images': 'Your image, in nats',
  'nats.usual.bound.images': 'Higher ELBO than {percent} of held-out images.',
  'nats.usual.ae.images': 'Reconstructed better than {percent} of held-out images.',
  'nats.usual.exact.images': 'Higher log p({x}) than {percent} of held-out images.',
  'curves.note.images': 'nats per image; {pixels}',
  'explore.rowsCaption.images':
    'Each row changes one dimension of {z} from −{reach} to {reach} and keeps the others at your image’s {own}. What changes along a row is what that dimension encodes. Framed: your image.',
  'explore.classes.images': 'One style, every class',
  'explore.classesCaption.images':
    'Your image’s {mu}, decoded with each of the {labels} labels: the code holds the style, the label the class.',
  'explore.class.images': 'Decoded as {digit}',
  'explore.oneLabel.images':
    'All of them are decoded with one label, {label}, so all show the same class. Choose another label under “decode as”, at the decoder above.',
  'explore.walks.images': 'From image to image',
  'explore.walksCaption.images':
    'Save your images as A to D. The pictures are decoded along straight lines between their codes.',
  'explore.keep.images': 'save my image',
  'explore.changeCaption.images': 'Mean code of one class minus another’s, added to one of your images −2 to 2 times.',
  'explore.changeSlot.images': 'image',
};
