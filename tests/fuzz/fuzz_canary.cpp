// A target with a deliberate bug: any input that begins with "fault" is a finding. Tests run it to check that findings
// are reported, with the path of the reproducer.
#include <cstring>

#include "fuzz/support/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  latentpad::test::expect(size < 5 || std::memcmp(data, "fault", 5) != 0, "the input does not begin with \"fault\"");
  return 0;
}
