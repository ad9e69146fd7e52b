#include "math/convolution.h"

#include <cmath>

#include "support/every_engine.h"
#include "support/random_matrix.h"

namespace latentpad::test::convolution_test {

namespace {

ConvolutionShape shape_of(Index channels, Index height, Index width, Index map_channels, Index kernel, Index stride,
                          Index padding) {
  const auto side = [&](Index size) { return (size + 2 * padding - kernel) / stride + 1; };
  return {channels, height, width, map_channels, side(height), side(width), kernel, stride, padding};
}

// One channel and many, odd sizes, strides, kernels as large as the image, more terms than one block of 400, more
// positions than one block, and sizes that a stride of 2 does not divide.
const std::vector<ConvolutionShape> kShapes = {
    shape_of(1, 1, 1, 1, 1, 1, 0),   shape_of(1, 5, 7, 3, 3, 1, 0),   shape_of(2, 5, 7, 3, 3, 1, 1),
    shape_of(3, 6, 6, 33, 4, 2, 1),  shape_of(5, 7, 5, 8, 3, 2, 2),   shape_of(2, 9, 8, 17, 5, 3, 2),
    shape_of(1, 28, 28, 6, 4, 2, 1), shape_of(32, 5, 5, 7, 4, 1, 0),  shape_of(4, 4, 3, 5, 3, 1, 2),
    shape_of(420, 3, 3, 2, 2, 1, 0), shape_of(2, 3, 3, 420, 3, 2, 1), shape_of(1, 40, 30, 2, 2, 1, 1)};

template <typename Scalar>
Scalar madd(Scalar a, Scalar b, Scalar sum) {
  return arithmetic() == Arithmetic::fused ? std::fma(a, b, sum) : sum + a * b;
}

/// A batch of images or maps, and weights, with an index for each dimension. Outside of the image are zeros.
template <typename Scalar>
struct Direct {
  const ConvolutionShape& s;
  const Matrix<Scalar>& weight;

  Scalar w(Index o, Index c, Index ky, Index kx) const {
    return weight.data()[((o * s.image_channels + c) * s.kernel + ky) * s.kernel + kx];
  }
  Index at(Index c, Index y, Index x) const {
    return y < 0 || x < 0 || y >= s.image_height || x >= s.image_width ? -1
                                                                       : (c * s.image_height + y) * s.image_width + x;
  }
  /// Calls f(o, c, ky, kx, place in the map, place in the image or -1) in the order of o, p, c, ky, kx.
  template <typename F>
  void each(F f) const {
    for (Index o = 0; o < s.map_channels; ++o) {
      for (Index p = 0; p < s.positions(); ++p) {
        for (Index c = 0; c < s.image_channels; ++c) {
          for (Index ky = 0; ky < s.kernel; ++ky) {
            for (Index kx = 0; kx < s.kernel; ++kx) {
              f(o, c, ky, kx, o * s.positions() + p,
                at(c, p / s.map_width * s.stride + ky - s.padding, p % s.map_width * s.stride + kx - s.padding));
            }
          }
        }
      }
    }
  }

  Matrix<Scalar> forward(const Matrix<Scalar>& images) const {
    Matrix<Scalar> maps = Matrix<Scalar>::Zero(s.map_size(), images.cols());
    for (Index b = 0; b < images.cols(); ++b) {
      each([&](Index o, Index c, Index ky, Index kx, Index map, Index image) {
        maps(map, b) = madd(w(o, c, ky, kx), image < 0 ? Scalar(0) : images(image, b), maps(map, b));
      });
    }
    return maps;
  }

  Matrix<Scalar> transposed(const Matrix<Scalar>& maps) const {
    Matrix<Scalar> images = Matrix<Scalar>::Zero(s.image_size(), maps.cols());
    for (Index b = 0; b < maps.cols(); ++b) {
      for (Index p = 0; p < s.positions(); ++p) {
        for (Index c = 0; c < s.image_channels; ++c) {
          for (Index ky = 0; ky < s.kernel; ++ky) {
            for (Index kx = 0; kx < s.kernel; ++kx) {
              const Index image =
                  at(c, p / s.map_width * s.stride + ky - s.padding, p % s.map_width * s.stride + kx - s.padding);
              if (image < 0) continue;
              Scalar sum(0);
              for (Index o = 0; o < s.map_channels; ++o) {
                sum = madd(maps(o * s.positions() + p, b), w(o, c, ky, kx), sum);
              }
              images(image, b) += sum;
            }
          }
        }
      }
    }
    return images;
  }

  Matrix<Scalar> weight_gradient(const Matrix<Scalar>& maps, const Matrix<Scalar>& images) const {
    Matrix<Scalar> total = Matrix<Scalar>::Zero(weight.rows(), weight.cols());
    const Index piece = Convolution::gradient_piece(images.cols());
    for (Index first = 0; first < images.cols(); first += piece) {
      Matrix<Scalar> sums = Matrix<Scalar>::Zero(weight.rows(), weight.cols());
      for (Index b = first; b < std::min(first + piece, images.cols()); ++b) {
        each([&](Index o, Index c, Index ky, Index kx, Index map, Index image) {
          Scalar& sum = sums.data()[((o * s.image_channels + c) * s.kernel + ky) * s.kernel + kx];
          sum = madd(maps(map, b), image < 0 ? Scalar(0) : images(image, b), sum);
        });
      }
      total += sums;
    }
    return total;
  }
};

template <typename Scalar>
void check_against_direct_form(const ConvolutionShape& s, Index count) {
  CAPTURE(s.image_channels, s.image_height, s.image_width, s.map_channels, s.kernel, s.stride, s.padding, count);
  const Convolution convolution(s);
  const auto weight = random_normal<Matrix<Scalar>>(s.map_channels * s.patch(), 1, 1);
  const auto images = random_normal<Matrix<Scalar>>(s.image_size(), count, 2);
  const auto maps = random_normal<Matrix<Scalar>>(s.map_size(), count, 3);
  const Direct<Scalar> direct{s, weight};
  // Previous contents are overwritten.
  Matrix<Scalar> forward = Matrix<Scalar>::Constant(s.map_size(), count, Scalar(99));
  Matrix<Scalar> transposed = Matrix<Scalar>::Constant(s.image_size(), count, Scalar(99));
  Matrix<Scalar> gradient = Matrix<Scalar>::Constant(weight.rows(), 1, Scalar(99));
  convolution.forward(weight.data(), images.data(), count, forward.data());
  convolution.transposed(weight.data(), maps.data(), count, transposed.data());
  convolution.weight_gradient(maps.data(), images.data(), count, gradient.data());
  CHECK(forward == direct.forward(images));
  CHECK(transposed == direct.transposed(maps));
  CHECK(gradient == direct.weight_gradient(maps, images));
}

}  // namespace

TEST_CASE("Convolutions are bit-identical to the direct sums, in every engine") {
  with_every_engine([] {
    for (const ConvolutionShape& shape : kShapes) {
      check_against_direct_form<float>(shape, 3);
      check_against_direct_form<double>(shape, 2);
    }
  });
}

TEST_CASE("Convolutions of several groups of examples are bit-identical to the direct sums") {
  with_every_engine([] {
    // 4 positions: 128 examples are a group. 196 positions: 2 examples.
    check_against_direct_form<float>(shape_of(2, 4, 4, 3, 2, 2, 0), 300);
    check_against_direct_form<float>(shape_of(1, 28, 28, 3, 4, 2, 1), 19);
  });
}

TEST_CASE("Sums of planes are over all examples and positions") {
  with_every_engine([] {
    const auto maps = random_normal<Matrix<float>>(3 * 10, 7, 4);
    Vector<float> sums(3), expected(3);
    Convolution::sum_planes(maps.data(), 3, 10, 7, sums.data());
    for (Index c = 0; c < 3; ++c) {
      expected[c] = 0.0f;
      for (Index p = 0; p < 10; ++p) {
        float sum = 0.0f;
        for (Index b = 0; b < 7; ++b) sum += maps(c * 10 + p, b);
        expected[c] += sum;
      }
    }
    CHECK(sums == expected);
  });
}

TEST_CASE("A convolution of no examples has a gradient of zero") {
  const Convolution convolution(shape_of(1, 4, 4, 2, 3, 1, 0));
  Vector<double> gradient = Vector<double>::Ones(18), nothing(1);
  convolution.weight_gradient(nothing.data(), nothing.data(), 0, gradient.data());
  CHECK(gradient == Vector<double>::Zero(18));
}

}  // namespace latentpad::test::convolution_test
