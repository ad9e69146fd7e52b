#include "cli/signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

#include "io/file_writer.h"

namespace latentpad::cli {
namespace {

volatile std::sig_atomic_t received = 0;
volatile std::sig_atomic_t sigints = 0;

void end_by(int signal) {
  remove_unfinished_file();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

extern "C" void on_end(int signal) { end_by(signal); }

extern "C" void on_save(int signal) {
  if (signal == SIGINT) sigints = sigints + 1;
  if (sigints > 1) end_by(SIGINT);
  if (received == 0) received = signal;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  if (signal == SIGHUP && ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) return;
  action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(signal, &action, nullptr);
}

void handle_all(void (*handler)(int)) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) handle(signal, handler);
}

/// open() returns the lowest free descriptor; lower ones are in use by now.
void occupy(int descriptor, int flags) {
  if (::fcntl(descriptor, F_GETFD) >= 0) return;
  if (::open("/dev/null", flags) < 0) ::open("/", O_RDONLY);
}

}  // namespace

void prepare_process() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  occupy(STDIN_FILENO, O_RDONLY);
  occupy(STDOUT_FILENO, O_RDONLY);
  occupy(STDERR_FILENO, O_WRONLY);
  handle_all(on_end);
}

void save_on_signals() { handle_all(on_save); }

void end_on_signals() { handle_all(on_end); }

int interrupted() { return received; }

std::string signal_text(int signal) { return signal == SIGINT ? "Ctrl-C" : signal == SIGTERM ? "SIGTERM" : "SIGHUP"; }

}  // namespace latentpad::cli
