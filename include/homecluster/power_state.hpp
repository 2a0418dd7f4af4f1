#pragma once

#include <isometric/description/closed_values.hpp>

namespace homecluster {

/// Whether a machine has power.
enum class PowerState : unsigned char { off, on };

consteval auto label_values(PowerState) {
  return isometric::closed<PowerState>({{PowerState::off, "off"}, {PowerState::on, "on"}});
}

}  // namespace homecluster
