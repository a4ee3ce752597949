# crosswire.  A fresh machine needs Python 3.11 to 3.13, make and git; everything else is pinned in requirements*.txt.
#
#   make demo    build the environment (once) and print the account of the reports in examples/in-amenas
#   make test    lint, types, tests, quality gate: what every change has to pass
#   make bench   quality and throughput, with figures
#   make lint types
#   make audit   look up known vulnerabilities of what is pinned (needs the network)
#   make lock    resolve pyproject.toml again into requirements*.txt

SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
# the first interpreter that is new enough; override with make PYTHON=...
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

# a stamp per set of packages: touched when the set is in place, older than its lock when it has to be built again
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
EXAMPLE := examples/in-amenas

.PHONY: demo test pytest gate bench lint types audit lock clean

demo: $(RUN)
	@$(BIN)/crosswire report $(EXAMPLE)

test: lint types pytest gate

# two at a time, a file in one process: many tests wait on processes and browsers.  A crowded machine may keep those too
# long: what failed is run once more, alone, and has to pass then
pytest: $(DEV)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile || $(BIN)/python -m pytest -q --last-failed --last-failed-no-failures none

gate: $(DEV)
	$(BIN)/python bench/gate.py

bench: gate
	@for script in $(wildcard bench/first_answer.py bench/relating.py bench/copying.py bench/lookalikes.py bench/throughput.py bench/growth.py bench/crash.py bench/fuzz.py bench/api_fuzz.py bench/desk_first_page.py bench/desk_live.py bench/desk_load.py); do echo "$$script"; $(BIN)/python $$script || exit; done

lint: $(DEV)
	$(BIN)/ruff check .

types: $(DEV)
	$(BIN)/mypy

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "crosswire needs Python 3.11 or newer: none found (make PYTHON=/path/to/python3)" >&2; exit 1; }
	@echo "building $(VENV) with $$($(PYTHON) --version); half a minute, once" >&2
	@$(PYTHON) -m venv $(VENV)

# the package itself comes last, without its dependencies and with the locked setuptools: pip resolves nothing
$(RUN): requirements.txt pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# holds all that the run set holds, at the same versions
$(DEV): requirements-dev.txt pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(RUN)

# an environment of its own: what looks over the packages is none of them; what cannot be looked up fails, too
audit:
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/python -m pip --quiet install --upgrade pip-audit
	@for pins in requirements.txt requirements-dev.txt requirements-cluster.txt; do \
		.venv-audit/bin/pip-audit --strict --require-hashes --disable-pip --requirement $$pins || exit 1; done
	@rm -rf .venv-audit

# pip before 23.3 overlooks lxml[html_clean], which the article extractor needs: hence an environment of its own
COMPILE := .venv-lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options
NOTE := \# Written by `make lock` from pyproject.toml; not to be edited by hand.

lock:
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip --quiet install --upgrade pip pip-tools
	@$(COMPILE) --upgrade --output-file=requirements.txt pyproject.toml
	@$(COMPILE) --upgrade --extra=dev --extra=pdf --extra=postgresql --extra=cluster --constraint=requirements.txt --output-file=requirements-dev.txt pyproject.toml
	@$(COMPILE) --upgrade --extra=cluster --constraint=requirements-dev.txt --output-file=requirements-cluster.txt pyproject.toml
	@sed -i '1i # Everything crosswire needs to run, pinned and hashed, for Python 3.11 to 3.13 on x86-64 Linux.\n$(NOTE)' requirements.txt
	@sed -i '1i # Everything crosswire needs to run and to be worked on, pinned and hashed.\n$(NOTE)' requirements-dev.txt
	@sed -i '1i # Everything a machine of a cluster needs to run crosswire scale, pinned and hashed.\n$(NOTE)' requirements-cluster.txt
	@rm -rf .venv-lock

clean:
	rm -rf build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache
