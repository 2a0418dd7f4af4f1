#pragma once

#include <isometric/description/detail/mistake.hpp>

#include <cstddef>
#include <type_traits>

// What people write who declare an instrument, and what each of them is told.
//
// One mistake needs no declaration: constructors of instruments take their sink by value, because
// clang then warns of a sink that is a member of the same class and declared after the instrument.
namespace isometric::inline v1::detail {

template <class Given, class Sink>
concept NotTheSink = !__is_same(Given, Sink) && !std::is_convertible_v<const Given&, const Sink&>;

namespace mistake {

struct an_instrument_is_made_with_its_sink_its_name_and_a_help_text {};
struct the_help_text_is_missing_say_after_the_name_what_is_counted_or_measured {};
struct options_come_after_the_buckets_such_as_default_buckets {};
struct options_come_after_the_quantiles_for_none {};
struct the_sink_is_missing_it_comes_before_the_name {};
struct the_first_argument_is_not_of_the_sink_type_of_the_instrument_such_as_RegistrySink {};

}  // namespace mistake
}  // namespace isometric::inline v1::detail

/// Among the constructors of a class template `Instrument<Sink, ...>` whose name is a `Name`,
/// and whose help is a `Help`.
#define ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(Instrument, Name, Help)                             \
  ISOMETRIC_DETAIL_MISTAKE("an instrument is made with its sink, its name and a help text")        \
  explicit Instrument(                                                                             \
      detail::mistake::an_instrument_is_made_with_its_sink_its_name_and_a_help_text = {})          \
      ISOMETRIC_DETAIL_REFUSED;                                                                    \
  ISOMETRIC_DETAIL_MISTAKE(                                                                        \
      "the help text is missing: say after the name what is counted or measured")                  \
  Instrument(                                                                                      \
      const Sink&, const Name&,                                                                    \
      detail::mistake::the_help_text_is_missing_say_after_the_name_what_is_counted_or_measured =   \
          {}) ISOMETRIC_DETAIL_REFUSED;                                                            \
  template <std::size_t NameSize, std::size_t HelpSize,                                            \
            class = detail::mistake::the_sink_is_missing_it_comes_before_the_name, class... Rest>  \
  ISOMETRIC_DETAIL_MISTAKE("the sink is missing: it comes before the name")                        \
  Instrument(const char(&)[NameSize], const char(&)[HelpSize], const Rest&...)                     \
      ISOMETRIC_DETAIL_REFUSED;                                                                    \
  template <detail::NotTheSink<Sink> Given,                                                        \
            class = detail::mistake::                                                              \
                the_first_argument_is_not_of_the_sink_type_of_the_instrument_such_as_RegistrySink> \
  ISOMETRIC_DETAIL_MISTAKE(                                                                        \
      "the first argument is not of the sink type of the instrument, such as "                     \
      "RegistrySink{registry}")                                                                    \
  Instrument(const Given&, const Name&, Help, ...) ISOMETRIC_DETAIL_REFUSED

/// Among those of an instrument that takes bounds before its options. A template, so that what the
/// constructor takes as well goes there.
#define ISOMETRIC_DETAIL_OPTIONS_TOO_EARLY(Instrument, Name, Help, text, reason)          \
  template <class = void>                                                                 \
  ISOMETRIC_DETAIL_MISTAKE(text)                                                          \
  Instrument(const Sink&, const Name&, Help, FamilyOptions, detail::mistake::reason = {}) \
      ISOMETRIC_DETAIL_REFUSED
