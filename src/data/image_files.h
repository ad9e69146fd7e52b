// What was read from files: images with classes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace latentpad::data {

struct ImageFiles {
  std::string name;
  std::size_t width = 0, height = 0;
  std::vector<std::uint8_t> images;  ///< width · height bytes each, 255 = ink, in raster order
  std::vector<std::uint8_t> labels;  ///< one of each image, an index of `names`; empty if the files have none
  std::vector<std::string> names;    ///< of the classes
  std::size_t test_count = 0;        ///< the last images are a test set
  bool keeps_split = false;          ///< test_count is what is held out, even if it is 0
  bool is_transposed = false;        ///< the images are known to be transposed (EMNIST)
  std::vector<std::string> notes;    ///< sentences on how they were read

  std::size_t count() const { return width * height == 0 ? 0 : images.size() / (width * height); }
};

}  // namespace latentpad::data
