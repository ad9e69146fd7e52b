// A libFuzzer target for the program's readers of data sets. The first byte chooses the name, on which classes, test
// sets and EMNIST's orientation depend. If it is odd, the second byte is the number of bytes of a second file at the
// end, such as the labels.
#include <algorithm>
#include <array>
#include <span>

#include "data/data_error.h"
#include "data/data_set.h"
#include "fuzz/support/fuzz.h"
#include "fuzz/support/mutate_file.h"

using namespace latentpad;
using namespace latentpad::test;

namespace {

void expect_images(const data::ImageFiles& files) {
  const auto is_side = [](std::size_t side) { return side >= kMinImageSide && side <= kMaxImageSide; };
  expect(is_side(files.width) && is_side(files.height), "sides of 4 … 64");
  const std::size_t count = files.count();
  expect(count > 0 && files.images.size() == count * files.width * files.height, "whole images, at least one");
  expect(files.labels.empty() || files.labels.size() == count, "a label for each image, or none");
  const auto is_named = [&](std::uint8_t label) { return label < files.names.size(); };
  expect(std::all_of(files.labels.begin(), files.labels.end(), is_named), "a name for each label");
  expect(files.names.size() <= data::kMaxClasses && files.test_count <= count, "classes and a test set");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  constexpr std::array<const char*, 4> kNames = {"a", "emnist-letters-train-images-idx3-ubyte", "x_test.npy",
                                                 "set/class_1.png"};
  const std::span<const std::uint8_t> content(bytes + 2, size - 2);
  const std::size_t second = bytes[0] % 2 == 1 ? std::min<std::size_t>(bytes[1], content.size()) : 0;
  const auto first = content.first(content.size() - second), rest = content.last(second);
  data::Allowance left;
  left.bytes = 1 << 20;
  left.files = 100;
  try {
    std::vector<data::NamedFile> files;
    const auto add = [&](const std::string& name, std::span<const std::uint8_t> file) {
      for (data::NamedFile& one : data::unpack({name, {file.begin(), file.end()}}, left, data::expect_one_data_set)) {
        files.push_back(std::move(one));
      }
    };
    const std::string name = kNames[bytes[0] / 2 % kNames.size()];
    add(name, first);
    if (second > 0) add(name + "-labels", rest);
    data::ImageFiles read = data::read_images(name, std::move(files));
    expect_images(read);
    const std::size_t count = read.count();
    const Digits digits = data::finish(std::move(read), {});
    expect(digits.count() == count && digits.train_count >= 1 && digits.train_count <= count, "an image to train on");
    expect(digits.images.size() == count * digits.pixels(), "images of their size");
  } catch (const data::DataError&) {
    // The expected error of an invalid file.
  } catch (const FormatError&) {
    // That of an invalid packed file.
  }
  return 0;
}
