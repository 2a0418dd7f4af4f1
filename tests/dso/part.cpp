#include "this_part.hpp"

#include <cstdlib>

// A library or a plug-in: a part that shows nothing but the way to it.

namespace {

// Before main(), or in the middle of dlopen().
[[maybe_unused]] const bool is_counted_early = [] {
  if (std::getenv("DSO_COUNT_EARLY") != nullptr) this_part.count("early");
  return true;
}();

// A library that was linked is initialised before the executable, so this comes after all of the
// executable's destructors. It ends the process, with success if the late ones' counts are there.
struct CountLate {
  ~CountLate() {
    if (std::getenv("DSO_COUNT_LATE") == nullptr) return;
    this_part.count("library late");
    const bool is_complete =
        this_part.counted("executable late") == 1.0 && this_part.counted("library late") == 1.0;
    std::_Exit(is_complete ? EXIT_SUCCESS : EXIT_FAILURE);
  }
} count_late;

}  // namespace

extern "C" [[gnu::visibility("default")]] const Part* dso_part() {
  return &this_part;
}
