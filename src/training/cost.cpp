#include "training/cost.h"

#include <algorithm>
#include <optional>
#include <ranges>

#include "math/convolution.h"
#include "math/gemm.h"
#include "models/model_kind.h"
#include "nn/sparse_input.h"

namespace latentpad {
namespace {

constexpr double kFloat = 4.0, kDouble = 8.0;

/// Measured cost in multiply-adds of the matrix kernels: of a logit's loss and gradient, of a normal random number, and
/// of Adam's update of one parameter, which is limited by memory bandwidth; of that of an average by the bytes it
/// moves.
constexpr double kLogit = 12.0, kNormal = 40.0, kAdam = 48.0, kAverage = kAdam * 12.0 / 28.0;

/// Number of examples in a batch of an evaluation.
constexpr double kEvaluatedAtOnce = 250.0;

/// From the kernels: terms packed at a time, and when a layer that reads pixels uses scratch memory.
constexpr auto kDepth = static_cast<double>(kGemmDepth), kDenseBatch = static_cast<double>(kSparseDenseBatch),
               kPixelsAtOnce = static_cast<double>(kSparsePixelsAtOnce);

struct Layer {
  double in, out, columns;
  bool reads_pixels = false;  ///< needs no gradient of its input, and, if linear, skips zeros
  /// Of a convolution, which may be transposed.
  std::optional<ConvolutionShape> convolution = {};

  double weights() const {
    return convolution ? static_cast<double>(convolution->map_channels * convolution->patch()) : in * out;
  }
  double biases(bool transposed) const {
    if (!convolution) return out;
    return static_cast<double>(transposed ? convolution->image_channels : convolution->map_channels);
  }
  double multiply_adds() const {
    return convolution ? weights() * static_cast<double>(convolution->positions()) : weights();
  }
};

/// Layer i of the encoder, which reads `in` numbers, or that of the decoder which inverts it.
Layer hidden_layer(const ModelConfig& config, const std::vector<Shape>& shapes, std::size_t i, double in, double out,
                   double columns) {
  const LayerSpec& spec = config.hidden[i];
  Layer layer{in, out, columns};
  if (!is_convolution(spec)) return layer;
  const Shape &image = shapes[i], &map = shapes[i + 1];
  layer.convolution = {image.channels, image.height, image.width, map.channels, map.height,
                       map.width,      spec.kernel,  spec.stride, spec.padding};
  return layer;
}

/// Sums over the layers of a model and the matrices between them.
class Sum {
 public:
  Sum(double example_dim, double batch) : example_dim_(example_dim), batch_(batch) {}

  /// `transposed` for a convolution of a decoder.
  void layer(const Layer& layer, bool biased = true, bool transposed = false) {
    const double biases = layer.biases(transposed);
    parameters_ += layer.weights() + (biased ? biases : 0.0);
    // The bias of a MADE's output layer, which is not trained.
    allocated_ += layer.weights() + biases;
    products_ += layer.multiply_adds() * layer.columns * (layer.reads_pixels ? 2.0 : 3.0);
    if (layer.convolution) return convolution(layer);
    packed_ = std::max(packed_, std::min(layer.in, kDepth) * std::min(layer.out, layer.columns));
    packed_ = std::max(packed_, std::min(layer.columns, kDepth) * std::min(layer.out, layer.in));
    if (!layer.reads_pixels)
      packed_ = std::max(packed_, std::min(layer.out, kDepth) * std::min(layer.in, layer.columns));
    if (layer.reads_pixels) {
      has_lists_ = true;
      if (batch_ > kDenseBatch) transposed_ = std::max(transposed_, layer.weights());
      gathered_ = std::max(gathered_, kPixelsAtOnce * layer.out);
    }
  }

  /// Trained numbers outside of layers.
  void numbers(double count) {
    parameters_ += count;
    allocated_ += count;
  }

  /// Further multiply-adds.
  void products(double count) { products_ += count; }

  void floats(double rows, double columns) { floats_ += rows * columns; }
  void doubles(double rows, double columns) { doubles_ += rows * columns; }

  double parameters() const { return parameters_; }
  double allocated() const { return allocated_; }
  double products() const { return products_; }

  /// Matrices and the scratch memory of the kernels: indices and values of nonzeros, packed factors.
  double workspace_bytes() const {
    const double places = has_lists_ ? (kFloat + kFloat) * example_dim_ * batch_ : 0.0;
    return kFloat * (floats_ + packed_ + transposed_ + gathered_ + pieces_ + padded_ + biases_) + kDouble * doubles_ +
           places;
  }

 private:
  /// The sums of the pieces of a gradient, a group of images with padding and the factors packed from it, and the
  /// biases of all pixels.
  void convolution(const Layer& layer) {
    const Convolution convolution(*layer.convolution);
    const auto piece = static_cast<double>(Convolution::kGradientPieces);
    const auto group = static_cast<double>(convolution.group() * convolution.padded_size());
    pieces_ = std::max(pieces_, std::min(layer.columns, piece) * layer.weights());
    padded_ = std::max(padded_, group + kDepth * static_cast<double>(layer.convolution->map_channels));
    biases_ = std::max(biases_, layer.out);
  }

  double example_dim_, batch_;
  bool has_lists_ = false;
  double parameters_ = 0.0, allocated_ = 0.0, products_ = 0.0;
  double floats_ = 0.0, doubles_ = 0.0, packed_ = 0.0, transposed_ = 0.0, gathered_ = 0.0;
  double pieces_ = 0.0, padded_ = 0.0, biases_ = 0.0;
};

double size_of(const Shape& shape) { return static_cast<double>(shape.size()); }

double units_of(const std::vector<LayerSpec>& layers) {
  double sum = 0.0;
  for (const LayerSpec& layer : layers) sum += static_cast<double>(layer.units);
  return sum;
}

/// Of all stochastic layers.
double total_hidden(const ModelConfig& config) {
  double sum = 0.0;
  for (const Shape& shape : hidden_shapes(config)) sum += size_of(shape);
  for (const StochasticLayer& layer : config.lower_layers) sum += units_of(layer.hidden);
  return sum - static_cast<double>(config.input_dim);
}

/// Linear layers after `below` numbers; the first may read pixels. Returns the size of the last layer.
template <typename Layers>
double add_linear(const Layers& layers, double below, double columns, bool reads_pixels, Sum& sum,
                  double& multiply_adds) {
  for (const LayerSpec& layer : layers) {
    const auto size = static_cast<double>(layer.units);
    sum.layer({below, size, columns, reads_pixels});
    multiply_adds += below * size;
    below = size;
    reads_pixels = false;
  }
  return below;
}

/// The hidden layers after `below` numbers; the first reads pixels. Returns the size of the last layer.
double add_hidden(const ModelConfig& config, double below, double columns, Sum& sum, double& multiply_adds) {
  const std::vector<Shape> shapes = hidden_shapes(config);
  for (std::size_t i = 0; i < config.hidden.size(); ++i) {
    Layer layer = hidden_layer(config, shapes, i, below, size_of(shapes[i + 1]), columns);
    layer.reads_pixels = i == 0;
    sum.layer(layer);
    multiply_adds += layer.multiply_adds();
    below = layer.out;
  }
  return below;
}

/// The decoder after `below` numbers.
void add_decoder(const ModelConfig& config, double below, double columns, Sum& sum, double& multiply_adds) {
  const std::vector<Shape> shapes = hidden_shapes(config);
  const Layer first{below, size_of(shapes.back()), columns};
  sum.layer(first);
  multiply_adds += first.multiply_adds();
  for (std::size_t i = config.hidden.size(); i-- > 0;) {
    const Layer layer = hidden_layer(config, shapes, i, size_of(shapes[i + 1]), size_of(shapes[i]), columns);
    sum.layer(layer, true, true);
    multiply_adds += layer.multiply_adds();
  }
}

double pseudo_inputs_of(const ModelConfig& config) {
  return config.prior.name == "vamp" ? static_cast<double>(component_count(config.prior)) : 0.0;
}

/// A learned prior: its parameters, its mixture in double, and for each sample the components' shares.
void add_prior(const ModelConfig& config, double batch, double columns, Sum& sum, Cost& cost) {
  if (!is_learned(config.prior)) return;
  const auto components = static_cast<double>(component_count(config.prior)),
             latent = static_cast<double>(config.latent_dim), pixels = static_cast<double>(config.input_dim);
  const double pseudo_inputs = pseudo_inputs_of(config), read = batch + pseudo_inputs;
  sum.floats(latent, columns);
  sum.doubles(components + 2.0, columns);
  sum.doubles(5.0 * latent + 3.0, components);
  // An exponential function and three passes over the dimensions for each component.
  cost.step_other += components * columns * (20.0 + 6.0 * latent);
  if (pseudo_inputs == 0.0) {
    sum.numbers(components * (2.0 * latent + 1.0));
    return;
  }
  sum.numbers(components * pixels);
  const std::vector<Shape> shapes = hidden_shapes(config);
  const Layer first = config.hidden.empty() ? Layer{pixels, 2.0 * latent, read}
                                            : hidden_layer(config, shapes, 0, pixels, size_of(shapes[1]), read);
  sum.products(first.multiply_adds() * read);
  // [x, u], its gradient (of each head without a hidden layer), the encoder's outputs and their gradients.
  sum.floats((config.hidden.empty() ? 3.0 : 2.0) * pixels + 4.0 * latent, read);
}

/// vae, cvae and ae: encoder, one or two heads, decoder.
void add_coded(const ModelConfig& config, double batch, double samples, Sum& sum, Cost& cost) {
  const auto pixels = static_cast<double>(config.input_dim), latent = static_cast<double>(config.latent_dim);
  const auto labels = static_cast<double>(label_dim(config)), examples = static_cast<double>(example_dim(config));
  const bool variational = traits_of(config).posterior;
  const double columns = batch * samples, heads = variational ? 2.0 : 1.0;
  // The encoder also reads the pseudo-inputs, and its first layer computes their gradient.
  const double read = batch + pseudo_inputs_of(config);

  const double below = add_hidden(config, examples, read, sum, cost.encode_multiply_adds);
  for (double head = 0.0; head < heads; ++head) sum.layer({below, latent, read, config.hidden.empty()});
  cost.encode_multiply_adds += heads * below * latent;
  add_decoder(config, latent + labels, columns, sum, cost.decode_multiply_adds);

  // The outputs of the hidden layers and their gradients.
  sum.floats(2.0 * total_hidden(config), read);
  sum.floats(2.0 * total_hidden(config), columns);
  // Logits and their gradient; z and its gradient.
  sum.floats(2.0 * pixels + 2.0 * latent, columns);
  sum.doubles(1.0, columns);
  if (!config.hidden.empty()) sum.floats(heads * below, read);
  if (!variational) return;
  // mu, log_var and their gradients; epsilon; the KL divergence per dimension.
  sum.floats(4.0 * latent, batch);
  sum.floats(latent, columns);
  sum.doubles(is_learned(config.prior) ? 1.0 : latent, is_learned(config.prior) ? columns : batch);
  add_prior(config, batch, columns, sum, cost);
  // mu, log_var and x repeated for each sample, and the samples' weights.
  if (samples > 1.0) {
    sum.floats(2.0 * latent + examples, columns);
    sum.doubles(1.0, columns);
  }
  // The pixels without the label; [z; y] and its gradient.
  if (labels > 0.0) sum.floats(pixels + 2.0 * (latent + labels), columns);
  cost.step_other += kNormal * latent * columns;
}

/// A Gaussian whose mean and log_var a network computes, with their gradients. Counts the multiply-adds of the mean.
double add_gaussian(const std::vector<LayerSpec>& hidden, double below, double latent, double columns,
                    bool reads_pixels, Sum& sum, double& multiply_adds) {
  const double h = add_linear(hidden, below, columns, reads_pixels, sum, multiply_adds);
  for (int head = 0; head < 2; ++head) sum.layer({h, latent, columns, reads_pixels && hidden.empty()});
  multiply_adds += h * latent;
  // The outputs of the layers and their gradients, of the last one from both heads.
  sum.floats(2.0 * units_of(hidden) + 4.0 * latent + (hidden.empty() ? 0.0 : h), columns);
  return h;
}

/// hvae: an encoder of each stochastic layer, a prior of each but the top one, and the decoder.
void add_hierarchical(const ModelConfig& config, double batch, double samples, Sum& sum, Cost& cost) {
  const std::vector<StochasticLayer> layers = stochastic_layers(config);
  const auto pixels = static_cast<double>(config.input_dim), noise = static_cast<double>(noise_dim(config));
  const bool top_down = config.inference == InferenceKind::top_down;
  const double columns = batch * samples;
  double below = pixels, input_gradient = 0.0;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto latent = static_cast<double>(layers[i].latent_dim);
    const double h = add_gaussian(layers[i].hidden, below, latent, i == 0 || top_down ? batch : columns, i == 0, sum,
                                  cost.encode_multiply_adds);
    cost.encode_multiply_adds += h * latent;  // log_var
    if (i > 0 && top_down) sum.floats(below, batch);
    if (i > 0 && !top_down) input_gradient = std::max(input_gradient, below);
    below = top_down ? h : latent;
  }
  sum.floats(input_gradient, columns);
  for (std::size_t i = layers.size() - 1; i > 0; --i) {
    const std::vector<LayerSpec> hidden(layers[i].hidden.rbegin(), layers[i].hidden.rend());
    add_gaussian(hidden, static_cast<double>(layers[i].latent_dim), static_cast<double>(layers[i - 1].latent_dim),
                 columns, false, sum, cost.decode_multiply_adds);
  }
  below = add_linear(layers[0].hidden | std::views::reverse, static_cast<double>(layers[0].latent_dim), columns, false,
                     sum, cost.decode_multiply_adds);
  sum.layer({below, pixels, columns});
  cost.decode_multiply_adds += below * pixels;
  sum.floats(2.0 * units_of(layers[0].hidden) + 2.0 * pixels, columns);
  // epsilon; mu, log_var and z of each draw and their gradients; the KL terms; the losses and the weights.
  sum.floats(7.0 * noise, columns);
  sum.doubles(noise + 2.0, columns);
  if (samples > 1.0) sum.floats(pixels, columns);
  cost.step_other += (kNormal + kLogit) * noise * columns;
}

/// fvbn and made: the direct layer and masked hidden layers.
void add_autoregressive(const ModelConfig& config, double batch, Sum& sum, Cost& cost) {
  const auto pixels = static_cast<double>(config.input_dim);
  sum.layer({pixels, pixels, batch, true});
  cost.decode_multiply_adds += pixels * pixels;
  const double below = add_hidden(config, pixels, batch, sum, cost.decode_multiply_adds);
  sum.floats(2.0 * pixels + 2.0 * total_hidden(config), batch);
  sum.doubles(1.0, batch);
  if (config.hidden.empty()) return;
  sum.layer({below, pixels, batch}, false);
  cost.decode_multiply_adds += below * pixels;
  sum.floats(pixels, batch);
}

}  // namespace

Cost cost_of(const ModelConfig& config, const TrainingConfig& training) {
  validate(config);
  validate(training);
  // One shard is computed at a time.
  const auto shards = static_cast<double>(training.shards), batch = static_cast<double>(training.batch_size) / shards;
  const auto examples = static_cast<double>(example_dim(config));
  const bool weighted = training.objective == ObjectiveKind::iwae;
  const double samples = weighted ? static_cast<double>(training.importance_samples) : 1.0;
  const auto pixels = static_cast<double>(config.input_dim);
  Cost cost;
  Sum sum(examples, batch + pseudo_inputs_of(config));
  sum.floats(examples, batch);
  if (traits_of(config).hierarchical) {
    add_hierarchical(config, batch, samples, sum, cost);
  } else if (traits_of(config).code) {
    add_coded(config, batch, samples, sum, cost);
  } else {
    add_autoregressive(config, batch, sum, cost);
  }
  cost.parameters = sum.parameters();
  cost.step_multiply_adds = shards * sum.products();
  cost.step_other += kLogit * pixels * batch * samples * (weighted ? 2.0 : 1.0);
  cost.step_other = shards * cost.step_other + kAdam * cost.parameters;

  const double values = kFloat * sum.allocated(), learnt = kFloat * cost.parameters;
  cost.model_bytes = 2.0 * values + 3.0 * learnt;
  cost.training_bytes = 3.0 * learnt + sum.workspace_bytes();
  // The sum of their gradients.
  if (shards > 1.0) cost.training_bytes += learnt;
  cost.file_bytes = 3.0 * learnt;
  if (training.average_decay > 0.0) {
    cost.model_bytes += learnt;
    cost.training_bytes += learnt;
    cost.file_bytes += learnt;
    cost.step_other += kAverage * cost.parameters;
  }
  // A copy of the model, its tensors, and the file.
  cost.save_bytes = 2.0 * values + 2.0 * cost.file_bytes;
  // The file and its tensors while the model is created.
  cost.load_bytes = 2.0 * cost.file_bytes;
  // The network in sorted order with its gradients, the lists of pixels and units, and the sorted pixels.
  if (config.orderings > 1) {
    cost.model_bytes +=
        2.0 * values + 3.0 * kDouble * static_cast<double>(config.orderings) * (pixels + total_hidden(config));
    cost.training_bytes += kFloat * pixels * batch;
    cost.evaluation_bytes += 2.0 * values;
  }
  const double widest = total_hidden(config) * (traits_of(config).code ? 2.0 : 1.0);
  cost.evaluation_bytes +=
      kFloat * kEvaluatedAtOnce * (examples + widest + 5.0 * static_cast<double>(noise_dim(config)) + 2.0 * pixels);
  return cost;
}

}  // namespace latentpad
