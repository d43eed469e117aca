# make demo: a whole office with devices made of software, at http://127.0.0.1:8080
# make test: lint, types and all tests
# make pictures: every screen of tablet and browser in each size and language, anew into docs/images (some minutes)
# make soak: the crowd, the power cuts and the full disk at their full size (about 15 minutes)
PYTHON ?= python3
PORT ?= 8080
SPEED ?= 20
BIN := .venv/bin
PYTEST := $(BIN)/python -m tests.quickly $(BIN)/python -m pytest
# So many files of tests at a time: more than cores, for what starts programs and browsers waits more than it works.
# Each has a folder, ports, ids and networks of its own; what it hears of the others on the loopback it passes over.
WORKERS ?= 3
# One after another, with the machine to themselves: a demonstration of 25 seconds, an end that is due within five.
ALONE := $(patsubst %,tests/acceptance/test_%.py,demo end)

.PHONY: demo test soak lint bench pictures clean

demo: .venv/installed
	$(BIN)/motcua demo --port $(PORT) --speed $(SPEED)

test: .venv/installed-test lint
	@$(PYTHON) tests/programs.py
	$(PYTEST) --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(patsubst %,--ignore=%,$(ALONE))
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
	$(BIN)/python -m tests.few_colours docs/images/tablet
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
