#pragma once

#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <atomic>
#include <bit>
#include <cstdint>

namespace isometric::inline v1::detail {

/// One number for all threads: what is set last counts, which no thread can know alone.
class CellGauge {
 public:
  explicit CellGauge(double value = 0) noexcept : value_(std::bit_cast<std::uint64_t>(value)) {}

  // relaxed: what it says is said of no other memory.
  void Increment(double amount) noexcept { add_together(value_, amount); }
  void Decrement(double amount) noexcept { add_together(value_, -amount); }
  void Set(double value) noexcept {
    value_.store(std::bit_cast<std::uint64_t>(value), std::memory_order_relaxed);
  }
  [[nodiscard]] double Value() const noexcept { return read_double(value_); }

 private:
  Cell value_;
};

}  // namespace isometric::inline v1::detail
