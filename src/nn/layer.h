// The interface of network layers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "math/matrix.h"
#include "nn/activation.h"
#include "nn/parameter.h"

namespace latentpad {

/// The shape of a layer's input or output for one example: `channels` planes of height x width numbers, plane by plane,
/// each in raster order. A vector of n numbers is n channels of 1 x 1.
struct Shape {
  Index channels = 1, height = 1, width = 1;

  Index size() const { return channels * height * width; }
  bool operator==(const Shape&) const = default;
};

/// Whether a layer's input is mostly zeros (an image) or not (activations).
enum class InputKind { dense, sparse };

/// y = f(layer(x)) with an activation f, or the identity. x and y are batches, one example in each column.
template <typename Scalar>
class Layer {
 public:
  Layer() = default;
  Layer(const Layer&) = default;
  Layer(Layer&&) noexcept = default;
  Layer& operator=(const Layer&) = default;
  Layer& operator=(Layer&&) noexcept = default;
  virtual ~Layer() = default;

  virtual Shape input_shape() const = 0;
  virtual Shape output_shape() const = 0;
  virtual std::optional<Activation> activation() const = 0;

  /// Appends the layer's parameters to a list, in the order in which they are saved and updated.
  virtual void append_to(ParameterList<Scalar>& list) = 0;

  /// Draws the initial weights. `index` distinguishes layers that share a seed.
  virtual void initialize(std::uint64_t seed, std::uint64_t index) = 0;

  /// Sets the bias such that, with all other parameters zero, output i is outputs[i], or, if the layer has one bias for
  /// each channel, the mean of outputs over the channel.
  virtual void set_bias(const Vector<double>& outputs) = 0;

  /// x: input_shape().size() x batch. Throws ArgumentError if the number of rows differs.
  virtual void forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const = 0;

  /// Computes the gradients of the parameters from x, y = forward(x) and the gradient d_y of the loss, and d_x unless
  /// it is null. Overwrites d_y with the gradient before the activation.
  virtual void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y, Matrix<Scalar>* d_x) = 0;
};

/// A layer in configurations and files. A number alone means a linear layer with that many units.
struct LayerSpec {
  std::string type = "linear";
  Index units = 0;  ///< number of outputs; of a convolution, of output channels
  /// Of a convolution: the side of its square kernels, and as in PyTorch.
  Index kernel = 0, stride = 1, padding = 0;
  Index output_padding_height = 0, output_padding_width = 0;  ///< of conv_transpose2d

  LayerSpec() = default;
  LayerSpec(Index linear_units) : units(linear_units) {}  // NOLINT: implicit, for short configurations
  bool operator==(const LayerSpec&) const = default;
};

/// A convolution with square kernels; see nn/conv2d.h.
LayerSpec conv2d(Index channels, Index kernel, Index stride = 1, Index padding = 0);
bool is_convolution(const LayerSpec& layer);

/// "400" for a linear layer; "conv32k4s2p1" for a convolution with 32 channels, kernels of 4 x 4, stride 2 and padding
/// 1, of which a stride of 1 and a padding of 0 are omitted.
std::string layer_text(const LayerSpec& layer);

/// The layer of such a text; nothing if it is malformed. Limits are not checked.
std::optional<LayerSpec> layer_from_text(std::string_view text);

/// A list of layers for messages, such as "[400, 200]".
std::string layers_text(const std::vector<LayerSpec>& layers);

/// The layer types of configurations. A decoder also has conv_transpose2d, from mirrored().
std::vector<std::string_view> layer_types();

/// Throws ArgumentError listing the known types if `type` is none of layer_types().
void expect_layer_type(std::string_view type);

/// The shape of the output. A convolution has positive sizes. Throws ArgumentError (kernel_too_large) with the sizes if
/// its kernel is larger than its input with padding.
Shape output_shape(const LayerSpec& layer, const Shape& input);

/// The number of weights, without biases, and of multiply-adds for one example.
Index weight_count(const LayerSpec& layer, const Shape& input);
Index multiply_adds(const LayerSpec& layer, const Shape& input);

/// The layer of a decoder from output_shape(layer, input) back to the height and width of `input`, with
/// `channels` channels: linear, or conv_transpose2d with the same kernel, stride and padding.
LayerSpec mirrored(const LayerSpec& layer, const Shape& input, Index channels);

/// Creates a layer with parameters at zero, named `<name>.weight` and so on.
template <typename Scalar>
std::unique_ptr<Layer<Scalar>> make_layer(const LayerSpec& spec, const std::string& name, const Shape& input,
                                          InputKind kind, std::optional<Activation> activation);

}  // namespace latentpad
