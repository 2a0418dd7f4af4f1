// expect: closed label values must be valid UTF-8
#include <isometric/description/label.hpp>

enum class Direction { up, down, sideways };

#ifdef ISOMETRIC_SHOULD_FAIL
consteval auto label_values(Direction) {
  return isometric::closed<Direction>(
      {{Direction::up, "\xc0\x80"}, {Direction::down, "down"}, {Direction::sideways, "sideways"}});
}
constexpr auto size = isometric::Label<"direction", Direction>::size;
#else
consteval auto label_values(Direction) {
  return isometric::closed<Direction>(
      {{Direction::up, "up"}, {Direction::down, "down"}, {Direction::sideways, "sideways"}});
}
constexpr auto size = isometric::Label<"direction", Direction>::size;
#endif
