#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/recorded_call.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// The calls that a RecordingSink has taken, in their order. An immutable value. Filters give logs
/// again, in any combination:
///
///     log.updates().of(metrics.requests.series(Code::ok)).before("response sent")
///
/// A filtered log still knows the marks of the whole one.
class CallLog {
 public:
  CallLog() = default;

  /// Takes calls in the order of their sequence numbers.
  explicit CallLog(std::vector<RecordedCall> calls) : calls_(std::move(calls)) {
    std::ranges::copy_if(calls_, std::back_inserter(marks_), [](const RecordedCall& call) {
      return call.operation == Operation::mark;
    });
  }

  [[nodiscard]] auto begin() const noexcept { return calls_.begin(); }
  [[nodiscard]] auto end() const noexcept { return calls_.end(); }
  [[nodiscard]] std::size_t size() const noexcept { return calls_.size(); }
  [[nodiscard]] bool empty() const noexcept { return calls_.empty(); }

  /// Throws std::out_of_range, with the calls there are in the message, if there are fewer.
  [[nodiscard]] const RecordedCall& operator[](std::size_t index) const {
    if (index < calls_.size()) return calls_[index];
    std::ostringstream message;
    message << "isometric: the log has " << std::to_string(size()) << " calls, none at "
            << std::to_string(index);
    for (const auto& call : calls_) message << "\n  " << call;
    detail::raise(std::out_of_range(message.str()));
  }

  /// The calls on this series.
  [[nodiscard]] CallLog of(const SeriesSelector& series) const {
    return filtered([&](const RecordedCall& call) { return call.series == series; });
  }

  /// The calls on a family and its series.
  [[nodiscard]] CallLog of_family(std::string_view family) const {
    return filtered([&](const RecordedCall& call) { return call.series.family() == family; });
  }

  [[nodiscard]] CallLog of(Operation operation) const {
    return filtered([&](const RecordedCall& call) { return call.operation == operation; });
  }

  /// The calls that gave a series a value: inc, dec, set, observe.
  [[nodiscard]] CallLog updates() const {
    return filtered([](const RecordedCall& call) { return is_update(call.operation); });
  }

  /// The calls before the mark; before the first one, if it was made several times. Throws
  /// std::out_of_range, with the marks there are in the message, if it was never made.
  [[nodiscard]] CallLog before(std::string_view mark) const {
    const std::uint64_t bound = marks(mark).front();
    return filtered([&](const RecordedCall& call) { return call.sequence < bound; });
  }

  /// The calls after the mark; after the last one, if it was made several times. Throws as `before`
  /// does.
  [[nodiscard]] CallLog after(std::string_view mark) const {
    const std::uint64_t bound = marks(mark).back();
    return filtered([&](const RecordedCall& call) { return call.sequence > bound; });
  }

  friend bool operator==(const CallLog& a, const CallLog& b) { return a.calls_ == b.calls_; }

  /// Prints the calls, a line each.
  friend std::ostream& operator<<(std::ostream& stream, const CallLog& log) {
    if (log.empty()) return stream << "no calls\n";
    for (const auto& call : log) stream << call << '\n';
    return stream;
  }

 private:
  template <class Predicate>
  [[nodiscard]] CallLog filtered(Predicate predicate) const {
    CallLog log;
    std::ranges::copy_if(calls_, std::back_inserter(log.calls_), predicate);
    log.marks_ = marks_;
    return log;
  }

  /// The sequence numbers of a mark, of which there is one at least.
  [[nodiscard]] std::vector<std::uint64_t> marks(std::string_view text) const {
    std::vector<std::uint64_t> found;
    for (const auto& mark : marks_) {
      if (mark.text == text) found.push_back(mark.sequence);
    }
    if (!found.empty()) return found;
    std::string message = "isometric: the log has no mark '" + std::string(text) + "'";
    if (marks_.empty()) message += ", nor any other";
    for (const auto& mark : marks_) message += "\n  it has '" + mark.text + "'";
    detail::raise(std::out_of_range(message));
  }

  std::vector<RecordedCall> calls_;
  std::vector<RecordedCall> marks_;  ///< of the log before it was filtered
};

}  // namespace isometric::inline v1
