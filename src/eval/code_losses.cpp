#include "eval/code_losses.h"

#include "eval/conditional.h"

namespace latentpad {

const Vector<double>& CodeLosses::of(const Matrix<float>& z, const Matrix<float>& x) {
  const Matrix<float>& outputs = model_->decode_in(decoder_input(*model_, z, x, labelled_), workspace_);
  pixels_ = x.topRows(model_->config().input_dim);
  model_->likelihood().repeated_loss(outputs, pixels_, losses_);
  return losses_;
}

}  // namespace latentpad
