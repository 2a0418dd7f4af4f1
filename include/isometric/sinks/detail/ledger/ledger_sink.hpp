#pragma once

#include <isometric/sinks/detail/ledger/ledger_halves.hpp>
#include <isometric/sinks/detail/ledger/ledger_reader.hpp>
#include <isometric/sinks/detail/ledger/ledger_sink_fwd.hpp>
#include <isometric/sinks/detail/ledger/sink_access.hpp>

#include <memory>

namespace isometric::inline v1::detail {

template <class Sink>
auto reader_of(const Sink& sink) {
  const auto ledger = SinkAccess::shared_ledger(sink);
  using Reader = LedgerReader<typename decltype(ledger)::element_type::Base>;
  return std::shared_ptr<Reader>(ledger, &ledger->template reader<Reader>());
}

template <class Sink>
auto collector_of(const Sink& sink) {
  const auto reader = reader_of(sink);
  using Collector = LedgerCollector<typename decltype(reader)::element_type::Ledger>;
  return std::shared_ptr<Collector>(reader, &reader->template collector<Collector>());
}

}  // namespace isometric::inline v1::detail
