#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/label.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <support/catch.hpp>
#include <vector>

using namespace isometric;

namespace {

/// One gauge for each of some cores, without a sink that stores them.
class CoreTemperatures final : public ScrapeSource {
 public:
  std::vector<double> degrees;

  std::unique_ptr<Scrape> scrape() override { return std::make_unique<Now>(degrees); }

 private:
  class Now final : public Scrape, public ScrapedFamily {
   public:
    explicit Now(const std::vector<double>& degrees) noexcept : degrees_(degrees) {
      family_.type = MetricType::gauge;
      family_.name = "app_core_celsius";
      family_.help = "Temperature.";
    }

    std::span<ScrapedFamily* const> families() const noexcept override { return families_; }
    const FamilyDescriptor& descriptor() const noexcept override { return family_; }
    void read(SeriesVisitor& visitor) override {
      for (std::size_t core = 0; core < degrees_.size(); ++core) {
        const std::string number = std::to_string(core);
        const LabelView label{"core", number};
        visitor.number({{&label, 1}}, degrees_[core]);
      }
    }

   private:
    const std::vector<double>& degrees_;
    FamilyDescriptor family_;
    std::vector<ScrapedFamily*> families_{this};
  };
};

/// What a user hands around: a value that shares the source.
struct Temperatures {
  std::shared_ptr<CoreTemperatures> cores = std::make_shared<CoreTemperatures>();
  std::shared_ptr<ScrapeSource> scrape_source() const { return cores; }
};

/// Shows families as they are listed, in whatever order.
class Listed final : public Scrape {
 public:
  explicit Listed(const std::vector<FamilySnapshot>& listed) {
    for (const auto& family : listed) families_.push_back(&shown_.emplace_back(family));
  }
  std::span<ScrapedFamily* const> families() const noexcept override { return families_; }

 private:
  class Family final : public ScrapedFamily {
   public:
    explicit Family(const FamilySnapshot& family) : family_(family) {
      descriptor_.type = family.type;
      descriptor_.name = family.name;
      descriptor_.help = family.help;
      descriptor_.unit = family.unit;
    }
    const FamilyDescriptor& descriptor() const noexcept override { return descriptor_; }
    void read(SeriesVisitor& visitor) override {
      for (const auto& series : family_.series) {
        std::vector<LabelView> labels;
        for (const auto& [name, value] : series.labels) labels.push_back({name, value});
        if (const double* number = series.value.number()) visitor.number({labels}, *number);
        if (const auto* sample = series.value.histogram()) visitor.histogram({labels}, *sample);
        if (const auto* sample = series.value.summary()) visitor.summary({labels}, *sample);
      }
    }

   private:
    const FamilySnapshot& family_;
    FamilyDescriptor descriptor_;
  };

  std::deque<Family> shown_;
  std::vector<ScrapedFamily*> families_;
};

std::string page_of(const auto& source) {
  std::string page;
  write_text(source, page);
  return page;
}

}  // namespace

static_assert(Scrapable<Temperatures> && Exposable<Temperatures> && !MetricsSource<Temperatures>);
static_assert(Scrapable<RegistrySink> && Scrapable<Gatherer>);
static_assert(!Scrapable<NullSink> && !Exposable<NullSink>);
static_assert(Exposable<Snapshot> && !Scrapable<Snapshot>);

TEST_CASE("a source of one's own, of public names only, is written as a page") {
  const Temperatures temperatures;
  temperatures.cores->degrees = {40, 41.5};
  CHECK(page_of(temperatures) ==
        "# HELP app_core_celsius Temperature.\n"
        "# TYPE app_core_celsius gauge\n"
        "app_core_celsius{core=\"0\"} 40\n"
        "app_core_celsius{core=\"1\"} 41.5\n");
}

TEST_CASE("a source of one's own is gathered, with others or when others keep it") {
  const RegistrySink sink;
  const Gauge<RegistrySink> fans{sink, "app_fans", "Fans."};
  Temperatures temperatures;
  temperatures.cores->degrees = {40};

  Gatherer gatherer;
  const auto first = gatherer.add(sink);
  const auto second = gatherer.add_weakly(temperatures, {"host", "a"});
  CHECK(page_of(gatherer) ==
        "# HELP app_core_celsius Temperature.\n"
        "# TYPE app_core_celsius gauge\n"
        "app_core_celsius{core=\"0\",host=\"a\"} 40\n"
        "# HELP app_fans Fans.\n"
        "# TYPE app_fans gauge\n"
        "app_fans 0\n");

  temperatures.cores = nullptr;
  CHECK(gatherer.snapshot().find_family("app_core_celsius") == nullptr);
}

TEST_CASE("a visitor of one's own sees the series of a sink without a copy of them") {
  const RegistrySink sink;
  const Gauge<RegistrySink, Label<"group">> nodes{sink, "app_nodes", "Nodes."};
  const Histogram<RegistrySink> sizes{sink, "app_sizes", "Sizes.", buckets(1, 2)};
  nodes.labels("b").set(2);
  nodes.labels("a").set(1);
  sizes.observe(1.5);

  struct : SeriesVisitor {
    std::string seen;
    void number(const SeriesView& series, double value) override {
      for (const auto& [name, text] : series.labels) {
        seen.append(name).append("=").append(text).append(" ");
      }
      seen += std::to_string(static_cast<int>(value)) + ";";
    }
    void histogram(const SeriesView&, const HistogramSample& sample) override {
      seen += std::to_string(sample.buckets.size()) + " buckets, " + std::to_string(sample.count);
    }
    void summary(const SeriesView&, const SummarySample&) override { seen += "?"; }
  } visitor;
  const auto source = sink.scrape_source();
  const auto scrape = source->scrape();
  for (ScrapedFamily* family : scrape->families()) family->read(visitor);
  CHECK(visitor.seen == "group=a 1;group=b 2;3 buckets, 1");
}

TEST_CASE("a snapshot of a scrape is in order, however disorderly the scrape is") {
  const HistogramSample histogram{3, 2.5, {{1, 2}, {2, 3}}};
  const SummarySample summary{2, 7, {{0.5, 3}, {0.9, 4}}};
  const auto gauge = MetricType::gauge;
  const std::vector<FamilySnapshot> listed{
      {"app_b", "B.", MetricType::histogram, {{{{"z", "1"}, {"a", "2"}}, histogram}}, "seconds"},
      {"app_a", "Without series.", MetricType::counter, {}},
      {"app_c", "C.", MetricType::summary, {{{}, summary}}},
      {"app_a", "A.", gauge, {{{{"x", "2"}}, 2}, {{{"x", "1"}}, 1}, {{{"x", "2"}}, 20}}},
      {"app_a", "Later.", MetricType::counter, {{{{"x", "0"}}, 0}, {{{"x", "1"}}, 10}}}};
  const Snapshot expected({
      {"app_a", "A.", gauge, {{{{"x", "0"}}, 0}, {{{"x", "1"}}, 1}, {{{"x", "2"}}, 2}}},
      {"app_b", "B.", MetricType::histogram, {{{{"a", "2"}, {"z", "1"}}, histogram}}, "seconds"},
      {"app_c", "C.", MetricType::summary, {{{}, summary}}},
  });

  CHECK(Snapshot(Listed(listed)) == expected);
  CHECK(Snapshot(Listed(listed), "app_a") == Snapshot({expected.families()[0]}));
  CHECK(Snapshot(Listed(listed), "app_c") == Snapshot({expected.families()[2]}));
  CHECK(Snapshot(Listed(listed), "app_d").families().empty());
  CHECK(Snapshot(Listed({})).families().empty());
}
