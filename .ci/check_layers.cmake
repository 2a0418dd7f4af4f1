# cmake [-D INCLUDE=<folder>] -P .ci/check_layers.cmake
#
# Proves that includes point only downward. Each header belongs to one of the rooms below, and may
# include headers of its own room and of those that the room sees. A header that no room claims is an
# error, and so is a cycle. Light rooms, from which components' headers are made, see only light
# rooms, and of the standard library only what costs next to nothing to compile.
cmake_minimum_required(VERSION 3.25)

set(light_standard_headers
  bit cfloat compare concepts cstddef cstdint cstdio cstdlib cstring ctime exception
  initializer_list span string_view type_traits)

# room(<name> [LIGHT] [OTHERS <library>...] [SEES <room>...] FILES <path>...)
# A path that ends in / claims a folder; a file's own path goes before its folder's.
set(rooms "")
macro(room name)
  list(APPEND rooms ${name})
  cmake_parse_arguments(${name} LIGHT "" "OTHERS;SEES;FILES" ${ARGN})
endmacro()

room(description LIGHT FILES
  isometric/buckets.hpp
  isometric/closed_values.hpp
  isometric/family_descriptor.hpp
  isometric/family_options.hpp
  isometric/help.hpp
  isometric/label.hpp
  isometric/label_name.hpp
  isometric/metric_name.hpp
  isometric/metric_name_prefix.hpp
  isometric/metric_type.hpp
  isometric/quantiles.hpp
  isometric/series_kind.hpp
  isometric/source_location.hpp
  isometric/version.hpp
  isometric/detail/double_bits.hpp
  isometric/detail/enumerators.hpp
  isometric/detail/literal.hpp
  isometric/detail/marked_bytes.hpp
  isometric/detail/name_rules.hpp
  isometric/detail/numeric_limits.hpp
  isometric/detail/raise.hpp
  isometric/detail/unit_rules.hpp
  isometric/detail/utf8.hpp)

# The parts of the description that hold strings: what is thrown, and what is read.
room(reading SEES description FILES
  isometric/catalogue_json.hpp
  isometric/catalogue_markdown.hpp
  isometric/errors.hpp
  isometric/invalid_buckets.hpp
  isometric/invalid_name.hpp
  isometric/invalid_quantiles.hpp
  isometric/lint.hpp
  isometric/runtime_buckets.hpp
  isometric/runtime_name.hpp
  isometric/runtime_quantiles.hpp
  isometric/sample.hpp
  isometric/series_selector.hpp
  isometric/snapshot.hpp
  isometric/snapshot_delta.hpp
  isometric/detail/conflict_message.hpp
  isometric/detail/decimal_reading.hpp
  isometric/detail/escape.hpp
  isometric/detail/json_text.hpp
  isometric/detail/markdown_text.hpp
  isometric/detail/number_text.hpp
  isometric/detail/sample_text.hpp
  isometric/detail/scrape.hpp
  isometric/detail/snapshot_builder.hpp
  isometric/detail/snapshot_scrape.hpp
  isometric/detail/stable_sort.hpp
  isometric/detail/valid_text.hpp)

room(sink_contract LIGHT SEES description FILES
  isometric/callback_sink.hpp
  isometric/diagnose_sink.hpp
  isometric/metrics_sink.hpp
  isometric/removable_sink.hpp)

room(source_contract SEES description reading FILES
  isometric/metrics_source.hpp)

# What sinks that remember families have in common, whatever their backend.
room(families SEES description reading sink_contract FILES
  isometric/catalogue.hpp
  isometric/sinks/registry_options.hpp
  isometric/detail/arena.hpp
  isometric/detail/callback_registration.hpp
  isometric/detail/callback_sum.hpp
  isometric/detail/descriptor_checks.hpp
  isometric/detail/descriptor_conflict.hpp
  isometric/detail/descriptor_copy.hpp
  isometric/detail/event_log.hpp
  isometric/detail/family_map.hpp
  isometric/detail/refusal.hpp
  isometric/detail/value_hash.hpp)

# Sinks without a backend.
room(plain_sinks SEES description reading sink_contract source_contract families FILES
  isometric/sinks/call_log.hpp
  isometric/sinks/catalogue_sink.hpp
  isometric/sinks/null_sink.hpp
  isometric/sinks/recorded_call.hpp
  isometric/sinks/recording_sink.hpp
  isometric/detail/call_recorder.hpp
  isometric/detail/catalogue_families.hpp
  isometric/detail/catalogue_store.hpp
  isometric/detail/recorded_callbacks.hpp
  isometric/detail/recorded_family.hpp
  isometric/detail/recorded_series.hpp
  isometric/detail/recorder.hpp
  isometric/detail/recording_callbacks.hpp
  isometric/detail/recording_families.hpp)

room(sinks OTHERS prometheus SEES description reading sink_contract source_contract families FILES
  isometric/sinks/
  isometric/detail/backend.hpp
  isometric/detail/callback_store.hpp
  isometric/detail/collected_family.hpp
  isometric/detail/collected_scrape.hpp
  isometric/detail/family_binding.hpp
  isometric/detail/family_entry.hpp
  isometric/detail/family_index.hpp
  isometric/detail/foreign_checks.hpp
  isometric/detail/foreign_families.hpp
  isometric/detail/hash_seed.hpp
  isometric/detail/ledger.hpp
  isometric/detail/owned_registry.hpp
  isometric/detail/pin_module.hpp
  isometric/detail/process_state.hpp
  isometric/detail/prometheus_families.hpp
  isometric/detail/registry_directory.hpp
  isometric/detail/registry_halves.hpp
  isometric/detail/registry_handles.hpp
  isometric/detail/removable_series.hpp
  isometric/detail/removable_store.hpp
  isometric/detail/series_order.hpp
  isometric/detail/series_reading.hpp
  isometric/detail/series_store.hpp
  isometric/detail/series_table.hpp)

room(adaptors SEES description reading sink_contract source_contract FILES
  isometric/adaptors/
  isometric/detail/added_labels.hpp
  isometric/detail/any_callback_family.hpp
  isometric/detail/any_family.hpp
  isometric/detail/any_series.hpp
  isometric/detail/any_value.hpp
  isometric/detail/dropped_family.hpp
  isometric/detail/filtered_family.hpp
  isometric/detail/redescribing_sink.hpp
  isometric/detail/sink_model.hpp
  isometric/detail/sink_over.hpp
  isometric/detail/tee_family.hpp
  isometric/detail/undescribed.hpp)

# A component's instruments name it, so it is apart from the adaptors that hold strings.
room(removable LIGHT SEES description sink_contract FILES
  isometric/adaptors/removable.hpp)

room(instruments LIGHT SEES description sink_contract FILES
  isometric/instruments/
  isometric/detail/callback_instrument.hpp
  isometric/detail/entered_scope.hpp
  isometric/detail/guard_parts.hpp
  isometric/detail/instrument.hpp
  isometric/detail/label_set.hpp
  isometric/detail/labelled_family.hpp
  isometric/detail/owned_text.hpp
  isometric/detail/removal.hpp
  isometric/detail/version_text.hpp
  isometric/detail/wall_clock.hpp)

# <chrono> is heavy, so only those who measure time pay for it.
room(timers SEES description sink_contract instruments FILES
  isometric/instruments/stopwatch.hpp isometric/instruments/timer.hpp)

# What the operating system tells of the process; knows nothing of metrics.
room(process OTHERS sys SEES description FILES
  isometric/detail/boot_time.hpp
  isometric/detail/proc_files.hpp
  isometric/detail/proc_stat.hpp
  isometric/detail/process_reader.hpp)

room(exposition OTHERS prometheus
  SEES description reading sink_contract source_contract families plain_sinks sinks process
  FILES
  isometric/exposition/
  isometric/detail/accept_header.hpp
  isometric/detail/gathered_family.hpp
  isometric/detail/gathered_scrape.hpp
  isometric/detail/gathered_source.hpp
  isometric/detail/gatherer_core.hpp
  isometric/detail/gathering_log.hpp
  isometric/detail/label_numbers.hpp
  isometric/detail/label_writer.hpp
  isometric/detail/page_buffer.hpp
  isometric/detail/page_names.hpp
  isometric/detail/page_writer.hpp
  isometric/detail/plain_text.hpp
  isometric/detail/process_metrics.hpp
  isometric/detail/source_scrape.hpp)

room(testing
  SEES description reading sink_contract source_contract families plain_sinks sinks adaptors
    removable instruments timers exposition
  FILES isometric/testing/
    isometric/detail/archetype_family.hpp
    isometric/detail/callback_conformance.hpp
    isometric/detail/change_refutation.hpp
    isometric/detail/close_numbers.hpp
    isometric/detail/conformance_family.hpp
    isometric/detail/conformance_report.hpp
    isometric/detail/conformance_subject.hpp
    isometric/detail/declared_family.hpp
    isometric/detail/failing_family.hpp
    isometric/detail/failure_plan.hpp
    isometric/detail/first_lines.hpp
    isometric/detail/golden_file.hpp
    isometric/detail/histogram_text.hpp
    isometric/detail/judge_observed.hpp
    isometric/detail/near_misses.hpp
    isometric/detail/number_reading.hpp
    isometric/detail/observed.hpp
    isometric/detail/page_comparison.hpp
    isometric/detail/page_point.hpp
    isometric/detail/page_reader.hpp
    isometric/detail/page_series.hpp
    isometric/detail/page_time.hpp
    isometric/detail/page_types.hpp
    isometric/detail/refuse_test.hpp
    isometric/detail/removable_conformance.hpp
    isometric/detail/sample_line.hpp
    isometric/detail/selector_parser.hpp
    isometric/detail/series_conformance.hpp
    isometric/detail/short_list.hpp
    isometric/detail/thread_conformance.hpp
    isometric/detail/unified_diff.hpp
    isometric/detail/value_conformance.hpp)

room(catch2 OTHERS catch2
  SEES description reading sink_contract source_contract families plain_sinks sinks adaptors
    removable instruments timers exposition testing
  FILES isometric/testing/catch2.hpp isometric/testing/catch2/)

# The sinks' names and nothing of what they are made of, for a component's default argument.
room(sink_names LIGHT FILES
  isometric/sinks/forward.hpp)

# The server that the library was written for sees what any component sees.
room(homecluster SEES description sink_contract sink_names removable instruments timers FILES
  homecluster/)

# --------------------------------------------------------------------------------------------------

if(NOT DEFINED INCLUDE)
  set(INCLUDE ${CMAKE_CURRENT_LIST_DIR}/../include)
endif()
file(GLOB_RECURSE headers RELATIVE ${INCLUDE} ${INCLUDE}/*)

foreach(name IN LISTS rooms)
  foreach(path IN LISTS ${name}_FILES)
    set(claims_${path} ${name})
    if(NOT EXISTS ${INCLUDE}/${path} AND NOT path MATCHES "/$")
      message(SEND_ERROR "${path}: claimed by ${name}, but there is no such header")
    endif()
  endforeach()
  if(${name}_LIGHT)
    foreach(seen IN LISTS ${name}_SEES)
      if(NOT ${seen}_LIGHT)
        message(SEND_ERROR "${name} is light and may not see ${seen}, which is not")
      endif()
    endforeach()
  endif()
endforeach()

function(room_of header result)
  set(path ${header})
  while(path AND NOT DEFINED claims_${path})
    string(REGEX REPLACE "[^/]+/?$" "" path ${path})
  endwhile()
  set(${result} "${claims_${path}}" PARENT_SCOPE)
endfunction()

foreach(header IN LISTS headers)
  room_of(${header} room)
  if(NOT room)
    message(SEND_ERROR "${header}: belongs to no room; claim it in ${CMAKE_CURRENT_LIST_FILE}")
    continue()
  endif()
  set(includes_${header} "")
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
      list(APPEND includes_${header} ${included})
      room_of(${included} included_room)
      if(NOT EXISTS ${INCLUDE}/${included})
        message(SEND_ERROR "${header}: there is no <${included}>")
      elseif(NOT included_room IN_LIST ${room}_SEES AND NOT included_room STREQUAL room)
        message(SEND_ERROR "${header}: includes <${included}>, but ${room} may not see "
          "${included_room}")
      endif()
    elseif(library)
      if(NOT library IN_LIST ${room}_OTHERS)
        message(SEND_ERROR "${header}: includes <${included}>, but ${room} may not see ${library}")
      endif()
    elseif(${room}_LIGHT AND NOT included IN_LIST light_standard_headers)
      message(SEND_ERROR "${header}: includes <${included}>, which is too heavy for ${room}")
    endif()
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
