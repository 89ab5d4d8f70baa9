# `make run` starts the studio, `make test` checks it. Both install what they need.
PYTHON ?= $(shell command -v python3.11 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Where a GPU is found, or with NEURAL=1, the neural set (torch, diffusers, transformers) is installed too.
NEURAL ?= $(shell command -v nvidia-smi >/dev/null 2>&1 && nvidia-smi -L >/dev/null 2>&1 && echo 1)
TEST_ENV := PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 HF_HUB_OFFLINE=1 TRANSFORMERS_VERBOSITY=error GRADIO_ANALYTICS_ENABLED=False

.PHONY: run worker tidy test test-scaled check format bench chaos docs gallery models clean

run: $(VENV)/base $(if $(NEURAL),$(VENV)/neural)
	@deploy/system-packages packages.txt
	@exec $(BIN)/python app.py

worker: $(VENV)/base $(if $(NEURAL),$(VENV)/neural)
	@deploy/system-packages packages.txt
	@exec $(BIN)/python -m queue_worker

# make tidy, make tidy DRY=1, make tidy FORCE=1
tidy: $(VENV)/base
	@$(BIN)/python -m queue_worker.tidy $(if $(DRY),--dry-run) $(if $(FORCE),--force) $(ARGS)

test: $(VENV)/dev
	@deploy/system-packages packages.txt packages-dev.txt
	$(TEST_ENV) $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(ARGS)

# The same tests on PostgreSQL, Redis and an S3 store that checks every signature, all started for them.
test-scaled: $(VENV)/dev
	@deploy/system-packages packages.txt packages-dev.txt packages-scaled.txt
	$(TEST_ENV) $(BIN)/python -m tests.support.scaled_run --numprocesses 2 --dist loadfile $(ARGS)

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

chaos: $(VENV)/dev
	@deploy/system-packages packages.txt packages-dev.txt
	$(TEST_ENV) KINORA_CHAOS=full $(BIN)/python -m pytest tests/chaos $(ARGS)

bench: $(VENV)/dev
	@deploy/system-packages packages.txt packages-dev.txt
	$(TEST_ENV) $(BIN)/python -m bench

docs: $(VENV)/dev
	$(BIN)/python -m docs.generate

gallery: $(VENV)/base
	@deploy/system-packages packages.txt
	$(BIN)/python -m docs.gallery

# make models, make models GET=sdxl, make models REMOVE=sdxl, make models VERIFY=all (or a key)
GET := # make knows a program of that name
models: $(VENV)/base
	@$(BIN)/python -m engine.model_store $(if $(GET),--get $(GET)) $(if $(REMOVE),--remove $(REMOVE)) \
		$(if $(VERIFY),--verify $(filter-out all,$(VERIFY))) $(ARGS)

$(VENV)/bin/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info[:2] != (3, 11))" 2>/dev/null || { echo "Kinora needs Python 3.11 ; name it: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/base: requirements-base.txt | $(VENV)/bin/python
	@echo "Installing Kinora (about a minute)..."
	$(PIP) -r requirements-base.txt
	@touch $@

$(VENV)/neural: requirements-neural.txt $(VENV)/base
	@echo "Installing the neural set..."
	$(PIP) $$(grep '^torch==' requirements-neural.txt)
	$(PIP) -r requirements-neural.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/neural
	$(PIP) -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-artifacts
