// What networks are lists of.
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

/// What one layer hands to the next, for one example: `channels` planes of height x width numbers, plane by plane, each
/// in raster order. A plain vector of n numbers is n channels of 1 x 1.
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

  /// Adds the layer's parameters to a list, in the order in which they are written and updated.
  virtual void append_to(ParameterList<Scalar>& list) = 0;

  /// Draws the initial weights. `index` tells apart the layers that share one seed.
  virtual void initialize(std::uint64_t seed, std::uint64_t index) = 0;

  /// Sets the bias so that, with all else zero, output i is outputs[i].
  virtual void set_bias(const Vector<double>& outputs) = 0;

  /// x: input_shape().size() x batch. Throws ArgumentError for another number of rows.
  virtual void forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const = 0;

  /// Fills the gradients of the parameters from x, y = forward(x) and the gradient d_y of the loss, and d_x where it is
  /// given. d_y is left as the gradient before the activation.
  virtual void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y, Matrix<Scalar>* d_x) = 0;
};

/// One layer of a network as configurations and files describe it. A number alone is a linear layer of so many units.
struct LayerSpec {
  std::string type = "linear";
  Index units = 0;  ///< numbers that the layer computes

  LayerSpec() = default;
  LayerSpec(Index linear_units) : units(linear_units) {}  // NOLINT: the short form in configurations
  bool operator==(const LayerSpec&) const = default;
};

/// "[400, 200]", as lists of layers stand in messages.
std::string layers_text(const std::vector<LayerSpec>& layers);

/// Every type of layer that a specification may name.
std::vector<std::string_view> layer_types();

/// Throws ArgumentError for an unknown type, naming the known ones.
void expect_layer_type(std::string_view type);

/// The layer of a specification, its parameters at zero and named `<name>.weight` and so on.
template <typename Scalar>
std::unique_ptr<Layer<Scalar>> make_layer(const LayerSpec& spec, const std::string& name, const Shape& input,
                                          InputKind kind, std::optional<Activation> activation);

}  // namespace latentpad
