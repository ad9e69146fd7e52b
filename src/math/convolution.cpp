#include "math/convolution.h"

#include <algorithm>
#include <array>

#include "math/aligned_buffer.h"
#include "math/gemm.h"
#include "math/kernels.h"
#include "math/thread_scratch.h"
#include "math/thread_team.h"

namespace latentpad {
namespace {

/// Positions that are multiplied at a time, and numbers of their images.
constexpr Index kPositionsAtOnce = 512, kNumbersAtOnce = Index{1} << 17;

/// The packed weights, or the sums of the pieces of a gradient; owned by the calling thread, shared by all.
template <typename Scalar>
AlignedBuffer<Scalar>& convolution_buffer() {
  static thread_local AlignedBuffer<Scalar> buffer;
  return buffer;
}

template <typename Scalar>
ThreadScratch<Scalar>& convolution_scratch() {
  static thread_local ThreadScratch<Scalar> scratch;
  return scratch;
}

Index rounded_up(Index count, Index step) { return (count + step - 1) / step * step; }

/// Calls f(first, depth) for blocks of [0, terms) of equal length, at most kGemmDepth.
template <typename F>
void for_each_block(Index terms, F f) {
  const Index blocks = (terms + kGemmDepth - 1) / kGemmDepth, most = (terms + blocks - 1) / blocks;
  for (Index first = 0; first < terms; first += most) f(first, std::min(most, terms - first));
}

/// to[k · stride + l] = from[terms[k] + lines[l]] for kCount lines, whose addresses stay in registers.
template <Index kCount, typename Scalar>
void gather_lines(const Scalar* from, const std::int32_t* lines, Index stride, const std::int32_t* terms, Index depth,
                  Scalar* to) {
  std::array<const Scalar*, static_cast<std::size_t>(kCount)> sources;
  for (std::size_t l = 0; l < sources.size(); ++l) sources[l] = from + lines[l];
  for (Index k = 0; k < depth; ++k, to += stride) {
    const std::int32_t term = terms[k];
    for (std::size_t l = 0; l < sources.size(); ++l) to[l] = sources[l][term];
  }
}

/// Packs lines for a product: to[k · stride + l] = from[terms[k] + lines[l]], with zeros for l from `count` to
/// `stride`.
template <typename Scalar>
void gather(const Scalar* from, const std::int32_t* lines, Index count, Index stride, const std::int32_t* terms,
            Index depth, Scalar* to) {
  Index l = 0;
  for (; l + 8 <= count; l += 8) gather_lines<8>(from, lines + l, stride, terms, depth, to + l);
  for (; l + 4 <= count; l += 4) gather_lines<4>(from, lines + l, stride, terms, depth, to + l);
  for (; l < count; ++l) gather_lines<1>(from, lines + l, stride, terms, depth, to + l);
  for (; l < stride; ++l) {
    for (Index k = 0; k < depth; ++k) to[k * stride + l] = Scalar(0);
  }
}

/// The same in panels of `width` lines, for `count` lines.
template <typename Scalar>
void gather_panels(const Scalar* from, const std::int32_t* lines, Index count, Index width, Index stride,
                   const std::int32_t* terms, Index depth, Scalar* to) {
  for (Index l = 0; l < count; l += width, to += stride * depth) {
    gather(from, lines + l, std::min(width, count - l), stride, terms, depth, to);
  }
}

/// Adds `rows` rows of `width` numbers to rows at a distance of `stride`.
template <typename Scalar>
void add_rows(const Scalar* from, Index rows, Index width, Scalar* to, Index stride) {
  for (Index r = 0; r < rows; ++r, from += width, to += stride) {
    for (Index x = 0; x < width; ++x) to[x] += from[x];
  }
}

/// The same with a constant width, for vector instructions.
template <Index kWidth, typename Scalar>
void add_rows(const Scalar* from, Index rows, Scalar* to, Index stride) {
  for (Index r = 0; r < rows; ++r, from += kWidth, to += stride) {
    for (Index x = 0; x < kWidth; ++x) to[x] += from[x];
  }
}

template <typename Scalar>
void add_patch_plane(const Scalar* from, Index kernel, Scalar* to, Index stride) {
  if (kernel == 3) return add_rows<3>(from, kernel, to, stride);
  if (kernel == 4) return add_rows<4>(from, kernel, to, stride);
  if (kernel == 5) return add_rows<5>(from, kernel, to, stride);
  add_rows(from, kernel, kernel, to, stride);
}

}  // namespace

Convolution::Convolution(const ConvolutionShape& shape)
    : shape_(shape),
      padded_height_(shape.image_height + 2 * shape.padding),
      padded_width_(shape.image_width + 2 * shape.padding),
      padded_size_(shape.image_channels * padded_height_ * padded_width_),
      group_(std::max<Index>(1, std::min(kPositionsAtOnce / shape.positions(), kNumbersAtOnce / padded_size_))) {
  const ConvolutionShape& s = shape_;
  const auto push = [](std::vector<std::int32_t>& list, Index offset) {
    list.push_back(static_cast<std::int32_t>(offset));
  };
  for (Index c = 0; c < s.image_channels; ++c) {
    for (Index y = 0; y < s.kernel; ++y) {
      for (Index x = 0; x < s.kernel; ++x) push(patch_, (c * padded_height_ + y) * padded_width_ + x);
    }
  }
  for (Index c = 0; c < s.map_channels; ++c) push(channels_, c * s.positions());
  for (Index e = 0; e < group_; ++e) {
    for (Index p = 0; p < s.positions(); ++p) {
      const Index y = p / s.map_width, x = p % s.map_width;
      push(patches_, e * padded_size_ + (y * padded_width_ + x) * s.stride);
      push(positions_, e * s.map_size() + p);
    }
  }
}

template <typename Scalar>
const Scalar* Convolution::with_padding(const Scalar* images, Index count, Scalar* room) const {
  const ConvolutionShape& s = shape_;
  if (s.padding == 0) return images;
  std::fill_n(room, count * padded_size_, Scalar(0));
  Scalar* plane = room + (padded_width_ + 1) * s.padding;
  for (Index c = 0; c < count * s.image_channels; ++c, plane += padded_height_ * padded_width_) {
    for (Index y = 0; y < s.image_height; ++y, images += s.image_width) {
      std::copy_n(images, s.image_width, plane + y * padded_width_);
    }
  }
  return room;
}

template <typename Scalar>
void Convolution::remove_padding(const Scalar* padded, Index count, Scalar* images) const {
  const ConvolutionShape& s = shape_;
  const Scalar* plane = padded + (padded_width_ + 1) * s.padding;
  for (Index c = 0; c < count * s.image_channels; ++c, plane += padded_height_ * padded_width_) {
    for (Index y = 0; y < s.image_height; ++y, images += s.image_width) {
      std::copy_n(plane + y * padded_width_, s.image_width, images);
    }
  }
}

template <typename Scalar>
void Convolution::forward(const Scalar* weight, const Scalar* images, Index count, Scalar* maps) const {
  const Kernels<Scalar>& kernel = kernels<Scalar>();
  const ConvolutionShape& s = shape_;
  const Index terms = s.patch(), positions = s.positions(), rows = s.map_channels, width = kernel.tile_cols;
  const Index packed_rows = rounded_up(rows, kernel.tile_rows) / kernel.tile_rows * kernel.row_stride;
  Scalar* packed = convolution_buffer<Scalar>().at_least(packed_rows * terms);
  for_each_block(terms, [&](Index first, Index depth) {
    kernel.pack_rows(weight + first, rows, terms, depth, 1, packed + packed_rows * first);
  });
  ThreadScratch<Scalar>& scratch = convolution_scratch<Scalar>();
  const Index room = group_ * padded_size_, panel = width * std::min(terms, kGemmDepth);
  scratch.reserve(room + panel + rows * width);
  parallel_for((count + group_ - 1) / group_, 1, [&](Index begin, Index end) noexcept {
    Scalar* const own_images = scratch.own();
    Scalar* const own_panel = own_images + room;
    Scalar* const tile = own_panel + panel;
    for (Index first = begin * group_; first < std::min(end * group_, count); first += group_) {
      const Index examples = std::min(group_, count - first);
      const Scalar* source = with_padding(images + first * s.image_size(), examples, own_images);
      for (Index q = 0; q < examples * positions; q += width) {
        const Index columns = std::min(width, examples * positions - q);
        Scalar* const target = maps + first * s.map_size() + positions_[static_cast<std::size_t>(q)];
        // A panel of the positions of several examples is not contiguous in the maps.
        const bool direct = columns == width && q % positions + width <= positions;
        Scalar* const c = direct ? target : tile;
        for_each_block(terms, [&](Index k, Index depth) {
          gather(source, patches_.data() + q, columns, width, patch_.data() + k, depth, own_panel);
          kernel.multiply_panels(rows, width, depth, packed + packed_rows * k, own_panel, c, direct ? positions : width,
                                 k > 0);
        });
        if (direct) continue;
        for (Index j = 0, run = 0; j < columns; j += run) {
          run = std::min(columns - j, positions - (q + j) % positions);
          Scalar* to = maps + first * s.map_size() + positions_[static_cast<std::size_t>(q + j)];
          for (Index o = 0; o < rows; ++o) std::copy_n(tile + o * width + j, run, to + o * positions);
        }
      }
    }
  });
}

template <typename Scalar>
void Convolution::transposed(const Scalar* weight, const Scalar* maps, Index count, Scalar* images) const {
  const Kernels<Scalar>& kernel = kernels<Scalar>();
  const ConvolutionShape& s = shape_;
  const Index terms = s.map_channels, positions = s.positions(), cols = s.patch(), height = kernel.tile_rows;
  const Index packed_cols = rounded_up(cols, kernel.tile_cols);
  Scalar* packed = convolution_buffer<Scalar>().at_least(packed_cols * terms);
  for_each_block(terms, [&](Index first, Index depth) {
    kernel.pack_cols(weight + first * cols, cols, 1, depth, cols, packed + packed_cols * first);
  });
  ThreadScratch<Scalar>& scratch = convolution_scratch<Scalar>();
  const Index room = group_ * padded_size_, panel = kernel.row_stride * std::min(terms, kGemmDepth);
  scratch.reserve(room + panel + height * cols);
  parallel_for((count + group_ - 1) / group_, 1, [&](Index begin, Index end) noexcept {
    Scalar* const own_images = scratch.own();
    Scalar* const own_panel = own_images + room;
    Scalar* const tile = own_panel + panel;
    for (Index first = begin * group_; first < std::min(end * group_, count); first += group_) {
      const Index examples = std::min(group_, count - first);
      const Scalar* source = maps + first * s.map_size();
      Scalar* const target = s.padding == 0 ? images + first * s.image_size() : own_images;
      std::fill_n(target, examples * padded_size_, Scalar(0));
      for (Index q = 0; q < examples * positions; q += height) {
        const Index rows = std::min(height, examples * positions - q);
        for_each_block(terms, [&](Index k, Index depth) {
          gather(source, positions_.data() + q, rows, kernel.row_stride, channels_.data() + k, depth, own_panel);
          kernel.multiply_panels(rows, cols, depth, own_panel, packed + packed_cols * k, tile, cols, k > 0);
        });
        // Position by position, for the same order of the additions with every height of the tile.
        for (Index r = 0; r < rows; ++r) {
          const Scalar* patch = tile + r * cols;
          Scalar* to = target + patches_[static_cast<std::size_t>(q + r)];
          for (Index c = 0; c < s.image_channels; ++c) {
            add_patch_plane(patch, s.kernel, to, padded_width_);
            patch += s.kernel * s.kernel;
            to += padded_height_ * padded_width_;
          }
        }
      }
      if (s.padding > 0) remove_padding(own_images, examples, images + first * s.image_size());
    }
  });
}

template <typename Scalar>
void Convolution::weight_gradient(const Scalar* maps, const Scalar* images, Index count, Scalar* d_weight) const {
  const Kernels<Scalar>& kernel = kernels<Scalar>();
  const ConvolutionShape& s = shape_;
  const Index rows = s.map_channels, cols = s.patch(), positions = s.positions(), width = kernel.tile_cols;
  const Index packed_rows = rounded_up(rows, kernel.tile_rows) / kernel.tile_rows * kernel.row_stride;
  const Index piece = gradient_piece(count), pieces = piece == 0 ? 0 : (count + piece - 1) / piece;
  Scalar* sums = convolution_buffer<Scalar>().at_least(pieces * rows * cols);
  ThreadScratch<Scalar>& scratch = convolution_scratch<Scalar>();
  const Index room = group_ * padded_size_, most = std::min(group_ * positions, kGemmDepth);
  scratch.reserve(room + (packed_rows + width) * most);
  parallel_for(pieces, 1, [&](Index begin, Index end) noexcept {
    Scalar* const own_images = scratch.own();
    Scalar* const own_rows = own_images + room;
    Scalar* const own_cols = own_rows + packed_rows * most;
    for (Index i = begin; i < end; ++i) {
      Scalar* const sum = sums + i * rows * cols;
      const Index from = i * piece, to = std::min(from + piece, count);
      for (Index first = from; first < to; first += group_) {
        const Index examples = std::min(group_, to - first);
        const Scalar* source = with_padding(images + first * s.image_size(), examples, own_images);
        for_each_block(examples * positions, [&](Index q, Index depth) {
          gather_panels(maps + first * s.map_size(), channels_.data(), rows, kernel.tile_rows, kernel.row_stride,
                        positions_.data() + q, depth, own_rows);
          for (Index j = 0; j < cols; j += width) {
            const Index columns = std::min(width, cols - j);
            gather(source, patch_.data() + j, columns, width, patches_.data() + q, depth, own_cols);
            kernel.multiply_panels(rows, columns, depth, own_rows, own_cols, sum + j, cols, first > from || q > 0);
          }
        });
      }
    }
  });
  parallel_for(rows * cols, kElementwiseGrain, [&](Index begin, Index end) noexcept {
    kernel.sum_columns(sums + begin, rows * cols, pieces, d_weight + begin, end - begin);
  });
}

template <typename Scalar>
void Convolution::sum_planes(const Scalar* maps, Index channels, Index positions, Index count, Scalar* out) {
  const Index size = channels * positions;
  Scalar* sums = convolution_buffer<Scalar>().at_least(size);
  parallel_for(size, elementwise_grain(count), [&](Index begin, Index end) noexcept {
    kernels<Scalar>().sum_columns(maps + begin, size, count, sums + begin, end - begin);
  });
  for (Index c = 0; c < channels; ++c) {
    Scalar sum(0);
    for (Index p = 0; p < positions; ++p) sum += sums[c * positions + p];
    out[c] = sum;
  }
}

#define LATENTPAD_INSTANTIATE(Scalar)                                                             \
  template void Convolution::forward(const Scalar*, const Scalar*, Index, Scalar*) const;         \
  template void Convolution::transposed(const Scalar*, const Scalar*, Index, Scalar*) const;      \
  template void Convolution::weight_gradient(const Scalar*, const Scalar*, Index, Scalar*) const; \
  template void Convolution::sum_planes(const Scalar*, Index, Index, Index, Scalar*);
LATENTPAD_INSTANTIATE(float)
LATENTPAD_INSTANTIATE(double)
#undef LATENTPAD_INSTANTIATE

}  // namespace latentpad
