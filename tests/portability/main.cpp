// main [<locale> [kit]]: prints what is said of numbers, once for each of the files that were
// compiled in two ways. With an argument, in a program with a locale of C++ that groups digits and
// has a comma for the point, and with the locale of C that the argument names; 77 if there is none
// of that name. `kit` leaves out what needs prometheus-cpp's library.
#include "report.hpp"

#include <clocale>
#include <cstdio>
#include <locale>
#include <string>

namespace {

class Grouping final : public std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

void print(const std::string& report) {
  std::fputs(report.c_str(), stdout);
}

}  // namespace

#if defined(ISOMETRIC_WITHOUT_BACKEND)
// Both are left out.
std::string portability::first::registry_report() {
  return {};
}
std::string portability::second::registry_report() {
  return {};
}
#endif

int main(int argument_count, char** arguments) {
  if (argument_count > 1) {
    std::locale::global(std::locale(std::locale::classic(), new Grouping));
    if (std::setlocale(LC_ALL, arguments[1]) == nullptr) {
      std::fprintf(stderr, "skipped: there is no locale %s\n", arguments[1]);
      return 77;
    }
  }
  const bool has_backend = argument_count < 3;
  print(portability::first::kit_report());
  if (has_backend) print(portability::first::registry_report());
#if defined(ISOMETRIC_SECOND_REPORT)
  print(portability::second::kit_report());
  if (has_backend) print(portability::second::registry_report());
#endif
}
