#include "program_signals.hpp"

#include <csignal>
#include <pthread.h>

namespace homecluster::program {
namespace {

sigset_t program_signals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGINT);
  ::sigaddset(&signals, SIGTERM);
  ::sigaddset(&signals, SIGHUP);
  return signals;
}

}  // namespace

ProgramSignals::ProgramSignals() {
  const sigset_t signals = program_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A client that hangs up while it is being answered must not end the program.
  std::signal(SIGPIPE, SIG_IGN);
}

ProgramSignal ProgramSignals::wait() const {
  const sigset_t signals = program_signals();
  int signal = 0;
  while (::sigwait(&signals, &signal) != 0) {
  }
  switch (signal) {
    case SIGHUP: return ProgramSignal::hang_up;
    case SIGINT: return ProgramSignal::interrupt;
    default: return ProgramSignal::terminate;
  }
}

}  // namespace homecluster::program
