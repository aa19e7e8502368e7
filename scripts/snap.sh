#!/bin/bash
# Play every visit script in every layout, size and theme and keep the pictures.
# Usage: scripts/snap.sh KIOSK_COMMAND FOLDER
# The pictures are for looking at, not for comparing: they differ from one Qt to the next.
set -euo pipefail
cd "$(dirname "$0")/.."
for layout in landscape portrait small; do
  for size in normal large huge; do
    for theme in light contrast; do
      for script in db/visits/*.yaml; do
        "$1" --data build/data visit "$script" --layout "$layout" --size "$size" --theme "$theme" \
          --out "$2/$layout-$size-$theme/$(basename "$script" .yaml)"
      done
    done
  done
done
