#include "support/allocations.hpp"
#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"

#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/histogram.h>

#include <cstddef>
#include <string>

using namespace test_support;
using isometric::Counter;
using isometric::ExpositionFormat;
using isometric::Gauge;
using isometric::Histogram;
using isometric::RegistrySink;

namespace {

struct Server {
  RegistrySink sink;
  Counter<RegistrySink, Zone> moves{sink, "app_moves_total", "Moves."};
  Gauge<RegistrySink, Zone, Group> nodes{sink, "app_nodes", "Nodes."};
  Histogram<RegistrySink, Zone> waits{sink, "app_wait_seconds", "Waits."};
};

/// What one more page costs once the string is as large as it has to be.
std::size_t allocations_of_a_page(const Server& server, ExpositionFormat format) {
  std::string page;
  isometric::write_text(server.sink, page, format);
  page.clear();
  const std::size_t before = allocation_count();
  isometric::write_text(server.sink, page, format);
  return allocation_count() - before;
}

}  // namespace

TEST_CASE("a page with a thousand counters and gauges allocates no more than one with ten") {
  if (!are_allocations_counted) return skip("allocations are not counted here");
  Server few, many;
  for (int i = 0; i < 1000; ++i) {
    for (const Server* server : {&few, &many}) {
      if (server == &few && i >= 10) continue;
      const std::string zone = "a zone of which the name is \"long\" " + std::to_string(i);
      server->moves.labels(zone).inc(i + 0.5);
      server->nodes.labels(zone, "g").set(i);
    }
  }
  for (const auto format : {ExpositionFormat::text, ExpositionFormat::openmetrics}) {
    const std::size_t allocations = allocations_of_a_page(many, format);
    CHECK(allocations == allocations_of_a_page(few, format));
    CHECK(allocations < 40);  // for each scrape and family, not for each series
  }
}

TEST_CASE("a histogram allocates only what prometheus-cpp does to show it") {
  if (!are_allocations_counted) return skip("allocations are not counted here");
  Server server;
  // As many as are read together take memory once for all.
  for (int i = 0; i < 40; ++i) server.waits.labels(std::to_string(i)).observe(i);
  const std::size_t with_some = allocations_of_a_page(server, ExpositionFormat::text);
  for (int i = 40; i < 140; ++i) server.waits.labels(std::to_string(i)).observe(i);
  const std::size_t with_more = allocations_of_a_page(server, ExpositionFormat::text);
  const prometheus::Histogram histogram({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  const std::size_t before = allocation_count();
  static_cast<void>(histogram.Collect());
  const std::size_t of_one = allocation_count() - before;
  CHECK(with_more - with_some <= 100 * of_one);
}
