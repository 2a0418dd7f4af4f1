#pragma once

// The tests compile with Catch2 2.13 (one header) and with Catch2 3 (many).
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
