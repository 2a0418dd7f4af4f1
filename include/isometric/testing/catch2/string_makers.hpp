#pragma once

#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/changes.hpp>
#include <isometric/testing/detail/first_lines.hpp>

// Catch2 3 has many headers, 2.13 has one.
#if __has_include(<catch2/catch_tostring.hpp>)
#include <catch2/catch_tostring.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <cstddef>
#include <sstream>
#include <string>

namespace isometric::inline v1::testing {

/// How Catch2 prints what most assertions are about, a Snapshot, a SnapshotDelta and Changes: forty
/// lines of it and how many more there are, so that the message is not far below them.
struct ShortStringMaker {
  template <class Subject>
  static std::string convert(const Subject& subject) {
    constexpr std::size_t most = 40;
    std::ostringstream text;
    text << subject;
    return detail::first_lines(text.view(), most);
  }
};

}  // namespace isometric::inline v1::testing

namespace Catch {

template <>
struct StringMaker<isometric::Snapshot> {
  template <class = void>
  static std::string convert(const isometric::Snapshot& snapshot) {
    // The message that follows looks like another series, but for a blank line before it.
    return isometric::testing::ShortStringMaker::convert(snapshot).append("\n");
  }
};

template <>
struct StringMaker<isometric::SnapshotDelta> : isometric::testing::ShortStringMaker {};

template <>
struct StringMaker<isometric::testing::Changes> : isometric::testing::ShortStringMaker {};

}  // namespace Catch
