// For the differential test: reads files from stdin, each preceded by its length (4 bytes, little-endian), and writes a
// line for each: "ok", or the error message. Exits at the end of stdin.
#include <cstdio>
#include <cstring>
#include <string>

#include "io/safetensors.h"
#include "support/bytes.h"

namespace {

bool read_exactly(void* out, std::size_t size) { return std::fread(out, 1, size, stdin) == size; }

std::string verdict(const latentpad::test::Bytes& file) {
  try {
    latentpad::parse_safetensors(file);
    return "ok";
  } catch (const latentpad::FormatError& error) {
    std::string text = error.what();
    for (char& c : text) {
      if (c == '\n') c = ' ';
    }
    return text;
  }
}

}  // namespace

int main() {
  // The caller waits for each answer before it sends the next file.
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  std::uint8_t length[4];
  while (read_exactly(length, sizeof length)) {
    std::uint32_t size = 0;
    std::memcpy(&size, length, sizeof size);
    latentpad::test::Bytes file(size);
    if (!read_exactly(file.data(), size)) {
      std::fputs("safetensors_verdicts: expected a whole file, got the end of the input\n", stderr);
      return 1;
    }
    std::puts(verdict(file).c_str());
  }
  return 0;
}
