# The two commands of the README are `make demo` and `make test`; each sets up what it needs in .venv.

PYTHON ?= python3
PYTEST := .venv/bin/python -m pytest --numprocesses=2 --dist=loadfile
PIP := .venv/bin/python -m pip install --quiet --constraint constraints.txt
.DEFAULT_GOAL := help
ENV ?= dev
ON_AVX2 := $(wildcard tests/models/test_*bench*.py) $(addprefix tests/models/test_,half_encoder.py mini_clip.py precision.py) \
	tests/integration/test_encoder_server.py
.PHONY: help demo test exhaustive avx2 e2e images deploy package dev lint format up bench mutate clean

help:  ## show this list
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: .venv/local  ## tag and describe samples on this machine: no AWS account, no network, no GPU, no torch
	.venv/bin/bildtext demo

up: .venv/local  ## the whole system on this machine, until Ctrl-C
	.venv/bin/bildtext up

test: dev lint  ## format, lint, types, template and all tests
	$(PYTEST)

exhaustive: dev  ## what takes minutes: every interleaving of four events, every regular expression at its worst
	$(PYTEST) --dist=load -m exhaustive

avx2: dev  ## the encoders' and benchmarks' tests once more, as a CPU without AVX-512 runs them
	ONEDNN_MAX_CPU_ISA=AVX2 ATEN_CPU_CAPABILITY=avx2 MKL_ENABLE_INSTRUCTIONS=AVX2 $(PYTEST) $(ON_AVX2)

e2e: dev build/sam/bin/sam  ## the containers as AWS runs them: built and invoked by SAM, on moto (Linux, as root, Docker)
	.venv/bin/python -m tests.e2e

images: .venv/local build/sam/bin/sam  ## build the functions' images and show how large they are
	.venv/bin/python -m tests.e2e.images

deploy: .venv/local build/sam/bin/sam  ## to AWS: ENV=dev, prod or prod-encoder of samconfig.toml; asks the first time, YES=1 asks nothing
	.venv/bin/python -m bildtext_cli.deploy $(ENV) $(if $(YES),--yes)

package: .venv/local build/sam/bin/sam  ## the same up to the pushed images, named by digest in build/deploy/ENV.yaml
	.venv/bin/python -m bildtext_cli.deploy $(ENV) --no-deploy

lint: dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

format: dev  ## put the code into shape
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

mutate: dev  ## whether the tests notice small changes of the code: MODULE=triage or all of tools/dev/bildtext_dev/mutate/modules.yaml
	nice -n 10 .venv/bin/python -m bildtext_dev.mutate $(MODULE)

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
	$(PIP) --editable .
	touch $@

# torch is named with its exact version, so that pip takes a CPU build where one is offered.
.venv/dev: .venv/local tools/dev/pyproject.toml
	$(PIP) torch==2.13.0
	$(PIP) --editable '.[models,dev]' --editable tools/dev
	.venv/bin/python -c 'from bildtext_cli.models.optimum import environment; environment()' # converts language models
	touch $@

# In an environment of its own, because it pins boto3 and the translator.
build/sam/bin/sam:
	$(PYTHON) -m venv build/sam
	build/sam/bin/python -m pip install --quiet aws-sam-cli==1.170.0
