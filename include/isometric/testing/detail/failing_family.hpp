#pragma once

#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace isometric::inline v1::detail {

/// A family of a FailingSink, with all that the one of the sink inside has; tells the plan of each
/// operation. Blocks, handles and registrations are the other's: what is done with them cannot
/// fail.
template <class Family, class Plan>
class FailingFamily {
 public:
  FailingFamily(Family family, std::shared_ptr<Plan> plan, std::string_view name)
      : family_(std::move(family)),
        plan_(std::move(plan)),
        name_(std::make_shared<const std::string>(name)) {}

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept
    requires HasDescriptor<Family>
  {
    return family_.descriptor();
  }

  auto block(OpenLabelValues values) const
    requires HasBlocks<Family>
  {
    return after("look-up in").block(values);
  }
  auto rejected_series() const
    requires HasBlocks<Family>
  {
    return after("rejected series of").rejected_series();
  }

  bool remove(OpenLabelValues values, std::size_t closed_index) const
    requires RemovableFamily<Family>
  {
    return after("removal from").remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const
    requires RemovableFamily<Family>
  {
    return after("removal from").remove_matching(matches);
  }
  auto acquire(OpenLabelValues values, std::size_t closed_index) const
    requires RemovableFamily<Family>
  {
    return after("acquisition in").acquire(values, closed_index);
  }
  template <class Series>
    requires RemovableFamily<Family>
  void release(const Series& acquired) const noexcept {
    family_.release(acquired);
  }

  template <class Function>
    requires(!HasBlocks<Family>)
  [[nodiscard]] auto add(OpenLabelValues values, std::size_t closed_index,
                         Function function) const {
    return after("callback for").add(values, closed_index, std::move(function));
  }
  [[nodiscard]] auto rejected_registration() const
    requires(!HasBlocks<Family>)
  {
    return after("rejected callback for").rejected_registration();
  }

 private:
  /// The family inside, unless this operation is the one to fail.
  [[nodiscard]] const Family& after(std::string_view what) const {
    plan_->pass(what, *name_);
    return family_;
  }

  Family family_;
  std::shared_ptr<Plan> plan_;
  std::shared_ptr<const std::string> name_;  // shared, so that a copy cannot throw more than before
};

}  // namespace isometric::inline v1::detail
