// Writes docs/homecluster_metrics.md, the catalogue of the provider's metrics.
//
//   homecluster_metrics                 prints the page
//   homecluster_metrics --write <page>  writes it
//   homecluster_metrics --check <page>  fails if it is another

#include <homecluster/provider_metrics.hpp>
#include <isometric/catalogue/catalogue_markdown.hpp>
#include <isometric/sinks/catalogue_sink.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

namespace {

std::string page() {
  const isometric::CatalogueSink sink;
  const homecluster::ProviderMetrics<isometric::CatalogueSink> metrics{sink};
  return "# The provider's metrics\n"
         "\n"
         "What [the provider](homecluster.md) tells of itself. This page is made of "
         "`ProviderMetrics` by a program, so it is not edited; a test says when it is stale, and "
         "how to renew it.\n"
         "\n" +
         to_markdown(sink.catalogue());
}

/// 0 if the file holds the page.
int check(const std::string& file, const std::string& program) {
  std::ifstream stream(file, std::ios::binary);
  const std::string found{std::istreambuf_iterator<char>(stream), {}};
  if (found == page()) return 0;
  std::cerr << file << (stream.is_open() ? " is stale" : " cannot be read")
            << "; renew it with\n\n  " << program << " --write " << file
            << "\n\nand look at the difference.\n";
  return 1;
}

int write(const std::string& file) {
  std::ofstream stream(file, std::ios::binary);
  stream << page();
  stream.close();
  if (stream) return 0;
  std::cerr << "cannot write " << file << '\n';
  return 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 1) {
    std::cout << page();
    return 0;
  }
  const std::string_view command = count == 3 ? arguments[1] : "";
  if (command == "--check") return check(arguments[2], arguments[0]);
  if (command == "--write") return write(arguments[2]);
  std::cerr << "usage: " << arguments[0] << " [--check <page> | --write <page>]\n";
  return 2;
}
