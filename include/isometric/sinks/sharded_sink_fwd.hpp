#pragma once

#include <isometric/sinks/detail/ledger/ledger_sink_fwd.hpp>
#include <isometric/sinks/detail/sharded/sharded_handles.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <memory>
#include <utility>

namespace isometric::inline v1 {

class ShardedSink;

namespace detail {

class ShardedLedger;

template <>
inline constexpr bool is_known_sink<ShardedSink> = true;

// In sharded_sink.hpp.
template <class Ledger>
std::shared_ptr<Ledger> global_sharded_ledger();

}  // namespace detail

/// A sink with storage of its own, for servers that update much: what a RegistrySink does, on which
/// threads do not wait for one another. Each thread counts in cells that it alone writes, without a
/// locked instruction, and a scrape adds them up.
///
///     ShardedSink{}            its own storage: perfect isolation
///     ShardedSink::global()    the one of the process, shared by all of its parts
///
/// Counters and histograms are such cells; a gauge is one atomic number, since the last one to set
/// it wins; a summary is prometheus-cpp's own, mutex and all. Copies share the storage, and so do
/// instruments, which keep it alive. Declaring a family throws RegistrationConflict if something
/// else goes by its name, and changes nothing then. Thread-safe; threads may end before the sink or
/// after it. What a thread has counted stays when it ends, and the next thread goes on from there.
/// Not for signal handlers, nor for fibers that go on in another thread in the midst of an update.
///
/// It has all functions of a RegistrySink but `registry()` and `event_log()`.
///
/// Counts are integers of 64 bits, so that none is lost beyond 2^53; a page shows them as doubles.
/// What is not integral is added up in doubles.
///
/// This header is for headers, as registry_sink_fwd.hpp is: to make the sink or an instrument takes
/// <isometric/sinks/sharded_sink.hpp>.
class ShardedSink : public detail::LedgerSink<ShardedSink, detail::ShardedHandles,
                                              std::shared_ptr<detail::ShardedLedger>> {
  friend detail::SinkAccess;
  using Ledger = detail::ShardedLedger;
  using Owner = std::shared_ptr<Ledger>;

 public:
  /// Storage of its own. Nothing of it is seen through another sink.
  inline ShardedSink();
  inline explicit ShardedSink(RegistryOptions options);

  // Copied when it is moved, so that what was moved from is as good as before.
  ShardedSink(const ShardedSink&) = default;
  ShardedSink& operator=(const ShardedSink&) = default;

  /// The storage of the process: one for the executable, its libraries and plug-ins. Usable before
  /// main() and after static destruction. GlobalShardedSink is the same by its type.
  template <class Self = ShardedSink>
  [[nodiscard]] static ShardedSink global(RegistryOptions options = {}) {
    return {detail::global_sharded_ledger<typename Self::Ledger>(), options};
  }

 private:
  ShardedSink(Owner ledger, RegistryOptions options)
      : ledger_(std::move(ledger)), options_(options) {}

  [[nodiscard]] const Owner& owner() const noexcept { return ledger_; }
  [[nodiscard]] const Owner& shared_ledger() const noexcept { return ledger_; }
  [[nodiscard]] const RegistryOptions& options() const noexcept { return options_; }

  Owner ledger_;
  RegistryOptions options_;
};

}  // namespace isometric::inline v1
