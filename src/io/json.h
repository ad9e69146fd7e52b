// nlohmann/json, made safe against allocation failure. Include this instead of <nlohmann/json.hpp>.
//
// The destructor of an array or an object allocates: it moves the elements to a vector, to avoid recursion. A
// destructor must not throw, so a failed allocation would terminate the program, also during stack unwinding after
// another failed allocation. Vectors of JSON values therefore have a reserve of memory.
#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace latentpad::detail {

/// The largest vector of JSON values, in bytes, for which the reserve is used.
constexpr std::size_t kJsonReserveBlock = std::size_t{128} * 1024;

/// Memory from operator new, or from the reserve if that fails; throws std::bad_alloc if both fail.
void* allocate_json(std::size_t bytes);
void release_json(void* memory) noexcept;

template <typename Json>
struct JsonAllocator {
  using value_type = Json;
  JsonAllocator() = default;
  template <typename Other>
  constexpr JsonAllocator(const std::allocator<Other>&) noexcept {}  // NOLINT: implicit, as allocators require

  Json* allocate(std::size_t count) { return static_cast<Json*>(allocate_json(count * sizeof(Json))); }
  void deallocate(Json* memory, std::size_t) noexcept { release_json(memory); }

  friend constexpr bool operator==(const JsonAllocator&, const JsonAllocator&) noexcept { return true; }
};

}  // namespace latentpad::detail

// Must precede the instantiation of the library's vectors of these types.
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
