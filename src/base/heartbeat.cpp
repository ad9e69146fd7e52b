#include "base/heartbeat.h"

namespace latentpad::detail {

thread_local constinit Heartbeat heartbeat_function = nullptr;
thread_local constinit unsigned heartbeat_calls = 0;

}  // namespace latentpad::detail
