#pragma once

#include <isometric/description/buckets.hpp>
#include <isometric/description/label.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// What growth.cpp measures, of each library by the same names: a family of counters and one of
// histograms, which have two open labels.
namespace benchmarks {

/// The label values of one series, where reading them costs next to nothing: in the order of use,
/// one after another.
class SeriesText {
 public:
  explicit SeriesText(std::size_t number) : zone_(number % zones.size()) {
    size_ = static_cast<std::size_t>(std::snprintf(node_, sizeof node_, "node-%zu", number));
  }
  [[nodiscard]] std::string_view zone() const { return zones[zone_]; }
  [[nodiscard]] std::string_view node() const { return {node_, size_}; }

 private:
  static constexpr std::array<std::string_view, 3> zones{"zone-0", "zone-1", "zone-2"};
  std::size_t zone_;
  std::size_t size_ = 0;
  char node_[16] = {};
};

/// Of so many series, in an order that neither memory nor a branch predictor knows.
inline std::vector<SeriesText> series_texts(std::size_t count) {
  std::vector<SeriesText> texts;
  texts.reserve(count);
  for (std::size_t i = 0; i < count; ++i) texts.emplace_back(i);
  std::ranges::shuffle(texts, std::mt19937(2112));  // the same in every process
  return texts;
}

class PrometheusSide {
 public:
  static constexpr const char* name = "prometheus-cpp";

  class HeldCounter {
   public:
    explicit HeldCounter(prometheus::Counter& counter) : counter_(&counter) {}
    void inc() const { counter_->Increment(); }

   private:
    prometheus::Counter* counter_;
  };
  class HeldHistogram {
   public:
    explicit HeldHistogram(prometheus::Histogram& histogram) : histogram_(&histogram) {}
    void observe(double value) const { histogram_->Observe(value); }

   private:
    prometheus::Histogram* histogram_;
  };

  explicit PrometheusSide(std::size_t) {}
  HeldCounter counter(const SeriesText& text) const { return HeldCounter(counters_.Add(of(text))); }
  HeldHistogram histogram(const SeriesText& text) const {
    return HeldHistogram(histograms_.Add(of(text), bounds_));
  }
  void write_page(std::string& page) const {
    page = prometheus::TextSerializer().Serialize(registry_.Collect());
  }

 private:
  static prometheus::Labels of(const SeriesText& text) {
    return {{"zone", std::string(text.zone())}, {"node", std::string(text.node())}};
  }

  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& counters_ =
      prometheus::BuildCounter().Name("jobs_total").Help("Jobs.").Register(registry_);
  prometheus::Family<prometheus::Histogram>& histograms_ =
      prometheus::BuildHistogram().Name("job_seconds").Help("Jobs.").Register(registry_);
  prometheus::Histogram::BucketBoundaries bounds_{
      isometric::default_buckets.data(),
      isometric::default_buckets.data() + isometric::default_buckets.size()};
};

template <class Sink>
class SinkSide {
  using Zone = isometric::Label<"zone">;
  using Node = isometric::Label<"node">;

 public:
  explicit SinkSide(std::size_t most_series) : most_(most_series) {}
  auto counter(const SeriesText& text) const { return counters_.labels(text.zone(), text.node()); }
  auto histogram(const SeriesText& text) const {
    return histograms_.labels(text.zone(), text.node());
  }
  void write_page(std::string& page) const {
    page.clear();
    isometric::write_text(sink_, page);
  }

 private:
  std::size_t most_;
  Sink sink_;
  isometric::Counter<Sink, Zone, Node> counters_{
      sink_, "jobs_total", "Jobs.", {.max_series = most_}};
  isometric::Histogram<Sink, Zone, Node> histograms_{
      sink_, "job_seconds", "Jobs.", isometric::default_buckets, {.max_series = most_}};
};

struct RegistrySide : SinkSide<isometric::RegistrySink> {
  static constexpr const char* name = "RegistrySink";
  using SinkSide::SinkSide;
};

struct ShardedSide : SinkSide<isometric::ShardedSink> {
  static constexpr const char* name = "ShardedSink";
  using SinkSide::SinkSide;
};

}  // namespace benchmarks
