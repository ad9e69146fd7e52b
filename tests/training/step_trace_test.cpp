#include "training/step_trace.h"

#include <cmath>

#include "io/checkpoint.h"
#include "models/autoencoder.h"
#include "models/posterior.h"
#include "models/vae.h"
#include "support/catch.h"
#include "support/models.h"
#include "support/random_matrix.h"
#include "training/trainer.h"

namespace latentpad::test::step_trace_test {

namespace {

template <typename Scalar>
std::unique_ptr<Model<Scalar>> random_model(const std::string& kind, const std::vector<LayerSpec>& hidden) {
  auto model = make_model<Scalar>({kind, 11, hidden, 3, Activation::tanh});
  randomize(model->parameters(), 0.6, 201);
  return model;
}

const auto kInk = random_ink<double>(11, 1, 0.4, 202);
const auto kEpsilon = random_normal<Matrix<double>>(3, 1, 203);

double norm(const WeightMatrix<double>& m) { return std::sqrt(m.cwiseAbs2().sum()); }

}  // namespace

TEST_CASE("The trace of a step equals the model's forward and backward pass") {
  const auto model = random_model<double>("vae", {7, 5});
  auto& vae = dynamic_cast<Vae<double>&>(*model);
  const ParameterList<double> parameters = vae.parameters();
  const Adam<double> adam(parameters);
  const StepTrace<double> trace = trace_step(*model, adam, kInk, kEpsilon, 2.5, 1e-3);
  VaeWorkspace<double> workspace;
  const LossTerms terms = vae.negative_elbo(kInk, kEpsilon, workspace);
  vae.backward(kInk, kEpsilon, 2.5, workspace);
  CHECK(trace.before.mu == workspace.mu);
  CHECK(trace.before.log_var == workspace.log_var);
  CHECK(trace.before.z == workspace.z);
  CHECK(trace.before.reconstruction == terms.reconstruction);
  CHECK(trace.before.total_kl() == terms.kl);
  CHECK(trace.d_z == workspace.d_z);
  CHECK(trace.d_mu == workspace.d_mu);
  CHECK(trace.d_log_var == workspace.d_log_var);
  Matrix<double> logits, probabilities;
  vae.decode(workspace.z, logits);
  bernoulli_mean(logits, probabilities);
  CHECK(trace.before.probabilities == probabilities);
  REQUIRE(trace.parameters.size() == parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    CHECK(trace.parameters[i].name == parameters[i]->name);
    CHECK_THAT(trace.parameters[i].gradient_norm, near(norm(parameters[i]->gradient), 1e-12));
  }
}

TEST_CASE("The norm of each gradient agrees with central differences") {
  for (const char* kind : {"vae", "ae"}) {
    const auto model = random_model<double>(kind, {4});
    const ParameterList<double> parameters = model->parameters();
    const Adam<double> adam(parameters);
    const double beta = 3.0;
    const StepTrace<double> trace = trace_step(*model, adam, kInk, kEpsilon, beta, 1e-3);
    const auto loss = [&] {
      const StepTrace<double> now = trace_step(*model, adam, kInk, kEpsilon, beta, 1e-3);
      return now.before.reconstruction + beta * now.before.total_kl();
    };
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      CAPTURE(kind, parameters[i]->name);
      WeightMatrix<double>& value = parameters[i]->value;
      WeightMatrix<double> numeric = value;
      for (Index k = 0; k < value.size(); ++k) {
        const double kept = value.data()[k];
        value.data()[k] = kept + 1e-6;
        const double above = loss();
        value.data()[k] = kept - 1e-6;
        numeric.data()[k] = (above - loss()) / 2e-6;
        value.data()[k] = kept;
      }
      CHECK_THAT(trace.parameters[i].gradient_norm, near(norm(numeric), 1e-6, 1e-7));
    }
  }
}

TEST_CASE("The state after the trace is that after one step of Adam, and the loss decreases") {
  for (const char* kind : {"vae", "ae"}) {
    CAPTURE(kind);
    const auto model = random_model<double>(kind, {7});
    ParameterList<double> parameters = model->parameters();
    Adam<double> adam(parameters);
    const StepTrace<double> trace = trace_step(*model, adam, kInk, kEpsilon, 1.0, 1e-3);
    CHECK(trace.step == 1);
    CHECK(trace.learning_rate == 1e-3);
    // The first step of Adam changes every number that has a gradient by the learning rate.
    for (const ParameterTrace& p : trace.parameters) CHECK(p.change_norm > 0.0);
    CHECK_THAT(trace.parameters.back().change_norm, near(1e-3 * std::sqrt(11.0), 1e-4));
    const auto total = [](const ForwardTrace<double>& f) { return f.reconstruction + f.total_kl(); };
    CHECK(total(trace.after) < total(trace.before));
    // The same step, computed with the model's functions.
    if (auto* vae = dynamic_cast<Vae<double>*>(model.get())) {
      VaeWorkspace<double> workspace;
      vae->negative_elbo(kInk, kEpsilon, workspace);
      vae->backward(kInk, kEpsilon, 1.0, workspace);
      adam.step(parameters, 1e-3);
      vae->negative_elbo(kInk, kEpsilon, workspace);
      CHECK(trace.after.mu == workspace.mu);
      CHECK(trace.after.z == workspace.z);
    } else {
      auto& ae = dynamic_cast<Autoencoder<double>&>(*model);
      ae.loss_and_gradient(kInk, {}, {1, 0});
      adam.step(parameters, 1e-3);
      AutoencoderWorkspace<double> workspace;
      CHECK(trace.after.reconstruction == ae.loss(kInk, workspace));
      CHECK(trace.before.kl.empty());
      CHECK(trace.d_log_var.size() == 0);
    }
  }
}

TEST_CASE("A trace does not change the model and its optimizer") {
  const Matrix<float> x = kInk.cast<float>(), epsilon = kEpsilon.cast<float>();
  const auto traced = random_model<float>("vae", {7}), plain = random_model<float>("vae", {7});
  TrainingConfig config;
  config.batch_size = 1;
  Trainer a(*traced, config), b(*plain, config);
  for (int i = 0; i < 3; ++i) {
    a.run_batch(x);
    b.run_batch(x);
    const std::string before = checksum(*traced);
    const WeightMatrix<float> gradient = traced->parameters()[0]->gradient;
    const StepTrace<float> trace = trace_step(*traced, a.optimizer(), x, epsilon, 1.0, 0.5);
    CHECK(trace.step == a.step() + 1);
    CHECK(checksum(*traced) == before);
    CHECK(traced->parameters()[0]->gradient == gradient);
  }
  CHECK(checksum(*traced) == checksum(*plain));
  CHECK(a.optimizer().first_moments()[0] == b.optimizer().first_moments()[0]);
  CHECK(a.step() == b.step());
}

TEST_CASE("An invalid trace is rejected with the reason") {
  const auto message = [](Model<double>& model, const Matrix<double>& x, const Matrix<double>& epsilon) {
    const Adam<double> adam(model.parameters());
    return message_of<std::invalid_argument>([&] { trace_step(model, adam, x, epsilon, 1.0, 1e-3); });
  };
  const auto vae = random_model<double>("vae", {7});
  const auto fvbn = make_model<double>({"fvbn", 11, {}, 0, Activation::relu});
  CHECK_THAT(message(*fvbn, kInk, kEpsilon),
             contains("trace_step: expected a model that has it (vae, cvae, hvae and ae), got fvbn"));
  CHECK_THAT(message(*vae, Matrix<double>::Zero(11, 2), kEpsilon),
             contains("expected one image of 11 pixels, got 11x2"));
  CHECK_THAT(message(*vae, Matrix<double>::Constant(11, 1, 1.5), kEpsilon),
             contains("expected pixels in [0, 1], got 1.5"));
  CHECK_THAT(message(*vae, kInk, Matrix<double>::Zero(2, 1)), contains("expected 3 numbers of epsilon, got 2"));
}

TEST_CASE("Activations are those of every hidden layer of encoder and decoder") {
  for (const char* kind : {"vae", "ae"}) {
    const auto model = random_model<double>(kind, {7, 5});
    Matrix<double> mu, log_var;
    latent(*model).encode(kInk, mu, log_var);
    const std::vector<Matrix<double>> encoder = latent(*model).encoder_activations(kInk);
    const std::vector<Matrix<double>> decoder = latent(*model).decoder_activations(mu);
    REQUIRE(encoder.size() == 2);
    REQUIRE(decoder.size() == 2);
    const ParameterList<double> p = model->parameters();
    const Matrix<double> first = (p[0]->value * kInk + p[1]->value).array().tanh();
    CHECK((encoder[0] - first).cwiseAbs().maxCoeff() < 1e-12);
    CHECK(encoder[1].rows() == 5);
    CHECK(decoder[0].rows() == 5);
    CHECK(decoder[1].rows() == 7);
    // The last layer maps the decoder's last activations to the logits.
    Matrix<double> logits;
    latent(*model).decode(mu, logits);
    const Matrix<double> last = p[p.size() - 2]->value * decoder[1] + p.back()->value;
    CHECK((last - logits).cwiseAbs().maxCoeff() < 1e-12);
    CHECK(make_latent_model<double>({kind, 11, {}, 3, Activation::relu})->decoder_activations(mu).empty());
  }
}

}  // namespace latentpad::test::step_trace_test
