#include "nn/conv2d.h"

#include <algorithm>

#include "base/error.h"
#include "math/aligned_buffer.h"
#include "nn/initial_weights.h"

namespace latentpad {
namespace {

ConvolutionShape shape_of(const LayerSpec& spec, const Shape& image, const Shape& map) {
  return {image.channels, image.height, image.width, map.channels, map.height,
          map.width,      spec.kernel,  spec.stride, spec.padding};
}

Shape image_of(const ConvolutionShape& shape) { return {shape.image_channels, shape.image_height, shape.image_width}; }
Shape map_of(const ConvolutionShape& shape) { return {shape.map_channels, shape.map_height, shape.map_width}; }

}  // namespace

template <typename Scalar>
ConvolutionLayer<Scalar>::ConvolutionLayer(const std::string& name, const LayerSpec& spec,
                                           const ConvolutionShape& shape, std::optional<Activation> activation)
    // The first two dimensions are those of PyTorch: out and in of a Conv2d, in and out of a ConvTranspose2d.
    : weight(name + ".weight", {shape.map_channels, shape.image_channels, spec.kernel, spec.kernel}),
      bias(name + ".bias", {spec.units}),
      convolution_(shape),
      activation_(activation) {}

template <typename Scalar>
void ConvolutionLayer<Scalar>::append_to(ParameterList<Scalar>& list) {
  list.push_back(&weight);
  list.push_back(&bias);
}

template <typename Scalar>
void ConvolutionLayer<Scalar>::initialize(std::uint64_t seed, std::uint64_t index) {
  draw_initial(seed, index, weight, bias);
}

template <typename Scalar>
void ConvolutionLayer<Scalar>::set_bias(const Vector<double>& outputs) {
  const Shape shape = this->output_shape();
  if (outputs.size() != shape.size()) {
    throw_invalid_argument("set_bias", std::to_string(shape.size()) + " outputs", std::to_string(outputs.size()));
  }
  const Index plane = shape.height * shape.width;
  for (Index c = 0; c < shape.channels; ++c) {
    double sum = 0.0;
    for (Index i = 0; i < plane; ++i) sum += outputs[c * plane + i];
    bias.value(c, 0) = static_cast<Scalar>(sum / static_cast<double>(plane));
  }
}

template <typename Scalar>
void ConvolutionLayer<Scalar>::expect_input(const Matrix<Scalar>& x, Matrix<Scalar>& y) const {
  const Index size = this->input_shape().size();
  if (x.rows() != size) {
    throw_invalid_argument(weight.name, "an input of " + std::to_string(size) + " numbers", std::to_string(x.rows()));
  }
  y.resize(this->output_shape().size(), x.cols());
}

template <typename Scalar>
void ConvolutionLayer<Scalar>::add_channel_bias(Matrix<Scalar>& y) const {
  static thread_local AlignedBuffer<Scalar> buffer;
  const Shape shape = this->output_shape();
  Scalar* expanded = buffer.at_least(shape.size());
  const Index plane = shape.height * shape.width;
  for (Index c = 0; c < shape.channels; ++c) std::fill_n(expanded + c * plane, plane, bias.value(c, 0));
  add_bias(activation_, expanded, y);
}

template <typename Scalar>
void ConvolutionLayer<Scalar>::output_backward(const Matrix<Scalar>& y, Matrix<Scalar>& d_y) {
  if (activation_) activate_backward(*activation_, y, d_y);
  const Shape shape = this->output_shape();
  Convolution::sum_planes(d_y.data(), shape.channels, shape.height * shape.width, d_y.cols(), bias.gradient.data());
}

template <typename Scalar>
Conv2d<Scalar>::Conv2d(const std::string& name, const LayerSpec& spec, const Shape& input,
                       std::optional<Activation> activation)
    : ConvolutionLayer<Scalar>(name, spec, shape_of(spec, input, latentpad::output_shape(spec, input)), activation) {}

template <typename Scalar>
Shape Conv2d<Scalar>::input_shape() const {
  return image_of(convolution_.shape());
}

template <typename Scalar>
Shape Conv2d<Scalar>::output_shape() const {
  return map_of(convolution_.shape());
}

template <typename Scalar>
void Conv2d<Scalar>::forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const {
  this->expect_input(x, y);
  convolution_.forward(this->weight.value.data(), x.data(), x.cols(), y.data());
  this->add_channel_bias(y);
}

template <typename Scalar>
void Conv2d<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y,
                              Matrix<Scalar>* d_x) {
  this->output_backward(y, d_y);
  convolution_.weight_gradient(d_y.data(), x.data(), x.cols(), this->weight.gradient.data());
  if (d_x == nullptr) return;
  d_x->resize(x.rows(), x.cols());
  convolution_.transposed(this->weight.value.data(), d_y.data(), x.cols(), d_x->data());
}

template <typename Scalar>
ConvTranspose2d<Scalar>::ConvTranspose2d(const std::string& name, const LayerSpec& spec, const Shape& input,
                                         std::optional<Activation> activation)
    : ConvolutionLayer<Scalar>(name, spec, shape_of(spec, latentpad::output_shape(spec, input), input), activation) {}

template <typename Scalar>
Shape ConvTranspose2d<Scalar>::input_shape() const {
  return map_of(convolution_.shape());
}

template <typename Scalar>
Shape ConvTranspose2d<Scalar>::output_shape() const {
  return image_of(convolution_.shape());
}

template <typename Scalar>
void ConvTranspose2d<Scalar>::forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const {
  this->expect_input(x, y);
  convolution_.transposed(this->weight.value.data(), x.data(), x.cols(), y.data());
  this->add_channel_bias(y);
}

template <typename Scalar>
void ConvTranspose2d<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y,
                                       Matrix<Scalar>* d_x) {
  this->output_backward(y, d_y);
  convolution_.weight_gradient(x.data(), d_y.data(), x.cols(), this->weight.gradient.data());
  if (d_x == nullptr) return;
  d_x->resize(x.rows(), x.cols());
  convolution_.forward(this->weight.value.data(), d_y.data(), x.cols(), d_x->data());
}

template class ConvolutionLayer<float>;
template class ConvolutionLayer<double>;
template class Conv2d<float>;
template class Conv2d<double>;
template class ConvTranspose2d<float>;
template class ConvTranspose2d<double>;

}  // namespace latentpad
