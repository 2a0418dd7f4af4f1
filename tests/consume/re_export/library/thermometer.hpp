#pragma once

#include <isometric/instruments/gauge.hpp>
#include <isometric/sinks/registry_sink.hpp>

class Thermometer {
 public:
  explicit Thermometer(const isometric::RegistrySink& sink);
  void read(double celsius);

  isometric::Gauge<isometric::RegistrySink> temperature;
};
