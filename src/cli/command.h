// Registration of commands, and usage errors.
#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>

namespace latentpad::cli {

/// A usage error detected after parsing; the program exits with 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Each adds one subcommand; parsing runs it. Results go to stdout, progress and logs to stderr.
void add_train(CLI::App& app);
void add_eval(CLI::App& app);
void add_encode(CLI::App& app);
void add_decode(CLI::App& app);
void add_sample(CLI::App& app);
void add_complete(CLI::App& app);
void add_info(CLI::App& app);
void add_compare(CLI::App& app);
void add_train_classifier(CLI::App& app);
void add_bench(CLI::App& app);
void add_convert(CLI::App& app);
void add_export(CLI::App& app);

}  // namespace latentpad::cli
