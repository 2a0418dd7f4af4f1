#include "thermometer.hpp"

Thermometer::Thermometer(const isometric::RegistrySink& sink)
    : temperature(sink, "thermometer_celsius", "What the thermometer shows.") {}

void Thermometer::read(double celsius) {
  temperature.set(celsius);
}
