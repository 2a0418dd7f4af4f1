#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace homecluster::program {

enum class ProgramSignal : unsigned char {
  end,      ///< SIGINT or SIGTERM
  hang_up,  ///< SIGHUP: read the manifests again
};

/// Answers SIGINT, SIGTERM and SIGHUP on a thread of its own, so that nothing that the program does
/// or waits for can keep it from ending:
///
/// - before begin_serving(), SIGINT and SIGTERM end it at once, with exit code 0;
/// - afterwards they are for wait(), and the program ends by itself, in good order. If it has not
///   when `patience` is over, or when another one comes, it is ended, with the same exit code.
///
/// Must be made before any other thread is: the signals are blocked in this thread, and new threads
/// inherit that. A thread that has not would be ended by the signal, and the process with it.
class ProgramSignals {
 public:
  explicit ProgramSignals(std::chrono::seconds patience);
  ~ProgramSignals();
  ProgramSignals(const ProgramSignals&) = delete;
  ProgramSignals& operator=(const ProgramSignals&) = delete;

  void begin_serving();

  /// Waits for the next signal. Those that came before count, several SIGHUP as one.
  [[nodiscard]] ProgramSignal wait();

 private:
  void answer_all(std::chrono::seconds patience);

  std::mutex mutex_;
  std::condition_variable has_come_;
  bool is_serving_ = false;
  bool is_ending_ = false;
  bool is_hung_up_ = false;
  bool is_destroyed_ = false;
  std::thread thread_;
};

}  // namespace homecluster::program
