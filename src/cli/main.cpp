// latentpad, the native program. Exit codes: 0 success, 1 failure, 2 usage error.
#include <exception>
#include <new>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/run_processes.h"
#include "cli/signals.h"

namespace {

int run(int argc, char** argv) {
  using namespace latentpad::cli;
  CLI::App app{"Trains, uses and compares small generative models of small images: VAE, AE, FVBN and MADE.",
               "latentpad"};
  app.set_version_flag("--version", LATENTPAD_VERSION);
  app.require_subcommand(1);
  add_train(app);
  add_eval(app);
  add_encode(app);
  add_decode(app);
  add_sample(app);
  add_complete(app);
  add_info(app);
  add_compare(app);
  add_train_classifier(app);
  add_convert(app);
  add_export(app);
  add_bench(app);
  join_processes(argc > 1 ? argv[1] : "");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) != 0) return run_processes().fail(2);
  }
  finish_stdout();
  run_processes().finish();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  using latentpad::cli::end_after_error;
  latentpad::cli::prepare_process();
  try {
    return run(argc, argv);
  } catch (const latentpad::cli::UsageError& error) {
    return end_after_error(2, error.what());
  } catch (const std::bad_alloc&) {
    return end_after_error(1, "out of memory");
  } catch (const std::exception& error) {
    return end_after_error(1, error.what());
  }
}
