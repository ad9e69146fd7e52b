// Convolutions as matrix products: the products read the patches of the images directly, so no matrix of patches is
// built.
#pragma once

#include <cstdint>
#include <vector>

#include "math/matrix.h"

namespace latentpad {

/// A convolution from images to maps, with square kernels. Both are batches of `channels` planes of height x width
/// numbers, plane by plane, each in raster order:
///   map_height = ⌊(image_height + 2 padding − kernel) / stride⌋ + 1, likewise the width.
struct ConvolutionShape {
  Index image_channels = 1, image_height = 1, image_width = 1;
  Index map_channels = 1, map_height = 1, map_width = 1;
  Index kernel = 1, stride = 1, padding = 0;

  Index image_size() const { return image_channels * image_height * image_width; }
  Index map_size() const { return map_channels * positions(); }
  Index positions() const { return map_height * map_width; }
  /// Numbers of an image that one number of a map depends on.
  Index patch() const { return image_channels * kernel * kernel; }
};

/// The products of a convolution with weights W (map_channels x image_channels x kernel x kernel, row-major). `count`
/// is the number of examples. x_p(c, ky, kx) = x(c, oy · stride + ky − padding, ox · stride + kx − padding) is the
/// patch of the image x at the position p = (oy, ox), with zeros outside the image.
///
/// Results do not depend on the vector width or on the number of threads.
class Convolution {
 public:
  explicit Convolution(const ConvolutionShape& shape);

  /// maps(o, p) = Σ W(o, c, ky, kx) x_p(c, ky, kx): one sum, in the order of the weights.
  template <typename Scalar>
  void forward(const Scalar* weight, const Scalar* images, Index count, Scalar* maps) const;

  /// The transpose of forward: adds Σ_o W(o, c, ky, kx) maps(o, p), one sum in ascending order, to x_p(c, ky, kx), for
  /// p in ascending order. Sums outside the image are dropped.
  template <typename Scalar>
  void transposed(const Scalar* weight, const Scalar* maps, Index count, Scalar* images) const;

  /// d_weight(o, c, ky, kx) = Σ maps(o, p) x_p(c, ky, kx) over examples and positions. Each of the pieces of
  /// gradient_piece(count) examples is one sum in ascending order; these are added in ascending order.
  template <typename Scalar>
  void weight_gradient(const Scalar* maps, const Scalar* images, Index count, Scalar* d_weight) const;

  /// out[c] = Σ maps(c, p) over examples and positions, in ascending order: first over the examples.
  template <typename Scalar>
  static void sum_planes(const Scalar* maps, Index channels, Index positions, Index count, Scalar* out);

  const ConvolutionShape& shape() const { return shape_; }

  /// At most kGradientPieces pieces, whose sums are computed independently.
  static constexpr Index kGradientPieces = 8;
  static Index gradient_piece(Index count) { return (count + kGradientPieces - 1) / kGradientPieces; }

  /// Examples that are multiplied at a time: enough positions to fill the register tiles, but an input that fits the
  /// L2 cache.
  Index group() const { return group_; }
  /// Numbers of an example with its padding.
  Index padded_size() const { return padded_size_; }

 private:
  /// The images with zeros around them: the images themselves without padding, otherwise copies in `room`.
  template <typename Scalar>
  const Scalar* with_padding(const Scalar* images, Index count, Scalar* room) const;
  template <typename Scalar>
  void remove_padding(const Scalar* padded, Index count, Scalar* images) const;

  ConvolutionShape shape_;
  Index padded_height_, padded_width_, padded_size_, group_;
  /// Offsets of the numbers of a patch, and of the patches of a group, in images with padding.
  std::vector<std::int32_t> patch_, patches_;
  /// Offsets of the channels of a map, and of the positions of a group, in maps.
  std::vector<std::int32_t> channels_, positions_;
};

}  // namespace latentpad
