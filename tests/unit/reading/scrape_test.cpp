#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/label.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

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
