#pragma once

#include <array>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace homecluster::program {

/// A program that runs beside the test, its standard output and error in one pipe. It never
/// outlives its ChildProcess, and no wait is longer than a minute, which is more than any machine
/// needs.
class ChildProcess {
 public:
  explicit ChildProcess(std::vector<std::string> command) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    output_ = pipe[0];
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDERR_FILENO);
    std::vector<char*> arguments;
    for (std::string& part : command) arguments.push_back(part.data());
    arguments.push_back(nullptr);
    const int error =
        ::posix_spawnp(&id_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    if (error != 0) throw std::runtime_error{"cannot start " + command[0]};
  }

  ~ChildProcess() {
    if (!has_ended_) {
      ::kill(id_, SIGKILL);
      ::waitpid(id_, nullptr, 0);
    }
    ::close(output_);
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  [[nodiscard]] pid_t id() const { return id_; }
  void signal(int signal) const { ::kill(id_, signal); }

  /// Returns when it has stopped.
  void stop() const {
    signal(SIGSTOP);
    ::waitpid(id_, nullptr, WUNTRACED);
  }

  /// Leaves it no room to write to, until its output is read.
  void fill_output() const {
    const std::string pipe = "/proc/self/fd/" + std::to_string(output_);
    const int end = ::open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (end < 0) throw std::runtime_error{"no way to the pipe"};
    while (::write(end, ".", 1) == 1) {
    }
    ::close(end);
  }

  /// What it has written, once that contains `text`, or once it writes nothing more.
  const std::string& output_with(const std::string& text) {
    while (written_.find(text) == std::string::npos && read_more()) {
    }
    return written_;
  }

  /// All that it writes until it ends.
  const std::string& whole_output() {
    while (read_more()) {
    }
    return written_;
  }

  /// Its exit code, or minus the signal that ended it.
  int exit_code() {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    int status = 0;
    while (::waitpid(id_, &status, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error{"it does not end"};
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    has_ended_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  static constexpr std::chrono::seconds patience{60};

  bool read_more() {
    pollfd readable{output_, POLLIN, 0};
    if (::poll(&readable, 1, std::chrono::milliseconds{patience}.count()) <= 0) {
      throw std::runtime_error{"nothing came, after: " + written_};
    }
    std::array<char, 4096> buffer{};
    const auto size = ::read(output_, buffer.data(), buffer.size());
    if (size <= 0) return false;
    written_.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
  }

  pid_t id_ = 0;
  int output_ = -1;
  std::string written_;
  bool has_ended_ = false;
};

}  // namespace homecluster::program
