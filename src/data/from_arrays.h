// Arrays of IDX, NumPy and CSV files as images with classes.
#pragma once

#include "data/array.h"
#include "data/image_files.h"

namespace latentpad::data {

/// The images of all arrays that are not labels, in the order of the arrays, with the labels in theirs; test sets last.
/// `name` is that of the file or folder. Throws DataError if there are no images, the images differ in size, or the
/// labels are not as many.
ImageFiles from_arrays(const std::string& name, std::vector<NamedArray> arrays);

}  // namespace latentpad::data
