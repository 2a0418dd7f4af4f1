#pragma once

#include <isometric/description/closed_values.hpp>
#include <isometric/description/label.hpp>

// Labels for tests: an open one or two, and closed ones of every kind.
namespace test_support {

enum class Direction { up, down };

consteval auto label_values(Direction) {
  return isometric::closed<Direction>({{Direction::up, "up"}, {Direction::down, "down"}});
}

enum class Result : signed char { failed = -1, none, done };

consteval auto label_values(Result) {
  return isometric::closed<Result>(
      {{Result::failed, "failed"}, {Result::none, "none"}, {Result::done, "done"}});
}

using Group = isometric::Label<"group">;
using Zone = isometric::Label<"zone">;
using Way = isometric::Label<"direction", Direction>;
using Outcome = isometric::Label<"result", Result>;
using Ready = isometric::Label<"ready", bool>;

}  // namespace test_support
