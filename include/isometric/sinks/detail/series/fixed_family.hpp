#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/sinks/detail/series/series_block.hpp>
#include <isometric/sinks/detail/series/series_family.hpp>

#include <cstddef>
#include <utility>

// What instruments are handed of a family whose series stay.
namespace isometric::inline v1::detail {

template <class Handle>
class FixedBlock {
 public:
  FixedBlock(const SeriesBlock* block, SeriesFamily* family) noexcept
      : series_(block->series()), family_(family) {}

  Handle series(std::size_t closed_index) const noexcept {
    return {series_[closed_index], family_};
  }

 private:
  void* const* series_;
  SeriesFamily* family_;
};

/// `Owner` keeps the ledger alive; it is empty where nothing need be kept.
template <class Handle, class Owner>
class FixedFamily {
 public:
  FixedFamily(Owner owner, SeriesFamily& family) noexcept
      : owner_(std::move(owner)), family_(&family) {}

  FixedBlock<Handle> block(OpenLabelValues values) const {
    return {family_->block(values), family_};
  }

  Handle rejected_series() const { return {family_->hidden_series(), family_}; }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept {
    return family_->descriptor();
  }

 private:
  [[no_unique_address]] Owner owner_;
  SeriesFamily* family_;
};

}  // namespace isometric::inline v1::detail
