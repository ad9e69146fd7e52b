#include "wasm/setting_in.h"

#include <cctype>
#include <cstddef>
#include <utility>

#include "base/format_error.h"
#include "io/strict_json.h"

namespace latentpad::wasm {
namespace {

/// "batchSize" becomes "batch_size", as in the core and in files.
std::string core_name(const std::string& name) {
  std::string result;
  for (const char letter : name) {
    const auto code = static_cast<unsigned char>(letter);
    if (std::isupper(code)) result += '_';
    result += static_cast<char>(std::tolower(code));
  }
  return result;
}

SettingValue value_in(const val& value, std::size_t depth) {
  const std::string type = value.typeOf().as<std::string>();
  if (type == "boolean") return {value.as<bool>()};
  if (type == "string") return {value.as<std::string>()};
  if (type == "number" && std::isfinite(value.as<double>())) return {value.as<double>()};
  if (type != "object") return {val::global("String")(value).as<std::string>()};
  if (value.isNull()) return {};
  if (depth == kMaxJsonDepth) throw FormatError(ErrorCode::json_too_deep, {{"most", kMaxJsonDepth}});
  if (value.isArray()) {
    SettingValue::List list;
    const auto length = value["length"].as<std::size_t>();
    for (std::size_t i = 0; i < length; ++i) list.push_back(value_in(value[i], depth + 1));
    return {std::move(list)};
  }
  SettingValue::Object object;
  const val names = val::global("Object").call<val>("keys", value);
  const auto count = names["length"].as<std::size_t>();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = names[i].as<std::string>();
    const val inner = value[name];
    // An undefined property keeps its default.
    if (!inner.isUndefined()) object.push_back({core_name(name), value_in(inner, depth + 1)});
  }
  return {std::move(object)};
}

SettingValue settings_in(const val& settings) {
  SettingValue value = value_in(settings, 0);
  if (!value.is_object()) throw_invalid_argument("settings", "an object", json_text(value));
  return value;
}

}  // namespace

ModelConfig model_config_in(const val& settings) { return model_config_from(settings_in(settings)); }
TrainingConfig training_config_in(const val& settings) { return training_config_from(settings_in(settings)); }

}  // namespace latentpad::wasm
