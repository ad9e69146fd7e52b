// Signs of life from within long computations, for a supervisor that must tell a thread at work from one that hangs.
#pragma once

namespace latentpad {

using Heartbeat = void (*)();

namespace detail {
// Of each thread its own: the threads of a team have none, so that only the one that was asked says that it is alive.
extern thread_local constinit Heartbeat heartbeat_function;
extern thread_local constinit unsigned heartbeat_calls;
}  // namespace detail

/// From now on the long computations of the calling thread call `function` now and then; null: nothing is called. It
/// should return at once where the last sign of life is not long ago (it is called up to some thousand times a second),
/// and must neither throw nor compute with the core.
inline void set_heartbeat(Heartbeat function) { detail::heartbeat_function = function; }

/// Whether somebody listens to the calling thread.
inline bool has_heartbeat() { return detail::heartbeat_function != nullptr; }

/// For a place that a long computation passes every few milliseconds.
inline void heartbeat() {
  if (detail::heartbeat_function != nullptr) detail::heartbeat_function();
}

/// For a place that it passes every few microseconds: one call in eight reaches the function, since it asks the clock.
inline void frequent_heartbeat() {
  if (detail::heartbeat_function != nullptr && (++detail::heartbeat_calls & 7u) == 0) detail::heartbeat_function();
}

}  // namespace latentpad
