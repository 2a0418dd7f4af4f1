#pragma once

#include "support/allocations.hpp"

#include <cstddef>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace test_support {

/// What is seen of a state: a text for each of its parts.
using Observation = std::vector<std::string>;

/// What is seen of a log that is missing a call, and says so.
inline constexpr std::string_view lost_log = "the log has lost a call\n";

/// What an operation that finds no memory may leave behind.
enum class Guarantee {
  strong,         ///< nothing
  for_each_part,  ///< of each part of the state all, or nothing but series at 0 and events
  but_zeroes,     ///< series at 0, which the operation makes when it is tried again
};

struct AllocationFailures {
  std::size_t count = 0;
  std::vector<std::string> complaints;
};

namespace internal {

inline std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return lines;
}

/// Whether `after` is `before` with metadata and series at 0 in between; the quantiles of such a
/// summary are no numbers.
inline bool differs_by_zeroes(std::string_view before, std::string_view after) {
  const auto old_lines = lines_of(before);
  auto old = old_lines.begin();
  for (const auto line : lines_of(after)) {
    if (old != old_lines.end() && *old == line) {
      ++old;
    } else if (!line.starts_with('#') && !line.ends_with(" 0") && !line.ends_with(" NaN")) {
      return false;
    }
  }
  return old == old_lines.end();
}

inline std::string difference(std::string_view what, const Observation& seen,
                              const Observation& expected) {
  std::string text(what);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i] == expected[i]) continue;
    text += ":\n" + seen[i] + "instead of\n" + expected[i];
  }
  return text;
}

/// Without the library's own metrics.
inline std::string without_events(std::string_view text) {
  std::string kept;
  for (const auto line : lines_of(text)) {
    const bool is_metadata = line.starts_with("# HELP ") || line.starts_with("# TYPE ");
    const auto name = line.substr(is_metadata ? 7 : 0);
    if (!name.starts_with("isometric_")) kept.append(line) += '\n';
  }
  return kept;
}

/// Whether what cannot throw has done its work, but for what it says of it.
inline bool is_done(const Observation& before, const Observation& done, const Observation& seen) {
  if (seen == before) return done == before;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i] != lost_log && without_events(seen[i]) != without_events(done[i])) return false;
  }
  return true;
}

inline bool is_allowed(Guarantee guarantee, const Observation& before, const Observation& done,
                       const Observation& seen) {
  if (guarantee == Guarantee::strong) return seen == before;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (guarantee == Guarantee::for_each_part) {
      if (seen[i] != done[i] &&
          !differs_by_zeroes(without_events(before[i]), without_events(seen[i]))) {
        return false;
      }
    } else if (!differs_by_zeroes(before[i], seen[i])) {
      return false;
    }
  }
  return true;
}

/// States of any type and what is done to them, so that what follows is compiled once for all.
class StatesOfAnyType {
 public:
  virtual ~StatesOfAnyType() = default;
  /// Makes a state, instead of the last one.
  virtual void make() = 0;
  virtual void operate() = 0;
  virtual Observation observe() = 0;
};

inline void fail_each_allocation(AllocationFailures& failures, std::string_view name,
                                 Guarantee guarantee, StatesOfAnyType& state) {
  state.make();
  const Observation before = state.observe();
  state.make();
  state.operate();
  const Observation done = state.observe();
  for (const bool stays_out : {false, true}) {
    for (std::size_t number = 1;; ++number) {
      const auto complain = [&](std::string_view what, const Observation& seen,
                                const Observation& expected) {
        failures.complaints.push_back(std::string(name) + ", allocation " + std::to_string(number) +
                                      (stays_out ? " and all that follow: " : ": ") +
                                      difference(what, seen, expected));
      };
      state.make();
      bool has_thrown = false;
      bool has_failed = false;
      {
        const FailingAllocation failing(number, stays_out);
        try {
          state.operate();
        } catch (const std::bad_alloc&) {
          has_thrown = true;
        }
        has_failed = FailingAllocation::has_failed();
      }
      if (!has_failed) break;
      ++failures.count;
      const Observation after = state.observe();
      if (!has_thrown && is_done(before, done, after)) continue;
      if (!is_allowed(guarantee, before, done, after)) {
        complain("is not as before", after, before);
        break;
      }
      state.operate();
      Observation again = state.observe();
      // What was done twice need not be what it is when done once.
      for (std::size_t i = 0; i < again.size(); ++i) {
        if (guarantee == Guarantee::for_each_part && after[i] != before[i]) again[i] = done[i];
      }
      if (again != done) {
        complain("does not work when it is tried again", again, done);
        break;
      }
    }
  }
}

template <class MakeState, class Operation, class Observe>
class StatesOf final : public StatesOfAnyType {
  using State = std::invoke_result_t<MakeState&>;

 public:
  StatesOf(MakeState& make_state, Operation& operation, Observe& observe)
      : make_state_(make_state), operation_(operation), observe_(observe) {}
  StatesOf(const StatesOf&) = delete;
  StatesOf& operator=(const StatesOf&) = delete;
  ~StatesOf() override { delete state_; }

  void make() override {
    delete std::exchange(state_, nullptr);
    state_ = new State(make_state_());
  }
  void operate() override { operation_(*state_); }
  Observation observe() override { return observe_(std::as_const(*state_)); }

 private:
  MakeState& make_state_;
  Operation& operation_;
  Observe& observe_;
  State* state_ = nullptr;
};

}  // namespace internal

/// Lets each allocation of an operation fail in turn, alone and with all that follow. After each
/// failure the state has to be as before, and the operation has to do all of its work when it is
/// tried again.
///
/// `make_state()` gives a state that nobody has looked at; all of them look the same, to
/// `observe(state)`. An operation that cannot throw may do without what failed, or do nothing.
template <class MakeState, class Operation, class Observe>
void fail_each_allocation(AllocationFailures& failures, std::string_view name, Guarantee guarantee,
                          MakeState make_state, Operation operation, Observe observe) {
  internal::StatesOf<MakeState, Operation, Observe> states(make_state, operation, observe);
  internal::fail_each_allocation(failures, name, guarantee, states);
}

}  // namespace test_support
