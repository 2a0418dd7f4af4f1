#pragma once

#include <string_view>

namespace homecluster::program {

/// Reads a finite number of zero or more in decimal or scientific notation: `70`, `1.5`, `2e-3`.
/// The whole text must be the number, and the decimal separator is a point whatever the locale.
///
/// Throws InvalidText for anything else: no number, something before or behind it, a minus sign,
/// infinity, NaN, or a number that a double cannot hold.
[[nodiscard]] double parse_decimal(std::string_view text);

}  // namespace homecluster::program
