#include "models/encoder_decoder.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "math/vec_math.h"

namespace latentpad {

std::vector<Index> encoder_sizes(const ModelConfig& config) {
  std::vector<Index> sizes = {example_dim(config)};
  sizes.insert(sizes.end(), config.hidden.begin(), config.hidden.end());
  return sizes;
}

std::vector<Index> decoder_sizes(const ModelConfig& config) {
  std::vector<Index> sizes = {config.latent_dim + label_dim(config)};
  sizes.insert(sizes.end(), config.hidden.rbegin(), config.hidden.rend());
  sizes.push_back(config.input_dim);
  return sizes;
}

InputKind head_input(const ModelConfig& config) { return config.hidden.empty() ? InputKind::sparse : InputKind::dense; }

template <typename Scalar>
void set_bias_to_logit(const Vector<double>& mean_pixels, Parameter<Scalar>& bias) {
  if (mean_pixels.size() != bias.value.rows()) {
    throw_invalid_argument("set_output_bias", std::to_string(bias.value.rows()) + " mean pixels",
                           std::to_string(mean_pixels.size()));
  }
  for (Index i = 0; i < mean_pixels.size(); ++i) {
    const double mean = std::clamp(mean_pixels[i], 1e-3, 1.0 - 1e-3);
    bias.value(i, 0) = static_cast<Scalar>(portable::log(static_cast<float>(mean / (1.0 - mean))));
  }
}

template void set_bias_to_logit(const Vector<double>&, Parameter<float>&);
template void set_bias_to_logit(const Vector<double>&, Parameter<double>&);

}  // namespace latentpad
