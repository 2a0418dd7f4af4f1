# The program has to say MESSAGE in this case and abort, which it makes its success.
execute_process(COMMAND ${PROGRAM} ${CASE}
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT output MATCHES "${MESSAGE}")
  message(FATAL_ERROR "expected it to say '${MESSAGE}', but it said '${output}'")
endif()
if(NOT result EQUAL 0)
  message(FATAL_ERROR "expected it to abort, but it ended with '${result}'")
endif()
