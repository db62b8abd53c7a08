# One command each; every one sets up what it needs, and is quick the second time.
SHELL := /bin/bash
PORT ?= 8000
PY := .venv/bin/python
PYTEST := $(PY) -m pytest
DEMO := NSSS_ENV=development NSSS_DEMO=1
MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
TWO := -n 2 --dist worksteal  # whoever has nothing left takes from the other: some tests are long
SLOW := --ignore=tests/journeys --ignore=tests/drill

.PHONY: help run test check drill bench lock messages screenshots demo clean
help:
	@echo "make run          the demonstration on http://127.0.0.1:$(PORT)"
	@echo "make test         static checks, tests on SQLite and PostgreSQL, browser journeys"
	@echo "make check        the static checks alone"
	@echo "make drill        real kills, back-up and restore"
	@echo "make bench        speed, one table (PROGRAMMES=200: ten times as many; ONLY=crowd TYPING=600: sixty people type)"
	@echo "make lock         compile the two locks from pyproject.toml"
	@echo "make messages     collect texts for translation into locale/"
	@echo "make screenshots  the pictures of the README"

# --- set-up -----------------------------------------------------------------------------------
# Two calls, because pip takes hashes for one list at a time. The locks name everything, so nothing is resolved
# again: a resolver would ask for the newest "coverage[toml]", which no lock pins.
.venv/installed: prod.lock dev.lock
	@bash deploy/system.sh run
	@test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r prod.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r dev.lock
	@$(PY) -m pip check --disable-pip-version-check
	@touch $@

.venv/ready-to-run: deploy/system.sh .venv/installed
	@bash deploy/system.sh run
	@touch $@

.venv/ready-to-test: deploy/system.sh .venv/installed
	@bash deploy/system.sh test
	@command -v chromium chromium-browser >/dev/null || $(PY) -m playwright install --with-deps chromium
	@touch $@

%.mo: %.po
	msgfmt --check --output-file=$@ $<

# --- the demonstration ------------------------------------------------------------------------
demo: .venv/ready-to-run $(MESSAGES)
	@$(DEMO) bash deploy/demo.sh

run: demo
	@$(DEMO) PORT=$(PORT) bash deploy/run.sh

# --- checks and tests -------------------------------------------------------------------------
check: .venv/ready-to-test $(MESSAGES)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports --no-logo
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/mypy
	$(DEMO) NSSS_DOTENV= $(PY) manage.py makemigrations --check --dry-run

test: check
	$(PYTEST) tests $(TWO) $(SLOW)
	# What touches the database again on the other one; the page table asks the same of both, and the drill
	# runs the laws of saving by the thousand there. The server goes away with its databases: nothing is dropped
	# one by one, which a session that is just closing would refuse.
	LAW_EXAMPLES=60 deploy/with_pg.sh $(PYTEST) tests $(TWO) --reuse-db -m django_db $(SLOW) --ignore=tests/house/test_pages.py --ignore=tests/house/test_hostile.py
	# A real browser on two busy cores may be late once: a journey that falls is tried a second time, and its first
	# fall is named with its traceback. One that is wrong falls twice; three are tried again, no more.
	$(PYTEST) tests/journeys $(TWO) --reruns 1 --max-suite-reruns 3 --rerun-show-tracebacks

drill: .venv/ready-to-test $(MESSAGES)
	$(PYTEST) tests/drill
	# The laws of saving by the thousand, the power going at any statement, on both databases.
	LAW_EXAMPLES=1000 $(PYTEST) tests/assessments/test_autosave_laws.py
	LAW_EXAMPLES=1000 deploy/with_pg.sh $(PYTEST) --reuse-db tests/assessments/test_autosave_laws.py

bench: .venv/ready-to-test $(MESSAGES)
	PROGRAMMES=$(PROGRAMMES) ONLY=$(ONLY) TYPING=$(TYPING) PGFSYNC=on deploy/with_pg.sh $(PY) bench/run.py

# --- chores -----------------------------------------------------------------------------------
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: .venv/installed
	$(COMPILE) pyproject.toml --output-file prod.lock
	$(COMPILE) --group dev --constraint prod.lock --output-file dev.lock

messages: .venv/ready-to-run
	$(DEMO) $(PY) manage.py makemessages --locale bn --no-obsolete --no-location --no-wrap --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'

screenshots: .venv/ready-to-test $(MESSAGES)
	$(PY) docs/screenshots.py

clean:
	rm -rf .venv var db.sqlite3*
