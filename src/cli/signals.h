// Signal handling, and closed standard streams.
#pragma once

#include <string>

namespace latentpad::cli {

/// Call first. Broken pipes and file size limits become errors of write() instead of terminating the process. Closed
/// descriptors 0, 1 and 2 are opened, so that a file opened later does not get one of them: output to stderr is then
/// discarded, and output to stdout fails. SIGINT, SIGTERM and SIGHUP terminate the process as by default, but first
/// remove a file that is being written.
void prepare_process();

/// After this call, SIGINT, SIGTERM and SIGHUP set interrupted() instead of terminating the process; the caller has to
/// poll it. A second SIGINT terminates at once. A second SIGTERM or SIGHUP does not, since `timeout` and closing a
/// terminal may send them twice. A SIGHUP that was ignored at the start (nohup) stays ignored.
void save_on_signals();

/// After this call, these signals end the process again.
void end_on_signals();

/// The signal received, or 0.
int interrupted();

/// "Ctrl-C", "SIGTERM" or "SIGHUP".
std::string signal_text(int signal);

}  // namespace latentpad::cli
