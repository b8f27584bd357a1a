# The verbs of the checkout; each makes the environment first if it is missing or out of date.
PYTHON ?= python3
export PTB_TIMEDELTA := 1

BIN := .venv/bin
UV := 0.13.9

.PHONY: help demo run test check bench torture pictures rehearse lock clean

help:
	@echo 'make demo      try it: three people in one browser page, no accounts needed'
	@echo 'make run       serve the channels that .env names'
	@echo 'make test      all tests, a real PostgreSQL server among them'
	@echo 'make check     format, lint, types, import contract, tests: what CI runs'
	@echo 'make bench     updates per second, side by side with plain echo bots'
	@echo 'make torture   the long kill tests'
	@echo 'make rehearse  a whole campaign played fast'
	@echo 'make pictures  pictures of the real pages for the READMEs (needs Chromium)'
	@echo 'make lock      pin the packages of pyproject.toml (UPGRADE=1: take newer ones)'
	@echo 'make clean     remove the environment and caches; what people reported (var/) stays'

demo: .venv/.ready
	@$(BIN)/thidua demo

run: .venv/.ready
	@$(BIN)/thidua run

test: .venv/.ready
	@$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal

check: .venv/.ready
	@$(BIN)/python tools/check.py

bench: .venv/.ready
	@$(BIN)/python -m benchmarks

torture: .venv/.ready
	@$(BIN)/python -m pytest -m torture -o timeout=0

pictures: .venv/.ready
	@$(BIN)/python tools/pictures.py

rehearse: .venv/.ready
	@$(BIN)/thidua rehearse

.venv/.ready: pyproject.toml requirements.lock
	@$(PYTHON) tools/environment.py

# Names, versions and hashes only. Versions already pinned stay unless UPGRADE is set; the same input gives the same file.
lock:
	@rm -rf build/lock && $(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv==$(UV)
	@build/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --extra dev \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
		--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) --output-file requirements.lock pyproject.toml
	@rm -rf build/lock
	@echo "requirements.lock: $$(grep -c '==' requirements.lock) packages"

clean:
	rm -rf .venv benchmarks/.venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
