#pragma once

#include <isometric/sinks/detail/ledger/ledger_halves.hpp>
#include <isometric/sinks/detail/ledger/ledger_reader.hpp>
#include <isometric/sinks/detail/ledger/ledger_sink_fwd.hpp>
#include <isometric/sinks/detail/ledger/sink_access.hpp>

#include <memory>

namespace isometric::inline v1::detail {

template <class Ledger>
auto reader_of(const std::shared_ptr<Ledger>& ledger) {
  using Reader = LedgerReader<typename Ledger::Base>;
  return std::shared_ptr<Reader>(ledger, &ledger->template reader<Reader>());
}

template <class Ledger>
auto collector_of(const std::shared_ptr<Ledger>& ledger) {
  using Base = typename Ledger::Base;
  using Collector = LedgerCollector<Base>;
  auto& reader = ledger->template reader<LedgerReader<Base>>();
  return std::shared_ptr<Collector>(ledger, &reader.template collector<Collector>());
}

}  // namespace isometric::inline v1::detail
