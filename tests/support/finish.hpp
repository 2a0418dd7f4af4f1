#pragma once

namespace test_support {

/// What a program of tests ends with, if its tests have ended with this.
int finish(int exit_code);

}  // namespace test_support
