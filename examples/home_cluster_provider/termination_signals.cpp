#include "termination_signals.hpp"

#include <csignal>
#include <pthread.h>

namespace homecluster::program {
namespace {

sigset_t termination_signals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGINT);
  ::sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

TerminationSignals::TerminationSignals() {
  const sigset_t signals = termination_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A client that hangs up while it is being answered must not end the program.
  std::signal(SIGPIPE, SIG_IGN);
}

const char* TerminationSignals::wait() const {
  const sigset_t signals = termination_signals();
  int signal = 0;
  while (::sigwait(&signals, &signal) != 0) {
  }
  return signal == SIGINT ? "SIGINT" : "SIGTERM";
}

}  // namespace homecluster::program
