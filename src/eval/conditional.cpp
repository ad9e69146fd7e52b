#include "eval/conditional.h"

namespace latentpad {

Matrix<float> pixels_of(const Model<float>& model, const Matrix<float>& x) {
  return x.topRows(model.config().input_dim);
}

const Matrix<float>& decoder_input(const LatentModel<float>& model, const Matrix<float>& z, const Matrix<float>& x,
                                   Matrix<float>& labelled) {
  const Index labels = label_dim(model.config()), codes = z.cols() / x.cols();
  if (labels == 0) return z;
  labelled.resize(z.rows() + labels, z.cols());
  labelled.topRows(z.rows()) = z;
  for (Index n = 0; n < z.cols(); ++n) labelled.col(n).tail(labels) = x.col(n / codes).tail(labels);
  return labelled;
}

void decode_for(const LatentModel<float>& model, const Matrix<float>& z, const Matrix<float>& x,
                Matrix<float>& outputs) {
  Matrix<float> labelled;
  model.decode(decoder_input(model, z, x, labelled), outputs);
}

}  // namespace latentpad
