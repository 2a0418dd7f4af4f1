#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <cstddef>
#include <initializer_list>
#include <set>
#include <string>
#include <vector>

// A sink keeps what a page shows of labels; a snapshot keeps names and values. Both have to come
// out the same.

using namespace test_support;
using isometric::Counter;
using isometric::ExpositionFormat;
using isometric::Gatherer;
using isometric::Gauge;
using isometric::Histogram;
using isometric::Label;
using isometric::LabeledSink;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::Summary;

namespace {

enum class Quoted { backslash, quote, newline, plain };
consteval auto label_values(Quoted) {
  return isometric::closed<Quoted>({{Quoted::backslash, "a\\b"},
                                    {Quoted::quote, "say \"it\""},
                                    {Quoted::newline, "two\nlines"},
                                    {Quoted::plain, "plain"}});
}

std::string page_of(const auto& source, ExpositionFormat format) {
  std::string page;
  write_text(source, page, format);
  return page;
}

/// Values of all kinds that a block keeps in a way of its own.
std::vector<std::string> awkward_values() {
  std::vector<std::string> values{"",
                                  "a",
                                  "ab",
                                  "abc",
                                  "12345678",
                                  "123456789",
                                  "\"",
                                  "\\",
                                  "\n",
                                  "\\n",
                                  "\"quoted\"",
                                  "C:\\new",
                                  "\xFF",
                                  "a\xC3",
                                  "\xC3\xA4",
                                  "\xF0\x9F\x98\x80",
                                  "two\nlines",
                                  std::string("\0", 1),
                                  "comma,",
                                  "brace}",
                                  "equals=\"x\"",
                                  "a value of 16..",
                                  "1234567890123456",
                                  "a value that is longer than sixteen",
                                  "a long one with \"quotes\" and \\ in it"};
  for (const std::size_t size :
       std::initializer_list<std::size_t>{255, 4090, 5000, 65'500, 65'535, 65'536, 70'000}) {
    values.push_back(std::string(size, 'x'));
    values.push_back(std::string(size, '"'));
  }
  return values;
}

template <class Sink>
void update_everything(const Sink& sink) {
  const Counter<Sink> bare{sink, "app_bare_total", "Without labels."};
  const Counter<Sink, Group> one{sink, "app_one_total", "One."};
  const Gauge<Sink, Zone, Group, Ready> mixed{sink, "app_mixed", "Mixed."};
  const Counter<Sink, Label<"quoted", Quoted>, Way> closed{sink, "app_closed_total", "Closed."};
  const Histogram<Sink, Group> sizes{sink, "app_sizes", "Sizes.", isometric::buckets(1, 2)};
  const Summary<Sink, Zone, Group> times{sink, "app_times", "Times.",
                                         isometric::quantiles({{0.5, 0.05}})};
  bare.inc();
  double next = 0.5;
  for (const std::string& value : awkward_values()) {
    one.labels(value).inc(++next);
    mixed.labels(value, "g", true).set(++next);
    mixed.labels("z", value, false).set(-next);
    mixed.labels(value, value, false).set(next);
    sizes.labels(value).observe(1.5);
    times.labels(value, "g").observe(3);
  }
  closed.labels(Quoted::quote, Direction::down).inc();
}

std::multiset<std::string> lines_of(const std::string& page) {
  std::multiset<std::string> lines;
  for (std::size_t begin = 0; begin < page.size();) {
    const std::size_t end = page.find('\n', begin) + 1;
    lines.insert(page.substr(begin, end - begin));
    begin = end;
  }
  return lines;
}

template <class Source>
void check_pages(const Source& source) {
  for (const auto format : {ExpositionFormat::text, ExpositionFormat::openmetrics}) {
    const std::string page = page_of(source, format);
    CHECK(page.size() > 1'000'000);
    CHECK((page == page_of(snapshot(source), format)));  // too long to be printed
  }
}

/// The same where series are in order of their sources.
template <class Source>
void check_lines(const Source& source) {
  for (const auto format : {ExpositionFormat::text, ExpositionFormat::openmetrics}) {
    CHECK((lines_of(page_of(source, format)) == lines_of(page_of(snapshot(source), format))));
  }
}

/// A visitor that wants no labels and hands on what it is given.
class TextsOnly final : public isometric::SeriesVisitor {
 public:
  void number(const isometric::SeriesView& series, double) override { see(series); }
  void histogram(const isometric::SeriesView& series, const isometric::HistogramSample&) override {
    see(series);
  }
  void summary(const isometric::SeriesView& series, const isometric::SummarySample&) override {
    see(series);
  }
  bool wants_labels() const noexcept override { return false; }

  std::string seen;

 private:
  void see(const isometric::SeriesView& series) {
    seen.append(series.constant_text).append("|").append(series.label_text).append(";");
    CHECK(series.labels.empty());
  }
};

}  // namespace

TEST_CASE("a sink's page is that of its snapshot, byte for byte, whatever its labels are") {
  const RegistrySink sink;
  update_everything(sink);
  check_pages(sink);
}

TEST_CASE("a look-up of any value finds the series that it had before") {
  const RegistrySink sink;
  const Counter<RegistrySink, Group> one{sink, "app_one_total", "One."};
  const Counter<RegistrySink, Zone, Group, Ready> mixed{sink, "app_mixed_total", "Mixed."};
  for (int round = 1; round <= 3; ++round) {
    for (const std::string& value : awkward_values()) {
      one.labels(value).inc();
      mixed.labels(value, value, true).inc();
    }
    double sum = 0;
    const auto seen = snapshot(sink);
    for (const auto& family : seen.families()) {
      // Two of them are the same once they are valid.
      const std::size_t values = awkward_values().size() - 1;
      CHECK(family.series.size() == (family.name == "app_one_total" ? values : 2 * values));
      for (const auto& series : family.series) sum += *series.value.number();
    }
    CHECK(sum == 2.0 * round * static_cast<double>(awkward_values().size()));
  }
}

TEST_CASE("pages made while series come are those of snapshots, and old series keep their places") {
  const RegistrySink sink;
  const Counter<RegistrySink, Zone, Group> moves{sink, "app_moves_total", "Moves."};
  std::vector<std::string> values = awkward_values();
  for (std::size_t i = 0; i < values.size(); ++i) {
    moves.labels(values[(i * 7) % values.size()], "g").inc();
    moves.labels(std::to_string(i * 7919 % 1000), "h").inc();
    for (const auto format : {ExpositionFormat::text, ExpositionFormat::openmetrics}) {
      CHECK((page_of(sink, format) == page_of(snapshot(sink), format)));
    }
  }
}

TEST_CASE("labels that an adaptor adds are on a sink's page as in its snapshot") {
  const RegistrySink sink;
  SECTION("constant ones") {
    // Names that come before all others: pages begin with constant labels, snapshots sort them.
    update_everything(LabeledSink(sink, {{"a_first", "x\"\\\n"}, {"a_second", "y"}}));
    check_pages(sink);
  }
  SECTION("through a prefix and a tee") {
    const RegistrySink other;
    update_everything(isometric::PrefixedSink{isometric::TeeSink{sink, other}, "shop_"});
    check_pages(sink);
    check_pages(other);
    CHECK((page_of(sink, ExpositionFormat::text) == page_of(other, ExpositionFormat::text)));
  }
  SECTION("only constant ones") {
    const Counter<LabeledSink<RegistrySink>> counter{LabeledSink(sink, {{"shop", "a\"b"}}),
                                                     "app_steps_total", "Steps."};
    const Histogram<LabeledSink<RegistrySink>> sizes{LabeledSink(sink, {{"shop", "a\"b"}}),
                                                     "app_sizes", "Sizes.", isometric::buckets(1)};
    CHECK(page_of(sink, ExpositionFormat::text) ==
          "# HELP app_sizes Sizes.\n"
          "# TYPE app_sizes histogram\n"
          "app_sizes_bucket{shop=\"a\\\"b\",le=\"1\"} 0\n"
          "app_sizes_bucket{shop=\"a\\\"b\",le=\"+Inf\"} 0\n"
          "app_sizes_sum{shop=\"a\\\"b\"} 0\n"
          "app_sizes_count{shop=\"a\\\"b\"} 0\n"
          "# HELP app_steps_total Steps.\n"
          "# TYPE app_steps_total counter\n"
          "app_steps_total{shop=\"a\\\"b\"} 0\n");
  }
}

TEST_CASE("a gatherer's page is that of its snapshot, with labels of sources or without") {
  const RegistrySink first;
  const RegistrySink second;
  update_everything(first);
  Gatherer gatherer;
  SECTION("one source without a label") {
    const auto registration = gatherer.add(first);
    check_pages(gatherer);
    CHECK((page_of(gatherer, ExpositionFormat::text) == page_of(first, ExpositionFormat::text)));
  }
  SECTION("two sources that a label tells apart, in the middle of the others") {
    update_everything(second);
    const auto one = gatherer.add(first, {"host", "a\"b"});
    const auto other = gatherer.add(second, {"host", "c"});
    check_lines(gatherer);
  }
  SECTION("two sources whose constant labels differ") {
    const Counter<LabeledSink<RegistrySink>, Group> a{LabeledSink(second, {{"a_host", "1"}}),
                                                      "app_one_total", "One."};
    a.labels("g").inc();
    const auto one = gatherer.add(first);
    const auto other = gatherer.add(second);
    check_lines(gatherer);
  }
}

TEST_CASE("a visitor that wants no labels gets the texts of those that a sink keeps") {
  const RegistrySink sink;
  const Counter<RegistrySink> bare{sink, "app_bare_total", "Without labels."};
  const Counter<LabeledSink<RegistrySink>, Zone, Ready> moves{LabeledSink(sink, {{"shop", "a\"b"}}),
                                                              "app_moves_total", "Moves."};
  moves.labels("z\n", true).inc();
  TextsOnly visitor;
  const auto source = sink.scrape_source();
  const auto scrape = source->scrape();
  for (isometric::ScrapedFamily* family : scrape->families()) family->read(visitor);
  CHECK(visitor.seen ==
        "|;"
        "shop=\"a\\\"b\"|ready=\"false\",zone=\"z\\n\";"
        "shop=\"a\\\"b\"|ready=\"true\",zone=\"z\\n\";");
}
