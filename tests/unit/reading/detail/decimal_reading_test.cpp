#include "support/catch.hpp"

#include <isometric/reading/detail/decimal_reading.hpp>

#include <array>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

using isometric::detail::is_decimal;
using isometric::detail::nearest_double;
using isometric::detail::read_decimal;

/// All digits of a double, of which there may be 767, and of the number halfway to the next.
std::string exact_text(double value) {
  std::array<char, 1200> text;
  return {text.data(),
          static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%.1100g", value))};
}

std::uint64_t bits_of(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

/// Texts of doubles with any bits, in every form, and of what is hard to round.
std::vector<std::string> decimals() {
  std::vector<std::string> texts = {
      "0", "0.0", ".5", "5.", "1e0", "1E+2", "1e-2", "00012.50", "0e99999999999", "1e-99999999999",
      // On both sides of the largest, the least normal and the least of all doubles.
      "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308",
      "17976931348623158079372897140530341507993413271003782693617377898044496829276475094664901797"
      "7"
      "58720709633028641669288791094655554785194040263065748867150582068190890200070838367627385484"
      "5"
      "81771153176447573027006985557136695962284291481986083493647529271907416844436551070434271155"
      "9"
      "699508093042880177904174497791",  // the last that is not too large
      "2.2250738585072014e-308", "2.2250738585072011e-308", "2.2250738585072009e-308",
      "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400",
      // Halfway between two doubles: to the even one; with a digit far behind, to the next.
      "9007199254740993", "9007199254740993.0000000000000000000000000000000000000000000000001",
      "9007199254740992.9999999999999999999999999999999999999999999999999", "9007199254740995",
      "0.500000000000000166533453693773481063544750213623046875", "3.518437208883201171875e13",
      "62.5364939768271845828", "8.10109172351e-10", "1.50000000000000011102230246251565",
      "7.8459735791271921e65", "2.2222222222222222222e22"};
  std::mt19937_64 random(20250607);  // NOLINT: the same numbers each time
  for (int i = 0; i < 20'000; ++i) {
    const auto value = std::bit_cast<double>(random() & ~(std::uint64_t{1} << 63));
    if (!isometric::detail::is_finite(value)) continue;
    std::array<char, 400> text;
    const auto print = [&](auto... form) {
      texts.emplace_back(text.data(),
                         std::to_chars(text.data(), text.data() + text.size(), value, form...).ptr);
    };
    print();
    print(std::chars_format::scientific);
    print(std::chars_format::fixed);
    print(std::chars_format::general, static_cast<int>(1 + random() % 20));
    if (i % 50 != 0) continue;
    // The number halfway to the next double has one digit more than both, and its neighbours.
    const std::string exact = exact_text(value);
    texts.push_back(exact);
    texts.push_back(exact.substr(0, exact.find('e')) +
                    (exact.find('.') == exact.npos ? ".000000001" : "000000001") +
                    (exact.find('e') == exact.npos ? "" : exact.substr(exact.find('e'))));
  }
  for (int i = 0; i < 20'000; ++i) {
    std::string digits = std::to_string(random());
    digits.insert(random() % digits.size(), ".");
    texts.push_back(digits + "e" + std::to_string(static_cast<int>(random() % 660) - 345));
  }
  return texts;
}

#if defined(__cpp_lib_to_chars)
TEST_CASE("a decimal number is read as std::from_chars reads it") {
  for (const std::string& text : decimals()) {
    double expected = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), expected);
    INFO(text);
    REQUIRE(is_decimal(text));
    REQUIRE(stop == text.data() + text.size());
    const auto read = read_decimal(text);
    if (error == std::errc()) {
      REQUIRE(bits_of(nearest_double(text)) == bits_of(expected));
      REQUIRE(read);
      REQUIRE(bits_of(*read) == bits_of(expected));
      REQUIRE(bits_of(nearest_double("-" + text)) == bits_of(-expected));
    } else if (read) {  // too small, which std::from_chars does not read
      REQUIRE(*read < 2.3e-308);
    } else {
      REQUIRE(nearest_double(text) > 1e308);
    }
  }
}
#endif

TEST_CASE("what is halfway between two doubles is read as the even one") {
  CHECK(nearest_double("9007199254740993") == 9007199254740992);
  CHECK(nearest_double("9007199254740993.00000000000000000000000000001") == 9007199254740994);
  CHECK(nearest_double("9007199254740995") == 9007199254740996);
  CHECK(read_decimal("2.4703282292062327e-324") == 0);
  CHECK(bits_of(read_decimal("2.4703282292062328e-324").value()) == 1);
  CHECK(bits_of(read_decimal("-1e-400").value()) == bits_of(-0.0));
  CHECK(read_decimal("1.7976931348623158e308") == std::numeric_limits<double>::max());
  CHECK(read_decimal("1.7976931348623159e308") == std::nullopt);
}

TEST_CASE("what is no decimal number is not read") {
  for (const std::string_view text :
       {"",   "-", "+1", "--1",   " 1",    "1 ",  "1,5",  "1_000",    "0x10", "0x1p3",  "1e", "1e+",
        "e5", ".", "-.", "1.5.5", "1e5.5", "inf", "-inf", "infinity", "nan",  "nan(7)", "1f"}) {
    INFO(text);
    CHECK(read_decimal(text) == std::nullopt);
  }
}

TEST_CASE("reading a number leaves errno alone") {
  errno = EDOM;
  CHECK(read_decimal("1e-400") == 0);
  CHECK(errno == EDOM);
}

}  // namespace
