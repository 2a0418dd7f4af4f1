#include "support/catch.hpp"

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>
#include <isometric/sinks/detail/series/hash_seed.hpp>
#include <isometric/sinks/detail/series/make_block.hpp>
#include <isometric/sinks/detail/series/series_block.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/series/series_table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using isometric::FamilyDescriptor;
using isometric::LabelDescriptor;
using isometric::OpenLabelValues;
using isometric::detail::Arena;
using isometric::detail::BlockMaker;
using isometric::detail::hash_seed;
using isometric::detail::hash_values;
using isometric::detail::hash_values_inline;
using isometric::detail::SeriesBlock;
using isometric::detail::SeriesLayout;
using isometric::detail::SeriesTable;
using isometric::detail::TextWords;

namespace {

using Tuple = std::vector<std::string_view>;

/// A family's blocks and their table, as a family has them.
class Blocks {
 public:
  explicit Blocks(std::vector<LabelDescriptor> labels)
      : labels_(std::move(labels)),
        descriptor_(descriptor_of(labels_)),
        layout_(descriptor_, memory_) {}

  SeriesBlock* add(const Tuple& values) {
    const std::uint64_t hash = hash_values(values, hash_seed());
    table_.make_room(memory_);
    SeriesBlock* const block = BlockMaker::make(layout_, values, hash, memory_);
    table_.insert(block);
    return block;
  }

  /// By both ways, which have to agree, unless a value is empty.
  SeriesBlock* find(const Tuple& values) const {
    std::vector<TextWords> words(values.size());
    const std::uint64_t hash = hash_values_inline(values, hash_seed(), words.data());
    SeriesBlock* const found = table_.find_again(values, hash);
    const bool is_sure = std::find(values.begin(), values.end(), "") == values.end();
    if (is_sure || found == nullptr) CHECK(table_.find(values, words.data(), hash) == found);
    return found;
  }

  std::string text(const SeriesBlock* block, std::size_t closed_index = 0) const {
    return std::string(block->label_text(closed_index, layout_.closed_count()));
  }
  const SeriesLayout& layout() const { return layout_; }

 private:
  static FamilyDescriptor descriptor_of(const std::vector<LabelDescriptor>& labels) {
    FamilyDescriptor descriptor;
    descriptor.name = "app_moves_total";
    descriptor.labels = labels;
    return descriptor;
  }

  Arena memory_;
  const std::vector<LabelDescriptor> labels_;
  const FamilyDescriptor descriptor_;
  const SeriesLayout layout_;
  SeriesTable table_;
};

/// Of all lengths that are read in a way of their own, and with characters that a page escapes.
std::deque<std::string> all_kinds() {
  std::deque<std::string> values;
  for (const std::size_t size : std::initializer_list<std::size_t>{
           0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 100, 65'000, 65'534, 65'535, 65'536, 70'000}) {
    values.push_back(std::string(size, 'x'));
    if (size == 0) continue;
    for (const char c : {'"', '\\', '\n', 'y'}) {
      values.push_back(std::string(size, 'x'));
      values.back().back() = c;
      if (size == 1) continue;
      values.push_back(std::string(size, 'x'));
      values.back().front() = c;
    }
  }
  return values;
}

}  // namespace

TEST_CASE("a block's text is what a page shows, and its values are what they were") {
  Blocks blocks({{"zone", {}}, {"group", {}}});
  const SeriesBlock* const block = blocks.add({"z\"1", "g\\\n"});
  CHECK(blocks.text(block) == R"(group="g\\\n",zone="z\"1")");
  CHECK(block->open_value(0, 2) == "z\"1");
  CHECK(block->open_value(1, 2) == "g\\\n");
}

TEST_CASE("a block has a text and a metric for each combination of closed values") {
  const std::string_view ways[] = {"down", "u\"p"};
  const std::string_view ready[] = {"false", "true"};
  Blocks blocks({{"way", ways}, {"group", {}}, {"ready", ready}});
  SeriesBlock* const block = blocks.add({"g"});
  CHECK(blocks.text(block, 0) == R"(group="g",ready="false",way="down")");
  CHECK(blocks.text(block, 1) == R"(group="g",ready="true",way="down")");
  CHECK(blocks.text(block, 2) == R"(group="g",ready="false",way="u\"p")");
  CHECK(blocks.text(block, 3) == R"(group="g",ready="true",way="u\"p")");
  for (std::size_t i = 0; i < 4; ++i) CHECK(block->series()[i] == nullptr);
}

TEST_CASE("a block of many closed combinations, whose texts are too long for short numbers") {
  std::deque<std::string> texts;
  for (int i = 0; i < 2000; ++i)
    texts.push_back("a closed value with the number " + std::to_string(i));
  const std::vector<std::string_view> closed(texts.begin(), texts.end());
  Blocks blocks({{"group", {}}, {"number", closed}});
  const SeriesBlock* const block = blocks.add({"g\"1"});
  for (std::size_t i = 0; i < closed.size(); ++i) {
    CHECK(blocks.text(block, i) == "group=\"g\\\"1\",number=\"" + texts[i] + "\"");
  }
  CHECK(blocks.find({"g\"1"}) == block);
  CHECK(block->open_value(0, 1) == "g\"1");
}

TEST_CASE("a look-up finds the block of its values, of whatever kind and length they are") {
  const std::deque<std::string> values = all_kinds();
  Blocks one(std::vector<LabelDescriptor>{{"group", {}}});
  std::vector<const SeriesBlock*> of_one;
  for (const auto& value : values) {
    CHECK(one.find({value}) == nullptr);
    of_one.push_back(one.add({value}));
  }
  Blocks two({{"zone", {}}, {"group", {}}});
  std::vector<const SeriesBlock*> of_two;
  for (std::size_t i = 0; i < values.size(); ++i) {
    of_two.push_back(two.add({values[i], values[i * 31 % values.size()]}));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string& other = values[i * 31 % values.size()];
    CHECK(one.find({values[i]}) == of_one[i]);
    CHECK(two.find({values[i], other}) == of_two[i]);
    CHECK((of_one[i]->open_value(0, 1) == values[i]));  // maybe too long to be printed
    CHECK((of_two[i]->open_value(1, 2) == other));
  }
}

TEST_CASE("more than eight labels, closed and open by turns") {
  const std::string_view states[] = {"off", "on"};
  std::deque<std::string> names;
  std::vector<LabelDescriptor> labels;
  for (int i = 0; i < 24; ++i) {
    names.push_back("label_" + std::to_string(10 + i));
    const bool is_closed = i % 12 == 0;
    labels.push_back(is_closed ? LabelDescriptor{names.back(), states}
                               : LabelDescriptor{names.back(), {}});
  }
  Blocks blocks(labels);
  Tuple values(22, "v");
  std::vector<const SeriesBlock*> made;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = "changed";
    made.push_back(blocks.add(values));
    values[i] = "v";
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    CHECK(blocks.find(values) == nullptr);
    values[i] = "changed";
    CHECK(blocks.find(values) == made[i]);
    values[i] = "v";
  }
  const std::string first = blocks.text(made[0], 0);
  CHECK(first.substr(0, 56) == R"(label_10="off",label_11="changed",label_12="v",label_13=)");
  CHECK(blocks.text(made[0], 3).substr(0, 14) == R"(label_10="on",)");
}

TEST_CASE("a table finds all of many blocks, small and large, and none that is not there") {
  Blocks blocks(std::vector<LabelDescriptor>{{"node", {}}});
  std::deque<std::string> names;
  std::vector<const SeriesBlock*> made;
  for (int i = 0; i < 5000; ++i) {
    names.push_back("node-" + std::to_string(i));
    made.push_back(blocks.add({names.back()}));
    if ((i & (i - 1)) != 0) continue;  // around each growth
    bool are_found = true;
    for (std::size_t at = 0; at < made.size(); ++at) {
      are_found = are_found && blocks.find({names[at]}) == made[at];
    }
    CHECK(are_found);
  }
  for (std::size_t at = 0; at < made.size(); ++at) {
    if (blocks.find({names[at]}) != made[at]) FAIL(names[at]);
    if (blocks.find({names[at] + "x"}) != nullptr) FAIL(names[at]);
  }
}
