// The list of model kinds: name, traits, parameters and construction. Other files never compare the names of kinds;
// they check traits.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/model_config.h"

namespace latentpad {

template <typename Scalar>
class Model;

/// Capabilities of a kind of model.
struct ModelTraits {
  bool code = false;              ///< supports encode and decode (LatentModel)
  bool posterior = false;         ///< the code is a distribution q(z | x); otherwise a point
  bool conditional = false;       ///< an example is [x; y], a code [z; y], y the one-hot label; models p(x | y)
  bool exact_likelihood = false;  ///< exact log p(x), pixel by pixel (AutoregressiveModel)
  bool hierarchical = false;      ///< several stochastic layers, of which the code is the top one
  /// The code is the only latent variable: log p(x, z) and log q(z | x) have closed forms.
  bool closed_form = false;
  bool bound = false;          ///< has a lower bound of log p(x), including importance-weighted bounds
  bool generates = false;      ///< has a p(x) to sample from
  bool completes = false;      ///< samples the rest of an image of which the first pixels are given
  bool convolutional = false;  ///< hidden layers may be convolutions, since the encoder reads pixels alone
};

/// Shapes of the tensors of a file, by name.
using TensorShapes = std::map<std::string, std::vector<std::uint64_t>>;

struct ModelKind {
  std::string_view name;
  ModelTraits traits;
  Index min_hidden, max_hidden;  ///< number of hidden layers
  Index default_units;           ///< default number of units of the hidden layer; 0: no hidden layer
  bool any_likelihood;           ///< otherwise Bernoulli only
  bool any_prior;                ///< otherwise N(0, I), or none
  /// The configuration of a model of this kind with parameters of these names and shapes, with relu and images of
  /// usual_image_size; nothing for another kind. Throws FormatError if they are of this kind but malformed.
  std::optional<ModelConfig> (*recognize)(const TensorShapes&);
};

/// In the order in which they are listed to the user.
std::span<const ModelKind> model_kinds();
std::vector<std::string_view> model_kind_names();

/// The names of the kinds with a trait, for messages: for example "vae, cvae and ae".
std::string kinds_with(bool ModelTraits::* trait);

/// Throws ArgumentError (unknown_name) for a name that no kind has.
const ModelKind& kind_of(std::string_view name);
inline const ModelKind& kind_of(const ModelConfig& config) { return kind_of(config.model); }
inline const ModelTraits& traits_of(const ModelConfig& config) { return kind_of(config).traits; }

/// The model to which these tensors belong. Throws FormatError naming a tensor that is missing or malformed.
ModelConfig recognize_model(const TensorShapes& tensors);

/// Creates the model of a config, with parameters at zero. Throws ArgumentError for an invalid config.
template <typename Scalar>
std::unique_ptr<Model<Scalar>> make_model(const ModelConfig& config);

/// A model of the same config with the same parameters; gradients are not copied.
template <typename Scalar>
std::unique_ptr<Model<Scalar>> copy_model(Model<Scalar>& model);

}  // namespace latentpad
