// expect: closed label values hold an empty name
#include <isometric/description/label.hpp>

enum class Direction { up, down, sideways };

#ifdef ISOMETRIC_SHOULD_FAIL
consteval auto label_values(Direction) {
  return isometric::closed<Direction>(
      {{Direction::up, "up"}, {Direction::down, ""}, {Direction::sideways, "sideways"}});
}
constexpr auto size = isometric::Label<"direction", Direction>::size;
#else
consteval auto label_values(Direction) {
  return isometric::closed<Direction>(
      {{Direction::up, "up"}, {Direction::down, "down"}, {Direction::sideways, "sideways"}});
}
constexpr auto size = isometric::Label<"direction", Direction>::size;
#endif
