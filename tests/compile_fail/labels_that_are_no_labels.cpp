// expect: an instrument's labels must be isometric::Label types
#include <isometric/description/label.hpp>

using Group = isometric::Label<"group">;

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr bool fit = isometric::detail::diagnose_labels<Group, int>();
#else
constexpr bool fit = isometric::detail::diagnose_labels<Group>();
#endif
