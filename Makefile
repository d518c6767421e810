# `make start` and `make test` do everything on a fresh machine; `make help` lists all.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PORT ?= $(or $(REMPAH_PORT),8000)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1
PACKAGES := kernel outbox city uploads accounts ledger papers levies payments receipts complaints permits commandcenter config
CHECKED := $(PACKAGES) simulators tests bench deploy

.PHONY: help start test check bench reset fix storm words

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make start   fresh clone to running site, with its own servers and simulators; Ctrl-C stops all
start: $(VENV)/.runtime
	@exec $(BIN)/python -m config.launch

## make test    every test, on its own servers
test: $(VENV)/.development
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

## make check   format, lint, types, layers, migrations, translations
check: $(VENV)/.development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/mypy $(CHECKED)
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m deploy.check_generated

## make bench   every figure as a ratio to a floor of the same minute (LONG=1: the long ones)
bench: $(VENV)/.development
	@$(BIN)/python -m bench

## make words   collect new sentences of the screens into locale/en, for their English
words: $(VENV)/.development
	$(BIN)/python -m deploy.words

## make reset   throw the demo's data away
reset:
	rm -rf var

## make fix     format and mend what can be mended by itself
fix: $(VENV)/.development
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)/bin/python:
	@python=$$(deploy/find-python.sh) && echo "Making $(VENV) with $$python" && $$python -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt | $(VENV)/bin/python
	@deploy/system-packages.sh run
	@echo "Installing Python packages (once)"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/runtime.txt
	@touch $@

$(VENV)/.development: requirements/development.txt | $(VENV)/bin/python
	@deploy/system-packages.sh test
	@echo "Installing Python packages for tests (once)"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/development.txt
	@touch $@ $(VENV)/.runtime
