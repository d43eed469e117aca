# make demo: a whole office with devices made of software, at http://127.0.0.1:8080
# make test: lint, types and all tests
# make pictures: every screen of tablet and browser in each size and language, anew into docs/images (some minutes)
# make soak: the crowd, the power cuts and the full disk at their full size (about 15 minutes)
PYTHON ?= python3
PORT ?= 8080
SPEED ?= 20
BIN := .venv/bin
PYTEST := $(BIN)/python -m tests.quickly $(BIN)/python -m pytest
# Tests that others would hear or slow: real programs, browsers, beacons, sound. The rest: two files at a time.
AMONG_OTHERS := $(patsubst %,tests/acceptance/test_%.py,http openapi_fuzz wrong_input)
ALONE := $(filter-out $(AMONG_OTHERS),$(wildcard tests/acceptance/test_*.py)) tests/browser tests/hardware tests/network \
	$(patsubst %,tests/kiosk/test_%.py,cli program program_finding speaker)

.PHONY: demo test soak lint bench pictures clean

demo: .venv/installed
	$(BIN)/motcua demo --port $(PORT) --speed $(SPEED)

test: .venv/installed-test lint
	@$(PYTHON) tests/programs.py
	$(PYTEST) --numprocesses 2 --dist loadfile --no-loadscope-reorder $(patsubst %,--ignore=%,$(ALONE))
	$(PYTEST) $(ALONE)

soak: .venv/installed-test
	$(BIN)/python -m pytest -s -m soak tests/soak tests/printer/faults

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/installed-test
	$(BIN)/python -m bench

pictures: .venv/installed-test
	$(BIN)/motcua kiosk pictures build/pictures --sheets docs/images/tablet --kind rate
	$(BIN)/motcua kiosk pictures build/pictures --sheets docs/images/tablet --kind take
	$(BIN)/python -m tests.browser.pictures docs/images/browser

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: setup.cfg pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/installed-test: setup.cfg pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@ .venv/installed

clean:
	rm -rf .venv build *.egg-info
