# The commands of the house. `make help` prints them.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run serve test try statements engines browser bench lint types layers templates depends pytest screens picture states words audit lock

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/run.stamp: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-dev.txt requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $(VENV)/run.stamp $@

run: $(VENV)/run.stamp ## start with the demo on http://127.0.0.1:8000 (PORT overrides)
	@DEMO=1 PORT=$(PORT) $(BIN)/python -m core.starting

serve: $(VENV)/run.stamp ## the production server and its upkeep on DATABASE_URL
	@$(BIN)/flask check
	@$(BIN)/flask db upgrade
	@exec $(BIN)/python -m core.serving

test: $(VENV)/test.stamp ## everything that must hold
	@$(MAKE) --no-print-directory -j 2 lint types layers templates depends
	@$(MAKE) --no-print-directory pytest

lint: $(VENV)/test.stamp ## format and lint
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .

types: $(VENV)/test.stamp ## mypy, strict
	@$(BIN)/mypy

layers: $(VENV)/test.stamp ## floors and storeys, as the rooms say them, into .importlinter; then looked at
	@$(BIN)/python -m bench.layers

templates: $(VENV)/test.stamp ## djlint
	@$(BIN)/djlint --quiet --lint templates

depends: $(VENV)/test.stamp ## the lock, and that what is installed fits together
	@$(BIN)/python -m pip check --disable-pip-version-check

pytest try statements engines browser bench: export PYTHONDONTWRITEBYTECODE :=
# Compiled modules are kept whatever the shell says: each run and each server it starts would compile them all anew.

pytest: $(VENV)/test.stamp ## tests on both engines and in the browser
	@$(BIN)/python -m tests.chromium
	@$(BIN)/pytest -q -n 2 --dist loadscope

try: $(VENV)/test.stamp ## one file or test, on SQLite, in seconds: make try T=tests/core/test_lease.py
	@TEST_ENGINES=sqlite $(BIN)/pytest -q $(T)

statements: $(VENV)/test.stamp ## every test once more, to write down what each route sends
	@STATEMENTS=write PAGES=both $(BIN)/pytest -q -n 2 --dist loadscope

engines: $(VENV)/test.stamp ## every test, and every page test on both engines instead of one
	@PAGES=both $(BIN)/pytest -q -n 2 --dist loadscope

browser: $(VENV)/test.stamp ## every role's pages in every mode under a finger, and the walk on both engines
	@$(BIN)/python -m tests.chromium
	@BROWSER=full $(BIN)/pytest -q -n 2 --dist loadscope tests/browser

bench: $(VENV)/test.stamp ## how fast it is: LEGS="sign-up home" for some, BENCH_SMALL=1 for a small town
	@$(BIN)/python -m bench.measure $(LEGS)

screens: $(VENV)/test.stamp ## a picture of every page into docs/screens
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m bench.screens

picture: $(VENV)/test.stamp ## the rooms and their imports into docs/architecture.svg, every feature into docs/architecture.md
	@$(BIN)/python -m bench.picture
	@$(BIN)/python -m bench.map

states: $(VENV)/test.stamp ## the legal moves of every row into docs/states.md
	@$(BIN)/python -m bench.states

words: $(VENV)/test.stamp ## collect every Chinese sentence into the English catalogue
	@$(BIN)/python -m core.catalogue

audit: $(VENV)/test.stamp ## known holes and licences of what is installed
	@$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.txt || \
	  echo "not audited: no advisory data could be reached, or a hole was found; see above"

lock: ## compile the requirements with hashes (needs uv)
	@uv pip compile -q requirements.in --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements.txt
	@uv pip compile -q requirements-dev.in --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-dev.txt
