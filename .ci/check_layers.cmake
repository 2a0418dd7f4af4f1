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
  isometric/description/buckets.hpp
  isometric/description/closed_values.hpp
  isometric/description/family_descriptor.hpp
  isometric/description/family_options.hpp
  isometric/description/help.hpp
  isometric/description/label.hpp
  isometric/description/label_name.hpp
  isometric/description/metric_name.hpp
  isometric/description/metric_name_prefix.hpp
  isometric/description/metric_type.hpp
  isometric/description/quantiles.hpp
  isometric/description/series_kind.hpp
  isometric/description/source_location.hpp
  isometric/version.hpp
  isometric/description/detail/double_bits.hpp
  isometric/description/detail/enumerators.hpp
  isometric/description/detail/literal.hpp
  isometric/description/detail/marked_bytes.hpp
  isometric/description/detail/name_rules.hpp
  isometric/description/detail/numeric_limits.hpp
  isometric/description/detail/raise.hpp
  isometric/description/detail/unit_rules.hpp
  isometric/description/detail/utf8.hpp)

# The parts of the description that hold strings: what is thrown, and what is read.
room(reading SEES description FILES
  isometric/catalogue/catalogue_json.hpp
  isometric/catalogue/catalogue_markdown.hpp
  isometric/description/errors.hpp
  isometric/description/invalid_buckets.hpp
  isometric/description/invalid_name.hpp
  isometric/description/invalid_quantiles.hpp
  isometric/catalogue/lint.hpp
  isometric/description/runtime_buckets.hpp
  isometric/description/runtime_name.hpp
  isometric/description/runtime_quantiles.hpp
  isometric/reading/sample.hpp
  isometric/reading/series_selector.hpp
  isometric/reading/snapshot.hpp
  isometric/reading/snapshot_delta.hpp
  isometric/description/detail/conflict_message.hpp
  isometric/reading/detail/decimal_reading.hpp
  isometric/description/detail/escape.hpp
  isometric/catalogue/detail/json_text.hpp
  isometric/catalogue/detail/markdown_text.hpp
  isometric/description/detail/number_text.hpp
  isometric/reading/detail/sample_text.hpp
  isometric/reading/scrape.hpp
  isometric/reading/detail/snapshot_of.hpp
  isometric/reading/detail/snapshot_scrape.hpp
  isometric/reading/detail/stable_sort.hpp
  isometric/reading/detail/valid_text.hpp)

room(sink_contract LIGHT SEES description FILES
  isometric/contract/callback_sink.hpp
  isometric/contract/diagnose_sink.hpp
  isometric/contract/metrics_sink.hpp
  isometric/contract/removable_sink.hpp)

room(source_contract SEES description reading FILES
  isometric/contract/metrics_source.hpp)

# What sinks that remember families have in common, whatever their backend.
room(families SEES description reading sink_contract FILES
  isometric/catalogue/catalogue.hpp
  isometric/sinks/registry_options.hpp
  isometric/sinks/detail/family/arena.hpp
  isometric/sinks/detail/family/callback_registration.hpp
  isometric/sinks/detail/family/callback_sum.hpp
  isometric/sinks/detail/family/descriptor_checks.hpp
  isometric/sinks/detail/family/descriptor_conflict.hpp
  isometric/sinks/detail/family/descriptor_copy.hpp
  isometric/sinks/detail/family/event_log.hpp
  isometric/sinks/detail/family/family_map.hpp
  isometric/sinks/detail/family/refusal.hpp
  isometric/sinks/detail/family/value_hash.hpp)

# Sinks without a backend.
room(plain_sinks SEES description reading sink_contract source_contract families FILES
  isometric/sinks/call_log.hpp
  isometric/sinks/catalogue_sink.hpp
  isometric/sinks/null_sink.hpp
  isometric/sinks/recorded_call.hpp
  isometric/sinks/recording_sink.hpp
  isometric/sinks/detail/recording/recorded_calls.hpp
  isometric/sinks/detail/catalogue/catalogue_families.hpp
  isometric/sinks/detail/catalogue/catalogue_store.hpp
  isometric/sinks/detail/recording/recorded_callbacks.hpp
  isometric/sinks/detail/recording/recorded_family.hpp
  isometric/sinks/detail/recording/recorded_series.hpp
  isometric/sinks/detail/recording/recorder.hpp
  isometric/sinks/detail/recording/recording_callbacks.hpp
  isometric/sinks/detail/recording/recording_handles.hpp)

room(sinks OTHERS prometheus SEES description reading sink_contract source_contract families FILES
  isometric/sinks/
  isometric/sinks/detail/prometheus/backend.hpp
  isometric/sinks/detail/series/callback_store.hpp
  isometric/sinks/detail/prometheus/family_collector.hpp
  isometric/sinks/detail/registry/collected_scrape.hpp
  isometric/sinks/detail/registry/family_binding.hpp
  isometric/sinks/detail/registry/family_entry.hpp
  isometric/sinks/detail/registry/family_index.hpp
  isometric/sinks/detail/prometheus/foreign_checks.hpp
  isometric/sinks/detail/prometheus/foreign_families.hpp
  isometric/sinks/detail/series/hash_seed.hpp
  isometric/sinks/detail/registry/ledger.hpp
  isometric/sinks/detail/registry/owned_registry.hpp
  isometric/sinks/detail/registry/pin_module.hpp
  isometric/sinks/detail/registry/process_state.hpp
  isometric/sinks/detail/prometheus/mend_family.hpp
  isometric/sinks/detail/registry/registry_directory.hpp
  isometric/sinks/detail/registry/registry_halves.hpp
  isometric/sinks/detail/registry/registry_handles.hpp
  isometric/sinks/detail/series/removable_series.hpp
  isometric/sinks/detail/series/removable_store.hpp
  isometric/sinks/detail/series/series_order.hpp
  isometric/sinks/detail/series/series_reading.hpp
  isometric/sinks/detail/series/series_store.hpp
  isometric/sinks/detail/series/series_table.hpp)

room(adaptors SEES description reading sink_contract source_contract FILES
  isometric/adaptors/
  isometric/adaptors/detail/added_labels.hpp
  isometric/adaptors/detail/any/any_callback_family.hpp
  isometric/adaptors/detail/any/any_family.hpp
  isometric/adaptors/detail/any/any_series.hpp
  isometric/adaptors/detail/any/any_value.hpp
  isometric/adaptors/detail/dropped_family.hpp
  isometric/adaptors/detail/filtered_family.hpp
  isometric/adaptors/detail/redescribing_sink.hpp
  isometric/adaptors/detail/any/sink_model.hpp
  isometric/adaptors/detail/sink_over.hpp
  isometric/adaptors/detail/tee_family.hpp
  isometric/adaptors/detail/any/undescribed.hpp)

# A component's instruments name it, so it is apart from the adaptors that hold strings.
room(removable LIGHT SEES description sink_contract FILES
  isometric/adaptors/removable.hpp)

room(instruments LIGHT SEES description sink_contract FILES
  isometric/instruments/
  isometric/instruments/detail/callback_instrument.hpp
  isometric/instruments/detail/entered_scope.hpp
  isometric/instruments/detail/guard_parts.hpp
  isometric/instruments/detail/instrument.hpp
  isometric/instruments/detail/label_set.hpp
  isometric/instruments/detail/labeled_family.hpp
  isometric/instruments/detail/owned_text.hpp
  isometric/instruments/detail/removal.hpp
  isometric/instruments/detail/version_text.hpp
  isometric/instruments/detail/wall_clock.hpp)

# <chrono> is heavy, so only those who measure time pay for it.
room(timers SEES description sink_contract instruments FILES
  isometric/instruments/stopwatch.hpp isometric/instruments/timer.hpp)

# What the operating system tells of the process; knows nothing of metrics.
room(process OTHERS sys SEES description FILES
  isometric/exposition/detail/process/boot_time.hpp
  isometric/exposition/detail/process/proc_files.hpp
  isometric/exposition/detail/process/proc_stat.hpp
  isometric/exposition/detail/process/process_reader.hpp)

room(exposition OTHERS prometheus
  SEES description reading sink_contract source_contract families plain_sinks sinks process
  FILES
  isometric/exposition/
  isometric/exposition/detail/accept_header.hpp
  isometric/exposition/detail/gathering/gathered_family.hpp
  isometric/exposition/detail/gathering/gathered_scrape.hpp
  isometric/exposition/detail/gathering/gathered_source.hpp
  isometric/exposition/detail/gathering/gatherer_core.hpp
  isometric/exposition/detail/gathering/gathering_log.hpp
  isometric/exposition/detail/text/label_numbers.hpp
  isometric/exposition/detail/text/label_writer.hpp
  isometric/exposition/detail/text/page_buffer.hpp
  isometric/exposition/detail/text/page_names.hpp
  isometric/exposition/detail/text/page_writer.hpp
  isometric/exposition/detail/text/plain_text.hpp
  isometric/exposition/detail/process_metrics.hpp
  isometric/contract/detail/scrapable.hpp)

room(testing
  SEES description reading sink_contract source_contract families plain_sinks sinks adaptors
    removable instruments timers exposition
  FILES isometric/testing/
    isometric/testing/detail/archetype_family.hpp
    isometric/testing/detail/conformance/callback_conformance.hpp
    isometric/testing/detail/change_refutation.hpp
    isometric/testing/detail/close_numbers.hpp
    isometric/testing/detail/conformance/conformance_family.hpp
    isometric/testing/detail/conformance/conformance_report.hpp
    isometric/testing/detail/conformance/conformance_subject.hpp
    isometric/testing/detail/declared_family.hpp
    isometric/testing/detail/failing_family.hpp
    isometric/testing/detail/failure_plan.hpp
    isometric/testing/detail/first_lines.hpp
    isometric/testing/detail/page/golden_file.hpp
    isometric/testing/detail/histogram_text.hpp
    isometric/testing/detail/judge_observed.hpp
    isometric/testing/detail/near_misses.hpp
    isometric/testing/detail/page/number_reading.hpp
    isometric/testing/detail/observed.hpp
    isometric/testing/detail/page/page_comparison.hpp
    isometric/testing/detail/page/page_point.hpp
    isometric/testing/detail/page/page_reader.hpp
    isometric/testing/detail/page/page_series.hpp
    isometric/testing/detail/page/page_time.hpp
    isometric/testing/detail/page/page_types.hpp
    isometric/testing/detail/refuse_test.hpp
    isometric/testing/detail/conformance/removable_conformance.hpp
    isometric/testing/detail/page/sample_line.hpp
    isometric/testing/detail/selector_parser.hpp
    isometric/testing/detail/conformance/series_conformance.hpp
    isometric/testing/detail/short_list.hpp
    isometric/testing/detail/conformance/thread_conformance.hpp
    isometric/testing/detail/page/unified_diff.hpp
    isometric/testing/detail/conformance/value_conformance.hpp)

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
