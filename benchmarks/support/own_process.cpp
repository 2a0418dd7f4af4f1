#include "support/own_process.hpp"

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <stdexcept>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace benchmarks {
namespace {

[[noreturn]] void write_results(int pipe, const std::function<std::vector<double>()>& measure) {
  int status = EXIT_FAILURE;
  try {
    const auto results = measure();
    const std::size_t size = results.size() * sizeof(double);
    const auto* const data = reinterpret_cast<const char*>(results.data());
    std::size_t written = 0;
    while (written < size) {
      const ssize_t more = write(pipe, data + written, size - written);
      if (more <= 0) break;
      written += static_cast<std::size_t>(more);
    }
    if (written == size) status = EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  }
  _exit(status);  // what this process has yet to write or to destroy is the other's
}

std::vector<double> read_results(int pipe) {
  std::vector<double> results;
  double value = 0;
  std::size_t size = 0;
  while (true) {
    const ssize_t more = read(pipe, reinterpret_cast<char*>(&value) + size, sizeof value - size);
    if (more <= 0) return results;
    size += static_cast<std::size_t>(more);
    if (size < sizeof value) continue;
    results.push_back(value);
    size = 0;
  }
}

}  // namespace

std::vector<double> in_own_process(const std::function<std::vector<double>()>& measure) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) {
    close(ends[0]);
    write_results(ends[1], measure);
  }
  close(ends[1]);
  auto results = read_results(ends[0]);
  close(ends[0]);
  int status = 0;
  if (waitpid(child, &status, 0) != child || status != 0) {
    throw std::runtime_error("a measurement failed in its process");
  }
  return results;
}

}  // namespace benchmarks
