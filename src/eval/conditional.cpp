#include "eval/conditional.h"

namespace latentpad {

Matrix<float> pixels_of(const Model<float>& model, const Matrix<float>& x) {
  return x.topRows(model.config().input_dim);
}

void decode_for(const LatentModel<float>& model, const Matrix<float>& z, const Matrix<float>& x,
                Matrix<float>& outputs) {
  const Index labels = label_dim(model.config());
  if (labels == 0) return model.decode(z, outputs);
  Matrix<float> labelled(z.rows() + labels, z.cols());
  labelled.topRows(z.rows()) = z;
  if (x.cols() == 1) {
    labelled.bottomRows(labels) = x.bottomRows(labels).replicate(1, z.cols());
  } else {
    labelled.bottomRows(labels) = x.bottomRows(labels);
  }
  model.decode(labelled, outputs);
}

}  // namespace latentpad
