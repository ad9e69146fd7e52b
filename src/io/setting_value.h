// A value of a configuration from outside, whatever its notation: JSON in files, objects in JavaScript. Both are turned
// into this, and one reader (config_json.h) checks it.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latentpad {

struct SettingField;

struct SettingValue {
  using List = std::vector<SettingValue>;
  using Object = std::vector<SettingField>;

  /// std::monostate is null. A number is held as the notation has it: JavaScript's are doubles.
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, List, Object> content;

  bool is_object() const { return std::holds_alternative<Object>(content); }
  /// Of an object: the value of the key, or null where there is none.
  const SettingValue* find(std::string_view key) const;
};

struct SettingField {
  std::string name;
  SettingValue value;
};

SettingValue setting_value(const nlohmann::json& value);

/// The value as JSON, as it stands in messages.
std::string json_text(const SettingValue& value);

}  // namespace latentpad
