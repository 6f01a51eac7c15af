# The README uses `make demo` and `make test`. Each target sets up its requirements in .venv.

PYTHON ?= python3
PYTEST := .venv/bin/python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder
PIP := .venv/bin/python -m pip install --quiet --constraint constraints.txt
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE  # tests start hundreds of Python processes, which should not compile our modules each time
ENV ?= dev
ON_AVX2 := $(patsubst %,tests/models/test_%.py,bench bench_text caption_bench half_precision mini_clip precision) \
	tests/integration/test_encoder_server.py
.PHONY: help demo test pytest exhaustive avx2 browser containers e2e images deploy package dev lint format up bench mutate clean

help:  ## show this list
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: .venv/local  ## tag and describe samples locally, without AWS account, network, GPU or torch
	.venv/bin/bildtext demo

up: .venv/local  ## run the complete system locally until Ctrl-C
	.venv/bin/bildtext up

test: lint pytest  ## run format check, linters, type checker and tests (not the slow, browser and container ones)

pytest: dev
	$(PYTEST)

exhaustive: dev  ## run the slow tests: all interleavings of four events, random histories, worst cases of texts and regular expressions
	$(PYTEST) --dist=load --maxschedchunk=1 -m exhaustive

avx2: dev  ## run the encoder and benchmark tests as on a CPU without AVX-512
	ONEDNN_MAX_CPU_ISA=AVX2 ATEN_CPU_CAPABILITY=avx2 MKL_ENABLE_INSTRUCTIONS=AVX2 $(PYTEST) $(ON_AVX2)

browser: dev  ## test the editors' page in Chromium, on two complete local systems
	$(PYTEST) tests/browser

containers: dev build/sam/bin/sam  ## test the containers built and invoked by SAM, with moto (Linux, root, Docker)
	.venv/bin/python -m tests.e2e

e2e: browser containers  ## test the page and the containers

images: .venv/local build/sam/bin/sam  ## build the functions' images and show their sizes
	.venv/bin/python -m tests.e2e.images

deploy: .venv/local build/sam/bin/sam  ## deploy ENV=dev, prod or prod-encoder of samconfig.toml to AWS; YES=1 skips the confirmation
	.venv/bin/python -m bildtext_cli.deploy $(ENV) $(if $(YES),--yes)

package: .venv/local build/sam/bin/sam  ## only push the images and write build/deploy/ENV.yaml with their digests
	.venv/bin/python -m bildtext_cli.deploy $(ENV) --no-deploy

lint: dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

format: dev  ## format the code and fix lint errors
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

mutate: dev  ## run mutation tests: MODULE=triage, or all of tools/dev/bildtext_dev/mutate/modules.yaml
	nice -n 10 .venv/bin/python -m bildtext_dev.mutate $(MODULE)

bench: dev  ## run all benchmarks, with alternative implementations as baselines
	.venv/bin/bildtext bench

dev: .venv/dev  ## set up the development environment: torch, transformers, linters, test tools

clean:  ## remove .venv and build
	rm -rf .venv build

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Bildtext needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

# A stamp file marks an environment as up to date with pyproject.toml and constraints.txt.
.venv/local: .venv/bin/python pyproject.toml constraints.txt tools/cli/bildtext_cli/assets.py
	$(PIP) --editable .
	.venv/bin/python tools/cli/bildtext_cli/assets.py
	touch $@

# The exact version makes pip choose a CPU build of torch where one is available.
.venv/dev: .venv/local tools/dev/pyproject.toml
	$(PIP) torch==2.13.0
	$(PIP) --editable '.[models,dev]' --editable tools/dev
	.venv/bin/python tools/cli/bildtext_cli/assets.py axe
	.venv/bin/python -c 'from bildtext_cli.models.optimum import environment; environment()' # converts language models
	touch $@

# In a separate environment, because it pins boto3 and the translator.
build/sam/bin/sam:
	$(PYTHON) -m venv build/sam
	build/sam/bin/python -m pip install --quiet aws-sam-cli==1.170.0
