#include "models/model.h"

#include "models/vae.h"

namespace latentpad {

template <typename Scalar>
std::unique_ptr<Model<Scalar>> make_model(const ModelConfig& config) {
  validate(config);
  return std::make_unique<Vae<Scalar>>(config);
}

template std::unique_ptr<Model<float>> make_model(const ModelConfig&);
template std::unique_ptr<Model<double>> make_model(const ModelConfig&);

}  // namespace latentpad
