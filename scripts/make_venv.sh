#!/bin/bash
# Make or renew a virtual environment from requirements.lock; does nothing when it is up to date.
# Usage: scripts/make_venv.sh FOLDER [EXTRA_REQUIREMENTS]
# The folder .venv-newest gets the newest PySide6-Essentials instead of the locked one.
# PYTHON names the interpreter; without it the first Python 3.11–3.13 that is found is taken.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
extra=${2:-}

mkdir -p build
exec 9>"build/$(basename "$folder").lock"
flock 9 # two makes at once: the second waits and finds the work done

find_python() {
  local name
  for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if "$name" -c 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
      2>/dev/null; then
      echo "$name"
      return
    fi
  done
  echo "Python 3.11, 3.12 or 3.13 with the module venv is needed (PYTHON=… names one)." >&2
  return 1
}

state=$(cat requirements.lock pyproject.toml "$0" ${extra:+"$extra"} | sha256sum)
if [ "$(cat "$folder/.ready" 2>/dev/null)" = "$state" ] && "$folder/bin/python" -c '' 2>/dev/null
then
  touch "$folder/.ready"
  exit 0
fi

rm -f "$folder/.ready"
if ! "$folder/bin/python" -c 'import pip' 2>/dev/null; then
  rm -rf "$folder"
  "$(find_python)" -m venv "$folder"
fi
pip=("$folder/bin/python" -m pip --disable-pip-version-check install -q)
echo "Installing the locked Python packages into $folder"
"${pip[@]}" --require-hashes -r requirements.lock
[ -z "$extra" ] || "${pip[@]}" -r "$extra"
[ "$folder" != .venv-newest ] || "${pip[@]}" --upgrade 'PySide6-Essentials>=6.8.0.2,<7'
"${pip[@]}" --no-deps --no-build-isolation -e .
echo "$state" >"$folder/.ready"
