// The one list of model kinds: what each is called, what it can do, which parameters it has and how it is made. Nothing
// outside this file and its source compares a kind's name; whoever needs to know something of a model asks for a trait.
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

/// What a kind of model has.
struct ModelTraits {
  bool code = false;              ///< encode and decode (LatentModel)
  bool posterior = false;         ///< the code is a distribution q(z | x); else a point
  bool conditional = false;       ///< an example is [x; y] and a code [z; y], y the one-hot label: all is p(x | y)
  bool exact_likelihood = false;  ///< log p(x) exactly, pixel by pixel (AutoregressiveModel)
  bool bound = false;             ///< a lower bound of log p(x), importance-weighted ones too
  bool generates = false;         ///< a p(x) to sample from
};

/// Sizes of the tensors of a file, by their names.
using TensorShapes = std::map<std::string, std::vector<std::uint64_t>>;

struct ModelKind {
  std::string_view name;
  ModelTraits traits;
  Index min_hidden, max_hidden;  ///< numbers of hidden layers
  Index default_units;                ///< of the one hidden layer that a new model has unless told otherwise; 0: none
  bool any_likelihood;              ///< else Bernoulli alone
  /// The configuration of a model of this kind whose parameters have these names and shapes, with relu and images of
  /// usual_image_size; nothing when they are of another kind. Throws FormatError where they are of this kind and wrong.
  std::optional<ModelConfig> (*recognize)(const TensorShapes&);
};

/// In the order in which they are offered.
std::span<const ModelKind> model_kinds();
std::vector<std::string_view> model_kind_names();

/// Throws ArgumentError (unknown_name) for a name that no kind has.
const ModelKind& kind_of(std::string_view name);
inline const ModelKind& kind_of(const ModelConfig& config) { return kind_of(config.model); }
inline const ModelTraits& traits_of(const ModelConfig& config) { return kind_of(config).traits; }

/// The model that these tensors are of. Throws FormatError naming the tensor that is missing or does not fit.
ModelConfig recognize_model(const TensorShapes& tensors);

/// The model a config describes, its parameters at zero. Throws std::invalid_argument for an impossible config.
template <typename Scalar>
std::unique_ptr<Model<Scalar>> make_model(const ModelConfig& config);

}  // namespace latentpad
