#!/bin/sh
# in_german.sh <program> <scratch folder>
#
# What the program says under a German locale of C has to be what it says under none. The locale is
# compiled into the scratch folder, if need be of what is in Debian's package locales, which is
# unpacked there; nothing is installed. 77 if it cannot be had.
program=$1 scratch=$2
mkdir -p "$scratch" && cd "$scratch" || exit 1

if [ ! -d de_DE.UTF-8 ]; then
  command -v localedef >/dev/null || { echo "skipped: there is no localedef"; exit 77; }
  sources=/usr/share/i18n
  if [ ! -e $sources/locales/de_DE ]; then
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null &&
      apt-get download locales && dpkg-deb --extract locales_*.deb . ||
      { echo "skipped: the sources of a German locale cannot be had"; exit 77; }
    sources=$PWD/usr/share/i18n
  fi
  rm -rf made
  I18NPATH=$sources localedef -i de_DE -f UTF-8 ./made >localedef.log 2>&1
  mv made de_DE.UTF-8 2>/dev/null || { cat localedef.log; echo "skipped: localedef cannot make it"; exit 77; }
fi

export LOCPATH=$PWD
if [ "$(LC_ALL=de_DE.UTF-8 locale decimal_point)" != , ]; then
  echo "skipped: it is no locale with a decimal comma"
  exit 77
fi
"$program" >expected.txt && "$program" de_DE.UTF-8 >found.txt || exit
if ! cmp -s expected.txt found.txt; then
  diff expected.txt found.txt | head -n 50
  exit 1
fi
