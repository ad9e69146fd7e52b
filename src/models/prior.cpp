#include "models/prior.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "math/noise.h"
#include "models/posterior.h"

namespace latentpad {
namespace {

/// Columns of features: a parameter has one row for each component.
template <typename Scalar>
Eigen::Map<const Matrix<Scalar>> columns_of(const Parameter<Scalar>& p) {
  return {p.value.data(), p.value.cols(), p.value.rows()};
}

template <typename Scalar>
class MixturePrior final : public Prior<Scalar> {
 public:
  MixturePrior(Index components, Index, Index latent_dim)
      : means_("prior.means", {components, latent_dim}),
        log_vars_("prior.log_vars", {components, latent_dim}),
        logits_("prior.logits", {components}) {}

  void append_to(ParameterList<Scalar>& list) override {
    list.push_back(&means_);
    list.push_back(&log_vars_);
    list.push_back(&logits_);
  }

  /// Means from N(0, I), variances 1, equal weights.
  void initialize(std::uint64_t seed, std::uint64_t index) override {
    NoiseStream(seed, NoisePurpose::initial_weights, index)
        .standard_normal(0, static_cast<std::uint64_t>(means_.value.size()), means_.value.data());
    log_vars_.value.setZero();
    logits_.value.setZero();
  }

  void components(const Matrix<Scalar>&, const Matrix<Scalar>&, DiagonalMixture& mixture) const override {
    mixture.assign<Scalar>(columns_of(means_), columns_of(log_vars_), logits_.value.data());
  }

  void backward(const MixtureGradients& gradients, const Matrix<Scalar>&, Matrix<Scalar>&, Matrix<Scalar>&) override {
    for (Index k = 0; k < means_.value.rows(); ++k) {
      for (Index d = 0; d < means_.value.cols(); ++d) {
        means_.gradient(k, d) = static_cast<Scalar>(gradients.d_means(d, k));
        log_vars_.gradient(k, d) =
            is_clamped(log_vars_.value(k, d)) ? Scalar(0) : static_cast<Scalar>(gradients.d_log_vars(d, k));
      }
      logits_.gradient(k, 0) = static_cast<Scalar>(gradients.d_logits[k]);
    }
  }

 private:
  Parameter<Scalar> means_, log_vars_, logits_;
};

template <typename Scalar>
class VampPrior final : public Prior<Scalar> {
 public:
  VampPrior(Index components, Index input_dim, Index) : inputs_("prior.pseudo_inputs", {components, input_dim}) {}

  void append_to(ParameterList<Scalar>& list) override { list.push_back(&inputs_); }

  /// Uniform on [0, 1).
  void initialize(std::uint64_t seed, std::uint64_t index) override {
    NoiseStream(seed, NoisePurpose::initial_weights, index)
        .uniform(0, static_cast<std::uint64_t>(inputs_.value.size()), inputs_.value.data());
  }

  /// The mean plus or minus, at most, two standard deviations of a binary pixel, within [0, 1].
  void set_mean_image(const Vector<double>& mean) override {
    for (Index k = 0; k < inputs_.value.rows(); ++k) {
      for (Index i = 0; i < inputs_.value.cols(); ++i) {
        const double centred = 2.0 * static_cast<double>(inputs_.value(k, i)) - 1.0;
        const double spread = 2.0 * std::sqrt(std::max(0.0, mean[i] * (1.0 - mean[i])));
        inputs_.value(k, i) = static_cast<Scalar>(std::clamp(mean[i] + spread * centred, 0.0, 1.0));
      }
    }
  }

  Index pseudo_inputs() const override { return inputs_.value.rows(); }

  void write_pseudo_inputs(Matrix<Scalar>& x) const override {
    const Scalar* input = inputs_.value.data();
    Scalar* out = x.data() + (x.cols() - pseudo_inputs()) * x.rows();
    for (Index i = 0; i < inputs_.value.size(); ++i) out[i] = std::clamp(input[i], Scalar(0), Scalar(1));
  }

  void components(const Matrix<Scalar>& mu, const Matrix<Scalar>& log_var, DiagonalMixture& mixture) const override {
    const Index count = pseudo_inputs();
    mixture.assign<Scalar>(mu.rightCols(count), log_var.rightCols(count), nullptr);
  }

  void backward(const MixtureGradients& gradients, const Matrix<Scalar>& log_var, Matrix<Scalar>& d_mu,
                Matrix<Scalar>& d_log_var) override {
    const Index first = d_mu.cols() - pseudo_inputs();
    for (Index k = 0; k < pseudo_inputs(); ++k) {
      for (Index d = 0; d < d_mu.rows(); ++d) {
        d_mu(d, first + k) = static_cast<Scalar>(gradients.d_means(d, k));
        d_log_var(d, first + k) =
            is_clamped(log_var(d, first + k)) ? Scalar(0) : static_cast<Scalar>(gradients.d_log_vars(d, k));
      }
    }
  }

  /// 0 outside [0, 1], as of torch.clamp.
  void input_backward(const Matrix<Scalar>& d_x) override {
    const Scalar* d = d_x.data() + (d_x.cols() - pseudo_inputs()) * d_x.rows();
    for (Index i = 0; i < inputs_.value.size(); ++i) {
      const Scalar pixel = inputs_.value.data()[i];
      inputs_.gradient.data()[i] = pixel >= Scalar(0) && pixel <= Scalar(1) ? d[i] : Scalar(0);
    }
  }

 private:
  Parameter<Scalar> inputs_;  ///< clamped to [0, 1] where they are used
};

constexpr std::array<std::string_view, 3> kPriorNames = {"standard", "mixture", "vamp"};

}  // namespace

bool PriorSpec::operator==(const PriorSpec& other) const {
  return name == other.name && component_count(*this) == component_count(other);
}

std::vector<std::string_view> prior_names() { return {kPriorNames.begin(), kPriorNames.end()}; }

bool is_learned(const PriorSpec& spec) {
  if (std::find(kPriorNames.begin(), kPriorNames.end(), spec.name) == kPriorNames.end()) {
    throw_unknown_name("prior", prior_names(), spec.name);
  }
  return spec.name != kPriorNames.front();
}

Index component_count(const PriorSpec& spec) {
  if (spec.name == kPriorNames.front()) return 0;
  return spec.components == 0 ? static_cast<Index>(kComponentsSetting.default_value) : spec.components;
}

void validate(const PriorSpec& spec) {
  if (spec.components == 0 && !is_learned(spec)) return;
  if (!is_learned(spec)) throw ArgumentError(ErrorCode::components_need_prior, {{"got", spec.components}});
  if (spec.components != 0) expect_within(kComponentsSetting, static_cast<double>(spec.components));
}

template <typename Scalar>
std::unique_ptr<Prior<Scalar>> make_prior(const PriorSpec& spec, Index input_dim, Index latent_dim) {
  if (!is_learned(spec)) return nullptr;
  const Index components = component_count(spec);
  if (spec.name == "vamp") return std::make_unique<VampPrior<Scalar>>(components, input_dim, latent_dim);
  return std::make_unique<MixturePrior<Scalar>>(components, input_dim, latent_dim);
}

template std::unique_ptr<Prior<float>> make_prior(const PriorSpec&, Index, Index);
template std::unique_ptr<Prior<double>> make_prior(const PriorSpec&, Index, Index);

}  // namespace latentpad
