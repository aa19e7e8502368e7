#!/bin/bash
# Install the Debian packages that the kiosk (run) or its tests (test) need, when some are missing.
# Usage: scripts/system_packages.sh run|test
# As root or with passwordless sudo they are installed; else a message names them and this fails.
# On a system without dpkg nothing is checked: the names are printed as advice.
set -euo pipefail
cd "$(dirname "$0")/.."

RUN=(
  libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libxkbcommon0      # Qt, also without a display
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0  # X11
  fonts-hanazono                                                           # rare characters
)
TEST=(
  curl poppler-utils xauth xvfb
  e2fsprogs faketime strace                                                # tests/faults
  cups cups-client cups-filters cups-ipp-utils dbus-daemon ghostscript printer-driver-cups-pdf  # A4
)

case "${1:-}" in
  run) wanted=("${RUN[@]}") ;;
  test) wanted=("${TEST[@]}") ;;
  *) echo "usage: $0 run|test" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "Not Debian: please see to the equivalents of: ${wanted[*]}" >&2
  exit 0
fi

# Debian's python3 comes without the module that fills a virtual environment.
if [ "$1" = run ] && ! "${PYTHON:-python3}" -c 'import ensurepip' 2>/dev/null; then
  wanted+=(python3-venv)
fi

is_installed() { # also under the name that the 64-bit time change gave it
  local states
  states=$(dpkg-query -W -f '${db:Status-Status}\n' "$1" "$1t64" 2>/dev/null || true)
  grep -qx installed <<<"$states"
}

missing=()
for package in "${wanted[@]}"; do
  is_installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=(env)
if [ "$(id -u)" -ne 0 ]; then
  if ! sudo -n true 2>/dev/null; then
    echo "Missing system packages. Please run, then try again:" >&2
    echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo -n env)
fi
echo "Installing system packages: ${missing[*]}"
apt=("${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
mkdir -p build
log=build/apt-$1.log
if ! { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "${missing[@]}"; } \
  >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "apt-get could not install them; the whole output is in $log" >&2
  exit 1
fi
