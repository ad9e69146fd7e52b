#include "models/encoder_decoder.h"

#include <ranges>
#include <string>

#include "base/error.h"

namespace latentpad {

template <typename Scalar>
Sequential<Scalar> make_encoder(const ModelConfig& config) {
  Sequential<Scalar> encoder("encoder", {example_dim(config)}, InputKind::sparse);
  for (const LayerSpec& spec : config.hidden) encoder.append(spec, config.activation);
  return encoder;
}

template <typename Scalar>
Sequential<Scalar> make_decoder(const ModelConfig& config, Index outputs_per_pixel) {
  Sequential<Scalar> decoder("decoder", {config.latent_dim + label_dim(config)}, InputKind::dense);
  for (const LayerSpec& spec : config.hidden | std::views::reverse) decoder.append(spec, config.activation);
  decoder.append(config.input_dim * outputs_per_pixel, {});
  return decoder;
}

InputKind head_input(const ModelConfig& config) { return config.hidden.empty() ? InputKind::sparse : InputKind::dense; }

template <typename Scalar>
void expect_rows(const char* function, const Matrix<Scalar>& m, Index rows) {
  if (m.rows() == rows) return;
  throw_invalid_argument(function, std::to_string(rows) + " numbers for each example", std::to_string(m.rows()));
}

template <typename Scalar>
void set_bias_of_mean(const ModelConfig& config, const Likelihood<Scalar>& likelihood,
                      const Vector<double>& mean_pixels, Layer<Scalar>& layer) {
  if (mean_pixels.size() != config.input_dim) {
    throw_invalid_argument("set_output_bias", std::to_string(config.input_dim) + " mean pixels",
                           std::to_string(mean_pixels.size()));
  }
  layer.set_bias(likelihood.outputs_of_mean(mean_pixels));
}

#define LATENTPAD_INSTANTIATE(Scalar)                                   \
  template Sequential<Scalar> make_encoder(const ModelConfig&);         \
  template Sequential<Scalar> make_decoder(const ModelConfig&, Index);  \
  template void expect_rows(const char*, const Matrix<Scalar>&, Index); \
  template void set_bias_of_mean(const ModelConfig&, const Likelihood<Scalar>&, const Vector<double>&, Layer<Scalar>&);
LATENTPAD_INSTANTIATE(float)
LATENTPAD_INSTANTIATE(double)
#undef LATENTPAD_INSTANTIATE

}  // namespace latentpad
