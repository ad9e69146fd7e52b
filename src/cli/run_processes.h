// The processes that mpirun started for one run of this program. Only process 0 prints and writes files.
#pragma once

#include <memory>
#include <string>

#include "math/processes.h"

namespace latentpad::cli {

class RunProcesses : public Processes {
 public:
  /// A signal (signals.h) that one of the processes has received, the same in all of them between two calls that move
  /// numbers; 0 without one.
  virtual int stop_signal() const = 0;

  /// Whether this process saves what would be lost when the run fails: process 0, or if that is known to have ended the
  /// first that has not.
  virtual bool saves() const = 0;

  /// "process 2 of 4 has ended", or an empty text if none is known to have.
  virtual std::string ended() const = 0;

  /// Whether this process is the first of those on its machine that calls this: of processes that fail at the same
  /// time, one whose process 0 has already reported the failure and ended does not report it as well.
  virtual bool may_report() = 0;

  /// Call once at the end of a run that succeeded: waits for all processes.
  virtual void finish() = 0;

  /// Ends all processes with this exit code, or returns it if there is only this one.
  virtual int fail(int code) = 0;
};

/// The processes of this run: those that mpirun started, or this one alone.
RunProcesses& run_processes();

/// Call first. Joins the processes that mpirun started if `command` divides its work among processes; what processes
/// other than 0 print is then discarded. Throws UsageError for other commands, in a build without MPI, and if the
/// processes are of another kind of MPI.
void join_processes(const std::string& command);

/// Number of processes that mpirun started, and of those on this machine; 1 without it.
int launched_processes();
int launched_processes_here();

/// Prints "latentpad: message" to stderr and ends the run with the code. Of several processes that fail at the same
/// time only one prints; if process 0 has not failed, the message names the process.
int end_after_error(int code, const std::string& message);

/// In mpi.cpp, or in without_mpi.cpp, which throws UsageError.
std::unique_ptr<RunProcesses> join_mpi();

}  // namespace latentpad::cli
