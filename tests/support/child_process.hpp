#pragma once

#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace test_support {

/// Whether `work` comes to its end in a forked child, and returns true there.
template <class Work>
bool holds_in_child(Work work) {
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no child");
  if (child == 0) {
    ::alarm(20);  // who waits for ever is killed
    ::_exit(work() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace test_support
