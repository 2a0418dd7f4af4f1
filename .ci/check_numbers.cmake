# cmake [-D INCLUDE=<folder>] -P .ci/check_numbers.cmake
#
# Proves that nobody asks what kind of number a double is, or reads and prints one, in a way that
# depends on the flags of the compiler or on the locale. <isometric/description/detail/double_bits.hpp> says why,
# and what to use instead; it compares numbers, too. What looks like such a question is an error.
cmake_minimum_required(VERSION 3.25)

set(before "(^|[^A-Za-z0-9_])")
set(after "([^A-Za-z0-9_]|$)")
# A class of names or spellings, and what to say of it.
set(kinds classification comparison limits reading printing)
set(classification
  "${before}(__builtin_)?(isnan|isfinite|isinf|isnormal|fpclassify|signbit)${after}")
set(say_classification "is deleted by -ffast-math")
string(CONCAT comparison
  "${before}(is(greater|less)(equal)?|islessgreater|isunordered)${after}|"
  "[!=]= -?(isometric::)?(detail::)?(infinity|not_a_number)${after}")
set(say_comparison "is deleted by -ffast-math")
string(CONCAT limits
  "numeric_limits<(double|float|long double)>::(infinity|quiet_NaN|signaling_NaN)|"
  "${before}(INFINITY|NAN|HUGE_VAL|__builtin_(inf|nan|huge_val))${after}")
set(say_limits "is for -ffast-math no number")
set(reading "${before}(strtod|strtof|strtold|atof|stod|stof|stold|sscanf)${after}")
set(say_reading "reads what the locale says")
set(printing "%[-+#0-9.*]*[lL]?[aefgAEFG]${after}")
set(say_printing "prints as the locale says")

if(DEFINED INCLUDE)
  set(folders ${INCLUDE})
else()
  set(folders ${CMAKE_CURRENT_LIST_DIR}/../include ${CMAKE_CURRENT_LIST_DIR}/../examples)
endif()
set(count 0)
foreach(folder IN LISTS folders)
  file(GLOB_RECURSE files ${folder}/*.hpp ${folder}/*.cpp)
  foreach(file IN LISTS files)
    math(EXPR count "${count} + 1")
    file(READ ${file} text)
    string(REGEX REPLACE "//[^\n]*" "" text "${text}")
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${folder})
    foreach(kind IN LISTS kinds)
      if(text MATCHES "${${kind}}")
        string(REGEX REPLACE "[ \n;]+" " " found "${CMAKE_MATCH_0}")
        message(SEND_ERROR "${file}: '${found}' ${say_${kind}}")
      endif()
    endforeach()
    # x != x, for which the regular expressions of CMake have no word.
    set(name "[A-Za-z_][A-Za-z0-9_.]*")
    string(REGEX MATCHALL "[^A-Za-z0-9_.>]${name} [!=]= ${name}" comparisons "${text}")
    foreach(each IN LISTS comparisons)
      string(REGEX MATCH "(${name}) [!=]= (${name})" each "${each}")
      if(CMAKE_MATCH_1 STREQUAL CMAKE_MATCH_2)
        message(SEND_ERROR "${file}: '${each}' is deleted by -ffast-math")
      endif()
    endforeach()
  endforeach()
endforeach()
message(STATUS "checked the numbers of ${count} files")
