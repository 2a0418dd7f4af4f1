#include "program_signals.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <initializer_list>
#include <poll.h>
#include <pthread.h>
#include <string_view>
#include <unistd.h>

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

/// Nothing may keep the program from ending, nor a pipe that is full and not read.
void print_if_possible(int file, std::string_view line) {
  pollfd writable{file, POLLOUT, 0};
  if (::poll(&writable, 1, 0) == 1) (void)!::write(file, line.data(), line.size());
}

/// Whether the program is signalled again before the deadline. To be stopped and continued is no
/// such signal, but ends the wait as well.
bool is_signalled_before(std::chrono::steady_clock::time_point deadline) {
  using std::chrono::nanoseconds;
  const sigset_t signals = set_of({SIGINT, SIGTERM});
  for (;;) {
    const nanoseconds left = deadline - std::chrono::steady_clock::now();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    std::timespec longest{.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
    if (left < nanoseconds::zero()) longest = {};
    if (::sigtimedwait(&signals, nullptr, &longest) > 0) return true;
    if (errno != EINTR) return false;
  }
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
    if (!is_serving_) end_now();
    is_ending_ = true;
    has_come_.notify_all();
  }
  const auto deadline = std::chrono::steady_clock::now() + patience;
  print_if_possible(STDOUT_FILENO, signal == SIGINT ? "SIGINT: stopping\n" : "SIGTERM: stopping\n");
  const bool is_repeated = is_signalled_before(deadline);
  const std::lock_guard lock{mutex_};
  if (is_destroyed_) return;
  print_if_possible(STDERR_FILENO,
                    is_repeated ? "warning: signalled again, what is being answered is cut off\n"
                                : "warning: a client takes too long, its request is cut off\n");
  end_now();
}

}  // namespace homecluster::program
