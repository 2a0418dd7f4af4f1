#pragma once

namespace homecluster::program {

/// Turns SIGINT and SIGTERM into something that can be waited for, so that nothing has to be done
/// inside a signal handler.
///
/// Must be made before any other thread is: the signals are blocked in this thread, and new threads
/// inherit that. A thread that has not would be ended by the signal, and the process with it.
class TerminationSignals {
 public:
  TerminationSignals();

  /// Waits for the next of these signals, including one that came since construction. Gives its
  /// name.
  [[nodiscard]] const char* wait() const;
};

}  // namespace homecluster::program
