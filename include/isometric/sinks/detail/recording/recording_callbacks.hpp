#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/detail/family/callback_registration.hpp>
#include <isometric/sinks/detail/recording/recorded_family.hpp>

#include <cstddef>
#include <memory>
#include <utility>

// What a RecordingSink hands to callback instruments.
namespace isometric::inline v1::detail {

/// A callback's registration, whose end is written down. Keeps the recorder.
class RecordingRegistration {
 public:
  RecordingRegistration() noexcept = default;
  RecordingRegistration(std::shared_ptr<RecordedFamily> family, const SeriesSelector& series,
                        std::shared_ptr<Callback> callback) noexcept
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
    if (family_ != nullptr) family_->callbacks().record_end(*series_);
  }

  std::shared_ptr<RecordedFamily> family_;
  const SeriesSelector* series_ = nullptr;
  CallbackRegistration registration_;
};

/// A family whose values are read from the program when a snapshot is taken.
class CallbackRecordingFamily {
 public:
  explicit CallbackRecordingFamily(std::shared_ptr<RecordedFamily> family) noexcept
      : family_(std::move(family)) {}

  template <class Function>
  [[nodiscard]] RecordingRegistration add(OpenLabelValues values, std::size_t closed_index,
                                          Function function) const {
    auto callback = std::make_shared<Callback>(std::move(function));
    const SeriesSelector& series = family_->callbacks().add(values, closed_index, callback);
    return {family_, series, std::move(callback)};
  }
  [[nodiscard]] RecordingRegistration rejected_registration() const {
    family_->callbacks().record_rejection();
    return {};
  }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept {
    return family_->descriptor();
  }

 private:
  std::shared_ptr<RecordedFamily> family_;
};

}  // namespace isometric::inline v1::detail
