#pragma once

// All that the test kit has for Catch2, 2.13 or 3; TEST_CASE and CHECK_THAT come along. The headers
// of testing/catch2/ can be included one by one as well.
#include <isometric/contract/metrics_source.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/catch2/change_matchers.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/catch2/eventually_matcher.hpp>
#include <isometric/testing/catch2/page_matchers.hpp>
#include <isometric/testing/catch2/sink_matchers.hpp>
#include <isometric/testing/catch2/value_matchers.hpp>
#include <isometric/testing/changes.hpp>
#include <isometric/testing/series.hpp>
