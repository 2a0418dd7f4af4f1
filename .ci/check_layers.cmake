# cmake [-D INCLUDE=<folder>] -P .ci/check_layers.cmake
#
# Proves that includes point only downward. A folder of include/isometric/ is a room; its headers, and
# those of its detail/, include headers of the room itself and of the rooms that it sees. A header that
# is named here is a room of its own. One that lies in no room is an error, and so is a circle. What
# components include is light: next to nothing of the standard library.
cmake_minimum_required(VERSION 3.25)

# room(<folder or header> [SEES <room>...] [OTHERS <library>...] [OPENS <room>])
# A header that opens a room, a door, includes each public header of it.
macro(room name)
  list(APPEND rooms ${name})
  cmake_parse_arguments(${name} "" "OPENS" "SEES;OTHERS" ${ARGN})
endmacro()

room(version.hpp)
room(description)
room(reading     SEES description)
room(contract    SEES description reading)
room(instruments SEES description contract version.hpp)
room(catalogue   SEES description reading)
room(adaptors    SEES description reading contract)
room(sinks       SEES description reading contract instruments catalogue
                 OTHERS prometheus sys)
room(exposition  SEES description reading contract sinks exposition/detail/process
                 OTHERS prometheus)
set(all description reading contract instruments catalogue adaptors sinks exposition
  instruments/stopwatch.hpp instruments/timer.hpp instruments/series_labels.hpp
  instruments/dynamic_instruments.hpp adaptors/removable.hpp sinks/forward.hpp)
room(testing            SEES ${all} OTHERS sys)
room(testing/catch2     SEES ${all} testing OTHERS catch2)
room(testing/catch2.hpp SEES ${all} testing testing/catch2)

# What the operating system tells of the process; knows nothing of metrics.
room(exposition/detail/process SEES description OTHERS sys)
# <chrono> is heavy, so only those who measure time pay for it.
room(instruments/stopwatch.hpp SEES description contract instruments)
room(instruments/timer.hpp     SEES description contract instruments instruments/stopwatch.hpp)
# Names and labels that are known only at run time are strings.
room(instruments/series_labels.hpp SEES description)
set(dynamic description contract instruments instruments/series_labels.hpp)
room(instruments/detail/dynamic_instrument.hpp SEES ${dynamic})
list(APPEND dynamic instruments/detail/dynamic_instrument.hpp)
room(instruments/detail/dynamic_observer.hpp SEES ${dynamic})
room(instruments/dynamic_instruments.hpp SEES ${dynamic} instruments/detail/dynamic_observer.hpp)
# What a component names beside its instruments.
room(adaptors/removable.hpp    SEES description contract)
room(sinks/forward.hpp)
# The door for components, and the server that the library was written for.
room(instruments.hpp SEES description contract adaptors/removable.hpp sinks/forward.hpp
                     OPENS instruments)
room(homecluster     SEES ${instruments.hpp_SEES} instruments instruments.hpp
                          instruments/stopwatch.hpp instruments/timer.hpp)

# apart(<library or "heavy"> FROM <room or header>...): neither these headers nor any that they
# include see the library, or more of the standard library than is listed here.
set(light_standard_headers
  bit cfloat compare concepts cstddef cstdint cstdio cstdlib cstring ctime exception
  initializer_list new span string_view type_traits)
macro(apart library from)
  list(APPEND kept_apart ${library})
  set(apart_from_${library} ${ARGN})
endmacro()

apart(heavy FROM instruments instruments.hpp description/metric_name_prefix.hpp
  homecluster/provider_metrics.hpp)
apart(prometheus FROM sinks/null_sink.hpp sinks/recording_sink.hpp sinks/catalogue_sink.hpp
  exposition/text_writer.hpp)

# --------------------------------------------------------------------------------------------------

if(NOT DEFINED INCLUDE)
  set(INCLUDE ${CMAKE_CURRENT_LIST_DIR}/../include)
endif()
file(GLOB_RECURSE headers RELATIVE ${INCLUDE} ${INCLUDE}/*)

# The innermost room that the header lies in.
function(room_of header result)
  string(REGEX REPLACE "^isometric/" "" path ${header})
  while(path AND NOT path IN_LIST rooms)
    cmake_path(GET path PARENT_PATH path)
  endwhile()
  set(${result} "${path}" PARENT_SCOPE)
endfunction()

foreach(header IN LISTS headers)
  room_of(${header} room)
  if(NOT room)
    message(SEND_ERROR "${header}: lies in no room of ${CMAKE_CURRENT_LIST_FILE}")
    continue()
  endif()
  set(includes_${header} "")
  set(others_${header} "")
  file(STRINGS ${INCLUDE}/${header} lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "<([^>]+)>")
      message(SEND_ERROR "${header}: '${line}' should name the header as <folder/name.hpp>")
      continue()
    endif()
    set(included ${CMAKE_MATCH_1})
    string(REGEX MATCH "^[^/]+/" library ${included})
    string(REGEX REPLACE "/$" "" library "${library}")
    if(library MATCHES "^(isometric|homecluster)$")
      room_of(${included} included_room)
      if(NOT EXISTS ${INCLUDE}/${included})
        message(SEND_ERROR "${header}: there is no <${included}>")
      elseif(NOT included_room STREQUAL room AND NOT included_room IN_LIST ${room}_SEES
          AND NOT included_room STREQUAL "${${room}_OPENS}")
        message(SEND_ERROR "${header}: includes <${included}>, but ${room} may not see "
          "${included_room}")
      else()
        list(APPEND includes_${header} ${included})
      endif()
    elseif(library)
      list(APPEND others_${header} ${library})
      if(NOT library IN_LIST ${room}_OTHERS)
        message(SEND_ERROR "${header}: includes <${included}>, but ${room} may not see ${library}")
      endif()
    elseif(NOT included IN_LIST light_standard_headers)
      list(APPEND others_${header} heavy)
      set(heavy_${header} ${included})
    endif()
  endforeach()
endforeach()

foreach(header IN LISTS headers)
  room_of(${header} room)
  cmake_path(GET header PARENT_PATH folder)
  foreach(door IN LISTS rooms)
    if(folder STREQUAL "isometric/${${door}_OPENS}" AND room STREQUAL "${${door}_OPENS}"
        AND NOT header IN_LIST includes_isometric/${door})
      message(SEND_ERROR "isometric/${door}: opens ${room}, but does not include <${header}>")
    endif()
  endforeach()
endforeach()

# From each header that is kept apart along its includes.
foreach(library IN LISTS kept_apart)
  foreach(from IN LISTS apart_from_${library})
    set(reached "")
    foreach(header IN LISTS headers)
      room_of(${header} room)
      if(from STREQUAL room OR header MATCHES "^(isometric/)?${from}$")
        list(APPEND reached ${header})
      endif()
    endforeach()
    if(NOT reached)
      message(SEND_ERROR "${from}: is kept apart from ${library}, but there is no such header")
    endif()
    while(reached)
      list(POP_FRONT reached header)
      if(DEFINED ${library}_seen_${header})
        continue()
      endif()
      set(${library}_seen_${header} TRUE)
      if(library IN_LIST others_${header})
        string(REPLACE "heavy" "<${heavy_${header}}>" seen ${library})
        message(SEND_ERROR "${header}: includes ${seen}, which ${from} is kept apart from")
      endif()
      list(APPEND reached ${includes_${header}})
    endwhile()
  endforeach()
endforeach()

# Take away the headers whose includes are all gone, or that no other header includes, again and
# again: what is left is in a circle.
set(left ${headers})
set(before "")
while(NOT "${left}" STREQUAL "${before}")
  set(before ${left})
  set(included_by_others "")
  foreach(header IN LISTS before)
    list(APPEND included_by_others ${includes_${header}})
  endforeach()
  foreach(header IN LISTS before)
    set(waits_for "")
    foreach(included IN LISTS includes_${header})
      if(included IN_LIST left)
        set(waits_for ${included})
        break()
      endif()
    endforeach()
    if(NOT waits_for OR NOT header IN_LIST included_by_others)
      list(REMOVE_ITEM left ${header})
    endif()
  endforeach()
endwhile()
if(left)
  message(SEND_ERROR "headers that include one another in a circle: ${left}")
endif()

list(LENGTH headers count)
message(STATUS "checked the includes of ${count} headers")
