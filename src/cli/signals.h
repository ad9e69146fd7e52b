// Signals, and the three standard streams that a program may find closed.
#pragma once

namespace latentpad::cli {

/// Call first. A closed pipe and a limit on the size of files become errors of write() instead of the end of the
/// process. Descriptors 0, 1 and 2 that are closed are occupied, so that no file that is opened later is taken for one
/// of them: what is written to stderr is then dropped, and what is written to stdout fails. SIGINT, SIGTERM and SIGHUP
/// end the process as they do by default, but remove the file that is just being written.
void prepare_process();

/// From now on, SIGINT, SIGTERM and SIGHUP make interrupted() true, once each; the process goes on and has to look. A
/// second SIGINT ends it at once. A second SIGTERM or SIGHUP does not: `timeout` sends the one twice, a terminal that
/// is closed the other. A SIGHUP that was ignored at the start (nohup) stays so.
void save_on_signals();

/// The signal that came, or 0.
int interrupted();

}  // namespace latentpad::cli
