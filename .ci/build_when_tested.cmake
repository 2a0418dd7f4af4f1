# isometric_build_when_tested(<target> <label>)
#
# For a directory whose programs take long to compile and are seldom needed: all tests of it that
# there are have <target> built before they run, so that no other build has to. It has the label of
# the tests, for presets to select all or none.
function(isometric_build_when_tested target label)
  get_property(tests DIRECTORY PROPERTY TESTS)
  set_property(TEST ${tests} APPEND PROPERTY FIXTURES_REQUIRED ${target})
  set(build "${label}: ${target} is built")
  add_test(NAME ${build}
    COMMAND ${CMAKE_COMMAND} --build ${CMAKE_BINARY_DIR} --config $<CONFIG>
      --target ${target} --parallel 2)
  set_tests_properties(${build} PROPERTIES
    FIXTURES_SETUP ${target} LABELS ${label} RESOURCE_LOCK build)
endfunction()
