#pragma once

#include <isometric/description/label.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/version.hpp>

#include <string_view>

#define ISOMETRIC_QUOTE(token) #token
#define ISOMETRIC_DOTTED(major, minor, patch) \
  ISOMETRIC_QUOTE(major) "." ISOMETRIC_QUOTE(minor) "." ISOMETRIC_QUOTE(patch)

// Apple numbers its clang in its own way.
#if defined(__apple_build_version__)
#define ISOMETRIC_COMPILER \
  "apple clang " ISOMETRIC_DOTTED(__clang_major__, __clang_minor__, __clang_patchlevel__)
#elif defined(__clang__)
#define ISOMETRIC_COMPILER \
  "clang " ISOMETRIC_DOTTED(__clang_major__, __clang_minor__, __clang_patchlevel__)
#elif defined(__GNUC__)
#define ISOMETRIC_COMPILER "gcc " ISOMETRIC_DOTTED(__GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__)
#else
#define ISOMETRIC_COMPILER "unknown"
#endif

// While a compiler implements a standard in part, its number is between two standards'.
#define ISOMETRIC_STANDARD \
  (__cplusplus > 202302L ? "c++26" : __cplusplus > 202002L ? "c++23" : "c++20")

namespace isometric::inline v1 {
namespace detail {

struct Toolchain {
  std::string_view compiler;
  std::string_view standard;
};

}  // namespace detail

/// Tells which build of a program runs: an info that is set when it is made.
///
///     isometric::BuildInfo build{sink, "app_build_info", "1.2.3", "9f86d081"};
///
///     app_build_info{compiler="gcc 12.2.0",isometric_version="0.2.0",revision="9f86d081",
///                    standard="c++20",version="1.2.3"} 1
///
/// The user says the version and the revision (a commit), which may be any text. The rest is known:
/// the compiler and the C++ standard of the code that makes the BuildInfo, and the version of this
/// library. Making one registers the family, as any instrument does, and may throw what the sink
/// throws. The series stays when the BuildInfo is gone.
template <class Sink>
class BuildInfo {
  using Labels = Info<Sink, Label<"version">, Label<"revision">, Label<"compiler">,
                      Label<"standard">, Label<"isometric_version">>;

 public:
  /// The last two arguments are never passed by hand. `toolchain` is one because each default
  /// argument is its caller's own: a function or a constant with a name would be the same for all
  /// parts of a program, whichever compilers they were made with.
  BuildInfo(Sink sink, const InfoName& name, std::string_view version, std::string_view revision,
            detail::Toolchain toolchain = {ISOMETRIC_COMPILER, ISOMETRIC_STANDARD},
            SourceLocation declared_at = SourceLocation::current())
      : info_(sink, name, "Version, revision and toolchain that the program was built from.", {},
              declared_at) {
    info_.set(version, revision, toolchain.compiler, toolchain.standard, detail::version_text);
  }

 private:
  [[no_unique_address]] Labels info_;
};

}  // namespace isometric::inline v1

#undef ISOMETRIC_STANDARD
#undef ISOMETRIC_COMPILER
#undef ISOMETRIC_DOTTED
#undef ISOMETRIC_QUOTE
