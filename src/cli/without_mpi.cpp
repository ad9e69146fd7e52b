// In a build without MPI.
#include "cli/command.h"
#include "cli/run_processes.h"

namespace latentpad::cli {

std::unique_ptr<RunProcesses> join_mpi() {
  throw UsageError("mpirun started " + std::to_string(launched_processes()) +
                   " processes, but this latentpad was built without MPI; install Open MPI (libopenmpi-dev) and build "
                   "it again, or start it without mpirun");
}

}  // namespace latentpad::cli
