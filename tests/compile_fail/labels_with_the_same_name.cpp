// expect: two labels of one instrument have the same name
#include <isometric/description/label.hpp>

using Group = isometric::Label<"group">;

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr bool fit = isometric::detail::diagnose_labels<Group, isometric::Label<"group", bool>>();
#else
constexpr bool fit = isometric::detail::diagnose_labels<Group, isometric::Label<"ready", bool>>();
#endif
