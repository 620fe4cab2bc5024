# make review: exports in data/raw to reviews/<quarter>/index.html
# make test:   the whole check       make lab: JupyterLab on notebooks/
# make prove:  the proofs among the tests at length (kill points, processes, orders, properties)
#               (CORPUS=folder: with the messy files there, tests/exports/README.md)

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# Behind a company proxy the certificates are the system's.
export UV_SYSTEM_CERTS ?= true

EXPORTS ?= data/raw
QUARTER ?= latest

.PHONY: review test prove lab setup lock check types contracts tests bench clean

review: setup
	$(BIN)/partner-analytics import $(EXPORTS); code=$$?; [ $$code -eq 0 ] || [ $$code -eq 3 ]
	$(BIN)/partner-analytics review $(QUARTER)

test: check types contracts tests

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

tests: setup
	$(BIN)/pytest -n auto

prove: setup
	$(BIN)/pytest -n auto -m proof --prove --hypothesis-profile=long

lab: setup
	$(BIN)/jupyter lab notebooks

setup: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --editable .
	touch $@

lock: setup
	$(BIN)/uv pip compile --universal --upgrade --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --all-extras --group dev pyproject.toml --output-file requirements.lock

bench: setup
	$(BIN)/python bench/import_orders.py
	$(BIN)/python bench/read_workbooks.py

clean:
	rm -rf $(VENV) reviews data/curated/*.exports data/curated/*.duckdb*
