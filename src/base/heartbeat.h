// Progress callbacks within long computations, so that a supervisor can tell a busy thread from a hung one.
#pragma once

namespace latentpad {

using Heartbeat = void (*)();

namespace detail {
// Thread-local: threads of the pool have none, so only the thread that called the core reports progress.
extern thread_local constinit Heartbeat heartbeat_function;
extern thread_local constinit unsigned heartbeat_calls;
}  // namespace detail

/// Sets the function that long computations of the calling thread call periodically; null for none. It is called up to
/// some thousand times a second, so it should return quickly. It must neither throw nor call the core.
inline void set_heartbeat(Heartbeat function) { detail::heartbeat_function = function; }

/// Whether the calling thread has a heartbeat function.
inline bool has_heartbeat() { return detail::heartbeat_function != nullptr; }

/// Called by long computations every few milliseconds.
inline void heartbeat() {
  if (detail::heartbeat_function != nullptr) detail::heartbeat_function();
}

/// Called every few microseconds: forwards one call in eight, since the function reads the clock.
inline void frequent_heartbeat() {
  if (detail::heartbeat_function != nullptr && (++detail::heartbeat_calls & 7u) == 0) detail::heartbeat_function();
}

}  // namespace latentpad
