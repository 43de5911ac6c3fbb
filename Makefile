# Causerie. `make help` lists the targets; every one sets up what it needs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
WEB_WORKERS ?= 2
NODES ?= 1
BASE_URL ?= http://localhost:$(PORT)
export BASE_URL NODES PORT WEB_WORKERS

# Without byte code on disk Wagtail starts three times as slowly.
unexport PYTHONDONTWRITEBYTECODE

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
SETTINGS := DJANGO_SETTINGS_MODULE=config.settings
TESTS := tests
SOURCES := articles discussions home site tests manage.py

.PHONY: help
help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Set-up. The stamp lies in .venv, so that deleting the environment sets up anew.

.venv/.synced: pyproject.toml uv.lock
	@python=$$(for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done); \
	[ -n "$$python" ] || { echo "Causerie demande Python 3.11 ou plus récent. / Causerie needs Python 3.11 or newer."; exit 1; }; \
	[ -x $(PYTHON) ] || $$python -m venv .venv || { rm -rf .venv; echo "Debian: apt install python3-venv"; exit 1; }; \
	uv=$$(command -v uv || true); \
	[ -n "$$uv" ] || [ -x .venv/bin/uv ] || $(PYTHON) -m pip install --quiet --disable-pip-version-check uv; \
	env -u DJANGO_SETTINGS_MODULE "$${uv:-.venv/bin/uv}" sync --quiet --locked --inexact --python $(PYTHON)
	@touch $@

.env:
	@echo "DJANGO_SETTINGS_MODULE=config.settings.development" > $@

.PHONY: setup
setup: .venv/.synced
	@mkdir -p var

.PHONY: run
run: setup .env ## Set up the demo site and serve it on http://localhost:8000/ (PORT=… changes the port)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) set_base_url
	@$(MANAGE) demo
	@$(MANAGE) runserver $(PORT)

.PHONY: serve
serve: export DJANGO_SETTINGS_MODULE = config.settings.production
# glibc keeps what drawing the sizes of a picture took: a worker stays at 189 MB, with these at 135.
serve: export MALLOC_TRIM_THRESHOLD_ = 131072
serve: export MALLOC_MMAP_THRESHOLD_ = 131072
serve: setup ## Set up and serve with the production settings and server (configured by the environment)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) set_base_url
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@exec .venv/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers $(WEB_WORKERS) \
	  --blocking-threads 2 --backpressure 64 --no-ws --workers-kill-timeout 10 --respawn-failed-workers \
	  config.wsgi:application

.PHONY: test
test: setup ## Run the tests (DATABASE_URL=postgres://… runs them on PostgreSQL; TESTS=… chooses some)
	@$(SETTINGS).test $(PYTHON) -m pytest -n auto --dist loadgroup $(TESTS)

.PHONY: drills
drills: setup ## Break the served site at length, as the specification says, send it all bad input, and look what stands
	@CAUSERIE_LONG=1 $(SETTINGS).test $(PYTHON) -m pytest tests/faults tests/discussions/test_state_machine.py \
	  tests/discussions/test_whole_collection.py tests/discussions/test_thread_shapes.py \
	  tests/browser/test_moderating.py
	@$(SETTINGS).test $(PYTHON) -m pytest tests/faults/posting_speed.py tests/faults/flood.py

.PHONY: bench
bench: setup ## Measure long discussions, the queue and the spam filter, in a database of its own (minutes)
	@$(SETTINGS).test $(PYTHON) -m tests.bench.discussions
	@$(SETTINGS).test $(PYTHON) -m tests.bench.moderation
	@$(SETTINGS).test $(PYTHON) -m tests.bench.spam

.PHONY: check
check: setup ## Everything but the tests: lint, format, templates, import order, migrations, messages
	@$(PYTHON) -m ruff check $(SOURCES)
	@$(PYTHON) -m ruff format --check $(SOURCES)
	@.venv/bin/djlint --quiet --check templates
	@.venv/bin/djlint --quiet --lint templates
	@.venv/bin/lint-imports --no-logo
	@$(SETTINGS).test $(MANAGE) makemigrations --check --dry-run --verbosity 0 || { echo "Models and migrations differ: make migrations"; exit 1; }
	@$(SETTINGS).test $(MANAGE) check
	@for url in https://causerie.example http://localhost:8000; do \
	  SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))') ALLOWED_HOSTS=localhost \
	  BASE_URL=$$url $(SETTINGS).production $(MANAGE) check --deploy --fail-level WARNING; done
	@$(SETTINGS).test $(MANAGE) messages --check

.PHONY: fix
fix: setup ## Format, and mend what the linters can
	@$(PYTHON) -m ruff check --fix-only --quiet $(SOURCES)
	@$(PYTHON) -m ruff format --quiet $(SOURCES)
	@.venv/bin/djlint --quiet --reformat templates || true

.PHONY: screenshots
screenshots: setup ## Take the pictures of the README (needs a Chromium)
	@$(SETTINGS).test $(PYTHON) -m pytest tests/browser/screenshots.py

.PHONY: messages
messages: setup ## Extract the messages and compile the catalogues (needs gettext)
	@$(SETTINGS).test $(MANAGE) messages

.PHONY: migrations
migrations: setup ## Make the migrations that the models ask for
	@$(SETTINGS).test $(MANAGE) makemigrations
