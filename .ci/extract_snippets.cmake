# isometric_extract_snippets(<page> <folder> <programs>)
#
# Writes the C++ blocks of a Markdown page to <folder>, and the paths of its programs to the list
# <programs>. A block that opens with
#   ```cpp            is a program: <n>.cpp, counted from 1
#   ```cpp file=NAME  is a file that the page's programs include as "NAME"
#   ```cpp ignore     is a fragment, and left alone
# #line directives make the compiler's messages point into the page.
function(isometric_extract_snippets page folder programs)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page})
  file(READ ${page} rest)
  if(NOT rest MATCHES "\n$")
    string(APPEND rest "\n")
  endif()
  set(line_number 0)
  set(block "")  # what the open block is: program, file, other, or none
  set(found "")
  # Cut line by line: a CMake list would lose the code's semicolons and brackets.
  while(NOT rest STREQUAL "")
    math(EXPR line_number "${line_number} + 1")
    string(FIND "${rest}" "\n" length)
    string(SUBSTRING "${rest}" 0 ${length} line)
    math(EXPR next "${length} + 1")
    string(SUBSTRING "${rest}" ${next} -1 rest)

    if(NOT block STREQUAL "" AND line STREQUAL "```")
      if(NOT block STREQUAL "other")
        _isometric_write_if_changed(${file} code)
      endif()
      set(block "")
    elseif(NOT block STREQUAL "")
      string(APPEND code "${line}\n")
    elseif(line MATCHES "^```(.*)$")
      set(info "${CMAKE_MATCH_1}")
      math(EXPR first_line "${line_number} + 1")
      set(opened_at ${line_number})
      set(code "#line ${first_line} \"${page}\"\n")
      set(block other)
      if(info STREQUAL "cpp")
        list(LENGTH found number)
        math(EXPR number "${number} + 1")
        set(file ${folder}/${number}.cpp)
        list(APPEND found ${file})
        set(block program)
      elseif(info MATCHES "^cpp file=([a-z0-9_]+\\.hpp)$")
        set(file ${folder}/${CMAKE_MATCH_1})
        set(block file)
      elseif(info MATCHES "^[Cc](pp|xx|\\+\\+)" AND NOT info STREQUAL "cpp ignore")
        message(FATAL_ERROR "${page}:${line_number}: a C++ block opens with 'cpp', "
          "'cpp file=<name>.hpp' or 'cpp ignore', not '${info}'")
      endif()
    endif()
  endwhile()
  if(NOT block STREQUAL "")
    message(FATAL_ERROR "${page}:${opened_at}: this block is never closed")
  endif()
  set(${programs} ${found} PARENT_SCOPE)
endfunction()

# Keeps the time stamp of a block that did not change, so that only what changed is built again.
function(_isometric_write_if_changed file content_variable)
  if(EXISTS ${file})
    file(READ ${file} old)
    if(old STREQUAL ${content_variable})
      return()
    endif()
  endif()
  file(WRITE ${file} "${${content_variable}}")
endfunction()
