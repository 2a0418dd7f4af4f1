# cmake -D KIND=<folder> -D SCRATCH=<folder> -D SETTINGS=<file> -P consume.cmake
#
# Builds and runs a user's project that takes the library in the way that KIND names.
cmake_minimum_required(VERSION 3.25)
include(${SETTINGS})
cmake_path(SET project NORMALIZE ${CMAKE_CURRENT_LIST_DIR}/../..)
file(REMOVE_RECURSE ${SCRATCH})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${result}:\n${output}")
  endif()
endfunction()

# Builds the project in <source>, further arguments being its settings.
function(build source)
  run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/${source} -B ${SCRATCH}/build/${source}
    -D CMAKE_PREFIX_PATH=${SCRATCH}/prefix -D CMAKE_INSTALL_PREFIX=${SCRATCH}/prefix
    ${toolchain} ${ARGN})
  run(${CMAKE_COMMAND} --build ${SCRATCH}/build/${source})
endfunction()

if(KIND STREQUAL "find_package")
  run(${CMAKE_COMMAND} --install ${binary_dir} --prefix ${SCRATCH}/prefix)
  build(find_package -D EXPECTED_VERSION=${version})
  run(${SCRATCH}/build/find_package/consumer)
elseif(KIND STREQUAL "add_subdirectory")
  build(add_subdirectory -D ISOMETRIC_SOURCE=${project})
  run(${SCRATCH}/build/add_subdirectory/consumer)
elseif(KIND STREQUAL "fetch_content")
  # The files as they are now, committed or not.
  set(repository ${SCRATCH}/repository)
  file(COPY ${project}/ DESTINATION ${repository} PATTERN .git EXCLUDE PATTERN build EXCLUDE)
  set(git git -C ${repository} -c user.name=test -c user.email=test@localhost)
  run(${git} init --quiet --initial-branch main)
  run(${git} add --all)
  run(${git} commit --quiet --message "As it is now")
  build(fetch_content -D ISOMETRIC_REPOSITORY=file://${repository})
  run(${SCRATCH}/build/fetch_content/consumer)
elseif(KIND STREQUAL "re_export")
  run(${CMAKE_COMMAND} --install ${binary_dir} --prefix ${SCRATCH}/prefix)
  build(re_export/library)
  run(${CMAKE_COMMAND} --install ${SCRATCH}/build/re_export/library)
  build(re_export/program)
  run(${SCRATCH}/build/re_export/program/consumer)
else()
  message(FATAL_ERROR "unknown KIND '${KIND}'")
endif()
