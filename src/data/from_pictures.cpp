#include "data/from_pictures.h"

#include <algorithm>
#include <set>
#include <utility>

#include "data/classes.h"
#include "data/pictures.h"
#include "data/test_sets.h"
#include "data/text.h"
#include "io/digits.h"

namespace latentpad::data {
namespace {

/// The size of pictures that differ in size, or are larger than a model's.
constexpr Size kUsual = {28, 28};

void invert(std::vector<std::uint8_t>& grey) {
  for (std::uint8_t& value : grey) value = static_cast<std::uint8_t>(255 - value);
}

Size common_size(const std::vector<NamedFile>& files) {
  const auto is_fit = [](std::size_t side) { return side >= kMinImageSide && side <= kMaxImageSide; };
  Size first;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Size size = picture_size(files[i].name, files[i].bytes);
    if (i == 0) first = size;
    if (!(size == first) || !is_fit(size.width) || !is_fit(size.height)) return kUsual;
  }
  return first;
}

void find_classes(ImageFiles& result, const std::vector<NamedFile>& files) {
  std::vector<PicturePlace> places;
  std::set<std::string> folders, prefixes;
  for (const NamedFile& file : files) {
    places.push_back(class_of_picture(file.name));
    folders.insert(places.back().folder);
    prefixes.insert(places.back().prefix);
  }
  const bool by_folder = folders.size() > 1;
  if (!by_folder && (prefixes.size() < 2 || 2 * prefixes.size() > files.size())) return;
  std::vector<Label> labels;
  for (PicturePlace& place : places) labels.emplace_back(std::move(by_folder ? place.folder : place.prefix));
  Classes classes = classes_of(result.name, std::move(labels));
  result.labels = std::move(classes.labels);
  result.names = std::move(classes.names);
}

}  // namespace

ImageFiles from_pictures(const std::string& name, std::vector<NamedFile> files) {
  std::sort(files.begin(), files.end(), [](const NamedFile& a, const NamedFile& b) {
    const bool x = is_test(a.name), y = is_test(b.name);
    return x != y ? y : utf16_less(a.name, b.name);
  });
  ImageFiles result;
  result.name = name;
  const Size size = common_size(files);
  result.width = size.width;
  result.height = size.height;
  // Whether dark is ink is known after the last picture. Whole pictures could exceed the memory, so both results are
  // kept if pictures are scaled.
  std::vector<std::uint8_t> bright_ink, dark_ink;
  const auto append = [](std::vector<std::uint8_t>& all, const std::vector<std::uint8_t>& one) {
    all.insert(all.end(), one.begin(), one.end());
  };
  Edges edges;
  bool is_scaled = false;
  const std::size_t step = std::max<std::size_t>(1, files.size() / 1000);
  for (std::size_t i = 0; i < files.size(); ++i) {
    GreyPicture picture = decode_picture(files[i].name, files[i].bytes);
    files[i].bytes = {};
    if (i % step == 0) edges.add(picture);
    is_scaled = is_scaled || !(picture.size == size);
    append(bright_ink, scale_into(picture.grey, picture.size, size));
    invert(picture.grey);
    append(dark_ink, scale_into(picture.grey, picture.size, size));
  }
  const bool is_dark = edges.are_bright();
  result.images = std::move(is_dark ? dark_ink : bright_ink);
  if (is_dark) result.notes.push_back("the pictures are dark on bright: dark is ink");
  if (is_scaled) {
    result.notes.push_back("the pictures are scaled to " + std::to_string(size.width) + " x " +
                           std::to_string(size.height));
  }
  find_classes(result, files);
  const auto tests = static_cast<std::size_t>(
      std::count_if(files.begin(), files.end(), [](const NamedFile& file) { return is_test(file.name); }));
  result.test_count = tests == files.size() ? 0 : tests;
  return result;
}

}  // namespace latentpad::data
