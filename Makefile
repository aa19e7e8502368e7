# Every target sets up what is missing first, so any of them may be the first command in a clone.
# One other Python or Qt: make setup PYTHON=python3.12 · make test QT=newest

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

QT ?= locked
VENV := $(if $(filter newest,$(QT)),.venv-newest,.venv)
PY := $(VENV)/bin/python
KIOSK := $(VENV)/bin/kiosk --data build/data
# What `kiosk run` would start itself again for (kiosk/devices/own_memory.py).
SCRUBBING := PYTHONMALLOC=malloc \
  GLIBC_TUNABLES=glibc.malloc.perturb=165:glibc.malloc.tcache_count=0:glibc.malloc.arena_max=1
STARTER := build/starter
STARTER_SOURCES := $(shell find db/catalog db/divisions.csv kiosk/workshop kiosk/domain kiosk/wire \
                     kiosk/files.py -not -name '*.pyc' -not -name __pycache__ 2>/dev/null)
HAS_DISPLAY := $(DISPLAY)$(WAYLAND_DISPLAY)
ARGS ?=

.PHONY: help setup packages packages-test run hub test lint bench snap faults lock

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: $(STARTER)/.ready ## system libraries, Python environment, compiled starter catalogue

run: setup ## the kiosk full screen (ARGS=--windowed); without a display a scripted visit into out/
ifneq ($(HAS_DISPLAY),)
	$(SCRUBBING) $(KIOSK) --config kiosk.toml run $(ARGS)
else
	$(KIOSK) --config kiosk.toml visit db/visits/demo.yaml --out out $(ARGS)
endif

hub: setup ## a hub with the starter catalogue, a site and a token to enrol a kiosk (ARGS="--port 8480")
	scripts/try_hub.sh $(VENV)/bin/hub $(STARTER) build/hub $(ARGS)

test: setup packages-test ## every test (ARGS="-k words" picks some)
	$(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

lint: setup ## style, types, import rules, QML, catalogue
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) scripts/lint_qml.py
	$(KIOSK) catalog lint

FAULTS := tests/qml/test_touch.py tests/qml/test_crash.py tests/cli/test_full_screen.py \
  tests/cli/test_damaged_install.py tests/unit/store tests/contract tests/unit/test_files.py tests/devices \
  tests/unit/devices/idcard tests/faults tests/simulation

faults: setup packages-test ## storms of 12,000 taps on every layout (10 minutes at 20 Hz), kills, damage
	KIOSK_STORM_TAPS=12000 KIOSK_SOAK_PRINTS=1000 KIOSK_SOAK_READS=10000 KIOSK_READER_RUNS=2000 \
	  KIOSK_CHAOS_FILINGS=10000 KIOSK_HUB_KILLS=200 KIOSK_SIM_FILINGS=120000 \
	  KIOSK_SOAK_DAYS=32 KIOSK_LINE_FILINGS=200 KIOSK_RECOVERY_ENTRIES=10000 \
	  KIOSK_CRASH_STATES=100000 KIOSK_KILLS=2000 KIOSK_IO_FAULTS=2000 KIOSK_DISK_FAULTS=2040 \
	  KIOSK_VERSION_PAIRS=1000 KIOSK_TAMPER_FAULTS=10000 KIOSK_CLOCK_FAULTS=20000 KIOSK_CANARY_FAULTS=1000 \
	  $(PY) -m pytest -m '' -n 2 --dist worksteal -o faulthandler_timeout=3600 $(FAULTS) $(ARGS)

snap: setup packages-test ## pictures of all screens (3 layouts × 3 sizes × 2 themes) and papers, into out/snap
	scripts/snap.sh $(VENV) out/snap

bench: setup ## measure against the peers; writes bench/results and the table in bench/README.md
	scripts/make_venv.sh .venv-bench bench/peers.txt
	.venv-bench/bin/python bench/run.py $(ARGS)

lock: ## rewrite requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra station --extra workshop --extra hub --extra dev --universal \
	  --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -o requirements.lock

packages:
	@scripts/system_packages.sh run

packages-test: | packages
	@scripts/system_packages.sh test

$(VENV)/.ready: requirements.lock pyproject.toml scripts/make_venv.sh | packages
	scripts/make_venv.sh $(VENV)

$(STARTER)/.ready: $(STARTER_SOURCES) | $(VENV)/.ready
	scripts/build_starter.sh $(VENV)/bin/kiosk $(STARTER)
