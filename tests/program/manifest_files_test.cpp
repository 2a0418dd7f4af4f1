#include "manifest_files.hpp"

#include "manifest_error.hpp"
#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace homecluster::program;
using test_support::Contains;
namespace fs = std::filesystem;

namespace {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "manifest_files_XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~ScratchFolder() { fs::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name} << text;
    return path_ / name;
  }

 private:
  fs::path path_;
};

std::vector<ManifestText> read(const std::vector<fs::path>& paths) {
  return read_manifest_files(paths);
}

}  // namespace

TEST_CASE("a directory stands for its manifests, sorted by name", "[manifests]") {
  const ScratchFolder folder;
  folder.write("b.yaml", "2");
  folder.write("a.yml", "1");
  folder.write("c.yaml", "");
  folder.write(".hidden.yaml", "no");
  folder.write("notes.txt", "no");
  folder.write("yaml", "no");
  fs::create_directory(folder.path() / "deeper.yaml");
  fs::create_symlink("a.yml", folder.path() / "d.yaml");

  const auto texts = read({folder.path()});
  REQUIRE(texts.size() == 4);
  CHECK(texts[0].file == (folder.path() / "a.yml").string());
  CHECK(texts[0].text == "1");
  CHECK(texts[1].text == "2");
  CHECK(texts[2].text.empty());
  CHECK(texts[3].text == "1");
}

TEST_CASE("a file may have any name, and files keep their order", "[manifests]") {
  const ScratchFolder folder;
  const auto second = folder.write("a", std::string{"a\0b", 3});
  const auto first = folder.write("z.txt", "z");
  const auto texts = read({first, second});
  REQUIRE(texts.size() == 2);
  CHECK(texts[0].text == "z");
  CHECK(texts[1].text == std::string{"a\0b", 3});
}

TEST_CASE("what cannot be read is refused by name", "[manifests]") {
  const ScratchFolder folder;
  CHECK_THROWS_WITH(read({folder.path() / "none.yaml"}),
                    Contains("none.yaml: there is no such file or directory"));
  CHECK_THROWS_WITH(read({folder.path()}), Contains("expected *.yaml or *.yml files, found none"));
  fs::create_symlink("nowhere", folder.path() / "dangling.yaml");
  CHECK_THROWS_AS(read({folder.path()}), InvalidManifests);
}

TEST_CASE("a file takes as much memory as it is large", "[manifests]") {
  const ScratchFolder folder;
  const auto texts = read({folder.write("a.yaml", "kind: Group\n")});
  CHECK(texts.at(0).text.capacity() < 100);
}

TEST_CASE("a file without end is refused", "[manifests]") {
  if (!fs::exists("/dev/zero")) return;
  CHECK_THROWS_WITH(read({"/dev/zero"}), Contains("/dev/zero: expected at most 16 MiB"));
}

TEST_CASE("files that are too large together are refused, also if none is alone", "[manifests]") {
  const ScratchFolder folder;
  const auto file = folder.write("a.yaml", "");
  fs::resize_file(file, largest_manifest_file);
  CHECK(read({file, file, file, file}).size() == 4);
  CHECK_THROWS_WITH(read({file, file, file, file, folder.write("b.yaml", "x")}),
                    Contains("b.yaml: expected at most 64 MiB in all manifests together"));
}

TEST_CASE("a pipe is read when it is named, but not again, and not out of a folder",
          "[manifests]") {
  const ScratchFolder folder;
  const auto pipe = folder.path() / "pipe.yaml";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const std::string text(100'000, 'x');  // more than a pipe holds
  std::thread writer{[&] { std::ofstream{pipe} << text; }};
  const auto texts = read({pipe});
  writer.join();
  CHECK(texts.at(0).text == text);
  CHECK_THROWS_WITH(read_manifest_files(std::vector{pipe}, Pipes::are_refused),
                    Contains("pipe.yaml: a pipe or a device is read only once"));
  CHECK_THROWS_WITH(read({folder.path()}),
                    Contains("pipe.yaml: expected a file, found a pipe or a device"));
}

TEST_CASE("a file's name cannot reach a terminal as it is, or fill it", "[manifests]") {
  CHECK_THROWS_WITH(read({"no\x1b[2J\n"}), R"(no\x1b[2J\n: there is no such file or directory)");
  CHECK_THROWS_WITH(read({std::string(2'000, 'x')}), Contains(std::string(1'000, 'x') + ": "));
}
