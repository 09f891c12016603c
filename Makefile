# Needs Debian 12 or the like with python3, python3-venv and make; everything else goes into .venv.
PYTHON ?= python3
PORT ?= 8000
IN = .venv/bin/python

.PHONY: demo setup test check bench torture screenshots lock

# The example district on http://127.0.0.1:$(PORT); run again, it keeps its data
demo:
	@$(PYTHON) tools/setup.py
	@$(IN) -m tools.demo --port $(PORT)

# Everything a developer needs, in .venv
setup:
	@$(PYTHON) tools/setup.py --dev

# Every test, on SQLite with a real browser and on PostgreSQL; ARGS go to pytest
test: setup
	@$(IN) -m tools.suite $(ARGS)

# Format, lint, types, import contracts, migrations, templates, translations
check: setup
	@$(IN) -m tools.check

# Our speed beside django-import-export's, on 10,000 projects
bench: setup
	@$(IN) -m bench $(ARGS)

# Races, kills and all else that is heavy, in full; ARGS="races kills" for some parts
torture: setup
	@$(IN) -m tools.torture $(ARGS)

# docs/screenshots/ anew, from the example district
screenshots: setup
	@$(IN) -m tools.screenshots

# requirements-dev.txt anew, from pyproject.toml: the newest versions that it allows
lock:
	@$(PYTHON) tools/lock.py
