# Two commands matter: `make run` and `make test`. Both need Python 3.11 or newer and nothing else.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
export HOST ?= 127.0.0.1
export PORT ?= 8000

.PHONY: run dev test check bench messages lock fonts screenshots clean

## The whole portal on this machine: database, demo content, worker, production server.
run: $(VENV)/.runtime
	@DEMO=$${DEMO:-1} exec $(BIN)/python manage.py run

## The same with Django's own server, which reloads as you type.
dev: $(VENV)/.runtime
	@DEMO=$${DEMO:-1} DEBUG=1 exec $(BIN)/python manage.py run --dev

## Everything a bare machine can run. What needs PostgreSQL, Redis or Chromium says so when it is skipped.
test: $(VENV)/.tests
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

## Lint, types, templates, migrations, deployment settings.
check: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files 'templates/*.html' | xargs $(BIN)/djade --check --target-version 5.2
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING

## Times, as ratios: see tests/benchmarks.
bench: $(VENV)/.tests
	$(BIN)/python -m pytest tests/benchmarks -s -o python_files='bench_*.py' -o python_functions='bench_*'

## Collect and compile the interface's translations (needs gettext; the compiled files are committed).
messages: $(VENV)/.runtime
	$(BIN)/python manage.py makemessages --locale zh_Hans --no-obsolete --no-location --ignore .venv --ignore var
	$(BIN)/python manage.py compilemessages --locale zh_Hans --ignore .venv --ignore var

## Pin every package by hash.
lock: $(VENV)/.tests
	$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --quiet -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group test --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --quiet -o tests/requirements.txt

## Cut the factsheet's fonts anew from a folder of Noto CJK's .ttc files: `make fonts NOTO=...`.
fonts: $(VENV)/.tests
	@test -n "$(NOTO)" || { echo "NOTO= the folder with NotoSansCJK-Regular.ttc and NotoSerifCJK-Bold.ttc"; exit 1; }
	$(BIN)/python zones/factsheet/fonts/subset.py "$(NOTO)"

## The pictures of the README, taken from a running demo (needs Chromium).
screenshots: $(VENV)/.tests
	$(BIN)/python -m tests.screenshots

clean:
	rm -rf $(VENV) var

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@ $(VENV)/.runtime
