#pragma once

#include <isometric/description/family_descriptor.hpp>

#include <memory>

namespace isometric::inline v1 {

class Snapshot;      // reading/snapshot.hpp
class ScrapeSource;  // reading/scrape.hpp

}  // namespace isometric::inline v1

// What a sink that has a ledger is made of: functions that headers name which hold instruments, and
// that are defined where the sink is made, in ledger_sink.hpp.
namespace isometric::inline v1::detail {

struct SinkAccess;

template <class Handle, class Sink>
auto declare_fixed(const Sink& sink, MetricType type, const FamilyDescriptor& descriptor);
template <class Metrics, class Sink>
auto removable_half(const Sink& sink);
template <class Metrics, class Sink>
auto dynamic_half(const Sink& sink);
template <class Owner>
class CallbackLedgerFamily;
template <class Owner, class Metrics, class Sink>
auto declare_callbacks(const Sink& sink, MetricType type, const FamilyDescriptor& descriptor);
template <class Ledger>
auto reader_of(const std::shared_ptr<Ledger>& ledger);
template <class Ledger>
auto collector_of(const std::shared_ptr<Ledger>& ledger);

}  // namespace isometric::inline v1::detail
