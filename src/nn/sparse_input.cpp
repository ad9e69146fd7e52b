#include "nn/sparse_input.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "math/aligned_buffer.h"
#include "math/gemm.h"
#include "math/kernels.h"
#include "math/thread_scratch.h"
#include "math/thread_team.h"

namespace latentpad {
namespace {

/// Whether the next eight numbers are zeros, which is common in digits.
template <typename Scalar>
bool eight_zeros(const Scalar* x) {
  std::uint64_t words[sizeof(Scalar)], any = 0;
  std::memcpy(words, x, sizeof words);
  for (const std::uint64_t word : words) any |= word;
  return any == 0;
}

/// Calls f(i) for each x[i] of [begin, end), but skips blocks of eight zeros.
template <typename Scalar, typename F>
void each_but_zeros(const Scalar* x, Index begin, Index end, F f) {
  Index i = begin;
  for (; i + 8 <= end; i += 8) {
    if (eight_zeros(x + i)) continue;
    for (Index j = i; j < i + 8; ++j) f(j);
  }
  for (; i < end; ++i) f(i);
}

/// The indices and values of the nonzeros of each line of a matrix.
template <typename Scalar>
struct NonzeroLists {
  AlignedBuffer<std::uint32_t> index_buffer;
  AlignedBuffer<Scalar> value_buffer;
  AlignedBuffer<Index> count_buffer;
  std::uint32_t* indices = nullptr;
  Scalar* values = nullptr;
  Index* counts = nullptr;
  Index longest = 0;

  void make_room(Index lines, Index places) {
    longest = places;
    indices = index_buffer.at_least(lines * places);
    values = value_buffer.at_least(lines * places);
    counts = count_buffer.at_least(lines);
  }

  /// Branch-free, since ink cannot be predicted: a zero is overwritten by the next call.
  void append(Index line, Index place, Scalar value) {
    const Index at = line * longest + counts[line];
    indices[at] = static_cast<std::uint32_t>(place);
    values[at] = value;
    counts[line] += value != Scalar(0) ? 1 : 0;
  }

  /// One line per column of x.
  void list_columns(const Matrix<Scalar>& x) {
    make_room(x.cols(), x.rows());
    parallel_for(x.cols(), 1, [&](Index begin, Index end) noexcept {
      std::fill(counts + begin, counts + end, Index(0));
      for (Index b = begin; b < end; ++b) {
        const Scalar* column = x.data() + b * x.rows();
        each_but_zeros(column, 0, x.rows(), [&](Index i) { append(b, i, column[i]); });
      }
    });
  }

  /// One line per row of x; x is read in memory order.
  void list_rows(const Matrix<Scalar>& x) {
    make_room(x.rows(), x.cols());
    parallel_for(x.rows(), kSparsePixelsAtOnce, [&](Index begin, Index end) noexcept {
      std::fill(counts + begin, counts + end, Index(0));
      for (Index b = 0; b < x.cols(); ++b) {
        const Scalar* column = x.data() + b * x.rows();
        each_but_zeros(column, begin, end, [&](Index i) { append(i, b, column[i]); });
      }
    });
  }

  /// out[0 … n) = Σ over the nonzeros (j, value) of line l of value · matrix[j · stride + (0 … n)].
  void sum(Index l, const Scalar* matrix, Index stride, Scalar* out, Index n) const {
    const Scalar* own_values = values + l * longest;
    const bool ones = std::all_of(own_values, own_values + counts[l], [](Scalar value) { return value == Scalar(1); });
    kernels<Scalar>().sum_of_lines(matrix, stride, indices + l * longest, ones ? nullptr : own_values, counts[l], out,
                                   n);
  }
};

template <typename Scalar>
NonzeroLists<Scalar>& nonzero_lists() {
  static thread_local NonzeroLists<Scalar> lists;
  return lists;
}

}  // namespace

template <typename Scalar>
void sparse_input_forward(const WeightMatrix<Scalar>& weight, const Matrix<Scalar>& x, Matrix<Scalar>& y) {
  const Index out = weight.rows(), in = weight.cols();
  y.resize(out, x.cols());
  if (x.cols() <= kSparseDenseBatch) return gemm<Scalar>(view(weight), view(x), mutable_view(y));
  static thread_local AlignedBuffer<Scalar> buffer;
  Scalar* columns = buffer.at_least(in * out);
  const Scalar* w = weight.data();
  parallel_for(out, 16, [=](Index begin, Index end) noexcept {
    kernels<Scalar>().transpose(w + begin * in, end - begin, in, in, columns + begin, out);
  });
  NonzeroLists<Scalar>& lists = nonzero_lists<Scalar>();
  lists.list_columns(x);
  parallel_for(x.cols(), 1, [&](Index begin, Index end) noexcept {
    for (Index b = begin; b < end; ++b) lists.sum(b, columns, out, y.data() + b * out, out);
  });
}

template <typename Scalar>
void sparse_input_weight_gradient(const Matrix<Scalar>& d_y, const Matrix<Scalar>& x, WeightMatrix<Scalar>& d_weight) {
  const Index out = d_y.rows(), in = x.rows();
  NonzeroLists<Scalar>& lists = nonzero_lists<Scalar>();
  lists.list_rows(x);
  static thread_local ThreadScratch<Scalar> buffer;
  ThreadScratch<Scalar>& scratch = buffer;  // of the calling thread, shared by all
  scratch.reserve(kSparsePixelsAtOnce * out);
  parallel_for(in, kSparsePixelsAtOnce, [&](Index begin, Index end) noexcept {
    Scalar* rows = scratch.own();
    for (Index first = begin; first < end; first += kSparsePixelsAtOnce) {
      const Index count = std::min(kSparsePixelsAtOnce, end - first);
      for (Index i = 0; i < count; ++i) lists.sum(first + i, d_y.data(), out, rows + i * out, out);
      kernels<Scalar>().transpose(rows, count, out, out, d_weight.data() + first, in);
    }
  });
}

template void sparse_input_forward(const WeightMatrix<float>&, const Matrix<float>&, Matrix<float>&);
template void sparse_input_forward(const WeightMatrix<double>&, const Matrix<double>&, Matrix<double>&);
template void sparse_input_weight_gradient(const Matrix<float>&, const Matrix<float>&, WeightMatrix<float>&);
template void sparse_input_weight_gradient(const Matrix<double>&, const Matrix<double>&, WeightMatrix<double>&);

}  // namespace latentpad
