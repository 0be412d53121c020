# `make demo` and `make test` start from Debian 12 with Python 3.11 and make, and do their own set-up.
SHELL := /bin/sh
BIN := .venv/bin
DATA ?= var
# Some images set it; then each process that we start, and the tests start hundreds, compiles our sources anew.
unexport PYTHONDONTWRITEBYTECODE
PORT ?= 4280

.DEFAULT_GOAL := help
.PHONY: help setup demo up test lint bench drill mutants clean packages-run packages-test

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' Makefile

setup: packages-test .venv/.complete  ## install what is missing: Debian packages, .venv from uv.lock

demo: packages-run .venv/.complete  ## live one year of an office in simulated time, into $(DATA)/ (DATA=… names another)
	@if [ -e $(DATA)/export/SHA256SUMS ]; then echo "==> A year was lived into $(DATA)/ before. Another: make demo DATA=…"; else \
	  echo "==> A year of paperwork, into $(DATA)/ (some minutes)"; $(BIN)/trinhky demo --data $(DATA); fi
	@echo "==> To look on: make up$(if $(filter-out var,$(DATA)), DATA=$(DATA)), then open http://127.0.0.1:$(PORT) in a browser"

up: packages-run .venv/.complete  ## pages, gate, Prefect and worker on this machine, over $(DATA)/
	@echo "==> http://127.0.0.1:$(PORT) (Ctrl-C stops everything)"
	@$(BIN)/trinhky up --data $(DATA) --port $(PORT)

test: setup lint  ## everything that must hold: lint, then every test
	@echo "==> Tests (three processes: where one waits for a living office, another works)"
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: .venv/.complete  ## style, types, and who may import whom
	@echo "==> Style, types, floors"
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup  ## the numbers of docs/benchmarks.md, measured on this machine
	@echo "==> Benchmarks (raw values are printed; leave the machine alone meanwhile)"
	@$(BIN)/python -m benchmarks

drill: setup  ## kill, stop, fill and rewrite what a year stands on; ends with a table of what was lost (half an hour)
	@echo "==> Drills (progress is printed; the seed repeats a run)"
	@$(BIN)/python -m drills

mutants: setup  ## change rules/ and paper/check everywhere a little: which changes the tests notice, per file (an hour)
	@echo "==> Mutants (goes on where it was stopped; only some, and these again: make mutants MUTANTS='rules.numbers.*')"
	@nice -n 19 $(BIN)/python -m tests.mutants $(foreach some,$(MUTANTS),'$(some)')

clean:  ## remove the environment and caches (never $(DATA)/)
	rm -rf .venv .tools dist mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

packages-run:
	@./setup.sh packages run

packages-test:
	@./setup.sh packages test

# Rewritten only after a complete sync: an interrupted one is done again.
.venv/.complete: uv.lock pyproject.toml setup.sh
	@./setup.sh python
	@touch $@
