#include <isometric/reading/snapshot.hpp>

#include <thermometer.hpp>

int main() {
  isometric::RegistrySink sink;
  Thermometer thermometer(sink);
  thermometer.read(21.5);
  return sink.snapshot().value(thermometer.temperature.series()) == 21.5 ? 0 : 1;
}
