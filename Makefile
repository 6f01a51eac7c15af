# The two commands of the README are `make demo` and `make test`; each sets up what it needs in .venv.

PYTHON ?= python3
PIP := .venv/bin/python -m pip install --quiet --constraint constraints.txt
.DEFAULT_GOAL := help
.PHONY: help demo test dev lint format up bench clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: .venv/local  ## tag and describe samples on this machine: no AWS account, no network, no GPU, no torch
	.venv/bin/bildtext demo

up: .venv/local  ## the whole system on this machine, until Ctrl-C
	.venv/bin/bildtext up

test: dev lint  ## format, lint, types, template and all tests
	.venv/bin/python -m pytest

lint: dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

format: dev  ## put the code into shape
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

bench: dev  ## every benchmark, ours beside its peers
	.venv/bin/bildtext bench

dev: .venv/dev  ## everything for working on it: torch, transformers, linters, test tools

clean:  ## remove what was set up and built
	rm -rf .venv build

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Bildtext needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

# A stamp file says that an environment is as pyproject.toml and constraints.txt want it.
.venv/local: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[local]'
	touch $@

# torch is named with its exact version, so that pip takes a CPU build where one is offered.
.venv/dev: .venv/local
	$(PIP) torch==2.13.0
	$(PIP) --editable '.[local,models,dev]'
	.venv/bin/python -c 'from tools.models.optimum import environment; environment()' # converts language models
	touch $@
