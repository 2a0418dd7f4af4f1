#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace benchmarks {

/// What was measured at one place of a curve. Times are of an operation, in nanoseconds.
struct Point {
  std::size_t at = 0;  ///< series, or threads
  double median = 0;   ///< processor time of all threads together, or bytes
  double low = 0;      ///< a quarter of what was measured is less
  double high = 0;     ///< a quarter is more
  double wall = 0;     ///< from the first start to the last end; 0 where bytes are counted
};

/// How one operation of one library grows.
struct Curve {
  std::string library;
  std::vector<Point> points;
};

/// The curves of one operation, side by side.
struct Chart {
  std::string operation;
  std::string over;  ///< "series" or "threads"
  std::string unit;  ///< "ns" or "bytes"
  std::vector<Curve> curves;
};

}  // namespace benchmarks
