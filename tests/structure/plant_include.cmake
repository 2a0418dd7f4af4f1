# Appends INCLUDE_LINE to HEADER in a copy of the headers: the layer check has to fail with COMPLAINT.
set(project ${CMAKE_CURRENT_LIST_DIR}/../..)
file(REMOVE_RECURSE ${SCRATCH})
file(COPY ${project}/include DESTINATION ${SCRATCH})
file(APPEND ${SCRATCH}/include/${HEADER} "${INCLUDE_LINE}\n")
execute_process(
  COMMAND ${CMAKE_COMMAND} -D INCLUDE=${SCRATCH}/include -P ${project}/.ci/check_layers.cmake
  RESULT_VARIABLE result ERROR_VARIABLE errors OUTPUT_QUIET)
string(REGEX REPLACE "[ \n]+" " " errors "${errors}")
if(result EQUAL 0)
  message(FATAL_ERROR "the check passed with ${INCLUDE_LINE} in ${HEADER}")
elseif(NOT errors MATCHES "${COMPLAINT}")
  message(FATAL_ERROR "the check said:\n${errors}\nand not: ${COMPLAINT}")
endif()
