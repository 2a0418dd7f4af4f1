#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/family_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/summary.h>

#include <cstddef>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Descriptors written by hand: whatever no instrument would ask for is refused where it is
// declared, by every sink that takes declarations, in words that name the family, the place and the
// fault.

using isometric::AnySink;
using isometric::CatalogueSink;
using isometric::ConstantLabel;
using isometric::FamilyDescriptor;
using isometric::FamilySink;
using isometric::InvalidBuckets;
using isometric::InvalidName;
using isometric::InvalidQuantiles;
using isometric::LabelDescriptor;
using isometric::MetricType;
using isometric::NullSink;
using isometric::Quantile;
using isometric::RecordingSink;
using isometric::RegistrySink;
using isometric::snapshot;
using test_support::Contains;
using test_support::StartsWith;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Everything that the descriptors below refer to.
constexpr std::string_view ups_and_downs[] = {"up", "down"};
constexpr std::string_view repeated[] = {"up", "down", "up"};
constexpr std::string_view with_empty[] = {"up", ""};
constexpr std::string_view same_when_mended[] = {"x\xFE", "x\xFF"};
constexpr std::string_view with_nul_when_mended[] = {std::string_view("x\0", 2), "x\xFF"};
constexpr LabelDescriptor group[] = {{"group", {}}};
constexpr LabelDescriptor group_twice[] = {{"group", {}}, {"zone", {}}, {"group", {}}};
constexpr LabelDescriptor unnamed[] = {{"", {}}};
constexpr LabelDescriptor hyphenated[] = {{"my-group", {}}};
constexpr LabelDescriptor reserved[] = {{"__name__", {}}};
constexpr LabelDescriptor le[] = {{"le", {}}};
constexpr LabelDescriptor quantile[] = {{"quantile", {}}};
constexpr LabelDescriptor way[] = {{"way", ups_and_downs}};
constexpr LabelDescriptor way_repeated[] = {{"way", repeated}};
constexpr LabelDescriptor way_empty[] = {{"way", with_empty}};
constexpr LabelDescriptor way_same[] = {{"way", same_when_mended}};
constexpr LabelDescriptor way_nul[] = {{"way", with_nul_when_mended}};
constexpr ConstantLabel site[] = {{"site", "ber"}};
constexpr ConstantLabel constant_group[] = {{"group", "a"}};
constexpr ConstantLabel site_twice[] = {{"site", "ber"}, {"site", "ham"}};
constexpr ConstantLabel empty_site[] = {{"site", ""}};
constexpr ConstantLabel bad_site[] = {{"my-site", "ber"}};
constexpr double good_bounds[] = {1, 2};
constexpr double nan_first[] = {not_a_number, 1};
constexpr double nan_last[] = {1, not_a_number};
constexpr double falling[] = {3, 1};
constexpr double equal_bounds[] = {1, 1};
constexpr double with_infinity[] = {1, infinity};
constexpr double from_infinity[] = {-infinity, 1};
constexpr Quantile good_quantiles[] = {{0.5, 0.05}};
constexpr Quantile of_zero[] = {{0, 0.05}};
constexpr Quantile of_one[] = {{0.5, 0.05}, {1, 0.05}};
constexpr Quantile of_nan[] = {{not_a_number, 0.05}};
constexpr Quantile without_error[] = {{0.5, 0}};
constexpr Quantile falling_quantiles[] = {{0.9, 0.05}, {0.5, 0.05}};
constexpr Quantile equal_quantiles[] = {{0.5, 0.05}, {0.5, 0.05}};

/// More combinations than there are numbers.
const std::vector<LabelDescriptor>& seventy_labels() {
  static const auto names = [] {
    std::vector<std::string> all;
    for (int i = 0; i < 70; ++i) all.push_back("l" + std::to_string(i));
    return all;
  }();
  static const auto labels = [] {
    std::vector<LabelDescriptor> all;
    for (const auto& name : names) all.push_back({name, ups_and_downs});
    return all;
  }();
  return labels;
}

enum class Error { name, buckets, quantiles };

struct Fault {
  MetricType type;
  Error error;
  std::string_view words;  ///< in the message
  void (*commit)(FamilyDescriptor& family);
  bool is_in_name = false;  ///< which a FamilySink compares, and a PrefixedSink changes
};

using enum MetricType;

constexpr Fault faults[] = {
    {counter, Error::name, "has an invalid name: metric name is empty",
     [](auto& family) { family.name = ""; }, true},
    {counter, Error::name, "has an invalid name: metric name must match letters",
     [](auto& family) { family.name = "1st_total"; }, true},
    {gauge, Error::name, "has an invalid name: metric name must match letters",
     [](auto& family) { family.name = "app-nodes"; }, true},
    {gauge, Error::name, "has an invalid name: metric name must match letters",
     [](auto& family) { family.name = std::string_view("app\0nodes", 9); }, true},
    {gauge, Error::name, "has an invalid name: metric name must not begin with two underscores",
     [](auto& family) { family.name = "__nodes"; }, true},
    {counter, Error::name, "has an invalid name: metric name must not begin with isometric_",
     [](auto& family) { family.name = "isometric_refused_updates_total"; }, true},
    {histogram, Error::name, "has an invalid name: metric name must not begin with isometric_",
     [](auto& family) { family.name = "isometric_things"; }, true},

    {gauge, Error::name, "has no help: help text is empty", [](auto& family) { family.help = ""; }},
    {gauge, Error::name, "has no help: help text is only white space",
     [](auto& family) { family.help = " \t\n"; }},

    {gauge, Error::name, "has the unit \"seconds\", in which its name must end",
     [](auto& family) { family.unit = "seconds"; }},
    {counter, Error::name, "has the unit \"total\", in which its name must end",
     [](auto& family) { family.unit = "total"; }},
    {counter, Error::name, "has the unit \"ings\", in which its name must end",
     [](auto& family) { family.unit = "ings"; }},
    {info, Error::name, "has the unit \"info\", and an info has none",
     [](auto& family) { family.unit = "info"; }},

    {counter, Error::name, "has the label \"\": label name is empty",
     [](auto& family) { family.labels = unnamed; }},
    {counter, Error::name, "has the label \"my-group\": label name must match letters",
     [](auto& family) { family.labels = hyphenated; }},
    {counter, Error::name, "has the label \"__name__\": label name must not begin with two",
     [](auto& family) { family.labels = reserved; }},
    {histogram, Error::name, "has the label \"le\": label name le is reserved",
     [](auto& family) { family.labels = le; }},
    {summary, Error::name, "has the label \"quantile\": label name quantile is reserved",
     [](auto& family) { family.labels = quantile; }},
    {counter, Error::name, "has the label \"group\" twice",
     [](auto& family) { family.labels = group_twice; }},
    {counter, Error::name, "has the label \"group\" twice",
     [](auto& family) { family.labels = group, family.constant_labels = constant_group; }},
    {counter, Error::name, "has the label \"site\" twice",
     [](auto& family) { family.constant_labels = site_twice; }},
    {counter, Error::name, "has the label \"my-site\": label name must match letters",
     [](auto& family) { family.constant_labels = bad_site; }},
    {counter, Error::name, "has the label \"site\" with an empty value",
     [](auto& family) { family.constant_labels = empty_site; }},
    {counter, Error::name, "has the label \"way\" with an empty value",
     [](auto& family) { family.labels = way_empty; }},
    {counter, Error::name, "has the label \"way\" with the value \"up\" twice",
     [](auto& family) { family.labels = way_repeated; }},
    {counter, Error::name, "has the label \"way\" with the value \"x\\xef\\xbf\\xbd\" twice",
     [](auto& family) { family.labels = way_same; }},
    {counter, Error::name, "has the label \"way\" with the value \"x\\xef\\xbf\\xbd\" twice",
     [](auto& family) { family.labels = way_nul; }},
    {counter, Error::name, "has more series than there can be",
     [](auto& family) { family.labels = seventy_labels(); }},
    {info, Error::name, "has no labels, which are all that an info tells",
     [](auto& family) { family.labels = {}; }},
    {info, Error::name, "has the label \"way\" closed", [](auto& family) { family.labels = way; }},

    {histogram, Error::buckets, "has invalid buckets: buckets are empty",
     [](auto& family) { family.buckets = {}; }},
    {histogram, Error::buckets, "has invalid buckets: bound 0 is NaN: buckets must not be NaN",
     [](auto& family) { family.buckets = nan_first; }},
    {histogram, Error::buckets, "has invalid buckets: bound 1 is NaN after 1: ",
     [](auto& family) { family.buckets = nan_last; }},
    {histogram, Error::buckets,
     "has invalid buckets: bound 1 is 1 after 3: buckets must be strictly increasing",
     [](auto& family) { family.buckets = falling; }},
    {histogram, Error::buckets, "has invalid buckets: bound 1 is 1 after 1: ",
     [](auto& family) { family.buckets = equal_bounds; }},
    {histogram, Error::buckets,
     "has invalid buckets: bound 1 is +Inf after 1: buckets must not include infinity",
     [](auto& family) { family.buckets = with_infinity; }},
    {histogram, Error::buckets, "has invalid buckets: bound 0 is -Inf: buckets must be finite",
     [](auto& family) { family.buckets = from_infinity; }},
    {counter, Error::buckets, "has buckets, which only histograms have",
     [](auto& family) { family.buckets = good_bounds; }},
    {gauge, Error::buckets, "has buckets, which only histograms have",
     [](auto& family) { family.buckets = good_bounds; }},
    {summary, Error::buckets, "has buckets, which only histograms have",
     [](auto& family) { family.buckets = good_bounds; }},

    {summary, Error::quantiles, "quantile 0 is 0 +- 0.05: quantile must be above 0 and below 1",
     [](auto& family) { family.quantiles = of_zero; }},
    {summary, Error::quantiles, "quantile 1 is 1 +- 0.05 after 0.5 +- 0.05: ",
     [](auto& family) { family.quantiles = of_one; }},
    {summary, Error::quantiles, "quantiles must not be NaN",
     [](auto& family) { family.quantiles = of_nan; }},
    {summary, Error::quantiles, "quantile error must be above 0",
     [](auto& family) { family.quantiles = without_error; }},
    {summary, Error::quantiles, "quantiles must be sorted",
     [](auto& family) { family.quantiles = falling_quantiles; }},
    {summary, Error::quantiles, "quantiles must not be repeated",
     [](auto& family) { family.quantiles = equal_quantiles; }},
    {summary, Error::quantiles, "the window is 60 s in 0 age buckets: ",
     [](auto& family) { family.quantiles = good_quantiles, family.window = {60, 0}; }},
    {summary, Error::quantiles, "quantile window must last for some time",
     [](auto& family) { family.quantiles = good_quantiles, family.window = {not_a_number, 5}; }},
    {gauge, Error::quantiles, "has quantiles, which only summaries have",
     [](auto& family) { family.quantiles = good_quantiles; }},
    {histogram, Error::quantiles, "has quantiles, which only summaries have",
     [](auto& family) { family.quantiles = good_quantiles; }},
};

constexpr std::string_view name_of(MetricType type) {
  if (type == counter) return "app_things_total";
  return type == info ? "app_things_info" : "app_things";
}

FamilyDescriptor good_family(MetricType type) {
  FamilyDescriptor family;
  family.type = type;
  family.name = name_of(type);
  family.help = "Help.";
  family.declared_at = {"server.cpp", 7};
  if (type == histogram) family.buckets = good_bounds;
  if (type == info) family.labels = group;
  return family;
}

FamilyDescriptor bad_family(const Fault& fault) {
  FamilyDescriptor family = good_family(fault.type);
  fault.commit(family);
  return family;
}

/// As an instrument of the type declares it.
struct Declare {
  template <class Sink>
  void operator()(const Sink& sink, const FamilyDescriptor& family) const {
    if (family.type == counter) return static_cast<void>(sink.counter(family));
    if (family.type == histogram) return static_cast<void>(sink.histogram(family));
    if (family.type == summary) return static_cast<void>(sink.summary(family));
    static_cast<void>(sink.gauge(family));
  }
};

struct DeclareCallback {
  template <class Sink>
  void operator()(const Sink& sink, const FamilyDescriptor& family) const {
    if (family.type == counter) return static_cast<void>(sink.callback_counter(family));
    static_cast<void>(sink.callback_gauge(family));
  }
};

/// What() of the error, if it is of the right type.
template <class Sink, class Declaration>
std::string refusal_of(const Sink& sink, const FamilyDescriptor& family, Error error,
                       Declaration declare) {
  try {
    declare(sink, family);
    return "accepted";
  } catch (const InvalidName& refusal) {
    return error == Error::name ? refusal.what() : "InvalidName: " + std::string(refusal.what());
  } catch (const InvalidBuckets& refusal) {
    if (error == Error::buckets) return refusal.what();
    return "InvalidBuckets: " + std::string(refusal.what());
  } catch (const InvalidQuantiles& refusal) {
    if (error == Error::quantiles) return refusal.what();
    return "InvalidQuantiles: " + std::string(refusal.what());
  } catch (const std::exception& refusal) {
    return "another error: " + std::string(refusal.what());
  }
}

std::string with_u_fffd(std::string_view name) {
  std::string text(name);
  for (auto nul = text.find('\0'); nul != std::string::npos; nul = text.find('\0')) {
    text.replace(nul, 1, "\xEF\xBF\xBD");
  }
  return text;
}

template <class Sink, class Declaration>
void check_fault(const Sink& sink, const Fault& fault, Declaration declare,
                 const std::string& prefix = {}) {
  const FamilyDescriptor family = bad_family(fault);
  const auto refusal = refusal_of(sink, family, fault.error, declare);
  CHECK_THAT(refusal, Catch::Matchers::StartsWith("isometric: metric family '" + prefix +
                                                  with_u_fffd(family.name) +
                                                  "', declared at server.cpp:7, has ") &&
                          Contains(std::string(fault.words)));
}

/// All faults, in turn, in one sink that goes on to take good families.
template <class Sink, class Declaration>
void check_faults(const Sink& sink, Declaration declare, const std::string& prefix = {}) {
  for (const Fault& fault : faults) {
    if (fault.is_in_name && !prefix.empty()) continue;
    CAPTURE(fault.words);
    check_fault(sink, fault, declare, prefix);
  }
  if constexpr (isometric::MetricsSource<Sink>) CHECK(snapshot(sink).families().empty());
  for (const MetricType type : {counter, gauge, histogram, summary, info}) {
    FamilyDescriptor family = good_family(type);
    if (type == histogram) family.name = "app_sizes";
    if (type == summary) family.name = "app_times";
    CHECK_NOTHROW(declare(sink, family));
  }
}

}  // namespace

TEST_CASE("a sink on a registry refuses what no instrument asks for") {
  SECTION("a fresh one") {
    check_faults(RegistrySink{}, Declare());
  }
  SECTION("one that other code uses, too") {
    check_faults(RegistrySink{std::make_shared<prometheus::Registry>()}, Declare());
  }
  SECTION("one of removable families") {
    check_faults(RegistrySink{}.removable(), Declare());
  }
}

TEST_CASE("sinks without a registry refuse what no instrument asks for") {
  SECTION("a recording one") {
    check_faults(RecordingSink{}, Declare());
    check_faults(RecordingSink{}.removable(), Declare());
  }
  SECTION("a catalogue") {
    const CatalogueSink sink;
    for (const Fault& fault : faults) check_fault(sink, fault, Declare());
    CHECK(sink.catalogue().empty());
    check_faults(sink, Declare());
    check_faults(CatalogueSink{}.removable(), Declare());
  }
}

TEST_CASE("adaptors pass on what the sink inside refuses") {
  check_faults(AnySink(RegistrySink{}), Declare());
  check_faults(isometric::TeeSink(RegistrySink{}, RecordingSink{}), Declare());
  check_faults(isometric::TeeSink(NullSink{}, RecordingSink{}), Declare());
  check_faults(isometric::FilterSink(RegistrySink{}, [](const FamilyDescriptor&) { return true; }),
               Declare());
  check_faults(isometric::LabeledSink(RegistrySink{}, {{"host", "h1"}}), Declare());
  check_faults(isometric::PrefixedSink(RegistrySink{}, "billing_"), Declare(), "billing_");
}

TEST_CASE("families of callbacks are refused as others are") {
  const RegistrySink registry;
  const RecordingSink recording;
  const CatalogueSink catalogue;
  for (const Fault& fault : faults) {
    if (fault.type != counter && fault.type != gauge) continue;
    CAPTURE(fault.words);
    check_fault(registry, fault, DeclareCallback());
    check_fault(recording, fault, DeclareCallback());
    check_fault(catalogue, fault, DeclareCallback());
  }
}

TEST_CASE("a sink on a family of other code refuses what no instrument asks for") {
  prometheus::Registry registry;
  const FamilySink counters{
      prometheus::BuildCounter().Name("app_things_total").Help("Help.").Register(registry)};
  const FamilySink infos{
      prometheus::BuildGauge().Name("app_things_info").Help("Help.").Register(registry)};
  prometheus::Registry second;
  const FamilySink gauges{
      prometheus::BuildGauge().Name("app_things").Help("Help.").Register(second)};
  prometheus::Registry third;
  const FamilySink histograms{
      prometheus::BuildHistogram().Name("app_things").Help("Help.").Register(third)};
  prometheus::Registry fourth;
  const FamilySink summaries{
      prometheus::BuildSummary().Name("app_things").Help("Help.").Register(fourth)};
  const auto sink_of = [&](MetricType type) {
    if (type == counter) return counters;
    if (type == histogram) return histograms;
    if (type == summary) return summaries;
    return type == info ? infos : gauges;
  };
  for (const Fault& fault : faults) {
    if (fault.is_in_name) continue;
    CAPTURE(fault.words);
    check_fault(sink_of(fault.type), fault, Declare());
  }
  for (const MetricType type : {counter, gauge, histogram, summary, info}) {
    CHECK_NOTHROW(Declare()(sink_of(type), good_family(type)));
  }
}

TEST_CASE("a sink that drops everything asks for nothing") {
  for (const Fault& fault : faults) CHECK_NOTHROW(Declare()(NullSink{}, bad_family(fault)));
}

TEST_CASE("a family that is there already is no reason to take a bad description of it") {
  for (const Fault& fault : faults) {
    if (fault.is_in_name) continue;
    CAPTURE(fault.words);
    const RegistrySink sink{std::make_shared<prometheus::Registry>()};
    Declare()(sink, good_family(fault.type));
    check_fault(sink, fault, Declare());
  }
}

TEST_CASE("what is a matter of style is taken from a descriptor, and so is text that is mended") {
  const RegistrySink sink;
  static constexpr LabelDescriptor camel_case[] = {{"myGroup", {}}, {"le", {}}};
  static constexpr std::string_view mended[] = {"x\xFE", "y\xFF"};
  static constexpr LabelDescriptor mended_values[] = {{"way", mended}};

  FamilyDescriptor family = good_family(counter);
  family.name = "job:requests:sum";
  family.labels = camel_case;
  Declare()(sink, family);

  family = good_family(gauge);
  family.name = "app_busy_nodes";
  family.unit = "nodes";
  family.help =
      "N\xFF"
      "des.";
  family.labels = mended_values;
  family.constant_labels = site;
  family.max_series = static_cast<std::size_t>(-1);
  sink.gauge(family).block({}).series(1).set(3);
  CHECK(snapshot(sink).value({"app_busy_nodes", {{"site", "ber"}, {"way", "y\xEF\xBF\xBD"}}}) == 3);

  family = good_family(summary);
  family.window = {-1, -1};  // without quantiles, it tells nothing
  Declare()(sink, family);
  CHECK_THAT(sink, isometric::testing::ValidExposition());
}

namespace {

template <class Sink>
void declare_legacy_names(const Sink& sink) {
  const isometric::Gauge<Sink> gauge(sink, isometric::legacy_name("app_memory_bytes_total"), "M.");
  const isometric::Histogram<Sink> histogram(sink, isometric::legacy_name("app_wait_seconds_total"),
                                             "Waits.");
  const isometric::Summary<Sink> summary(sink, isometric::legacy_name("app_size_bytes_total"),
                                         "S.");
}

}  // namespace

TEST_CASE("a name that must stay may end as a counter's with a unit does") {
  declare_legacy_names(RegistrySink());
  declare_legacy_names(RecordingSink());
  declare_legacy_names(CatalogueSink());
  prometheus::Registry registry;
  auto& family =
      prometheus::BuildGauge().Name("app_memory_bytes_total").Help("M.").Register(registry);
  const FamilySink sink(family, RegistrySink());
  CHECK_NOTHROW(
      isometric::Gauge<FamilySink>(sink, isometric::legacy_name("app_memory_bytes_total"), "M."));
}

TEST_CASE("a kind of series is spelled as its enumerator") {
  using isometric::SeriesKind;
  CHECK(to_string(SeriesKind::fixed) == "fixed");
  CHECK(to_string(SeriesKind::removable) == "removable");
  CHECK(to_string(SeriesKind::callback) == "callback");
  CHECK(to_string(static_cast<SeriesKind>(200)) == "unknown");
}

namespace {

isometric::SourceLocation here(
    isometric::SourceLocation location = isometric::SourceLocation::current()) {
  return location;
}

TEST_CASE("a source location as a default argument is the place of the call") {
  const auto location = here();
  CHECK(location.line == __LINE__ - 1);
  CHECK(std::string_view{location.file}.ends_with("family_descriptor_test.cpp"));
}

TEST_CASE("a source location that nobody filled in has no file and no line") {
  constexpr isometric::SourceLocation location;
  CHECK(std::string_view{location.file}.empty());
  CHECK(location.line == 0);
}

}  // namespace
