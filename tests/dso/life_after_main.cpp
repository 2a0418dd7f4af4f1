#include "this_part.hpp"

#include <chrono>
#include <cstdlib>
#include <thread>

// A thread counts on while main() returns and static objects are destroyed, and destructors count.
// The linked library's come last, and they end the process: see part.cpp.

extern "C" const Part* dso_part();

namespace {

struct CountLate {
  ~CountLate() {
    const auto before = this_part.counted("thread");
    this_part.count("executable late");
    while (this_part.counted("thread") == before) {
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
} count_late;  // the first static object of the program, so the last one to go

}  // namespace

int main() {
  std::thread([] {
    while (true) {
      this_part.count("thread");
      dso_part()->count("thread");
    }
  }).detach();
  while (!this_part.counted("thread")) std::this_thread::yield();
  return EXIT_FAILURE;  // unless the library's destructor has a say
}
