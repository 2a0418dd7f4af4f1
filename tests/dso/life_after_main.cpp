#include "this_part.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <thread>

// A thread counts on while main() returns and static objects are destroyed, and destructors count.
// The linked library's come last, and they end the process: see part.cpp.

extern "C" const Part* dso_part();

namespace {

std::uint64_t late_cell = 0;

/// The first thread has given its cells back by then.
void count_late_in_cell() {
  const double before = this_part.counted_in_cell(late_cell);
  this_part.count_in_cell(late_cell);
  dso_part()->count_in_cell(late_cell);
  if (this_part.counted_in_cell(late_cell) != before + 2) std::_Exit(EXIT_FAILURE);
}

struct CountLate {
  ~CountLate() {
    count_late_in_cell();
    const auto before = this_part.counted("thread");
    this_part.count("executable late");
    while (this_part.counted("thread") == before) {
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
} count_late;  // the first static object of the program, so the last one to go

}  // namespace

int main() {
  late_cell = this_part.lease_cell();
  count_late_in_cell();
  std::atexit(count_late_in_cell);
  std::thread([] {
    while (true) {
      this_part.count("thread");
      dso_part()->count("thread");
    }
  }).detach();
  while (!this_part.counted("thread")) std::this_thread::yield();
  return EXIT_FAILURE;  // unless the library's destructor has a say
}
