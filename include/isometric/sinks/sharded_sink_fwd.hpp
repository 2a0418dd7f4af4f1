#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/gauge_or_info.hpp>
#include <isometric/sinks/detail/ledger/ledger_sink_fwd.hpp>
#include <isometric/sinks/detail/series/fixed_family.hpp>
#include <isometric/sinks/detail/sharded/sharded_handles.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <prometheus/collectable.h>

#include <memory>
#include <string_view>
#include <utility>

namespace isometric::inline v1 {

class ShardedSink;

namespace detail {

class ShardedLedger;
struct ShardedMetrics;

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
/// Counts are integers of 64 bits, so that none is lost beyond 2^53; a page shows them as doubles.
/// What is not integral is added up in doubles.
///
/// This header is for headers, as registry_sink_fwd.hpp is: to make the sink or an instrument takes
/// <isometric/sinks/sharded_sink.hpp>.
class ShardedSink {
  friend detail::SinkAccess;
  using Ledger = detail::ShardedLedger;
  using Owner = std::shared_ptr<Ledger>;

 public:
  /// Storage of its own. Nothing of it is seen through another sink.
  inline ShardedSink();
  inline explicit ShardedSink(RegistryOptions options);

  /// The storage of the process: one for the executable, its libraries and plug-ins. Usable before
  /// main() and after static destruction. GlobalShardedSink is the same by its type.
  template <class Self = ShardedSink>
  [[nodiscard]] static ShardedSink global(RegistryOptions options = {}) {
    return {detail::global_sharded_ledger<typename Self::Ledger>(), options};
  }

  /// Registers a family, or finds it. The contract is in metrics_sink.hpp.
  template <class Handle = detail::ShardedCounter>
  detail::FixedFamily<Handle, Owner> counter(const FamilyDescriptor& descriptor) const {
    return detail::declare_fixed<Handle>(*this, MetricType::counter, descriptor);
  }
  template <class Handle = detail::ShardedGauge>
  detail::FixedFamily<Handle, Owner> gauge(const FamilyDescriptor& descriptor) const {
    return detail::declare_fixed<Handle>(*this, detail::gauge_or_info(descriptor), descriptor);
  }
  template <class Handle = detail::ShardedHistogram>
  detail::FixedFamily<Handle, Owner> histogram(const FamilyDescriptor& descriptor) const {
    return detail::declare_fixed<Handle>(*this, MetricType::histogram, descriptor);
  }
  template <class Handle = detail::ShardedSummary>
  detail::FixedFamily<Handle, Owner> summary(const FamilyDescriptor& descriptor) const {
    return detail::declare_fixed<Handle>(*this, MetricType::summary, descriptor);
  }

  /// The same families with series that can be removed; see removable_sink.hpp.
  template <class Sink = ShardedSink>
  [[nodiscard]] auto removable() const {
    return detail::removable_half<detail::ShardedMetrics>(static_cast<const Sink&>(*this));
  }

  /// And with labels that each series brings along; see dynamic_sink.hpp.
  template <class Sink = ShardedSink>
  [[nodiscard]] auto dynamic() const {
    return detail::dynamic_half<detail::ShardedMetrics>(static_cast<const Sink&>(*this));
  }

  /// Families whose values are read at each scrape; see callback_sink.hpp.
  template <class Keeper = Owner>
  detail::CallbackLedgerFamily<Keeper> callback_counter(const FamilyDescriptor& descriptor) const {
    return detail::declare_callbacks<Keeper, detail::ShardedMetrics>(*this, MetricType::counter,
                                                                     descriptor);
  }
  template <class Keeper = Owner>
  detail::CallbackLedgerFamily<Keeper> callback_gauge(const FamilyDescriptor& descriptor) const {
    return detail::declare_callbacks<Keeper, detail::ShardedMetrics>(*this, MetricType::gauge,
                                                                     descriptor);
  }

  /// What a prometheus::Exposer or Gateway takes. All families with series, sorted by name, series
  /// sorted by labels, fit to print whatever strings were passed. Lives as long as the sink, its
  /// copies and its instruments; an exposer does not keep it alive.
  template <class Self = ShardedSink>
  [[nodiscard]] std::shared_ptr<prometheus::Collectable> collectable() const {
    return detail::collector_of(static_cast<const Self&>(*this).ledger_);
  }

  /// The values of all series now. Include <isometric/reading/snapshot.hpp>.
  template <class Result = Snapshot, class Self = ShardedSink>
  [[nodiscard]] Result snapshot() const {
    return Result(*detail::reader_of(static_cast<const Self&>(*this).ledger_)->scrape());
  }
  /// Those of one family, for which no other one is read.
  template <class Result = Snapshot, class Self = ShardedSink>
  [[nodiscard]] Result snapshot(std::string_view family) const {
    return Result(*detail::reader_of(static_cast<const Self&>(*this).ledger_)->scrape(family),
                  family);
  }

  /// For exposition: what a scrape reads without copying it. Lives as collectable() does.
  template <class Self = ShardedSink>
  [[nodiscard]] std::shared_ptr<ScrapeSource> scrape_source() const {
    return detail::reader_of(static_cast<const Self&>(*this).ledger_);
  }

 private:
  ShardedSink(Owner ledger, RegistryOptions options)
      : ledger_(std::move(ledger)), options_(options) {}

  [[nodiscard]] const Owner& owner() const noexcept { return ledger_; }
  [[nodiscard]] Ledger& ledger() const noexcept { return *ledger_; }
  [[nodiscard]] const RegistryOptions& options() const noexcept { return options_; }

  Owner ledger_;
  RegistryOptions options_;
};

}  // namespace isometric::inline v1
