#include "eval/code_losses.h"

#include "eval/conditional.h"

namespace latentpad {

const Vector<double>& CodeLosses::of(const Matrix<float>& z, const Matrix<float>& x) {
  return of(z, x, model_->config().input_dim);
}

const Vector<double>& CodeLosses::of(const Matrix<float>& z, const Matrix<float>& x, Index given) {
  const Matrix<float>& outputs = model_->decode_in(decoder_input(*model_, z, x, labelled_), workspace_);
  pixels_ = x.topRows(given);
  model_->likelihood().repeated_loss(outputs_of_given(outputs, given), pixels_, losses_);
  return losses_;
}

const Matrix<float>& CodeLosses::outputs_of_given(const Matrix<float>& outputs, Index given) {
  const Index pixels = model_->config().input_dim, each = model_->likelihood().outputs_per_pixel();
  if (given == pixels) return outputs;
  given_outputs_.resize(each * given, outputs.cols());
  for (Index k = 0; k < each; ++k) {
    given_outputs_.middleRows(k * given, given) = outputs.middleRows(k * pixels, given);
  }
  return given_outputs_;
}

}  // namespace latentpad
