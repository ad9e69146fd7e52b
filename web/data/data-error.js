/** The codes of errors about a user's files, with their English messages. A page translates code and parameters. */
export const SENTENCES = {
  dataLength:
    '{name} is cut off or damaged: its header promises {expected} bytes, it has {got}. Download or save it again',
  dataNumpyHeader: '{name} is no NumPy file that can be read: its header is {header}. Save it by numpy.save',
  dataNumpyType: '{name} contains values of type {type}; save them by numpy.save as uint8 or float32',
  dataCsvRow: '{name}: line {line} has {got} cells, the lines before it {expected}',
  dataCsvCell: '{name}: line {line}, column {column} is “{cell}”, expected a number',
  dataCsvColumns:
    '{name} has {columns} columns; expected one for each pixel of a square image (784 for 28 × 28), and optionally one for the label',
  dataEmpty: '{name} contains no image',
  dataOne: '{name} contains one image; expected at least two, of which one is held out',
  dataSeveral: '{name} contains several data sets ({files}); choose the files of one',
  dataNested: '{name}: archives within more than {most} archives are not read; unpack them first',
  dataShape:
    '{name} has the shape {shape}; expected images × height × width with sides of 4 to 64 pixels, or images × pixels',
  dataNotNumbers: '{name}: a pixel is not a finite number',
  dataRange: '{name}: pixels reach from {least} to {greatest}; expected 0 to 1 or 0 to 255',
  dataLabel: '{name}: a label is {label}; expected whole numbers or names',
  dataClasses: '{name} has {classes} different labels; at most {most} classes are supported',
  dataNoImages: '{name} contains labels only; choose the file of the images with it',
  dataFiles:
    '{name}: {images} files of images and {labels} of labels; expected one of labels for each of images, or none at all',
  dataSizes: '{name}: images of {gotWidth} × {gotHeight} pixels, others are of {width} × {height}',
  dataCounts: '{name}: {labels} labels for {images} images; choose the two files that belong together',
  dataZip: '{name} is no ZIP file that can be read ({detail}). Download or pack it again',
  dataTooLarge: '{name}: more than {megabytes} MB unpacked; use fewer or smaller images',
  dataTooMany: '{name}: more than {most} files; use fewer, or save them as one IDX or NumPy file',
  dataPicture: '{name} is no picture that this browser can read; save it as PNG',
  dataPictureSide: '{name} is of {width} × {height} pixels; expected sides of at most {most}',
  dataPackedVersion: '{name} is a packed data set of version {version}; expected 1 or 2',
  dataPackedNames:
    'the class names in {name} are damaged: expected {low} to {high} texts; convert the images again with latentpad convert',
  dataNothing:
    'none of the {files} files in {name} is an image, an IDX, NumPy or CSV file; choose the files or the folder that contain the images',
};

/** An error about a file of the user's data. */
export class DataError extends Error {
  /**
   * @param {keyof typeof SENTENCES} code
   * @param {Record<string, string | number>} params
   */
  constructor(code, params) {
    super(SENTENCES[code].replace(/\{(\w+)\}/g, (_, name) => String(params[name])));
    this.code = code;
    this.params = params;
  }
}
