#!/usr/bin/env bash
# usage: deploy/system.sh run|test   Sees to what pip cannot install. On Debian and Ubuntu it installs
# what is missing (as root or with passwordless sudo); elsewhere, or without that right, it says exactly what to install.
set -euo pipefail
what=${1:-run}
packages=() names=()

need() { # need PACKAGE "what it is" TEST…
  local package=$1 name=$2
  shift 2
  if ! "$@" >/dev/null 2>&1; then
    packages+=("$package")
    names+=("$name")
  fi
}
library() { PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep -F "$1"; }
server() { [ -x "${PGBIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)}/initdb" ]; }
browser() { command -v chromium || command -v chromium-browser; }
look() {
  packages=() names=()
  need python3-venv "Python's venv and pip" python3 -c 'import ensurepip, venv'
  need libpango-1.0-0 "Pango (PDF)" library libpango-1.0.so.0
  need libpangoft2-1.0-0 "PangoFT2 (PDF)" library libpangoft2-1.0.so.0
  need libharfbuzz-subset0 "HarfBuzz subset (PDF)" library libharfbuzz-subset.so.0
  need gettext "msgfmt (translations)" command -v msgfmt
  if [ "$what" = test ]; then
    need postgresql "the PostgreSQL server programs" server
    need poppler-utils "pdftotext" command -v pdftotext
    need curl "curl" command -v curl
    need git "git" command -v git
    # Ubuntu's chromium package is a snap, which does not run in containers; playwright brings one there.
    [ "$(. /etc/os-release 2>/dev/null && echo "${ID:-}")" = ubuntu ] || need chromium "Chromium" browser
  fi
}
refuse() {
  echo "system: $1 Please install:" >&2
  for i in "${!packages[@]}"; do echo "  - ${names[$i]} (Debian: ${packages[$i]})" >&2; done
  exit 3
}

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  { echo "system: Python 3.11 or newer is needed as python3." >&2; exit 3; }
look
[ ${#packages[@]} -eq 0 ] && exit 0
command -v apt-get >/dev/null || refuse "this is neither Debian nor Ubuntu."
sudo=()
if [ "$(id -u)" != 0 ]; then
  sudo -n true 2>/dev/null || refuse "no right to install packages here."
  sudo=(sudo -n)
fi
echo "system: installing ${packages[*]}"
"${sudo[@]}" apt-get update -qq
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
look
[ ${#packages[@]} -eq 0 ] || refuse "something is still missing."
