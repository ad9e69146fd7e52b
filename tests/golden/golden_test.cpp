// Comparison of the VAE with PyTorch; make_golden.py wrote the file.
#include <cmath>
#include <cstring>

#include "io/config_json.h"
#include "io/json.h"
#include "io/safetensors.h"
#include "io/strict_json.h"
#include "models/vae.h"
#include "nn/adam.h"
#include "support/bytes.h"
#include "support/catch.h"
#include "support/models.h"

namespace latentpad::test::golden_test {

namespace {

const Safetensors& golden() {
  static const Safetensors kContent =
      parse_safetensors(read_test_file(std::string(LATENTPAD_TEST_DATA) + "/golden/golden.safetensors"));
  return kContent;
}

/// A tensor's numbers, of any type.
std::vector<double> numbers(const std::string& name) {
  const Tensor& tensor = golden().tensors.at(name);
  std::vector<double> values;
  if (tensor.dtype == "F64") {
    values.resize(tensor.bytes.size() / 8);
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  } else if (tensor.dtype == "U8") {
    values.assign(tensor.bytes.begin(), tensor.bytes.end());
  } else {
    const std::vector<float> floats = tensor_to_floats(name, tensor);
    values.assign(floats.begin(), floats.end());
  }
  return values;
}

/// Rows first … first + count − 1 of a tensor of examples, as a batch.
template <typename Scalar>
Matrix<Scalar> batch_of(const std::string& name, Index features, Index first, Index count, double scale = 1.0) {
  const std::vector<double> values = numbers(name);
  REQUIRE(static_cast<Index>(values.size()) >= (first + count) * features);
  const Matrix<double> batch = Eigen::Map<const Matrix<double>>(values.data() + first * features, features, count);
  return (batch / scale).template cast<Scalar>();
}

template <typename Derived>
std::vector<double> to_doubles(const Eigen::PlainObjectBase<Derived>& m) {
  return {m.data(), m.data() + m.size()};
}

/// Checks |got − want| ≤ tolerance · (|want| + largest |want| / 10) for every number, and likewise for the norms: small
/// numbers may be sums of large ones that cancel, with the errors of the latter.
void check_close(const std::string& what, const std::vector<double>& got, const std::vector<double>& want,
                 double tolerance) {
  CAPTURE(what);
  REQUIRE(got.size() >= want.size());  // the file may have the first examples only
  double largest = 0.0, worst = 0.0, difference = 0.0, norm = 0.0;
  for (const double value : want) largest = std::max(largest, std::abs(value));
  REQUIRE(largest > 0.0);
  for (std::size_t i = 0; i < want.size(); ++i) {
    const double error = std::abs(got[i] - want[i]);
    worst = std::max(worst, std::isnan(error) ? 1e300 : error / (std::abs(want[i]) + largest / 10));
    difference += error * error;
    norm += want[i] * want[i];
  }
  CHECK(worst < tolerance);
  CHECK(std::sqrt(difference / norm) < tolerance);
}

struct Setup {
  ModelConfig config;
  double beta = 0.0;
  std::uint64_t seed = 0;
  Index batch = 0;
};

Setup setup_of(const std::string& name) {
  const nlohmann::json info = parse_strict_json(golden().metadata.at(name));
  return {model_config_from_json(info["config"]), info["beta"].get<double>(), info["seed"].get<std::uint64_t>(),
          static_cast<Index>(golden().tensors.at(name + "/x").shape[0])};
}

template <typename Scalar>
void check_gradient(const std::string& name, const Parameter<Scalar>& p, double tolerance) {
  const std::vector<double> gradient = to_doubles(p.gradient);
  const std::string stored = name + "/gradients/" + p.name, sums = name + "/sums/" + p.name;
  if (golden().tensors.count(sums) == 0) {
    REQUIRE(numbers(stored).size() == gradient.size());
    check_close(stored, gradient, numbers(stored), tolerance);
    return;
  }
  std::vector<double> samples;
  double square = 0.0, alternating = 0.0;
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    if (i % 499 == 0) samples.push_back(gradient[i]);
    square += gradient[i] * gradient[i];
    alternating += i % 2 == 0 ? gradient[i] : -gradient[i];
  }
  check_close(stored, samples, numbers(stored), tolerance);
  const double norm = numbers(sums)[0];
  CAPTURE(sums);
  CHECK_THAT(std::sqrt(square), near(norm, tolerance));
  // The error of a sum of n numbers grows as √n.
  CHECK_THAT(alternating, near(numbers(sums)[1], tolerance, tolerance * norm * 4));
}

/// Checks everything in one case, in one number type.
template <typename Scalar>
void check_case(const std::string& name, double tolerance, double loss_tolerance) {
  CAPTURE(name, sizeof(Scalar));
  const Setup setup = setup_of(name);
  const Index latent_dim = setup.config.latent_dim;
  Vae<Scalar> vae(setup.config);
  {
    // Initial weights are drawn in float, so that both number types start equally.
    Vae<float> first(setup.config);
    first.initialize(setup.seed);
    const ParameterList<float> from = first.parameters();
    const ParameterList<Scalar> to = vae.parameters();
    for (std::size_t i = 0; i < to.size(); ++i) to[i]->value = from[i]->value.template cast<Scalar>();
  }
  const Matrix<Scalar> x = batch_of<Scalar>(name + "/x", setup.config.input_dim, 0, setup.batch, 255.0);
  const std::vector<double> losses = numbers(name + "/losses");
  REQUIRE(losses.size() == 10);
  VaeWorkspace<Scalar> workspace;
  Adam<Scalar> adam(vae.parameters());
  for (Index step = 0; step < 10; ++step) {
    const Matrix<Scalar> epsilon = batch_of<Scalar>(name + "/epsilon", latent_dim, step * setup.batch, setup.batch);
    const LossTerms terms = vae.negative_elbo(x, epsilon, workspace);
    vae.backward(x, epsilon, setup.beta, workspace);
    if (step == 0) {
      check_close("mu", to_doubles(workspace.mu), numbers(name + "/mu"), tolerance);
      check_close("log_var", to_doubles(workspace.log_var), numbers(name + "/log_var"), tolerance);
      const Matrix<Scalar>& logits = workspace.decoder.outputs.back();
      check_close("logits", to_doubles(logits), numbers(name + "/logits"), tolerance);
      Matrix<Scalar> probabilities;
      bernoulli_mean(logits, probabilities);
      check_close("reconstruction", to_doubles(probabilities), numbers(name + "/reconstruction"), tolerance);
      const std::vector<double> loss = numbers(name + "/loss");
      CHECK_THAT(terms.reconstruction, near(loss[0], tolerance));
      CHECK_THAT(terms.kl, near(loss[1], tolerance));
      CHECK_THAT(terms.reconstruction + setup.beta * terms.kl, near(loss[2], tolerance));
      for (const Parameter<Scalar>* p : vae.parameters()) check_gradient(name, *p, tolerance);
    }
    CAPTURE(step);
    CHECK_THAT(terms.reconstruction + setup.beta * terms.kl,
               near(losses[static_cast<std::size_t>(step)], loss_tolerance));
    adam.step(vae.parameters(), 1e-3);
  }
}

}  // namespace

// In double the accuracy is limited by the file, which stores floats.
TEST_CASE("In double, the VAE agrees with PyTorch: results, every gradient, ten steps of Adam") {
  for (const char* name : {"tiny linear", "tiny relu", "tiny tanh", "digits", "reference"}) {
    check_case<double>(name, 5e-7, 1e-9);
  }
}

TEST_CASE("In float, the VAE agrees with PyTorch: results, every gradient, ten steps of Adam") {
  for (const char* name : {"tiny linear", "tiny relu", "tiny tanh", "digits", "reference"}) {
    check_case<float>(name, 1e-5, 1e-5);
  }
}

TEST_CASE("Initial weights are bit-identical to those of an independent program") {
  for (const std::string name : {"tiny linear", "tiny relu", "tiny tanh"}) {
    const Setup setup = setup_of(name);
    Vae<float> vae(setup.config);
    vae.initialize(setup.seed);
    for (const Parameter<float>* p : vae.parameters()) {
      CAPTURE(name, p->name);
      CHECK(to_doubles(p->value) == numbers(name + "/weights/" + p->name));
    }
  }
}

TEST_CASE("Normal numbers agree with those of an independent program") {
  std::vector<float> got(4000);
  NoiseStream(0x123456789A, NoisePurpose::epsilon, 0x300000007).standard_normal(0, got.size(), got.data());
  const std::vector<double> want = numbers("noise/normal");
  double worst = 0.0;
  for (std::size_t i = 0; i < got.size(); ++i) worst = std::max(worst, std::abs(static_cast<double>(got[i]) - want[i]));
  CHECK(worst < 2e-6);
}

}  // namespace latentpad::test::golden_test
