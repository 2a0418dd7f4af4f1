#pragma once

#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>
#include <isometric/sinks/detail/family/descriptor_copy.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/family/refusal.hpp>
#include <isometric/sinks/detail/ledger/family_entry.hpp>
#include <isometric/sinks/detail/prometheus/foreign_checks.hpp>
#include <isometric/sinks/detail/prometheus/mend_family.hpp>
#include <isometric/sinks/detail/prometheus/metric_types.hpp>
#include <isometric/sinks/detail/prometheus/registry_backend.hpp>
#include <isometric/sinks/detail/registry/collected_scrape.hpp>
#include <isometric/sinks/detail/series/hash_seed.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <prometheus/family.h>

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// A family that other code made, and what isometric keeps beside it. Thread-safe.
class FamilyBinding {
 public:
  /// The family must outlive the binding.
  template <class Metric>
  FamilyBinding(prometheus::Family<Metric>& family, std::shared_ptr<EventLog> log)
      : type_(metric_type(Metric::metric_type)),
        backend_(backend_of<Metric>),
        family_(&family),
        name_(family.GetName()),
        log_(std::move(log)) {
    for (const auto& [name, value] : family.GetConstantLabels()) {
      constant_text_.push_back({name, to_valid_text(value)});
    }
    for (const auto& [name, value] : constant_text_) constant_labels_.push_back({name, value});
  }

  FamilyBinding(const FamilyBinding&) = delete;
  FamilyBinding& operator=(const FamilyBinding&) = delete;

  /// The family's series as `requested` names them. Throws RegistrationConflict if it is described
  /// otherwise than the family shows itself, or than it was before, and what check_descriptor()
  /// throws; changes nothing then.
  FamilyEntry& declare(FamilyDescriptor requested) {
    check_name_and_type(requested);
    Arena memory;
    if (!has_valid_text(requested)) requested = copy_descriptor(requested, memory, CopyText::valid);
    check_family(requested, backend_.bounds);
    // The family has them whether an instrument knows of them or not.
    if (requested.constant_labels.empty()) requested.constant_labels = constant_labels_;
    bool is_mismatched = false;
    {
      const std::lock_guard lock(mutex_);
      if (entry_ != nullptr) {
        is_mismatched =
            check_declaration(entry_->descriptor(), requested, backend_.bounds, RegistryOptions{});
      } else {
        entry_ = make_entry(requested, is_mismatched);
      }
    }
    if (is_mismatched) entry_->count(Event::description_mismatched);
    return *entry_;
  }

  /// All that the family shows, whoever made it.
  [[nodiscard]] Snapshot snapshot() const {
    const FamilyDescriptor* known = nullptr;
    {
      const std::lock_guard lock(mutex_);
      if (entry_ != nullptr) known = &entry_->descriptor();
    }
    // Not by the entry: a series of it that other code has removed is gone.
    auto families = backend_.collect_family(family_);
    for (auto& family : families) mend_family(family);
    return Snapshot(
        CollectedScrape<>(std::move(families), [=](const std::string&) { return known; }));
  }

 private:
  void check_name_and_type(const FamilyDescriptor& requested) const {
    if (requested.name != name_) {
      refuse(requested, Field::name, in_quotes(name_), in_quotes(to_valid_text(requested.name)));
    }
    // An info is a gauge to the backend, and so are those that other code made by hand.
    if (backend_type(requested.type) != backend_type(type_)) {
      refuse(requested, Field::type, std::string(to_string(type_)),
             std::string(to_string(requested.type)));
    }
  }

  void check_constant_labels(const FamilyDescriptor& requested) const {
    if (!are_same_labels(constant_labels_, requested.constant_labels)) {
      refuse(requested, Field::constant_labels, constant_labels_text(constant_labels_),
             constant_labels_text(requested.constant_labels));
    }
    for (const auto& label : requested.labels) {
      for (const auto& taken : constant_labels_) {
        if (taken.name != label.name) continue;
        refuse(requested, Field::label_names, "a constant label " + in_quotes(label.name),
               label_names_text(requested.labels));
      }
    }
  }

  std::unique_ptr<FamilyEntry> make_entry(const FamilyDescriptor& requested, bool& is_mismatched) {
    const RegistryOptions options;
    check_constant_labels(requested);
    const std::string first_help =
        check_foreign_series(backend_.collect_family(family_), requested, options);
    std::unique_ptr<FamilyEntry> entry(
        FamilyEntry::make(backend_, requested, options.max_series, hash_seed(), *log_));
    is_mismatched = first_help != requested.help;
    if (is_mismatched) entry->keep_help(first_help);
    entry->attach(family_);
    return entry;
  }

  struct Text {
    std::string name;
    std::string value;
  };

  const MetricType type_;
  const RegistryBackend& backend_;
  void* const family_;
  const std::string name_;
  std::vector<Text> constant_text_;
  std::vector<ConstantLabel> constant_labels_;  ///< refers to constant_text_
  const std::shared_ptr<EventLog> log_;

  /// Guards entry_, which is set once, and makes checking and making one step.
  mutable std::mutex mutex_;
  std::unique_ptr<FamilyEntry> entry_;
};

}  // namespace isometric::inline v1::detail
