// expect: label_values(E) must return isometric::closed
#include <isometric/description/label.hpp>

enum class Direction { up, down };

#ifdef ISOMETRIC_SHOULD_FAIL
consteval int label_values(Direction) {
  return 2;
}
constexpr auto size = isometric::Label<"direction", Direction>::size;
#else
consteval auto label_values(Direction) {
  return isometric::closed<Direction>({{Direction::up, "up"}, {Direction::down, "down"}});
}
constexpr auto size = isometric::Label<"direction", Direction>::size;
#endif
