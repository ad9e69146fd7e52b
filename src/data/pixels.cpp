#include "data/pixels.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "data/data_error.h"
#include "data/text.h"

namespace latentpad::data {
namespace {

constexpr std::array<double, 3> kLuma = {0.299, 0.587, 0.114};
constexpr int kSixteen = 16;

template <typename Number>
Ink ink_of(const std::string& name, std::vector<Number> values, std::size_t channels) {
  double least = 0.0, greatest = 0.0;
  for (const Number value : values) {
    const auto number = static_cast<double>(value);
    if (!std::isfinite(number)) {
      throw DataError(name + ": expected finite numbers as pixels, got " + number_text(number) +
                      "; replace missing values, for example by 0");
    }
    least = std::min(least, number);
    greatest = std::max(greatest, number);
  }
  if (least < 0.0 || greatest > 255.0) {
    throw DataError(name + ": expected pixels in one of the ranges 0 to 1, 0 to 16 or 0 to 255, got numbers from " +
                    number_text(least) + " to " + number_text(greatest) + "; scale them to 0 to 1");
  }
  Ink ink;
  ink.most = greatest <= 1.0 ? 1 : greatest <= kSixteen ? kSixteen : 255;
  if constexpr (std::is_same_v<Number, std::uint8_t>) {
    if (ink.most == 255 && channels == 1) {
      ink.bytes = std::move(values);
      return ink;
    }
  }
  ink.bytes.resize(values.size() / channels);
  const double scale = 255.0 / ink.most;
  for (std::size_t i = 0; i < ink.bytes.size(); ++i) {
    double value = 0.0;
    if (channels == 1) {
      value = static_cast<double>(values[i]);
    } else {
      for (std::size_t c = 0; c < channels; ++c) value += kLuma[c] * static_cast<double>(values[channels * i + c]);
    }
    ink.bytes[i] = static_cast<std::uint8_t>(round_half_up(scale * value));
  }
  return ink;
}

}  // namespace

double round_half_up(double value) {
  const double whole = std::floor(value);
  return value - whole >= 0.5 ? whole + 1.0 : whole;
}

Ink to_ink(NamedArray array, std::size_t channels) {
  return std::visit(
      [&](auto& values) -> Ink {
        using Value = typename std::remove_reference_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<Value, std::string>) {
          throw DataError(array.name + ": expected numbers as pixels, got texts; write the images as numbers");
        } else {
          return ink_of(array.name, std::move(values), channels);
        }
      },
      array.values);
}

}  // namespace latentpad::data
