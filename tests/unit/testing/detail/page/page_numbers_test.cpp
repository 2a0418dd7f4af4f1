#include "support/catch.hpp"

#include <isometric/testing/detail/page/sample_line.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace {

using isometric::detail::PageTime;

TEST_CASE("times are ordered by all of their digits") {
  // Each line later than the one before; on a line, different texts of one time.
  const std::vector<std::vector<std::string>> times = {
      {"-9223372036854775.808"},
      {"-1e3", "-1000", "-1000.0"},
      {"-0.001", "-1e-3"},
      {"0", "-0", "0.0", "0e5", "+0", "000"},
      {"1e-400"},
      {"0.05", ".05", "5e-2"},
      {"0.5", ".50", "5e-1"},
      {"1", "1.", "01", "1e0", "+1", "0.1e+1"},
      {"1395066363.123", "1.395066363123E9"},
      {"9007199254740992.999"},
      {"9007199254740993", "9007199254740993.000"},
      {"9007199254740993.001"},
      {"1e99999999999999999999"},
  };
  for (std::size_t i = 0; i < times.size(); ++i) {
    for (std::size_t j = 0; j < times.size(); ++j) {
      for (const auto& a : times[i]) {
        for (const auto& b : times[j]) {
          INFO(a << " and " << b);
          CHECK((PageTime(a) <=> PageTime(b)) == (i <=> j));
          CHECK((PageTime(a) == PageTime(b)) == (i == j));
        }
      }
    }
  }
}

}  // namespace
