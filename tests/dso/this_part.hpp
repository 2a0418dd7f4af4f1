#pragma once

#include "part.hpp"

#include <isometric/description/errors.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>
#include <isometric/sinks/global_sharded_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <prometheus/registry.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>

// What the part that includes this answers. Parts hide their symbols, so each has a copy of its own
// of this code and of all that it calls.

namespace {

template <isometric::MetricsSink Sink>
using Operations = isometric::Counter<Sink, isometric::Label<"part">>;

template <isometric::MetricsSink Sink>
Operations<Sink> operations(const Sink& sink) {
  return {sink, "dso_operations_total", "Operations, by the part of the process."};
}

/// Nothing if there is no such series.
std::optional<double> operations_of(const isometric::Snapshot& snapshot, const std::string& name) {
  const isometric::SeriesSelector series{"dso_operations_total", {{"part", name}}};
  if (snapshot.find_series(series) == nullptr) return std::nullopt;
  return snapshot.value(series);
}

constexpr Part this_part{
    .count =
        [](const std::string& name) { operations(isometric::GlobalSink{}).labels(name).inc(); },
    .counted =
        [](const std::string& name) {
          return operations_of(isometric::GlobalSink{}.snapshot(), name);
        },
    .count_in =
        [](const std::shared_ptr<prometheus::Registry>& registry, const std::string& name) {
          operations(isometric::RegistrySink{registry}).labels(name).inc();
        },
    .is_refused =
        [](const std::shared_ptr<prometheus::Registry>& registry) {
          try {
            const isometric::RegistrySink sink{registry};
            const isometric::Counter<isometric::RegistrySink, isometric::Label<"another">> counter{
                sink, "dso_operations_total", "Operations, by the part of the process."};
            return false;
          } catch (const isometric::RegistrationConflict&) {
            return true;
          }
        },
    .declare_in = [](const isometric::RegistrySink& sink) { operations(sink); },
    .answer_once =
        [](const isometric::RegistrySink& sink) {
          using Answers = isometric::CallbackGauge<isometric::RegistrySink>;
          const Answers answers{sink, "dso_answers", "Answers, until they have been asked for."};
          const auto registration = std::make_shared<Answers::registration_type>();
          *registration = answers.add([registration] {
            *registration = {};
            return 1;
          });
        },
    .answer_until_the_other =
        [](const isometric::RegistrySink& first, const isometric::RegistrySink& second) {
          using Answers = isometric::CallbackGauge<isometric::RegistrySink>;
          struct Both {
            Answers::registration_type registrations[2];
            std::atomic<int> called = 0;
          };
          const auto both = std::make_shared<Both>();
          for (const int own : {0, 1}) {
            const Answers answers{own == 0 ? first : second, "dso_mutual_answers",
                                  "Answers, until the other one has been asked for, too."};
            both->registrations[own] = answers.add([both, own] {
              ++both->called;
              while (both->called < 2) std::this_thread::yield();
              both->registrations[1 - own] = {};
              return 1;
            });
          }
        },
    .count_in_sharded = [](const isometric::ShardedSink& sink,
                           const std::string& name) { operations(sink).labels(name).inc(); },
    .count_sharded =
        [](const std::string& name) {
          operations(isometric::GlobalShardedSink{}).labels(name).inc();
        },
    .counted_sharded =
        [](const std::string& name) {
          return operations_of(isometric::GlobalShardedSink{}.snapshot(), name);
        },
    .lease_cell = [] { return isometric::detail::lease_cells(1).to_word(); },
    .count_in_cell =
        [](std::uint64_t place) {
          isometric::detail::add_one(isometric::detail::CellPlace::from_word(place));
        },
    .counted_in_cell =
        [](std::uint64_t place) {
          return isometric::detail::read_counter(isometric::detail::CellPlace::from_word(place));
        },
    .keep_to_itself =
        [] {
          const auto own = operations(isometric::RegistrySink{});
          decltype(own)::handle_type handle;
          handle.inc();  // of no series: in a metric that this part has for that
          handle = own.labels("itself");
          handle.inc();
        },
};

}  // namespace
