#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/description/series_kind.hpp>
#include <isometric/sinks/detail/family/descriptor_copy.hpp>
#include <isometric/sinks/detail/recording/recorded_family.hpp>
#include <isometric/sinks/detail/recording/recorded_series.hpp>
#include <isometric/sinks/detail/recording/recorder.hpp>
#include <isometric/sinks/recorded_call.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

// What a RecordingSink hands to instruments.
namespace isometric::inline v1::detail {

/// One class for all types of metric. `Pointer` is a plain one, or one that keeps the recorder.
template <class Pointer>
class RecordingHandle {
 public:
  explicit RecordingHandle(Pointer series) noexcept : series_(std::move(series)) {}

  void inc() const noexcept { inc(1); }
  void inc(double amount) const noexcept { series_->update(Operation::inc, amount); }
  void dec(double amount) const noexcept { series_->update(Operation::dec, amount); }
  void set(double value) const noexcept { series_->update(Operation::set, value); }
  void observe(double value) const noexcept { series_->update(Operation::observe, value); }
  void refuse() const noexcept { series_->refuse(); }

  [[nodiscard]] RecordedSeries& series() const noexcept { return *series_; }

 private:
  Pointer series_;
};

/// Keeps the recorder.
using RecordedFamilyPointer = std::shared_ptr<RecordedFamily>;

class RecordingFamily {
 public:
  using Handle = RecordingHandle<RecordedSeries*>;

  class Block {
   public:
    explicit Block(const RecordedBlock& block) noexcept : series_(block.second.data()) {}

    Handle series(std::size_t closed_index) const noexcept { return Handle(series_[closed_index]); }

   private:
    RecordedSeries* const* series_;
  };

  explicit RecordingFamily(RecordedFamilyPointer family) noexcept : family_(std::move(family)) {}

  Block block(OpenLabelValues values) const { return Block(family_->block(values)); }
  Handle rejected_series() const { return Handle(&family_->hidden_series()); }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept {
    return family_->descriptor();
  }

 private:
  RecordedFamilyPointer family_;
};

/// Its handles and blocks keep the recorder, as those of a removable family may outlive the sink.
class RemovableRecordingFamily {
 public:
  using Handle = RecordingHandle<std::shared_ptr<RecordedSeries>>;

  class Block {
   public:
    Block(RecordedFamilyPointer family, RecordedBlock& block) noexcept
        : family_(std::move(family)), block_(&block) {}

    Handle series(std::size_t closed_index) const noexcept {
      return Handle({family_, &family_->series(*block_, closed_index)});
    }

   private:
    RecordedFamilyPointer family_;
    RecordedBlock* block_;
  };

  explicit RemovableRecordingFamily(RecordedFamilyPointer family) noexcept
      : family_(std::move(family)) {}

  Block block(OpenLabelValues values) const { return {family_, family_->block(values)}; }
  Handle rejected_series() const { return Handle({family_, &family_->hidden_series()}); }

  bool remove(OpenLabelValues values, std::size_t closed_index) const {
    return family_->remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const {
    return family_->remove_matching(matches);
  }
  Handle acquire(OpenLabelValues values, std::size_t closed_index) const {
    return Handle({family_, &family_->acquire(values, closed_index)});
  }
  void release(const Handle& acquired) const noexcept { family_->release(acquired.series()); }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept {
    return family_->descriptor();
  }

 private:
  RecordedFamilyPointer family_;
};

/// The sink whose families are of one kind.
template <class Family, SeriesKind Kind>
class RecordingFamilies {
 public:
  explicit RecordingFamilies(std::shared_ptr<Recorder> recorder) noexcept
      : recorder_(std::move(recorder)) {}

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
    return Family({recorder_, &recorder_->declare(family)});
  }

  std::shared_ptr<Recorder> recorder_;
};

}  // namespace isometric::inline v1::detail
