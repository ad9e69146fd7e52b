// A configuration value, from JSON in files or objects in JavaScript. Both are converted to this type, which one reader
// (config_json.h) checks.
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

  /// std::monostate is null. Numbers have the type of their source: JavaScript's are doubles.
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, List, Object> content;

  bool is_object() const { return std::holds_alternative<Object>(content); }
  /// For an object: the value of the key, or null if it is absent.
  const SettingValue* find(std::string_view key) const;
};

struct SettingField {
  std::string name;
  SettingValue value;
};

SettingValue setting_value(const nlohmann::json& value);

/// The value as JSON, for messages.
std::string json_text(const SettingValue& value);

}  // namespace latentpad
