// Arrays of IDX, NumPy and CSV files as images with classes.
#pragma once

#include "data/array.h"
#include "data/image_files.h"

namespace latentpad::data {

/// The images of all arrays that are not labels, in the order of the arrays, with the labels in theirs; test sets last.
/// `name` is that of the file or folder; `given_names` are those of the labels 0, 1, …, as far as they are given.
/// Throws DataError if there are no images, the images differ in size, or the labels are not as many.
ImageFiles from_arrays(const std::string& name, std::vector<NamedArray> arrays,
                       const std::vector<std::string>& given_names = {});

}  // namespace latentpad::data
