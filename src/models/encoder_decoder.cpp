#include "models/encoder_decoder.h"

#include <optional>
#include <string>

#include "base/error.h"

namespace latentpad {

template <typename Scalar>
Sequential<Scalar> make_encoder(const ModelConfig& config) {
  Sequential<Scalar> encoder("encoder", {example_dim(config)}, InputKind::sparse);
  for (std::size_t i = 0; i < config.hidden.size(); ++i) {
    // Planes of pixels for a convolution.
    const Shape input = i == 0 && is_convolution(config.hidden[i]) ? hidden_shapes(config)[0] : encoder.output_shape();
    encoder.append(config.hidden[i], config.activation, input);
  }
  return encoder;
}

template <typename Scalar>
Sequential<Scalar> make_decoder(const ModelConfig& config, Index outputs_per_pixel) {
  Sequential<Scalar> decoder("decoder", {config.latent_dim + label_dim(config)}, InputKind::dense);
  const std::vector<Shape> shapes = hidden_shapes(config);
  const auto outputs = [&](std::size_t layer) { return layer == 0 ? outputs_per_pixel : shapes[layer].channels; };
  const auto activation = [&](std::size_t layer) {
    return layer == 0 ? std::optional<Activation>() : config.activation;
  };
  const std::size_t last = config.hidden.size();
  // Layer i + 1 of the decoder inverts layer last - i of the encoder; the first one inverts the heads.
  decoder.append(shapes[last].size() / shapes[last].channels * outputs(last), activation(last));
  for (std::size_t i = last; i-- > 0;) {
    decoder.append(mirrored(config.hidden[i], shapes[i], outputs(i)), activation(i), shapes[i + 1]);
  }
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
  // A layer with one bias for all pixels starts at the mean of all.
  const bool is_shared = layer.output_shape().height * layer.output_shape().width > 1;
  const Vector<double> mean =
      is_shared ? Vector<double>::Constant(mean_pixels.size(), mean_pixels.mean()) : mean_pixels;
  layer.set_bias(likelihood.outputs_of_mean(mean));
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
