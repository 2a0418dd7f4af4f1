#pragma once

#include <isometric/description/detail/escape.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/exposition/detail/gathering/gathered_source.hpp>
#include <isometric/exposition/detail/gathering/gathering_log.hpp>
#include <isometric/exposition/gathering_problem.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/series/hash_seed.hpp>

#include <algorithm>
#include <exception>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The families of one name and type of several sources, read as one.
class GatheredFamily final : public ScrapedFamily {
 public:
  struct Part {
    ScrapedFamily* reader = nullptr;
    const GatheredSource* source = nullptr;
  };

  /// The first of the parts describes the family.
  GatheredFamily(std::vector<Part> parts, GatheringLog& log)
      : descriptor_(parts.front().reader->descriptor()), parts_(std::move(parts)), log_(log) {
    sort_stably(parts_, [](const Part& a, const Part& b) {
      return std::tie(a.source->label_name, a.source->label_value) <
             std::tie(b.source->label_name, b.source->label_value);
    });
    const auto same_label = [](const Part& a, const Part& b) {
      return a.source->label_name != b.source->label_name ||
             a.source->label_value == b.source->label_value;
    };
    may_repeat_ = std::ranges::adjacent_find(parts_, same_label) != parts_.end();
    is_one_source_ = parts_.size() == 1 && parts_.front().source->label_name.empty();
  }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept override { return descriptor_; }

  void read(SeriesVisitor& visitor) override {
    Merging merging(*this, visitor);
    for (const Part& part : parts_) {
      merging.begin(part);
#if defined(__cpp_exceptions)
      try {
        part.reader->read(merging);
      } catch (const Merging::MergingFailed&) {
        std::rethrow_exception(merging.failure());
      } catch (...) {
        log_.note({GatheringFault::source_failed, part.source->text, {}, thrown_text(), {}});
      }
#else
      part.reader->read(merging);
#endif
    }
  }

 private:
  /// Puts the source's label on each series, and passes on those that are fit.
  class Merging final : public SeriesVisitor {
   public:
    struct MergingFailed {};

    Merging(const GatheredFamily& family, SeriesVisitor& visitor) noexcept
        : family_(family), visitor_(visitor) {}

    void begin(const Part& part) { source_ = part.source; }

    void number(const SeriesView& series, double value) override {
      guard([&] {
        pass_on(series, [&](const SeriesView& labeled) { visitor_.number(labeled, value); });
      });
    }
    void histogram(const SeriesView& series, const HistogramSample& sample) override {
      guard([&] {
        pass_on(series, [&](const SeriesView& labeled) { visitor_.histogram(labeled, sample); });
      });
    }
    void summary(const SeriesView& series, const SummarySample& sample) override {
      guard([&] {
        pass_on(series, [&](const SeriesView& labeled) { visitor_.summary(labeled, sample); });
      });
    }

    [[nodiscard]] bool wants_labels() const noexcept override {
      return !family_.is_one_source_ || visitor_.wants_labels();
    }

    [[nodiscard]] std::exception_ptr failure() const noexcept { return failure_; }

   private:
    /// What is thrown here is not the source's fault, but the visitor's, or there is no memory.
    template <class Work>
    void guard(Work work) {
#if defined(__cpp_exceptions)
      try {
        work();
      } catch (...) {
        failure_ = std::current_exception();
        throw MergingFailed();
      }
#else
      work();
#endif
    }

    template <class Visit>
    void pass_on(const SeriesView& series, Visit visit) {
      if (family_.is_one_source_) return visit(series);  // with the texts that it has
      if (label(series)) visit({labels_, series.timestamp_ms});
    }

    /// False if the series must be left out.
    bool label(const SeriesView& series) {
      const std::string_view name = source_->label_name;
      labels_.assign(series.labels.begin(), series.labels.end());
      if (!name.empty()) {
        if (std::ranges::find(labels_, name, &LabelView::name) != labels_.end()) {
          note(GatheringFault::source_label, std::string(name), {});
          return false;
        }
        const auto place = std::ranges::find_if(
            labels_, [name](const LabelView& other) { return other.name > name; });
        labels_.insert(place, {name, source_->label_value});
      }
      if (!family_.may_repeat_) return true;
      std::string key = key_of(labels_);
      if (seen_.insert(key).second) return true;
      note(GatheringFault::duplicate_series, std::move(key), {});
      return false;
    }

    static std::string key_of(std::vector<LabelView> labels) {
      std::ranges::sort(labels, {}, &LabelView::name);
      std::string key = "{";
      for (const auto& [name, value] : labels) {
        if (value.empty()) continue;  // to Prometheus, the same as no label
        if (key.size() > 1) key += ',';
        key.append(name).append("=\"").append(escape_label_value(value)).append("\"");
      }
      return key += '}';
    }

    void note(GatheringFault fault, std::string found, std::string expected) {
      family_.log_.note({fault, source_->text, std::string(family_.descriptor_.name),
                         std::move(found), std::move(expected)});
    }

    const GatheredFamily& family_;
    SeriesVisitor& visitor_;
    const GatheredSource* source_ = nullptr;
    std::vector<LabelView> labels_;
    std::unordered_set<std::string, SeededHash> seen_;
    std::exception_ptr failure_;
  };

  const FamilyDescriptor descriptor_;
  std::vector<Part> parts_;
  GatheringLog& log_;
  bool may_repeat_ = false;     ///< whether two parts could have the same series
  bool is_one_source_ = false;  ///< which has no label: its series are passed on as they are
};

}  // namespace isometric::inline v1::detail
