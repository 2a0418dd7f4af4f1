#include "decimal.hpp"

#include "quoted_text.hpp"

#include <isometric/description/detail/double_bits.hpp>

#include <charconv>
#include <system_error>

namespace homecluster::program {

double parse_decimal(std::string_view text) {
  constexpr std::string_view expectation = "a number of zero or more, such as \"70\" or \"1.5\"";
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::invalid_argument) throw InvalidText{expectation, text};
  if (error == std::errc::result_out_of_range) {
    throw InvalidText{expectation, text, "beyond the range of a double"};
  }
  if (stop != end) {
    const std::string_view rest{stop, static_cast<std::size_t>(end - stop)};
    throw InvalidText{expectation, text, "what is " + in_quotes(rest) + " behind the number?"};
  }
  if (!isometric::detail::is_finite(value)) throw InvalidText{expectation, text, "not finite"};
  if (isometric::detail::has_minus_sign(value)) throw InvalidText{expectation, text, "negative"};
  return value;
}

}  // namespace homecluster::program
