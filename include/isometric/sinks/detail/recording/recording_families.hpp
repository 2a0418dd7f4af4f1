#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/detail/family/callback_registration.hpp>
#include <isometric/sinks/detail/family/gauge_or_info.hpp>
#include <isometric/sinks/detail/family/series_bounds.hpp>
#include <isometric/sinks/detail/recording/recorded_families.hpp>
#include <isometric/sinks/detail/recording/recorded_family.hpp>
#include <isometric/sinks/detail/recording/recorded_series.hpp>
#include <isometric/sinks/recorded_call.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

// What a RecordingSink hands to instruments. What is recorded is what it keeps.
namespace isometric::inline v1::detail {

/// One class for all types of metric. `Pointer` is a plain one, or one that keeps what is recorded;
/// null in an empty handle.
template <class Pointer>
class RecordingHandle {
 public:
  RecordingHandle() noexcept : series_(nullptr) {}
  explicit RecordingHandle(Pointer series) noexcept : series_(std::move(series)) {}

  void inc() const noexcept { inc(1); }
  void inc(double amount) const noexcept { update(Operation::inc, amount); }
  void dec(double amount) const noexcept { update(Operation::dec, amount); }
  void set(double value) const noexcept { update(Operation::set, value); }
  void observe(double value) const noexcept { update(Operation::observe, value); }
  void observe(double value, std::uint64_t times) const noexcept {
    update(Operation::observe, value, times);
  }
  void refuse() const noexcept {
    if (!is_empty()) series_->refuse();
  }

  [[nodiscard]] bool is_empty() const noexcept { return series_ == nullptr; }

  [[nodiscard]] double value() const noexcept {
    if (is_empty()) return 0;
    return series_->value();
  }
  [[nodiscard]] std::uint64_t count() const noexcept { return is_empty() ? 0 : series_->count(); }
  [[nodiscard]] double sum() const noexcept { return value(); }

  [[nodiscard]] RecordedSeries& series() const noexcept { return *series_; }

 private:
  void update(Operation operation, double value, std::uint64_t times = 1) const noexcept {
    if (!is_empty()) series_->update(operation, value, times);
  }

  Pointer series_;
};

/// Keeps what is recorded.
using RecordedFamilyPointer = std::shared_ptr<RecordedFamily>;

class RecordingFamilyBase {
 public:
  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept {
    return family_->descriptor();
  }

 protected:
  explicit RecordingFamilyBase(RecordedFamilyPointer family) noexcept
      : family_(std::move(family)) {}

  RecordedFamilyPointer family_;
};

class RecordingFamily : public RecordingFamilyBase {
 public:
  using Handle = RecordingHandle<RecordedSeries*>;

  class Block {
   public:
    explicit Block(const RecordedBlock& block) noexcept : series_(block.second.data()) {}

    Handle series(std::size_t closed_index) const noexcept { return Handle(series_[closed_index]); }

   private:
    RecordedSeries* const* series_;
  };

  RecordingFamily(RecordedFamilyPointer family, const SeriesBounds& /*bounds*/) noexcept
      : RecordingFamilyBase(std::move(family)) {}

  Block block(OpenLabelValues values) const { return Block(family_->block(values, nullptr)); }
  Handle rejected_series() const { return Handle(&family_->hidden_series()); }
};

/// Its handles and blocks may outlive the sink, so they keep what is recorded.
class RemovableRecordingFamily : public RecordingFamilyBase {
 public:
  using Handle = RecordingHandle<std::shared_ptr<RecordedSeries>>;

  class Block {
   public:
    Block(RecordedFamilyPointer family, RecordedBlock& block, SeriesBounds bounds) noexcept
        : family_(std::move(family)), block_(&block), bounds_(std::move(bounds)) {}

    Handle series(std::size_t closed_index) const noexcept {
      return Handle({family_, &family_->series(*block_, closed_index, bounds_)});
    }

   private:
    RecordedFamilyPointer family_;
    RecordedBlock* block_;
    SeriesBounds bounds_;
  };

  /// `bounds` are for series that are made, if the family is dynamic.
  RemovableRecordingFamily(RecordedFamilyPointer family, SeriesBounds bounds) noexcept
      : RecordingFamilyBase(std::move(family)), bounds_(std::move(bounds)) {}

  Block block(OpenLabelValues values) const {
    return {family_, family_->block(values, bounds_), bounds_};
  }
  Handle rejected_series() const { return Handle({family_, &family_->hidden_series()}); }

  bool remove(OpenLabelValues values, std::size_t closed_index) const {
    return family_->remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const {
    return family_->remove_matching(matches);
  }
  Handle acquire(OpenLabelValues values, std::size_t closed_index) const {
    return Handle({family_, &family_->acquire(values, closed_index, bounds_)});
  }
  void release(const Handle& acquired) const noexcept { family_->release(acquired.series()); }

 private:
  SeriesBounds bounds_;
};

/// A callback's registration, whose end is written down. Keeps what is recorded.
class RecordingRegistration {
 public:
  RecordingRegistration() noexcept = default;
  RecordingRegistration(RecordedFamilyPointer family, const SeriesSelector& series,
                        std::shared_ptr<Callback<>> callback) noexcept
      : family_(std::move(family)), series_(&series), registration_(std::move(callback)) {}

  RecordingRegistration(RecordingRegistration&&) noexcept = default;
  RecordingRegistration& operator=(RecordingRegistration&& other) noexcept {
    if (this != &other) {
      end();
      family_ = std::move(other.family_);
      series_ = other.series_;
      registration_ = std::move(other.registration_);
    }
    return *this;
  }
  ~RecordingRegistration() { end(); }

 private:
  void end() noexcept {
    registration_ = {};  // waits for a call
    if (family_ != nullptr) family_->record_end(*series_);
  }

  RecordedFamilyPointer family_;
  const SeriesSelector* series_ = nullptr;
  CallbackRegistration<> registration_;
};

/// A family whose values are read from the program when a snapshot is taken.
class CallbackRecordingFamily : public RecordingFamilyBase {
 public:
  CallbackRecordingFamily(RecordedFamilyPointer family, const SeriesBounds& /*bounds*/) noexcept
      : RecordingFamilyBase(std::move(family)) {}

  template <class Function>
  [[nodiscard]] RecordingRegistration add(OpenLabelValues values, std::size_t closed_index,
                                          Function function) const {
    auto callback = std::make_shared<Callback<>>(std::move(function));
    const SeriesSelector& series = family_->add(values, closed_index, callback);
    return {family_, series, std::move(callback)};
  }
  [[nodiscard]] RecordingRegistration rejected_registration() const {
    family_->record_rejection();
    return {};
  }
};

/// The sink whose families are of one kind.
template <class Family, SeriesKind Kind>
class RecordingFamilies {
 public:
  explicit RecordingFamilies(std::shared_ptr<RecordedFamilies> families) noexcept
      : families_(std::move(families)) {}

  // Copied when it is moved, so that what was moved from is as good as before.
  RecordingFamilies(const RecordingFamilies&) = default;
  RecordingFamilies& operator=(const RecordingFamilies&) = default;

  Family counter(const FamilyDescriptor& family) const {
    return declare(MetricType::counter, family);
  }
  Family gauge(const FamilyDescriptor& family) const {
    return declare(gauge_or_info(family), family);
  }
  Family histogram(const FamilyDescriptor& family) const {
    return declare(MetricType::histogram, family);
  }
  Family summary(const FamilyDescriptor& family) const {
    return declare(MetricType::summary, family);
  }

 private:
  Family declare(MetricType type, FamilyDescriptor family) const {
    family.type = type;
    family.series_kind = Kind;
    SeriesBounds bounds;
    if constexpr (Kind == SeriesKind::dynamic) bounds = bounds_of(type, family);
    return Family({families_, &families_->declare(family)}, std::move(bounds));
  }

  std::shared_ptr<RecordedFamilies> families_;
};

}  // namespace isometric::inline v1::detail
