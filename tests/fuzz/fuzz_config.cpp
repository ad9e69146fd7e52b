// A libFuzzer target for the JSON of configurations and records. Valid values are written and read back unchanged.
#include <string_view>
#include "io/json.h"

#include "base/format_error.h"
#include "fuzz/support/fuzz.h"
#include "io/config_json.h"
#include "io/strict_json.h"

using namespace latentpad;
using namespace latentpad::test;

namespace {

template <typename FromJson>
void read_and_write(const nlohmann::json& value, const FromJson& from_json) {
  nlohmann::json written;
  try {
    written = to_json(from_json(value));
  } catch (const FormatError&) {
    return;  // the expected error of an invalid value
  }
  const std::string text = written.dump();
  expect(to_json(from_json(parse_strict_json(text))).dump() == text, "what was written is read as the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nlohmann::json value;
  try {
    value = parse_strict_json({reinterpret_cast<const char*>(data), size});
  } catch (const FormatError&) {
    return 0;
  }
  expect(parse_strict_json(value.dump()) == value, "what was parsed is the same when it is written and parsed again");
  read_and_write(value, model_config_from_json);
  read_and_write(value, training_config_from_json);
  read_and_write(value, training_record_from_json);
  return 0;
}
