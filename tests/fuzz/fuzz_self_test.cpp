// A libFuzzer target for the self-test of weight files. The first byte selects the model, the rest is the test's JSON.
#include <string_view>
#include "io/json.h"

#include "base/format_error.h"
#include "fuzz/support/fuzz.h"
#include "io/checkpoint.h"
#include "io/self_test.h"
#include "io/strict_json.h"
#include "support/models.h"
#include "support/weight_files.h"

using namespace latentpad;
using namespace latentpad::test;

namespace {

struct Case {
  std::unique_ptr<Model<float>> model;
  std::string checksum;
  nlohmann::json self_test;
};

/// One model of each kind, with its test from make_self_test.
const std::vector<Case>& cases() {
  static const std::vector<Case> kCases = [] {
    std::vector<Case> list;
    for (const char* model : {"vae", "cvae", "ae", "fvbn", "made", "hvae"}) {
      const std::string kind = model;
      ModelConfig config{kind, 12, {5}, 2, Activation::relu};
      if (!has_code(kind)) config.latent_dim = 0;
      if (kind == "hvae") config.lower_layers = {{{4}, 3}};
      if (kind == "fvbn") config.hidden.clear();
      Case one{make_model<float>(config), "", {}};
      one.model->initialize(3);
      one.checksum = checksum(*one.model);
      one.self_test = make_self_test(*one.model);
      list.push_back(std::move(one));
    }
    return list;
  }();
  return kCases;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Case& chosen = cases()[data[0] % cases().size()];
  try {
    const nlohmann::json self_test = parse_strict_json({reinterpret_cast<const char*>(data) + 1, size - 1});
    run_self_test(*chosen.model, self_test);
    for (const char* key : {"mu", "log_var", "reconstruction"}) {
      expect(
          self_test.contains(key) && self_test[key].is_array() && self_test[key].size() == chosen.self_test[key].size(),
          "a test that passes has every number");
    }
  } catch (const FormatError&) {
    // The expected error of a failed test.
  }
  run_self_test(*chosen.model, chosen.self_test);
  expect(checksum(*chosen.model) == chosen.checksum, "a self-test leaves the model as it is");
  return 0;
}
