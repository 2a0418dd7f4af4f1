#pragma once

#include "support/curve.hpp"

#include <string>
#include <vector>

namespace benchmarks {

/// A picture of the charts, three in a row, with logarithmic axes: an SVG that needs nothing else,
/// and that is the same for the same figures. It has a background of its own.
std::string line_charts(const std::vector<Chart>& charts, const std::string& title,
                        const std::string& caption);

}  // namespace benchmarks
