#pragma once

#include <isometric/adaptors/detail/dropped_family.hpp>
#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/contract/bulk_series.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/readable_sink.hpp>
#include <isometric/contract/removable_sink.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

// A family that is there or not, as was decided when it was declared. Each call asks, which a
// processor predicts, since the answer is always the same.
namespace isometric::inline v1::detail {

/// Of a family that is not there it is empty.
template <class Series>
class FilteredSeries {
 public:
  FilteredSeries() noexcept = default;
  explicit FilteredSeries(Series series) noexcept : series_(std::move(series)) {}

  void inc() const noexcept {
    if (series_) series_->inc();
  }
  void inc(double amount) const noexcept {
    if (series_) series_->inc(amount);
  }
  void dec(double amount) const noexcept {
    if (series_) series_->dec(amount);
  }
  void set(double value) const noexcept {
    if (series_) series_->set(value);
  }
  void observe(double value) const noexcept {
    if (series_) series_->observe(value);
  }
  void observe(double value, std::uint64_t times) const noexcept
    requires ObservingSeries<Series>
  {
    if (series_) observe_times(*series_, value, times);
  }
  void refuse() const noexcept {
    if (series_) series_->refuse();
  }

  [[nodiscard]] bool is_empty() const noexcept { return !series_ || is_empty_series(*series_); }

  [[nodiscard]] double value() const noexcept
    requires ReadableNumberSeries<Series>
  {
    if (!series_) return 0;
    return series_->value();
  }
  [[nodiscard]] std::uint64_t count() const
    requires ReadableObservingSeries<Series>
  {
    if (!series_) return 0;
    return series_->count();
  }
  [[nodiscard]] double sum() const
    requires ReadableObservingSeries<Series>
  {
    if (!series_) return 0;
    return series_->sum();
  }

  [[nodiscard]] const std::optional<Series>& inner() const noexcept { return series_; }

 private:
  std::optional<Series> series_;
};

template <class Family>
class FilteredBlock {
 public:
  FilteredBlock() noexcept = default;
  explicit FilteredBlock(BlockOf<Family> block) : block_(std::move(block)) {}

  FilteredSeries<SeriesOf<Family>> series(std::size_t closed_index) const noexcept {
    if (!block_) return {};
    return FilteredSeries<SeriesOf<Family>>(block_->series(closed_index));
  }

 private:
  std::optional<BlockOf<Family>> block_;
};

template <class Family>
class FilteredParts {
 public:
  FilteredParts() noexcept = default;
  explicit FilteredParts(Family family) : family_(std::move(family)) {}

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept
    requires HasDescriptor<Family>
  {
    return family_ ? family_->descriptor() : dropped_descriptor;
  }

 protected:
  [[nodiscard]] const std::optional<Family>& family() const noexcept { return family_; }

 private:
  std::optional<Family> family_;
};

template <class Family>
class FilteredFamily : public FilteredParts<Family> {
 protected:
  using Series = FilteredSeries<SeriesOf<Family>>;

 public:
  using FilteredParts<Family>::FilteredParts;

  FilteredBlock<Family> block(OpenLabelValues values) const {
    if (!this->family()) return {};
    return FilteredBlock<Family>(this->family()->block(values));
  }
  Series rejected_series() const {
    return this->family() ? Series(this->family()->rejected_series()) : Series();
  }
};

template <class Family>
class RemovableFilteredFamily : public FilteredFamily<Family> {
  using typename FilteredFamily<Family>::Series;

 public:
  using FilteredFamily<Family>::FilteredFamily;

  bool remove(OpenLabelValues values, std::size_t closed_index) const {
    return this->family() && this->family()->remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const {
    return this->family() ? this->family()->remove_matching(matches) : 0;
  }
  Series acquire(OpenLabelValues values, std::size_t closed_index) const {
    return this->family() ? Series(this->family()->acquire(values, closed_index)) : Series();
  }
  void release(const Series& acquired) const noexcept {
    if (this->family()) this->family()->release(*acquired.inner());
  }
};

template <class Family>
class CallbackFilteredFamily : public FilteredParts<Family> {
  using Registration = CallbackRegistrationOf<Family>;

 public:
  using FilteredParts<Family>::FilteredParts;

  template <class Function>
  [[nodiscard]] Registration add(OpenLabelValues values, std::size_t closed_index,
                                 const Function& function) const {
    if (!this->family()) return {};
    return this->family()->add(values, closed_index, function);
  }
  [[nodiscard]] Registration rejected_registration() const {
    if (!this->family()) return {};
    return this->family()->rejected_registration();
  }
};

template <class Family>
auto find_filtered_family() {
  if constexpr (RemovableFamily<Family>) {
    return std::type_identity<RemovableFilteredFamily<Family>>{};
  } else if constexpr (HasBlocks<Family>) {
    return std::type_identity<FilteredFamily<Family>>{};
  } else {
    return std::type_identity<CallbackFilteredFamily<Family>>{};
  }
}

/// What `Family` becomes if it may be there or not: a family that can do the same.
template <class Family>
using FilteredFamilyOf = typename decltype(find_filtered_family<Family>())::type;

}  // namespace isometric::inline v1::detail
