// A data set in files of any of the formats that the program reads: IDX, NumPy (.npy, .npz), CSV, the packed file of
// this project, and pictures; each also gzipped, in a ZIP file or in a folder. The page reads the same files with the
// same result (web/data).
#pragma once

#include <optional>

#include "data/archive.h"
#include "data/image_files.h"
#include "io/digits.h"

namespace latentpad::data {

/// What a user can choose about a data set.
struct DataChoices {
  std::optional<bool> is_transposed;    ///< rows of the file are columns of the images; unless given, as for EMNIST
  bool is_inverted = false;             ///< 255 is paper in the file
  std::optional<std::size_t> held_out;  ///< number of images; unless given, as choose_held_out decides
};

/// The paths that `path` stands for: itself, with the file of its labels if that is found beside it; or the files in a
/// folder and its folders, in the order of their names, without hidden ones. Throws ResourceError (file_unusable) if
/// the path does not exist, and DataError for more than kMaxFiles files or kMaxBytes.
std::vector<std::string> data_files(const std::string& path);

/// Images of unpacked files. `name` is that of the file or folder; it and the files' names decide on classes and test
/// sets. Throws DataError naming the file that is wrong and what would work, or FormatError for a file of another kind.
ImageFiles read_images(const std::string& name, std::vector<NamedFile> files);

/// The images of data_files(path), unpacked. A folder with MNIST's file names keeps its split: t10k is held out, or
/// nothing. Throws like data_files, unpack and read_images.
ImageFiles read_data(const std::string& path);

/// The images of these files, unpacked, whose names are those without their folders. Throws like read_data.
ImageFiles read_files(const std::string& name, const std::vector<std::string>& paths);

/// MNIST's file in a folder, by its usual names: train-images-idx3-ubyte or t10k-labels.idx1-ubyte, raw or .gz. `split`
/// is "train" or "test", `what` is "images" or "labels". Empty if there is none.
std::optional<std::string> mnist_file(const std::string& folder, const std::string& split, const std::string& what);

/// The data set with the user's choices applied: training images first. All labels are 0 if the files have none.
/// Throws DataError if held_out is not below the number of images.
Digits finish(ImageFiles files, const DataChoices& choices);

/// Throws DataError if the names are those of several data sets in IDX files, whose classes differ.
void expect_one_data_set(const std::vector<std::string>& names);

}  // namespace latentpad::data
