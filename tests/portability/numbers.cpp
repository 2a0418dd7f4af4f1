#include "report.hpp"

#include <limits>

namespace portability {

using Limits = std::numeric_limits<double>;

const double infinity = Limits::infinity();
const double not_a_number = Limits::quiet_NaN();

const std::vector<double>& numbers() {
  static const std::vector<double> all = {
      0.0,
      -0.0,
      1,
      -1,
      0.1,
      0.30000000000000004,
      100000,
      1e21,
      9007199254740991,
      9007199254740992,
      -9007199254740994,
      1e300,
      Limits::max(),
      Limits::lowest(),
      1e-300,
      infinity,
      -infinity,
      not_a_number,
      -not_a_number,
  };
  return all;
}

}  // namespace portability
