#pragma once

#include <isometric/description/errors.hpp>

#include <stdexcept>

namespace test_support {

/// The conflict that `declare()` ends with; if it ends without one, the test fails.
template <class Declare>
isometric::RegistrationConflict conflict_of(Declare declare) {
  try {
    declare();
  } catch (const isometric::RegistrationConflict& conflict) {
    return conflict;
  }
  throw std::logic_error("expected a RegistrationConflict, but nothing was thrown");
}

}  // namespace test_support
