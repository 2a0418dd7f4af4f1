// expect: a FilterSink s predicate must be copyable and return bool for a const FamilyDescriptor
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/sinks/null_sink.hpp>

#include <string_view>

using isometric::FamilyDescriptor;

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto is_wanted = [](std::string_view name) { return name.starts_with("app_"); };
isometric::FilterSink sink(isometric::NullSink{}, is_wanted);
#else
constexpr auto is_wanted = [](const FamilyDescriptor& family) { return !family.unit.empty(); };
isometric::FilterSink sink(isometric::NullSink{}, is_wanted);
#endif
