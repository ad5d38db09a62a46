# `make` alone lists the commands.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest
COMPILE := uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --quiet \
  --no-header --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help demo test test-quick check check-code check-types check-files check-clients audit bench format docs lock clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1	\2/' | expand -t 22

$(VENV)/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

SITE_TOOLS := tests/site/tools

$(VENV)/.site-tools: $(SITE_TOOLS)/package-lock.json | $(VENV)/.dev
	@# Without these packages the tests that need them are skipped, or fail where they are required, and say so.
	@if command -v npm >/dev/null && (cd $(SITE_TOOLS) && npm ci --silent); then touch $@; \
	else echo "npm is missing or failed: some tests of the site will be skipped." >&2; fi

demo: $(VENV)/.runtime ## Start the database, load the seeds, show a first report
	$(BIN)/warehouse demo

test: $(VENV)/.dev $(VENV)/.site-tools ## Run all tests
	$(PYTEST) -n 3

test-quick: $(VENV)/.dev $(VENV)/.site-tools ## Run the tests that take a moment
	$(PYTEST) -n 2 -m 'not slow and not clients' --hypothesis-profile=quick --durations=3

check: $(VENV)/.dev $(VENV)/.site-tools ## Run what CI runs: lint, types, architecture, all tests, the built wheel
	@# Two at a time on two processors; the wheel waits for downloads much of the time, so it is tried beside the tests.
	$(MAKE) --jobs=2 --output-sync=target check-code check-types check-files
	$(BIN)/python scripts/try_wheel.py & wheel=$$!; $(PYTEST) -n 3; tests=$$?; wait $$wheel && exit $$tests

# Clients whose packages do not agree with ours have an environment each. dbt-core 1.12 downloads a part of itself.
CLIENTS := $(VENV)/clients

$(CLIENTS)/dbt:
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check 'dbt-core~=1.11.0' 'dbt-postgres~=1.11.0' || { rm -rf $@; exit 1; }

$(CLIENTS)/superset:
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check apache-superset==6.1.0 psycopg2-binary rich cachetools \
	  flask-caching==2.3.1 || { rm -rf $@; exit 1; }

OFFICE := libreoffice-base libreoffice-calc libreoffice-sdbc-postgresql python3-uno

.PHONY: office
office:
	@dpkg-query -W $(OFFICE) >/dev/null 2>&1 || if [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(OFFICE); \
	else echo "As root: apt-get install $(OFFICE)" >&2; fi

check-clients: $(VENV)/.dev $(CLIENTS)/dbt $(CLIENTS)/superset office ## Run real clients: Superset, dbt, LibreOffice (before a release)
	WAREHOUSE_TEST_CLIENTS=required WAREHOUSE_DBT=$(abspath $(CLIENTS))/dbt/bin/dbt \
	  WAREHOUSE_SUPERSET=$(abspath $(CLIENTS))/superset/bin/superset $(PYTEST) -m clients

check-code:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/warehouse db lint

check-types:
	$(BIN)/mypy

check-files:
	$(BIN)/warehouse seeds check
	$(BIN)/warehouse seeds format --check
	$(BIN)/warehouse report check
	$(BIN)/warehouse report test

$(VENV)/audit: requirements/audit.txt | $(VENV)/.dev
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/audit.txt

audit: $(VENV)/audit ## Ask the advisories about every pinned dependency (needs the network)
	for pins in runtime build dev; do \
	  $(VENV)/audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements/$$pins.txt || exit 1; \
	done

SIZES ?= 1k,10k,100k

bench: $(VENV)/.runtime ## Measure loads, reports, the past and the site (ten minutes on a quiet machine)
	$(BIN)/python -m benchmarks.run --sizes $(SIZES) $(BENCH)

format: $(VENV)/.dev ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.dev ## Write the pages that are generated from the code
	$(BIN)/python scripts/write_docs.py

lock: ## Pin the dependencies anew (needs uv)
	$(COMPILE) pyproject.toml -o requirements/runtime.txt
	$(COMPILE) --group build -o requirements/build.txt
	$(COMPILE) --group audit -o requirements/audit.txt
	$(COMPILE) pyproject.toml --group build --group dev -c requirements/runtime.txt -o requirements/dev.txt

clean: ## Remove the virtual environment and caches (keeps the database)
	rm -rf $(VENV) $(SITE_TOOLS)/node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
