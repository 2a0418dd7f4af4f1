# Appends LINE to HEADER in a copy of the headers: CHECK, a script of .ci, has to fail with COMPLAINT.
set(project ${CMAKE_CURRENT_LIST_DIR}/../..)
file(REMOVE_RECURSE ${SCRATCH})
file(COPY ${project}/include DESTINATION ${SCRATCH})
file(APPEND ${SCRATCH}/include/${HEADER} "${LINE}\n")
execute_process(
  COMMAND ${CMAKE_COMMAND} -D INCLUDE=${SCRATCH}/include -P ${project}/.ci/${CHECK}
  RESULT_VARIABLE result ERROR_VARIABLE errors OUTPUT_QUIET)
string(REGEX REPLACE "[ \n]+" " " errors "${errors}")
if(result EQUAL 0)
  message(FATAL_ERROR "the check passed with ${LINE} in ${HEADER}")
elseif(NOT errors MATCHES "${COMPLAINT}")
  message(FATAL_ERROR "the check said:\n${errors}\nand not: ${COMPLAINT}")
endif()
