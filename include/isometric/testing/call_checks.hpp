#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/recorded_call.hpp>
#include <isometric/testing/verdict.hpp>

#include <concepts>
#include <ostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

class CallLog;  // call_log.hpp, which a RecordingSink brings

namespace testing {

// What takes a CallLog is a template, so that who has no RecordingSink does not compile one.

/// A call that a log should have: an update of a series, with any value, or a mark of the test's.
class ExpectedCall {
 public:
  ExpectedCall(SeriesSelector series) : series_(std::move(series)) {}

  [[nodiscard]] static ExpectedCall mark(std::string text) {
    ExpectedCall call(SeriesSelector(""));
    call.mark_ = std::move(text);
    call.is_mark_ = true;
    return call;
  }

  template <class = void>
  [[nodiscard]] bool is_met_by(const RecordedCall& call) const {
    if (is_mark_) return call.operation == Operation::mark && call.text.compare(mark_) == 0;
    return is_update(call.operation) && call.series == series_;
  }

  template <class = void>
  friend std::ostream& operator<<(std::ostream& stream, const ExpectedCall& call) {
    if (call.is_mark_) return stream << detail::joined({"the mark '", call.mark_, "'"});
    return stream << "an update of " << call.series_;
  }

 private:
  SeriesSelector series_;
  std::string mark_;
  bool is_mark_ = false;
};

/// Whether the series was updated exactly once, with any value.
template <std::same_as<CallLog> Log>
[[nodiscard]] Verdict called_once(const Log& log, const SeriesSelector& series) {
  const Log updates = log.updates().of(series);
  if (updates.size() == 1) return {true, {}};
  std::ostringstream text;
  text << "expected one update of " << series << ", but there are "
       << std::to_string(updates.size());
  if (updates.empty()) text << "; all updates are";
  for (const auto& call : updates.empty() ? log.updates() : updates) text << "\n  " << call;
  return {false, text.str()};
}

/// Whether the log has these calls in this order, with whatever other calls before, between and
/// after them. An update that happened too early as well does not matter; called_once tells.
template <std::same_as<CallLog> Log>
[[nodiscard]] Verdict called_in_order(const Log& log, const std::vector<ExpectedCall>& expected) {
  auto at = log.begin();
  const RecordedCall* last = nullptr;
  for (const auto& call : expected) {
    auto found = at;
    while (found != log.end() && !call.is_met_by(*found)) ++found;
    if (found == log.end()) {
      std::ostringstream text;
      text << "expected " << call;
      if (last != nullptr) text << " after '" << *last << '\'';
      text << ", but there is none; updates and marks are";
      for (const auto& recorded : log) {
        if (is_update(recorded.operation) || recorded.operation == Operation::mark) {
          text << "\n  " << recorded;
        }
      }
      return {false, text.str()};
    }
    last = &*found;
    at = found + 1;
  }
  return {true, {}};
}

}  // namespace testing
}  // namespace isometric::inline v1
