// nlohmann/json, made safe against an allocation that fails. Included in the place of <nlohmann/json.hpp>, everywhere.
//
// The destructor of an array or an object asks for memory: it moves the elements to a vector of its own, so that deep
// values are not destroyed recursively. A destructor must not throw, so without that memory the program would end, also
// where the values are destroyed because another allocation has failed. Vectors of JSON values therefore have a reserve.
#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace latentpad::detail {

/// The largest vector of JSON values that the reserve holds, in bytes.
constexpr std::size_t kJsonReserveBlock = std::size_t{128} * 1024;

/// Memory from operator new, or from the reserve where there is none; std::bad_alloc where neither has it.
void* allocate_json(std::size_t bytes);
void release_json(void* memory) noexcept;

template <typename Json>
struct JsonAllocator {
  using value_type = Json;
  JsonAllocator() = default;
  template <typename Other>
  constexpr JsonAllocator(const std::allocator<Other>&) noexcept {}  // NOLINT: allocators convert

  Json* allocate(std::size_t count) {
    return static_cast<Json*>(allocate_json(count * sizeof(Json)));
  }
  void deallocate(Json* memory, std::size_t) noexcept { release_json(memory); }

  friend constexpr bool operator==(const JsonAllocator&, const JsonAllocator&) noexcept { return true; }
};

}  // namespace latentpad::detail

// Before the library's own vectors of these types are instantiated.
template <>
class std::allocator<nlohmann::json> : public latentpad::detail::JsonAllocator<nlohmann::json> {
 public:
  using latentpad::detail::JsonAllocator<nlohmann::json>::JsonAllocator;
};
template <>
class std::allocator<nlohmann::ordered_json> : public latentpad::detail::JsonAllocator<nlohmann::ordered_json> {
 public:
  using latentpad::detail::JsonAllocator<nlohmann::ordered_json>::JsonAllocator;
};

#include <nlohmann/json.hpp>
