#!/bin/bash
# Make pictures of everything that people see: every state of every screen in every layout, size
# and theme, the visits, and the pages of the papers.
# Usage: scripts/snap.sh VENV FOLDER
# The pictures are for looking at, not for comparing: they differ from one Qt to the next.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$1/bin out=$2
rm -rf "$out"
mkdir -p "$out/paper"

KIOSK_SNAP_TO=$out "$bin/python" -m pytest -q -m slow tests/snapshots

for script in db/visits/*.yaml; do
  "$bin/kiosk" --data build/data visit "$script" --out "$out/visits/$(basename "$script" .yaml)" \
    >/dev/null
done

# A long list and a short one, some of it not known, as the kiosk prints them.
paper() { # NAME TOPIC ANSWER...
  local name=$1 topic=$2 answers=() kind
  shift 2
  for answer in "$@"; do answers+=(--answer "$answer"); done
  for kind in pdf receipt; do
    "$bin/kiosk" --data build/data checklist "$topic" "${answers[@]}" \
      "--$kind" "$out/paper/$name-$kind.pdf" >/dev/null
    pdftoppm -r 100 -png "$out/paper/$name-$kind.pdf" "$out/paper/$name-$kind"
  done
}
paper restaurant open-restaurant who=self entity=none-individual name=yes size=restaurant \
  make=hot fire-way=promise site=rent decor=rebuild decor-area=400 decor-cost='?' sign=street \
  drain='?' tobacco=yes liquor=loose
paper id-card id-card

echo "$(find "$out" -name '*.png' | wc -l) pictures are in $out"
