#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>

#include <atomic>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What conformance checks declare, and how: with text that does not outlive the call.
namespace isometric::inline v1::detail {

struct ConformanceLabel {
  std::string name;
  std::vector<std::string> closed_values;  ///< none if it is open
};

inline constexpr double conformance_buckets[] = {1, 2, 5};

/// A family that owns its text. Each has a name of its own, so that checks do not meet in a
/// registry that outlives them.
class ConformanceFamily {
 public:
  ConformanceFamily(MetricType type, std::vector<ConformanceLabel> labels)
      : type_(type), labels_(std::move(labels)) {
    static std::atomic<unsigned> count = 0;
    name_ = "conformance_" + std::to_string(++count) + "_things";
    if (type == MetricType::counter) name_ += "_total";
    if (type == MetricType::info) name_ += "_info";
  }

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::string& help() const noexcept { return help_; }
  void set_help(std::string help) { help_ = std::move(help); }

  [[nodiscard]] std::size_t open_count() const {
    std::size_t count = 0;
    for (const auto& label : labels_) count += label.closed_values.empty() ? 1U : 0U;
    return count;
  }
  [[nodiscard]] std::size_t closed_count() const {
    std::size_t count = 1;
    for (const auto& label : labels_) {
      if (!label.closed_values.empty()) count *= label.closed_values.size();
    }
    return count;
  }

  /// What `take` makes of the descriptor, which refers to this object.
  template <class Take>
  auto describe(Take take) const {
    std::vector<std::vector<std::string_view>> values;
    for (const auto& label : labels_) {
      values.emplace_back(label.closed_values.begin(), label.closed_values.end());
    }
    std::vector<LabelDescriptor> labels;
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      labels.push_back({labels_[i].name, values[i]});
    }
    FamilyDescriptor family;
    family.type = type_;
    family.name = name_;
    family.help = help_;
    family.labels = labels;
    if (type_ == MetricType::histogram) family.buckets = conformance_buckets;
    family.declared_at = {site_.c_str(), 1};
    return take(std::as_const(family));
  }

  /// Makes its text another of the same length.
  void overwrite() {
    const auto spoil = [](std::string& text) { text.assign(text.size(), '#'); };
    spoil(name_);
    spoil(help_);
    spoil(site_);
    for (auto& label : labels_) {
      spoil(label.name);
      for (auto& value : label.closed_values) spoil(value);
    }
  }

 private:
  MetricType type_;
  std::vector<ConformanceLabel> labels_;
  std::string name_;
  std::string help_ = "Things that are counted to find out about a sink.";
  std::string site_ = "sink_conformance.hpp";
};

using OpenValues = std::vector<std::string>;

/// Lends text to a sink for one call, and overwrites it when the call has ended. A sink that keeps
/// a view shows text that nobody passed, which is found; so what was lent stays where it is.
class LentText {
 public:
  template <class Take>
  auto declare(const ConformanceFamily& family, Take take) {
    ConformanceFamily* lent = nullptr;
    {
      const std::lock_guard lock(mutex_);
      lent = &families_.emplace_back(family);
    }
    auto taken = lent->describe(take);
    lent->overwrite();
    return taken;
  }

  /// `take` takes OpenLabelValues.
  template <class Take>
  auto look_up(const OpenValues& values, Take take) {
    OpenValues* lent = nullptr;
    {
      const std::lock_guard lock(mutex_);
      lent = &values_.emplace_back(values);
    }
    std::vector<std::string_view> views(lent->begin(), lent->end());
    auto taken = take(OpenLabelValues(views));
    for (auto& text : *lent) text.assign(text.size(), '#');
    return taken;
  }

 private:
  std::mutex mutex_;  ///< guards the lists, whose elements never move
  std::list<ConformanceFamily> families_;
  std::list<OpenValues> values_;
};

}  // namespace isometric::inline v1::detail
