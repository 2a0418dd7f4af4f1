#include <catch2/stand_in.hpp>
