#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/series_selector.hpp>

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace isometric::inline v1 {

/// What a RecordingSink was told.
enum class Operation : unsigned char {
  declare,  ///< a family, for the first time or again
  make,     ///< a series of a family with open labels, because it was looked up
  inc,
  dec,
  set,
  observe,
  refuse,  ///< an update with NaN, an infinity or a negative increment; it changed nothing
  reject,  ///< a look-up with a value outside of a closed label's set
  remove,  ///< a series
  register_callback,
  end_callback,
  mark,  ///< the test's own, by RecordingSink::mark()
};

[[nodiscard]] constexpr std::string_view to_string(Operation operation) noexcept {
  switch (operation) {
    case Operation::declare: return "declare";
    case Operation::make: return "make";
    case Operation::inc: return "inc";
    case Operation::dec: return "dec";
    case Operation::set: return "set";
    case Operation::observe: return "observe";
    case Operation::refuse: return "refuse";
    case Operation::reject: return "reject";
    case Operation::remove: return "remove";
    case Operation::register_callback: return "register_callback";
    case Operation::end_callback: return "end_callback";
    case Operation::mark: return "mark";
  }
  return "unknown";
}

/// Whether it gave a series a value.
[[nodiscard]] constexpr bool is_update(Operation operation) noexcept {
  return operation == Operation::inc || operation == Operation::dec ||
         operation == Operation::set || operation == Operation::observe;
}

/// One call that a RecordingSink has taken.
struct RecordedCall {
  std::uint64_t sequence = 0;  ///< from 1; the order of all calls of one sink, whatever the thread
  Operation operation = Operation::mark;
  SeriesSelector series{""};  ///< the family without labels where no series of it is meant
  double value = 0;           ///< of an update
  std::string text = {};      ///< of a mark
  std::uint64_t times = 1;    ///< how often `value` was observed, by this one call

  template <class = void>
  friend bool operator==(const RecordedCall& a, const RecordedCall& b) {
    return a.sequence == b.sequence && a.operation == b.operation && a.series == b.series &&
           detail::is_equal(a.value, b.value) && a.text == b.text && a.times == b.times;
  }

  /// Prints `3 inc app_requests_total{method="get"} 1`; of what was observed several times at once,
  /// `4 observe app_size_bytes 512 (3 times)`.
  template <class = void>
  friend std::ostream& operator<<(std::ostream& stream, const RecordedCall& call) {
    stream << std::to_string(call.sequence) << ' ' << to_string(call.operation) << ' '
           << call.series << call.text;
    if (is_update(call.operation)) stream << ' ' << detail::number_text(call.value);
    if (call.times != 1) stream << " (" << std::to_string(call.times) << " times)";
    return stream;
  }
};

}  // namespace isometric::inline v1
