#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace homecluster::program {

/// `text` between double quotes, printable and cut as homecluster::between_quotes() says.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// Thrown by the parsers of single values (durations, numbers, times). what() reads
/// `expected <what it should be>, found <what it is>`, so that whoever knows the place, a flag or
/// a manifest's field, only has to put it in front.
class InvalidText : public std::invalid_argument {
 public:
  InvalidText(std::string_view expected, std::string_view found);
  /// The same with the reason in brackets behind it.
  InvalidText(std::string_view expected, std::string_view found, std::string_view reason);
};

}  // namespace homecluster::program
