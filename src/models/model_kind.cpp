#include "models/model_kind.h"

#include <array>
#include <tuple>
#include <type_traits>

#include "base/format_error.h"
#include "models/autoencoder.h"
#include "models/fvbn.h"
#include "models/hvae.h"
#include "models/ordered_made.h"
#include "models/recognize.h"
#include "models/vae.h"

namespace latentpad {
namespace {

/// A kind and its class, which must derive from the interfaces that the traits require.
template <template <typename> class T, ModelTraits kTraits>
struct KindEntry {
  static_assert(kTraits.code == std::is_base_of_v<LatentModel<float>, T<float>>);
  static_assert(kTraits.posterior == std::is_base_of_v<VariationalModel<float>, T<float>>);
  static_assert(kTraits.exact_likelihood == std::is_base_of_v<AutoregressiveModel<float>, T<float>>);
  static_assert(!kTraits.posterior || kTraits.code, "a posterior is a distribution of codes");
  static_assert(!kTraits.closed_form || (kTraits.posterior && !kTraits.hierarchical), "one latent variable");
  static_assert(!kTraits.completes || kTraits.closed_form || kTraits.exact_likelihood, "both have an algorithm");
  static_assert(!kTraits.bound || kTraits.posterior, "the bound is an expectation over the posterior");
  static_assert(!kTraits.convolutional || (kTraits.code && !kTraits.conditional), "a label is not a plane of pixels");

  template <typename Scalar>
  static std::unique_ptr<Model<Scalar>> make(const ModelConfig& config) {
    if constexpr (kTraits.exact_likelihood) {
      if (config.orderings > 1) return std::make_unique<OrderedMade<Scalar>>(config);
    }
    return std::make_unique<T<Scalar>>(config);
  }

  ModelKind kind;
};

template <template <typename> class T, ModelTraits kTraits>
constexpr KindEntry<T, kTraits> kind(std::string_view name, Index min_hidden, Index max_hidden, Index default_units,
                                     std::optional<ModelConfig> (*recognize)(const TensorShapes&)) {
  return {{name, kTraits, min_hidden, max_hidden, default_units, kTraits.code,
           kTraits.closed_form && !kTraits.conditional, recognize}};
}

constexpr ModelTraits kVae{.code = true,
                           .posterior = true,
                           .closed_form = true,
                           .bound = true,
                           .generates = true,
                           .completes = true,
                           .convolutional = true};
constexpr ModelTraits kCvae{.code = true,
                            .posterior = true,
                            .conditional = true,
                            .closed_form = true,
                            .bound = true,
                            .generates = true,
                            .completes = true};
constexpr ModelTraits kHvae{.code = true, .posterior = true, .hierarchical = true, .bound = true, .generates = true};
constexpr ModelTraits kAe{.code = true, .convolutional = true};
constexpr ModelTraits kAutoregressive{.exact_likelihood = true, .generates = true, .completes = true};

/// All kinds.
constexpr std::tuple kKindEntries = {
    kind<Vae, kVae>("vae", 0, kMaxHiddenLayers, 400, recognize_vae),
    kind<Vae, kCvae>("cvae", 0, kMaxHiddenLayers, 400, recognize_cvae),
    kind<Hvae, kHvae>("hvae", 0, kMaxHiddenLayers, 200, recognize_hvae),
    kind<Autoencoder, kAe>("ae", 0, kMaxHiddenLayers, 400, recognize_autoencoder),
    kind<Fvbn, kAutoregressive>("fvbn", 0, 0, 0, recognize_fvbn),
    kind<Fvbn, kAutoregressive>("made", 1, kMaxHiddenLayers, 500, recognize_made),
};

constexpr std::array kKinds = std::apply([](const auto&... entry) { return std::array{entry.kind...}; }, kKindEntries);

/// In the order of kKinds. Classes of unused number types are not linked.
template <typename Scalar>
constexpr std::array kModelFactories = std::apply(
    [](const auto&... entry) { return std::array{&std::remove_cvref_t<decltype(entry)>::template make<Scalar>...}; },
    kKindEntries);

}  // namespace

std::span<const ModelKind> model_kinds() { return kKinds; }

std::vector<std::string_view> model_kind_names() {
  std::vector<std::string_view> names;
  for (const ModelKind& kind : kKinds) names.push_back(kind.name);
  return names;
}

std::string kinds_with(bool ModelTraits::* trait) {
  std::vector<std::string_view> names;
  for (const ModelKind& kind : model_kinds()) {
    if (kind.traits.*trait) names.push_back(kind.name);
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + std::string(names[i]);
  }
  return text;
}

const ModelKind& kind_of(std::string_view name) {
  for (const ModelKind& kind : kKinds) {
    if (kind.name == name) return kind;
  }
  throw_unknown_name("model", model_kind_names(), name);
}

ModelConfig recognize_model(const TensorShapes& tensors) {
  for (const ModelKind& kind : kKinds) {
    if (std::optional<ModelConfig> config = kind.recognize(tensors)) {
      config->model = kind.name;
      in_format(ErrorCode::in_weights, {}, [&] { validate(*config); });
      return *std::move(config);
    }
  }
  // No kind matches: report a tensor that a VAE, the most common kind, requires.
  throw FormatError(ErrorCode::weights_missing_tensor, {{"tensor", quote("mu.weight")}});
}

template <typename Scalar>
std::unique_ptr<Model<Scalar>> make_model(const ModelConfig& config) {
  validate(config);
  return kModelFactories<Scalar>[static_cast<std::size_t>(&kind_of(config) - kKinds.data())](config);
}

template <typename Scalar>
std::unique_ptr<Model<Scalar>> copy_model(Model<Scalar>& model) {
  std::unique_ptr<Model<Scalar>> copy = make_model<Scalar>(model.config());
  const ParameterList<Scalar> from = model.parameters(), to = copy->parameters();
  for (std::size_t i = 0; i < to.size(); ++i) to[i]->value = from[i]->value;
  return copy;
}

template std::unique_ptr<Model<float>> copy_model(Model<float>&);
template std::unique_ptr<Model<double>> copy_model(Model<double>&);
template std::unique_ptr<Model<float>> make_model(const ModelConfig&);
template std::unique_ptr<Model<double>> make_model(const ModelConfig&);

}  // namespace latentpad
