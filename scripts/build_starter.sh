#!/bin/bash
# Compile db/catalog into the starter documents that every package carries.
# Usage: scripts/build_starter.sh KIOSK_COMMAND FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
exec 9>build/.starter.lock
flock 9
echo "Compiling the starter catalogue into $2"
"$1" catalog build --out "$2"
touch "$2/.ready"
