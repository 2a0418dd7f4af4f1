#pragma once

#include "report.hpp"

#include <isometric/description/label.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/testing/parse_page.hpp>
#include <isometric/testing/verdict.hpp>

#include <cstddef>
#include <exception>
#include <sstream>
#include <string>
#include <string_view>

// What both reports tell with. In a namespace without a name, so that each file has its own.
namespace {

using portability::infinity;
using portability::not_a_number;
using portability::numbers;

std::string report;

void title(std::string_view text) {
  report.append("\n== ").append(text).append("\n");
}

template <class Value>
void tell(const Value& value) {
  std::ostringstream text;
  text << value << '\n';
  report += text.str();
}

[[maybe_unused]] void tell(const isometric::testing::Verdict& verdict) {
  report.append(verdict.holds ? "holds" : "fails: ").append(verdict.explanation).append("\n");
}

template <class Call>
void tell_refusal(Call call) {
  try {
    call();
  } catch (const std::exception& error) {
    report.append("refused: ").append(error.what()).append("\n");
  }
}

template <class Source>
void tell_pages(const Source& source) {
  using isometric::ExpositionFormat;
  for (const auto format : {ExpositionFormat::text, ExpositionFormat::openmetrics}) {
    std::string page;
    for (const auto& name : isometric::write_text(source, page, format)) tell("without " + name);
    report += page;
    for (const auto& problem : isometric::testing::parse_page(page, format).problems) tell(problem);
  }
}

/// Without the folder of these files, which compilers may spell as they like.
std::string portable_report() {
  const std::string_view file = __FILE__;
  const std::string folder(file.substr(0, file.rfind('/') + 1));
  std::string portable = report;
  for (std::size_t at = 0; !folder.empty() && (at = portable.find(folder, at)) != portable.npos;) {
    portable.erase(at, folder.size());
  }
  return portable;
}

constexpr auto three_quantiles = isometric::quantiles({{0.1, 0.01}, {0.5, 0.05}, {0.99, 0.001}});

using Number = isometric::Label<"number">;

template <class Sink>
struct Instruments {
  explicit Instruments(const Sink& sink)
      // Each on one line, for compilers differ in which of several lines they tell.
      : total(sink, "app_units_total", "Units."),
        level(sink, "app_level", "Level."),
        sizes(sink, "app_size_bytes", "Sizes.", isometric::buckets(-1, 0.1, 0.3, 1, 1e300)),
        waits(sink, "app_wait_seconds", "Waits.", three_quantiles) {}

  void update() const {
    for (std::size_t i = 0; i < numbers().size(); ++i) {
      const double number = numbers()[i];
      const std::string name = std::to_string(i);
      level.labels(name).set(number);
      total.labels(name).inc(number);
      sizes.labels(name).observe(number);
      waits.labels(name).observe(number);
      const auto moved = level.labels("moved" + name);
      moved.inc(number);
      moved.dec(number);
    }
  }

  isometric::Counter<Sink, Number> total;
  isometric::Gauge<Sink, Number> level;
  isometric::Histogram<Sink, Number> sizes;
  isometric::Summary<Sink, Number> waits;
};

}  // namespace
