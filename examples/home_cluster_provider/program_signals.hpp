#pragma once

namespace homecluster::program {

enum class ProgramSignal {
  interrupt,  ///< SIGINT: end
  terminate,  ///< SIGTERM: end
  hang_up,    ///< SIGHUP: read the manifests again
};

/// Turns SIGINT, SIGTERM and SIGHUP into something that can be waited for, so that nothing has to
/// be done inside a signal handler.
///
/// Must be made before any other thread is: the signals are blocked in this thread, and new threads
/// inherit that. A thread that has not would be ended by the signal, and the process with it.
class ProgramSignals {
 public:
  ProgramSignals();

  /// Waits for the next of these signals, including one that came since construction.
  [[nodiscard]] ProgramSignal wait() const;
};

}  // namespace homecluster::program
