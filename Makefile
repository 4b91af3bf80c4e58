# Needs Python 3.11+, pip and make; everything else is set up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED := ../shared/data
SERVICES := $(SHARED)/search/services.json
JUDGEMENTS := $(SHARED)/search/judgements.json
FORMS := $(SHARED)/questionnaires
PO := $(wildcard src/hyteterm/locales/*/LC_MESSAGES/*.po)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test lint format bench proof interop messages clean

run: $(VENV)/run.stamp
	@$(BIN)/hyteterm demo

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 3 -m "not proof and not interop"

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)/pip.stamp:
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade "pip>=25.1"
	touch $@

# Bytecode is compiled at install: without it the first start is four times slower.
$(VENV)/run.stamp: $(VENV)/pip.stamp pyproject.toml hatch_build.py $(PO)
	@echo "HyteTerm: setting up (once, a minute or two) ..."
	$(PIP) install --editable ".[hub]"
	-$(BIN)/python -m compileall -q $(VENV)/lib src
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(PIP) install --group test --group lint
	-$(BIN)/python -m compileall -q $(VENV)/lib
	touch $@

$(VENV)/bench.stamp: $(VENV)/dev.stamp
	$(PIP) install --group bench
	touch $@

$(VENV)/proof.stamp: $(VENV)/dev.stamp
	$(PIP) install --group proof
	touch $@

# The npm package stays in a folder that `make clean` throws away.
$(VENV)/interop.stamp: $(VENV)/dev.stamp
	$(PIP) install --group interop
	@if command -v npm >/dev/null; then \
		npm install --silent --no-audit --no-fund --prefix $(VENV)/npm "fhir@^4.12"; \
	else echo "npm is not here: the checks that need it are skipped"; fi
	touch $@

# Measurements; what needs the shared sample data says so and is left out without it.
bench: $(VENV)/bench.stamp
	@failed=0; run() { echo; echo "== $$*"; $(BIN)/python "$$@" || failed=1; }; \
	if [ -f $(SERVICES) ]; then \
		run bench/search.py --compare --services $(SERVICES) --judgements $(JUDGEMENTS); \
		run bench/wire.py --services $(SERVICES); \
		run bench/card.py $(FORMS); \
		run bench/terminal.py --services $(SERVICES); \
	else \
		echo "Left out, the sample data is not at $(SHARED): bench/search.py, wire.py, card.py"; \
		run bench/terminal.py; \
	fi; \
	run bench/keystrokes.py; exit $$failed

# Kills, power cuts, judged searches: docs/proofs.md; some ten minutes on two cores.
proof: $(VENV)/proof.stamp
	$(BIN)/python -m pytest -m proof -rs -p no:randomly --durations=0 --durations-min=1

interop: $(VENV)/interop.stamp
	$(BIN)/python -m pytest -m interop -rs tests/interop

# Collects the messages of the program into the catalogues; then translate what is empty.
messages: $(VENV)/dev.stamp
	$(BIN)/pybabel -q extract -k N_ -k ngettext:1,2 --no-wrap --omit-header --sort-output \
		--add-location=file -o src/hyteterm/locales/hyteterm.pot src/hyteterm
	for language in sv en; do $(BIN)/pybabel -q update -N --no-wrap -l $$language \
		-D hyteterm -i src/hyteterm/locales/hyteterm.pot -d src/hyteterm/locales; done

clean:
	rm -rf $(VENV)
