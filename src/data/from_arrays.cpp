#include "data/from_arrays.h"

#include <algorithm>
#include <utility>

#include "data/classes.h"
#include "data/data_error.h"
#include "data/pixels.h"
#include "data/test_sets.h"
#include "data/text.h"

namespace latentpad::data {
namespace {

std::string size_text(std::size_t width, std::size_t height) {
  return std::to_string(width) + " x " + std::to_string(height);
}

bool is_test_array(const NamedArray& array) { return is_test(array.name); }

/// Arrays of different names, such as those of a folder.
std::string names_of(const std::vector<NamedArray>& arrays) {
  std::string names;
  for (std::size_t i = 0; i < arrays.size() && i < 5; ++i) names += (i > 0 ? ", " : "") + arrays[i].name;
  return arrays.size() > 5 ? names + ", …" : names;
}

}  // namespace

ImageFiles from_arrays(const std::string& name, std::vector<NamedArray> arrays,
                       const std::vector<std::string>& given_names) {
  ImageFiles files;
  files.name = name;
  const auto is_emnist = [](const std::string& one) { return lower(one).find("emnist") != std::string::npos; };
  files.is_transposed = is_emnist(name) || std::any_of(arrays.begin(), arrays.end(),
                                                       [&](const NamedArray& array) { return is_emnist(array.name); });
  const std::string all_names = names_of(arrays);
  std::vector<NamedArray> images, labels;
  for (NamedArray& array : arrays) (are_labels(array) ? labels : images).push_back(std::move(array));
  if (images.empty()) {
    throw DataError(all_names + ": these are labels without images; give the images, or the folder with both");
  }
  const bool is_part = std::any_of(images.begin(), images.end(), is_test_array) &&
                       !std::all_of(images.begin(), images.end(), is_test_array);
  if (is_part) {
    for (std::vector<NamedArray>* list : {&images, &labels}) {
      std::stable_partition(list->begin(), list->end(), [](const NamedArray& array) { return !is_test_array(array); });
    }
  }
  if (!labels.empty() && labels.size() != images.size()) {
    throw DataError(name + ": expected labels for all images or for none, got " + std::to_string(images.size()) +
                    " arrays of images and " + std::to_string(labels.size()) + " of labels (" + all_names +
                    "); give the images with labels alone");
  }
  std::vector<ImageShape> shapes;
  std::size_t total = 0;
  for (const NamedArray& array : images) {
    shapes.push_back(image_shape(array));
    const ImageShape &shape = shapes.back(), &first = shapes.front();
    if (shape.width != first.width || shape.height != first.height) {
      throw DataError(array.name + ": expected images of " + size_text(first.width, first.height) + " as in " +
                      images[0].name + ", got " + size_text(shape.width, shape.height) + "; give files of one size");
    }
    const std::size_t i = shapes.size() - 1;
    if (!labels.empty() && labels[i].shape[0] != shape.count) {
      throw DataError(labels[i].name + ": expected " + std::to_string(shape.count) + " labels, one for each image of " +
                      array.name + ", got " + std::to_string(labels[i].shape[0]));
    }
    total += shape.count;
    if (is_part && is_test_array(array)) files.test_count += shape.count;
  }
  if (total == 0) throw DataError(name + ": expected at least one image, got none");
  files.width = shapes[0].width;
  files.height = shapes[0].height;
  int most = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    Ink ink = to_ink(std::move(images[i]), shapes[i].channels);
    most = std::max(most, ink.most);
    if (files.images.empty()) {
      files.images = std::move(ink.bytes);
    } else {
      files.images.insert(files.images.end(), ink.bytes.begin(), ink.bytes.end());
    }
  }
  if (most != 255) {
    files.notes.push_back("the largest pixel is at most " + std::to_string(most) + ": pixels are taken as 0 to " +
                          std::to_string(most));
  }
  if (!labels.empty()) {
    Classes classes = classes_of(name + labels[0].name, labels_of(labels));
    files.labels = std::move(classes.labels);
    files.names = with_given_names(std::move(classes.names), given_names);
  }
  return files;
}

}  // namespace latentpad::data
