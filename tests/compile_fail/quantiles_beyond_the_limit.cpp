// expect: quantiles in a literal are limited to 16
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{.01, .001},
                                            {.02, .001},
                                            {.03, .001},
                                            {.04, .001},
                                            {.05, .001},
                                            {.06, .001},
                                            {.07, .001},
                                            {.08, .001},
                                            {.09, .001},
                                            {.10, .001},
                                            {.11, .001},
                                            {.12, .001},
                                            {.13, .001},
                                            {.14, .001},
                                            {.15, .001},
                                            {.16, .001},
                                            {.17, .001}});
#else
constexpr auto list = isometric::quantiles({{.01, .001},
                                            {.02, .001},
                                            {.03, .001},
                                            {.04, .001},
                                            {.05, .001},
                                            {.06, .001},
                                            {.07, .001},
                                            {.08, .001},
                                            {.09, .001},
                                            {.10, .001},
                                            {.11, .001},
                                            {.12, .001},
                                            {.13, .001},
                                            {.14, .001},
                                            {.15, .001},
                                            {.16, .001}});
#endif
