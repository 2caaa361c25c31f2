# All targets need only python3 (3.11 or later), its venv module and make.
# Another Python, in an environment of its own: make test PYTHON=python3.13 VENV=build/venv-3.13

PYTHON ?= python3
export VENV ?= .venv
BIN := $(VENV)/bin

define prepare
@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed; Caseboard needs Python 3.11 or later." >&2; exit 1; }
@$(PYTHON) .ci/qt_libraries.py
@$(PYTHON) .ci/environment.py
endef

.PHONY: help run picture test test-quick mutants wheel bench soak fuzz clean
.DEFAULT_GOAL := help

help:
	@echo "make run     open the Bromley graph (without a display: leave its picture and Turtle in build/)"
	@echo "make test    format, types, layers, dead code and tests"
	@echo "make test-quick   the tests that take less than half a second each"
	@echo "make mutants plant small faults in the core files and count those that no test notices (ARGS='history paths' for some)"
	@echo "make wheel   build the wheel in dist/ and try it in an empty environment"
	@echo "make bench   compare with other programs, for half an hour or more (ARGS='--only draw --largest 10000' for less)"
	@echo "make soak    half an hour of random work at 100,000 nodes (ARGS='--minutes 5 --nodes 10000' for less)"
	@echo "make fuzz    five minutes of damaged files, selectors and explorations (ARGS='--minutes 30 --only readers --seed 2' for others)"
	@echo "make clean   remove all that the other targets made, .venv included"

run:
	$(prepare)
	@if $(BIN)/python .ci/display.py; then exec $(BIN)/caseboard; else $(MAKE) --no-print-directory picture; fi

picture:
	$(prepare)
	@mkdir -p build
	@$(BIN)/caseboard render bromley -o build/bromley.png --size 1600x1000 --caption
	@$(BIN)/caseboard export bromley -o build/bromley.ttl

test: export QT_QPA_PLATFORM = offscreen
test:
	$(prepare) dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python .ci/dead_code.py
	$(BIN)/python -m pytest

test-quick: export QT_QPA_PLATFORM = offscreen
test-quick:
	$(prepare) dev
	$(BIN)/python -m pytest -p tests.quick -n auto

mutants: export QT_QPA_PLATFORM = offscreen
mutants:
	$(prepare) dev
	@$(BIN)/python .ci/mutants.py $(ARGS)

wheel:
	@$(PYTHON) .ci/wheel.py

bench: export QT_QPA_PLATFORM = offscreen
bench:
	$(prepare) bench
	@$(BIN)/python -m tests.benchmarks $(ARGS)

soak: export QT_QPA_PLATFORM = offscreen
soak:
	$(prepare) bench
	@$(BIN)/python -m tests.benchmarks.soak $(ARGS)

fuzz: export QT_QPA_PLATFORM = offscreen
fuzz:
	$(prepare) dev
	@$(BIN)/python -m tests.fuzzing $(ARGS)

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find explorer graph ui resources tests .ci -name __pycache__ -type d -prune -exec rm -rf {} +
