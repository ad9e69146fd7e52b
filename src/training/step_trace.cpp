#include "training/step_trace.h"

#include <cmath>

#include "base/error.h"

namespace latentpad {
namespace {

/// Sums in memory order, for the same result on every machine.
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
  if (traits_of(config).posterior && (epsilon.rows() != config.latent_dim || epsilon.cols() != 1)) {
    throw_invalid_argument("trace_step", std::to_string(config.latent_dim) + " numbers of epsilon",
                           std::to_string(epsilon.size()));
  }
}

template <typename Scalar>
ForwardTrace<Scalar> forward_of(const Model<Scalar>& model, const LatentPass<Scalar>& pass) {
  ForwardTrace<Scalar> trace{pass.mu, pass.log_var, pass.z, {}, pass.reconstruction, {}};
  trace.kl.assign(pass.kl.data(), pass.kl.data() + pass.kl.size());
  model.likelihood().mean(pass.outputs, trace.probabilities);
  return trace;
}

/// Applies Adam to the copy, and records the change of each parameter.
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
  expect_trait(model, "trace_step", &ModelTraits::code);
  if (model.traits().posterior) expect_trait(model, "trace_step", &ModelTraits::closed_form);
  expect_one_digit(model.config(), x, epsilon);
  const std::unique_ptr<Model<Scalar>> copy = copy_model(model);
  LatentModel<Scalar>& latent = latent_model(*copy, "trace_step");

  StepTrace<Scalar> trace;
  trace.beta = beta;
  trace.learning_rate = learning_rate;
  LatentPass<Scalar> pass;
  latent.trace(x, epsilon, beta, pass);
  trace.before = forward_of(*copy, pass);
  trace.d_z = pass.d_z;
  trace.d_mu = pass.d_mu;
  trace.d_log_var = pass.d_log_var;
  update(copy->parameters(), optimizer, trace);
  latent.trace(x, epsilon, beta, pass);
  trace.after = forward_of(*copy, pass);
  return trace;
}

template struct ForwardTrace<float>;
template struct ForwardTrace<double>;
template StepTrace<float> trace_step(Model<float>&, const Adam<float>&, const Matrix<float>&, const Matrix<float>&,
                                     double, double);
template StepTrace<double> trace_step(Model<double>&, const Adam<double>&, const Matrix<double>&, const Matrix<double>&,
                                      double, double);

}  // namespace latentpad
