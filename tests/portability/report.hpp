#pragma once

#include <string>
#include <vector>

// A program says all that the library makes of numbers: pages, snapshots, messages. However it is
// compiled, and with whatever standard library, it has to say the same.
namespace portability {

/// Numbers that a compiler may hold to be impossible, or rounds, or spells in its own way. From a
/// file that is compiled as it should be, so that no other knows what they are. None is below
/// 2e-308: to a processor that a program linked with -ffast-math has set up, these are 0.
const std::vector<double>& numbers();
extern const double infinity;
extern const double not_a_number;

/// What the library makes of them, as long as it needs nothing of prometheus-cpp's library, and
/// with that. Each of the two files is compiled more than once: as ISOMETRIC_REPORT says, for the
/// first of these namespaces or for the second.
namespace first {
std::string kit_report();
std::string registry_report();
}  // namespace first
namespace second {
std::string kit_report();
std::string registry_report();
}  // namespace second

}  // namespace portability
