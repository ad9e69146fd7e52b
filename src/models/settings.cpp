#include "models/settings.h"

#include "base/error.h"

namespace latentpad {

void expect_within(const NumberSetting& s, double value) {
  // The comparisons fail for NaN.
  if ((s.is_above_min ? value > s.min : value >= s.min) && value <= s.max) return;
  if (s.is_above_min) {
    throw ArgumentError(ErrorCode::setting_not_above,
                        {{"setting", std::string(s.name)}, {"above", s.min}, {"most", s.max}, {"got", value}});
  }
  throw ArgumentError(s.is_whole ? ErrorCode::count_out_of_range : ErrorCode::setting_out_of_range,
                      {{"setting", std::string(s.name)}, {"least", s.min}, {"most", s.max}, {"got", value}});
}

}  // namespace latentpad
