#include "program_signals.hpp"

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <initializer_list>
#include <iostream>
#include <pthread.h>

namespace homecluster::program {
namespace {

sigset_t set_of(std::initializer_list<int> signals) {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int each : signals) ::sigaddset(&set, each);
  return set;
}

int next_signal() {
  const sigset_t signals = set_of({SIGINT, SIGTERM, SIGHUP});
  int signal = 0;
  while (::sigwait(&signals, &signal) != 0) {
  }
  return signal;
}

[[noreturn]] void end_now() {
  std::_Exit(EXIT_SUCCESS);
}

}  // namespace

ProgramSignals::ProgramSignals(std::chrono::seconds patience) {
  const sigset_t signals = set_of({SIGINT, SIGTERM, SIGHUP});
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A client that hangs up while it is being answered must not end the program.
  std::signal(SIGPIPE, SIG_IGN);
  thread_ = std::thread{[this, patience] { answer_all(patience); }};
}

ProgramSignals::~ProgramSignals() {
  {
    const std::lock_guard lock{mutex_};
    is_destroyed_ = true;
  }
  ::pthread_kill(thread_.native_handle(), SIGTERM);
  thread_.join();
}

void ProgramSignals::begin_serving() {
  const std::lock_guard lock{mutex_};
  is_serving_ = true;
}

ProgramSignal ProgramSignals::wait() {
  std::unique_lock lock{mutex_};
  has_come_.wait(lock, [&] { return is_ending_ || is_hung_up_; });
  if (is_ending_) return ProgramSignal::end;
  is_hung_up_ = false;
  return ProgramSignal::hang_up;
}

void ProgramSignals::answer_all(std::chrono::seconds patience) {
  int signal = SIGHUP;
  while ((signal = next_signal()) == SIGHUP) {
    const std::lock_guard lock{mutex_};
    is_hung_up_ = true;
    has_come_.notify_all();
  }
  {
    const std::lock_guard lock{mutex_};
    if (is_destroyed_) return;
    std::cout << (signal == SIGINT ? "SIGINT" : "SIGTERM") << ": stopping" << std::endl;
    if (!is_serving_) end_now();
    is_ending_ = true;
    has_come_.notify_all();
  }
  const sigset_t impatience = set_of({SIGINT, SIGTERM});
  const std::timespec longest{.tv_sec = patience.count(), .tv_nsec = 0};
  const bool is_repeated = ::sigtimedwait(&impatience, nullptr, &longest) > 0;
  const std::lock_guard lock{mutex_};
  if (is_destroyed_) return;
  std::cerr << (is_repeated ? "warning: signalled again, what is being answered is cut off"
                            : "warning: a client takes too long, its request is cut off")
            << std::endl;
  end_now();
}

}  // namespace homecluster::program
