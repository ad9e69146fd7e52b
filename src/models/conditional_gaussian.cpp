#include "models/conditional_gaussian.h"

#include "models/posterior.h"

namespace latentpad {
namespace {

template <typename Scalar>
Sequential<Scalar> make_hidden(const std::string& name, Index inputs, const std::vector<LayerSpec>& hidden,
                               Activation activation, InputKind kind) {
  Sequential<Scalar> layers(name, {inputs}, kind);
  for (const LayerSpec& spec : hidden) layers.append(spec, activation);
  return layers;
}

}  // namespace

template <typename Scalar>
ConditionalGaussian<Scalar>::ConditionalGaussian(const std::string& name, Index inputs,
                                                 const std::vector<LayerSpec>& hidden, Activation activation,
                                                 Index outputs, InputKind kind)
    : hidden_(make_hidden<Scalar>(name + ".hidden", inputs, hidden, activation, kind)),
      mu_(name + ".mu", hidden_.output_shape().size(), outputs, hidden.empty() ? kind : InputKind::dense),
      log_var_(name + ".log_var", hidden_.output_shape().size(), outputs, hidden.empty() ? kind : InputKind::dense) {}

template <typename Scalar>
void ConditionalGaussian<Scalar>::append_to(ParameterList<Scalar>& list) {
  hidden_.append_to(list);
  mu_.append_to(list);
  log_var_.append_to(list);
}

template <typename Scalar>
std::uint64_t ConditionalGaussian<Scalar>::initialize(std::uint64_t seed, std::uint64_t index) {
  index = hidden_.initialize(seed, index);
  mu_.initialize(seed, index++);
  log_var_.initialize(seed, index++);
  return index;
}

template <typename Scalar>
const Matrix<Scalar>& ConditionalGaussian<Scalar>::forward(const Matrix<Scalar>& input,
                                                           ConditionalGaussianWorkspace<Scalar>& w) const {
  const Matrix<Scalar>& h = hidden_.forward(input, w.hidden);
  mu_.forward(h, w.mu);
  log_var_.forward(h, w.log_var);
  clamp_log_var(w.log_var);
  return h;
}

template <typename Scalar>
void ConditionalGaussian<Scalar>::backward(const Matrix<Scalar>& input, ConditionalGaussianWorkspace<Scalar>& w,
                                           const Matrix<Scalar>* d_h, Matrix<Scalar>* d_input) {
  for (Index i = 0; i < w.log_var.size(); ++i) {
    if (is_clamped(w.log_var.data()[i])) w.d_log_var.data()[i] = Scalar(0);
  }
  if (hidden_.layers().empty() && d_input == nullptr) {
    mu_.backward(input, w.d_mu, nullptr);
    log_var_.backward(input, w.d_log_var, nullptr);
    return;
  }
  const Matrix<Scalar>& h = hidden_.layers().empty() ? input : w.hidden.outputs.back();
  mu_.backward(h, w.d_mu, &w.d_hidden);
  log_var_.backward(h, w.d_log_var, &w.d_hidden_log_var);
  w.d_hidden += w.d_hidden_log_var;
  if (d_h != nullptr) w.d_hidden += *d_h;
  hidden_.backward(input, w.d_hidden, w.hidden, d_input);
}

template class ConditionalGaussian<float>;
template class ConditionalGaussian<double>;

}  // namespace latentpad
