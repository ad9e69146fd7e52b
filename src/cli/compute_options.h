// --arithmetic and --threads, for every command that computes.
#pragma once

#include "cli/command.h"

namespace latentpad::cli {

/// Adds both options; parsing them configures the process. Defaults: the fastest class that the processor supports, and
/// one thread per core, at most 8.
void add_compute_options(CLI::App& command);

}  // namespace latentpad::cli
