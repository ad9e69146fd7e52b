// A libFuzzer target: files of digits. See CMakeLists.txt for how to build it.
#include "io/digits.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

template <typename Read>
void attempt(const Read& read) {
  try {
    read();
  } catch (const latentpad::FormatError&) {
    // How a bad file should end.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> file(data, size);
  attempt([file] { latentpad::digits_file_size(file); });
  attempt([file] { latentpad::parse_packed_digits(file); });
  // Images, then labels: the file is cut in two at every length that labels of one to nine digits have.
  for (std::size_t labels = 9; labels <= 17 && labels <= size; ++labels) {
    attempt([&] { latentpad::parse_idx_digits(file.first(size - labels), file.last(labels)); });
  }
  return 0;
}
