#include "training/cost.h"

#include <algorithm>
#include <ranges>

#include "math/gemm.h"
#include "models/model_kind.h"
#include "nn/sparse_input.h"

namespace latentpad {
namespace {

constexpr double kFloat = 4.0, kDouble = 8.0;

/// Measured cost in multiply-adds of the matrix kernels: of a logit's loss and gradient, of a normal random number, and
/// of Adam's update of one parameter, which is limited by memory bandwidth.
constexpr double kLogit = 12.0, kNormal = 40.0, kAdam = 48.0;

/// Number of examples in a batch of an evaluation.
constexpr double kEvaluatedAtOnce = 250.0;

/// From the kernels: terms packed at a time, and when a layer that reads pixels uses scratch memory.
constexpr auto kDepth = static_cast<double>(kGemmDepth), kDenseBatch = static_cast<double>(kSparseDenseBatch),
               kPixelsAtOnce = static_cast<double>(kSparsePixelsAtOnce);

struct Layer {
  double in, out, columns;
  bool reads_pixels = false;  ///< needs no gradient of its input, and skips zeros

  double weights() const { return in * out; }
};

/// Sums over the layers of a model and the matrices between them.
class Sum {
 public:
  Sum(double example_dim, double batch) : example_dim_(example_dim), batch_(batch) {}

  void layer(const Layer& layer, bool biased = true) {
    parameters_ += layer.weights() + (biased ? layer.out : 0.0);
    // The bias of a MADE's output layer, which is not trained.
    allocated_ += layer.weights() + layer.out;
    products_ += layer.weights() * layer.columns * (layer.reads_pixels ? 2.0 : 3.0);
    packed_ = std::max(packed_, std::min(layer.in, kDepth) * std::min(layer.out, layer.columns));
    packed_ = std::max(packed_, std::min(layer.columns, kDepth) * std::min(layer.out, layer.in));
    if (!layer.reads_pixels)
      packed_ = std::max(packed_, std::min(layer.out, kDepth) * std::min(layer.in, layer.columns));
    if (layer.reads_pixels) {
      if (batch_ > kDenseBatch) transposed_ = std::max(transposed_, layer.weights());
      gathered_ = std::max(gathered_, kPixelsAtOnce * layer.out);
    }
  }

  void floats(double rows, double columns) { floats_ += rows * columns; }
  void doubles(double rows, double columns) { doubles_ += rows * columns; }

  double parameters() const { return parameters_; }
  double allocated() const { return allocated_; }
  double products() const { return products_; }

  /// Matrices and the scratch memory of the kernels: indices and values of nonzeros, packed factors.
  double workspace_bytes() const {
    const double places = (kFloat + kFloat) * example_dim_ * batch_;
    return kFloat * (floats_ + packed_ + transposed_ + gathered_) + kDouble * doubles_ + places;
  }

 private:
  double example_dim_, batch_;
  double parameters_ = 0.0, allocated_ = 0.0, products_ = 0.0;
  double floats_ = 0.0, doubles_ = 0.0, packed_ = 0.0, transposed_ = 0.0, gathered_ = 0.0;
};

double total_hidden(const ModelConfig& config) {
  double sum = 0.0;
  for (const LayerSpec& layer : config.hidden) sum += static_cast<double>(layer.units);
  return sum;
}

/// A sequence of hidden layers after `below` numbers; the first may read pixels. Returns the size of the last layer.
template <typename Layers>
double add_hidden(const Layers& layers, double below, double columns, bool reads_pixels, Sum& sum,
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

/// vae, cvae and ae: encoder, one or two heads, decoder.
void add_coded(const ModelConfig& config, double batch, double samples, Sum& sum, Cost& cost) {
  const auto pixels = static_cast<double>(config.input_dim), latent = static_cast<double>(config.latent_dim);
  const auto labels = static_cast<double>(label_dim(config)), examples = static_cast<double>(example_dim(config));
  const bool variational = traits_of(config).posterior;
  const double columns = batch * samples, heads = variational ? 2.0 : 1.0;

  double below = add_hidden(config.hidden, examples, batch, true, sum, cost.encode_multiply_adds);
  for (double head = 0.0; head < heads; ++head) sum.layer({below, latent, batch, config.hidden.empty()});
  cost.encode_multiply_adds += heads * below * latent;
  below =
      add_hidden(config.hidden | std::views::reverse, latent + labels, columns, false, sum, cost.decode_multiply_adds);
  sum.layer({below, pixels, columns});
  cost.decode_multiply_adds += below * pixels;

  // The outputs of the hidden layers and their gradients.
  sum.floats(2.0 * total_hidden(config), batch);
  sum.floats(2.0 * total_hidden(config), columns);
  // Logits and their gradient; z and its gradient.
  sum.floats(2.0 * pixels + 2.0 * latent, columns);
  sum.doubles(1.0, columns);
  if (!config.hidden.empty()) sum.floats(heads * static_cast<double>(config.hidden.back().units), batch);
  if (!variational) return;
  // mu, log_var and their gradients; epsilon; the KL divergence per dimension.
  sum.floats(4.0 * latent, batch);
  sum.floats(latent, columns);
  sum.doubles(latent, batch);
  // mu, log_var and x repeated for each sample, and the samples' weights.
  if (samples > 1.0) {
    sum.floats(2.0 * latent + examples, columns);
    sum.doubles(1.0, columns);
  }
  // The pixels without the label; [z; y] and its gradient.
  if (labels > 0.0) sum.floats(pixels + 2.0 * (latent + labels), columns);
  cost.step_other += kNormal * latent * columns;
}

/// fvbn and made: the direct layer and masked hidden layers.
void add_autoregressive(const ModelConfig& config, double batch, Sum& sum, Cost& cost) {
  const auto pixels = static_cast<double>(config.input_dim);
  sum.layer({pixels, pixels, batch, true});
  cost.decode_multiply_adds += pixels * pixels;
  const double below = add_hidden(config.hidden, pixels, batch, true, sum, cost.decode_multiply_adds);
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
  Sum sum(examples, batch);
  sum.floats(examples, batch);
  if (traits_of(config).code) {
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
      kFloat * kEvaluatedAtOnce * (examples + widest + 5.0 * static_cast<double>(config.latent_dim) + 2.0 * pixels);
  return cost;
}

}  // namespace latentpad
