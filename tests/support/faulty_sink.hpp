#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/sinks/recording_sink.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

// A sink that breaks one rule of the contract, for the checks that have to find that out.
namespace test_support {

enum class Fault {
  none,
  keeps_views,
  forgets_copies,
  is_one_for_all,
  declares_once,
  ignores_closed_index,
  cuts_values_at_nul,
  hides_zeroes,
  counts_refusals,
  shows_rejected_series,
  loses_handles_with_the_family,
  loses_updates_of_other_threads,
  snapshots_once,
  changes_help,
  shows_infos_as_gauges,
  cannot_go_down,
  rounds_observations_up,
  adds_up_nothing,
  removes_nothing,
  removes_everything,
  gives_up_at_the_first_owner,
  takes_names_of_labels_for_one,
  takes_labels_that_no_page_can_show,
  has_bounds_for_all_series,
  calls_back_for_ever,
  calls_the_last_only,
  takes_a_failure_for_zero,
  knows_no_family_by_name,
  reads_one_more,
  observes_several_times_once,
  has_values_in_empty_handles,
  counts_updates_of_empty_handles,
  calls_no_handle_empty,
  forgets_what_is_moved_to_it,
};

struct FaultyState {
  FaultyState(Fault of, isometric::RecordingSink inner) : fault(of), sink(std::move(inner)) {}

  const Fault fault;
  const isometric::RecordingSink sink;
  const std::thread::id home = std::this_thread::get_id();
  std::atomic<bool> was_read = false;
  std::mutex mutex;  ///< guards the others
  std::set<std::string> declared;
  std::vector<std::shared_ptr<void>> kept;  ///< what should have ended
};

/// Of the sink that was made last: what a handle that is made of nothing has of it.
inline std::shared_ptr<FaultyState>& newest_state() {
  static std::shared_ptr<FaultyState> state;
  return state;
}

template <class Inner>
class FaultySeries {
 public:
  FaultySeries() : state_(newest_state()) {}
  FaultySeries(Inner inner, std::shared_ptr<FaultyState> state, std::weak_ptr<int> family)
      : inner_(std::move(inner)), state_(std::move(state)), family_(std::move(family)) {}
  FaultySeries(const FaultySeries&) = default;
  FaultySeries(FaultySeries&&) = default;
  FaultySeries& operator=(const FaultySeries&) = default;
  FaultySeries& operator=(FaultySeries&& other) noexcept {
    return has(Fault::forgets_what_is_moved_to_it) ? *this : *this = std::as_const(other);
  }
  ~FaultySeries() = default;

  void inc() const noexcept { inc(1); }
  void inc(double amount) const noexcept {
    if (is_taken()) inner_.inc(has(Fault::adds_up_nothing) ? 1 : amount);
  }
  void dec(double amount) const noexcept {
    if (is_taken() && !has(Fault::cannot_go_down)) inner_.dec(amount);
  }
  void set(double value) const noexcept {
    if (is_taken()) inner_.set(value);
  }
  void observe(double value) const noexcept {
    if (is_taken()) inner_.observe(has(Fault::rounds_observations_up) ? value + 0.5 : value);
  }
  void refuse() const noexcept {
    if (has(Fault::counts_refusals)) inner_.inc();
    if (inner_.is_empty() && has(Fault::counts_updates_of_empty_handles)) count_update();
    inner_.refuse();
  }
  void observe(double value, std::uint64_t times) const noexcept {
    if (is_taken()) inner_.observe(value, has(Fault::observes_several_times_once) ? 1 : times);
  }

  bool is_empty() const noexcept { return inner_.is_empty() && !has(Fault::calls_no_handle_empty); }
  double value() const noexcept { return inner_.value() + extra(); }
  std::uint64_t count() const { return inner_.count(); }
  double sum() const { return inner_.sum() + extra(); }

  const Inner& inner() const noexcept { return inner_; }

 private:
  bool has(Fault fault) const noexcept { return state_->fault == fault; }
  double extra() const noexcept {
    const bool has_extra =
        inner_.is_empty() ? has(Fault::has_values_in_empty_handles) : has(Fault::reads_one_more);
    return has_extra ? 1 : 0;
  }
  void count_update() const noexcept {
    const isometric::LabelDescriptor labels[] = {{"group", {}}};  // so that it has no series
    isometric::FamilyDescriptor refused;
    refused.labels = labels;
    refused.name = "app_refused_total";
    refused.help = "Refused.";
    state_->sink.counter(refused).rejected_series();
  }
  bool is_taken() const noexcept {
    if (has(Fault::loses_handles_with_the_family) && family_.expired()) return false;
    return !has(Fault::loses_updates_of_other_threads) ||
           std::this_thread::get_id() == state_->home;
  }

  Inner inner_;
  std::shared_ptr<FaultyState> state_;
  std::weak_ptr<int> family_;
};

template <class Inner>
class FaultyFamily {
  using Series = FaultySeries<isometric::detail::SeriesOf<Inner>>;

  struct Block {
    isometric::detail::BlockOf<Inner> inner;
    std::shared_ptr<FaultyState> state;
    std::weak_ptr<int> family;

    Series series(std::size_t closed_index) const noexcept {
      const bool is_ignored = state->fault == Fault::ignores_closed_index;
      return Series(inner.series(is_ignored ? 0 : closed_index), state, family);
    }
  };

 public:
  FaultyFamily(Inner inner, std::shared_ptr<FaultyState> state,
               const isometric::FamilyDescriptor& family)
      : inner_(std::move(inner)), state_(std::move(state)), described_(inner_.descriptor()) {
    if (has(Fault::keeps_views)) described_.name = family.name;
  }

  Block block(isometric::OpenLabelValues values) const {
    std::vector<std::string_view> cut(values.begin(), values.end());
    if (has(Fault::cuts_values_at_nul)) {
      for (auto& value : cut) value = value.substr(0, value.find('\0'));
    }
    if (described_.series_kind == isometric::SeriesKind::dynamic) {
      if (has(Fault::takes_names_of_labels_for_one) && cut.size() == 2) cut[0] = "name";
      if (has(Fault::takes_labels_that_no_page_can_show)) return block_of_any(cut);
    }
    return {inner_.block(cut), state_, token_};
  }
  Series rejected_series() const {
    if (has(Fault::shows_rejected_series)) {
      const std::vector<std::string_view> values(open_count(), "rejected");
      return Series(inner_.block(values).series(0), state_, token_);
    }
    return Series(inner_.rejected_series(), state_, token_);
  }
  const isometric::FamilyDescriptor& descriptor() const noexcept { return described_; }

  bool remove(isometric::OpenLabelValues values, std::size_t closed_index) const
    requires isometric::RemovableFamily<Inner>
  {
    return has(Fault::removes_nothing) || inner_.remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const isometric::LabelMatch> matches) const
    requires isometric::RemovableFamily<Inner>
  {
    if (has(Fault::removes_everything)) matches = {};
    return inner_.remove_matching(matches);
  }
  Series acquire(isometric::OpenLabelValues values, std::size_t closed_index) const
    requires isometric::RemovableFamily<Inner>
  {
    return Series(inner_.acquire(values, closed_index), state_, token_);
  }
  void release(const Series& acquired) const noexcept
    requires isometric::RemovableFamily<Inner>
  {
    inner_.release(acquired.inner());
    if (has(Fault::gives_up_at_the_first_owner)) inner_.release(acquired.inner());
  }

 private:
  bool has(Fault fault) const noexcept { return state_->fault == fault; }
  Block block_of_any(isometric::OpenLabelValues labels) const {
    try {
      return {inner_.block(labels), state_, token_};
    } catch (const isometric::InvalidName&) {
      return {inner_.block({}), state_, token_};
    }
  }
  std::size_t open_count() const {
    std::size_t count = 0;
    for (const auto& label : inner_.descriptor().labels) {
      if (!label.is_closed()) ++count;
    }
    return count;
  }

  Inner inner_;
  std::shared_ptr<FaultyState> state_;
  isometric::FamilyDescriptor described_;
  std::shared_ptr<int> token_ = std::make_shared<int>();
};

template <class Inner>
class FaultyCallbackFamily {
  using Registration = isometric::detail::CallbackRegistrationOf<Inner>;

 public:
  FaultyCallbackFamily(Inner inner, std::shared_ptr<FaultyState> state)
      : inner_(std::move(inner)), state_(std::move(state)) {}

  template <class Function>
  Registration add(isometric::OpenLabelValues values, std::size_t closed_index,
                   Function function) const {
    if (state_->fault == Fault::takes_a_failure_for_zero) {
      return inner_.add(values, closed_index, [function] {
        try {
          return static_cast<double>(function());
        } catch (...) {
          return 0.0;
        }
      });
    }
    if (state_->fault == Fault::calls_back_for_ever) {
      keep(inner_.add(values, closed_index, [] { return 3.0; }));
      return {};
    }
    if (state_->fault == Fault::calls_the_last_only) {
      keep(inner_.add(values, closed_index, function), true);
      return {};
    }
    return inner_.add(values, closed_index, function);
  }
  Registration rejected_registration() const { return inner_.rejected_registration(); }
  const isometric::FamilyDescriptor& descriptor() const noexcept { return inner_.descriptor(); }

 private:
  void keep(Registration registration, bool is_only_one = false) const {
    const std::lock_guard lock(state_->mutex);
    if (is_only_one) state_->kept.clear();
    state_->kept.push_back(std::make_shared<Registration>(std::move(registration)));
  }

  Inner inner_;
  std::shared_ptr<FaultyState> state_;
};

/// The four functions of a sink, or of its removable or dynamic half.
template <class Inner>
class FaultyHalf {
 public:
  FaultyHalf(Inner inner, std::shared_ptr<FaultyState> state)
      : inner_(std::move(inner)), state_(std::move(state)) {}

  auto counter(const isometric::FamilyDescriptor& family) const {
    return declare(inner_.counter(family), family);
  }
  auto gauge(isometric::FamilyDescriptor family) const {
    if (state_->fault == Fault::shows_infos_as_gauges) family.type = isometric::MetricType::gauge;
    return declare(inner_.gauge(family), family);
  }
  auto histogram(isometric::FamilyDescriptor family) const {
    static constexpr double bounds[] = {1};
    if (state_->fault == Fault::has_bounds_for_all_series) family.buckets = bounds;
    return declare(inner_.histogram(family), family);
  }
  auto summary(const isometric::FamilyDescriptor& family) const {
    return declare(inner_.summary(family), family);
  }

 protected:
  const std::shared_ptr<FaultyState>& state() const noexcept { return state_; }

 private:
  template <class Family>
  FaultyFamily<Family> declare(Family inner, const isometric::FamilyDescriptor& family) const {
    const std::lock_guard lock(state_->mutex);
    if (state_->fault == Fault::declares_once &&
        !state_->declared.insert(std::string(family.name)).second) {
      throw std::logic_error("declared before");
    }
    return {std::move(inner), state_, family};
  }

  Inner inner_;
  std::shared_ptr<FaultyState> state_;
};

class FaultySink : public FaultyHalf<isometric::RecordingSink> {
  using Half = FaultyHalf<isometric::RecordingSink>;

  static isometric::RecordingSink one_for_all() {
    static const isometric::RecordingSink sink;
    return sink;
  }
  explicit FaultySink(const std::shared_ptr<FaultyState>& state) : Half(state->sink, state) {}

 public:
  explicit FaultySink(Fault fault)
      : FaultySink(std::make_shared<FaultyState>(
            fault, fault == Fault::is_one_for_all ? one_for_all() : isometric::RecordingSink())) {
    newest_state() = state();
  }

  FaultySink(const FaultySink& other)
      : FaultySink(
            other.state()->fault == Fault::forgets_copies
                ? std::make_shared<FaultyState>(Fault::forgets_copies, isometric::RecordingSink())
                : other.state()) {}

  auto removable() const {
    using Inner = isometric::detail::RemovableHalf<isometric::RecordingSink>;
    return FaultyHalf<Inner>(state()->sink.removable(), state());
  }
  auto dynamic() const {
    using Inner = isometric::detail::DynamicHalf<isometric::RecordingSink>;
    return FaultyHalf<Inner>(state()->sink.dynamic(), state());
  }
  auto callback_counter(const isometric::FamilyDescriptor& family) const {
    return FaultyCallbackFamily(state()->sink.callback_counter(family), state());
  }
  auto callback_gauge(const isometric::FamilyDescriptor& family) const {
    return FaultyCallbackFamily(state()->sink.callback_gauge(family), state());
  }

  isometric::Snapshot snapshot() const { return tell(state()->sink.snapshot()); }
  isometric::Snapshot snapshot(std::string_view family) const {
    if (state()->fault == Fault::knows_no_family_by_name) return {};
    return tell(state()->sink.snapshot(family));
  }

 private:
  isometric::Snapshot tell(const isometric::Snapshot& seen) const {
    std::vector<isometric::FamilySnapshot> families = seen.families();
    const Fault fault = state()->fault;
    if (fault == Fault::snapshots_once && state()->was_read.exchange(true)) families.clear();
    for (auto& family : families) {
      if (fault == Fault::changes_help) family.help += "!";
      if (fault == Fault::hides_zeroes) {
        std::erase_if(family.series, [](const auto& series) {
          return isometric::detail::is_equal(isometric::detail::extent(&series.value), 0);
        });
      }
    }
    return isometric::Snapshot(std::move(families));
  }
};

}  // namespace test_support
