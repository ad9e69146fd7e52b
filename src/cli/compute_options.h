// --arithmetic and --threads, of every command that computes.
#pragma once

#include "cli/command.h"

namespace latentpad::cli {

/// Adds both; parsing them changes what the process computes with. Without them: the fastest class that the processor
/// has, and a thread for each of its cores, at most 8.
void add_compute_options(CLI::App& command);

}  // namespace latentpad::cli
