#include "training/step_trace.h"

#include <cmath>

#include "base/error.h"
#include "models/autoencoder.h"
#include "models/bernoulli.h"
#include "models/vae.h"

namespace latentpad {
namespace {

/// In the order of the numbers, so that it is the same everywhere.
template <typename Scalar>
double norm(const WeightMatrix<Scalar>& m) {
  double sum = 0.0;
  for (Index i = 0; i < m.size(); ++i) sum += static_cast<double>(m.data()[i]) * static_cast<double>(m.data()[i]);
  return std::sqrt(sum);
}

template <typename Scalar>
void expect_one_digit(const ModelConfig& config, const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon) {
  if (x.rows() != example_dim(config) || x.cols() != 1) {
    throw_invalid_argument("trace_step", "one image of " + std::to_string(example_dim(config)) + " pixels",
                           shape_text(x));
  }
  for (Index i = 0; i < x.size(); ++i) {
    if (!(x.data()[i] >= Scalar(0) && x.data()[i] <= Scalar(1))) {
      throw ArgumentError(ErrorCode::pixel_out_of_range,
                          {{"function", "trace_step"}, {"got", x.data()[i]}, {"position", i}});
    }
  }
  if (config.model != "ae" && (epsilon.rows() != config.latent_dim || epsilon.cols() != 1)) {
    throw_invalid_argument("trace_step", std::to_string(config.latent_dim) + " numbers of epsilon",
                           std::to_string(epsilon.size()));
  }
}

template <typename Scalar>
ForwardTrace<Scalar> forward(const Vae<Scalar>& vae, const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                             VaeWorkspace<Scalar>& workspace) {
  ForwardTrace<Scalar> trace;
  trace.reconstruction = vae.negative_elbo(x, epsilon, workspace).reconstruction;
  trace.mu = workspace.mu;
  trace.log_var = workspace.log_var;
  trace.z = workspace.z;
  trace.kl.assign(workspace.kl.data(), workspace.kl.data() + workspace.kl.size());
  reconstruction(workspace.decoder.outputs.back(), trace.probabilities);
  return trace;
}

template <typename Scalar>
ForwardTrace<Scalar> forward(const Autoencoder<Scalar>& ae, const Matrix<Scalar>& x,
                             AutoencoderWorkspace<Scalar>& workspace) {
  ForwardTrace<Scalar> trace;
  trace.reconstruction = ae.loss(x, workspace);
  trace.mu = trace.z = workspace.z;
  trace.log_var.resize(0, 1);
  reconstruction(workspace.decoder.outputs.back(), trace.probabilities);
  return trace;
}

/// Adam on the copy, and what it did to each parameter.
template <typename Scalar>
void update(const ParameterList<Scalar>& parameters, Adam<Scalar> optimizer, StepTrace<Scalar>& trace) {
  std::vector<WeightMatrix<Scalar>> before;
  for (const Parameter<Scalar>* p : parameters) before.push_back(p->value);
  optimizer.step(parameters, trace.learning_rate);
  trace.step = optimizer.steps();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const WeightMatrix<Scalar> change = parameters[i]->value - before[i];
    trace.parameters.push_back({parameters[i]->name, norm(parameters[i]->gradient), norm(change)});
  }
}

}  // namespace

template <typename Scalar>
double ForwardTrace<Scalar>::total_kl() const {
  double sum = 0.0;
  for (const double one : kl) sum += one;
  return sum;
}

template <typename Scalar>
StepTrace<Scalar> trace_step(Model<Scalar>& model, const Adam<Scalar>& optimizer, const Matrix<Scalar>& x,
                             const Matrix<Scalar>& epsilon, double beta, double learning_rate) {
  expect_capability(model, "trace_step", &Capabilities::code);
  expect_one_digit(model.config(), x, epsilon);
  const std::unique_ptr<Model<Scalar>> copy = make_model<Scalar>(model.config());
  const ParameterList<Scalar> from = model.parameters(), to = copy->parameters();
  for (std::size_t i = 0; i < to.size(); ++i) to[i]->value = from[i]->value;

  StepTrace<Scalar> trace;
  trace.beta = beta;
  trace.learning_rate = learning_rate;
  if (auto* vae = dynamic_cast<Vae<Scalar>*>(copy.get())) {
    VaeWorkspace<Scalar> workspace;
    trace.before = forward(*vae, x, epsilon, workspace);
    vae->backward(x, epsilon, beta, workspace);
    trace.d_z = workspace.d_z;
    trace.d_mu = workspace.d_mu;
    trace.d_log_var = workspace.d_log_var;
    update(to, optimizer, trace);
    trace.after = forward(*vae, x, epsilon, workspace);
  } else {
    auto& ae = dynamic_cast<Autoencoder<Scalar>&>(*copy);
    AutoencoderWorkspace<Scalar> workspace;
    trace.before = forward(ae, x, workspace);
    ae.backward(x, workspace);
    trace.d_mu = trace.d_z = workspace.d_z;
    trace.d_log_var.resize(0, 1);
    update(to, optimizer, trace);
    trace.after = forward(ae, x, workspace);
  }
  return trace;
}

template struct ForwardTrace<float>;
template struct ForwardTrace<double>;
template StepTrace<float> trace_step(Model<float>&, const Adam<float>&, const Matrix<float>&, const Matrix<float>&,
                                     double, double);
template StepTrace<double> trace_step(Model<double>&, const Adam<double>&, const Matrix<double>&,
                                      const Matrix<double>&, double, double);

}  // namespace latentpad
