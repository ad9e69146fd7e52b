#include "io/setting_value.h"

#include "io/json.h"

namespace latentpad {
namespace {

nlohmann::json to_json(const SettingValue& value) {
  return std::visit(
      [](const auto& content) -> nlohmann::json {
        using Content = std::decay_t<decltype(content)>;
        if constexpr (std::is_same_v<Content, std::monostate>) {
          return nullptr;
        } else if constexpr (std::is_same_v<Content, SettingValue::List>) {
          nlohmann::json list = nlohmann::json::array();
          for (const SettingValue& element : content) list.push_back(to_json(element));
          return list;
        } else if constexpr (std::is_same_v<Content, SettingValue::Object>) {
          nlohmann::json object = nlohmann::json::object();
          for (const SettingField& field : content) object[field.name] = to_json(field.value);
          return object;
        } else {
          return content;
        }
      },
      value.content);
}

}  // namespace

const SettingValue* SettingValue::find(std::string_view key) const {
  const auto* object = std::get_if<Object>(&content);
  if (object == nullptr) return nullptr;
  for (const SettingField& field : *object) {
    if (field.name == key) return &field.value;
  }
  return nullptr;
}

SettingValue setting_value(const nlohmann::json& value) {
  if (value.is_boolean()) return {value.get<bool>()};
  if (value.is_number_unsigned()) return {value.get<std::uint64_t>()};
  if (value.is_number_integer()) return {value.get<std::int64_t>()};
  if (value.is_number_float()) return {value.get<double>()};
  if (value.is_string()) return {value.get<std::string>()};
  if (value.is_array()) {
    SettingValue::List list;
    for (const nlohmann::json& element : value) list.push_back(setting_value(element));
    return {std::move(list)};
  }
  if (value.is_object()) {
    SettingValue::Object object;
    for (const auto& [name, inner] : value.items()) object.push_back({name, setting_value(inner)});
    return {std::move(object)};
  }
  return {};
}

std::string json_text(const SettingValue& value) { return to_json(value).dump(); }

}  // namespace latentpad
