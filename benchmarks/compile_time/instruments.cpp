// The door that a component may go through instead: every light instrument.
#include <isometric/instruments.hpp>
