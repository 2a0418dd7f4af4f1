# The program has to say MESSAGE in this case and abort, not to go on.
execute_process(COMMAND sh -c "ulimit -c 0; exec \"$0\" \"$1\"" ${PROGRAM} ${CASE}
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT output MATCHES "${MESSAGE}")
  message(FATAL_ERROR "expected it to say '${MESSAGE}', but it said '${output}'")
endif()
if(NOT result MATCHES "[Aa]bort")
  message(FATAL_ERROR "expected it to abort, but it ended with '${result}'")
endif()
