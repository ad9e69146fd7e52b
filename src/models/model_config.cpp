#include "models/model_config.h"

#include "base/error.h"

namespace latentpad {
namespace {

void expect_range(const char* what, Index value, Index least, Index most) {
  if (value < least || value > most) {
    throw ArgumentError(ErrorCode::count_out_of_range,
                        {{"setting", what}, {"least", least}, {"most", most}, {"got", value}});
  }
}

}  // namespace

void validate(const ModelConfig& config) {
  const bool coded = has_code(config.model);
  const bool made = config.model == "made", fvbn = config.model == "fvbn";
  if (!coded && !made && !fvbn) {
    throw_unknown_name("model", {"vae", "cvae", "ae", "fvbn", "made"}, config.model);
  }
  expect_range("input_dim", config.input_dim, 1, kMaxLayerSize);
  expect_range("number of hidden layers", static_cast<Index>(config.hidden.size()), made ? 1 : 0,
               fvbn ? 0 : kMaxHiddenLayers);
  for (const Index size : config.hidden) expect_range("hidden size", size, 1, kMaxLayerSize);
  expect_range("latent_dim", config.latent_dim, coded ? 1 : 0, coded ? kMaxLatentDim : 0);
}

}  // namespace latentpad
