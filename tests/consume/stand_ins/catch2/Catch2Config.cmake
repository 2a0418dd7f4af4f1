# Stands in for Catch2 2.13 as Debian packages it: imported targets, which only the folder that has
# called find_package() sees, and those below. It lies where no compiler looks by itself.
if(NOT TARGET Catch2::Catch2)
  add_library(Catch2::Catch2 INTERFACE IMPORTED)
  target_include_directories(Catch2::Catch2 INTERFACE ${CMAKE_CURRENT_LIST_DIR}/include)
endif()
