# make run   everything needed to practise, then the app (without a terminal: a demonstration call)
# make test  everything needed to test, then ruff, mypy and pytest

VENV ?= .venv
PYTHON := $(VENV)/bin/python
CALLSIM := $(VENV)/bin/callsim
PYTEST_ARGS ?= -n auto --dist loadgroup

.PHONY: run test environment test-environment models test-models check clean

run: environment models
	@scripts/start.sh $(CALLSIM)

test: test-environment test-models check
	$(PYTHON) -m pytest $(PYTEST_ARGS)

check: test-environment
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

environment: $(VENV)/.installed
	@scripts/ensure_portaudio.sh

test-environment: $(VENV)/.installed-for-tests
	@scripts/ensure_portaudio.sh

models: environment
	@$(CALLSIM) models install --default

test-models: test-environment
	@$(CALLSIM) models install --default

$(VENV)/.installed: pyproject.toml constraints.txt
	@scripts/make_environment.sh $(VENV)
	$(PYTHON) -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-for-tests: $(VENV)/.installed pyproject.toml constraints.txt
	$(PYTHON) -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
