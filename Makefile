# Two commands are all the set-up there is: `make site` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
VERIFIER := $(filter-out %.test.ts,$(wildcard src/verifier/*.ts src/verifier/*.cjs src/verifier/*.js)) src/verifier/package-lock.json
LANGUAGES := $(wildcard src/badgesite/languages/catalogues/*.po) src/badgesite/languages/spelling.py

.PHONY: site serve docs test lint types verifier fast whole bench bench-peers fuzz lighthouse screenshots messages lock clean

site: .venv/installed
	$(BIN)/badgesite build
	@echo
	@echo "  Look at it:  $(BIN)/badgesite serve   then open http://localhost:8000"

serve: .venv/installed
	$(BIN)/badgesite serve

docs: .venv/installed
	$(BIN)/python docs/web/generate.py
	$(BIN)/mkdocs build --quiet
	@echo "  Look at it:  build/docs/index.html, or  $(BIN)/mkdocs serve"

# ------------------------------------------------------------------ installing
.venv/bin/python:
	PYTHON=$(PYTHON) .ci/system venv
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements/run.txt pyproject.toml hatch_build.py $(VERIFIER) $(LANGUAGES)
	PYTHON=$(PYTHON) .ci/system cairo
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

.venv/installed-test: .venv/installed requirements/test.txt .ci/system
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	.ci/system chromium signers
	touch $@

src/verifier/node_modules/.package-lock.json: .venv/installed-test src/verifier/package-lock.json
	cd src/verifier && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-fund --no-audit --loglevel=error
	touch $@

# ------------------------------------------------------------------ testing
# Linters and the verifier's own tests beside each other; then all tests in one run, which shares
# the built example and lets both processes end together.
test: src/verifier/node_modules/.package-lock.json
	$(MAKE) --jobs=2 lint verifier
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pytest -n 2 --dist worksteal

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

verifier: src/verifier/node_modules/.package-lock.json
	cd src/verifier && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent check
	cd src/verifier && PATH="$(CURDIR)/$(BIN):$$PATH" npm test --silent

fast: .venv/installed-test
	$(BIN)/pytest -n 2 --dist worksteal -m "not browser and not node and not slow"

whole: .venv/installed-test
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pytest -n 2 --dist worksteal -m "browser or node or slow"

# ------------------------------------------------------------------ measuring and looking
bench: .venv/installed-test
	$(BIN)/python tests/bench/run.py
	PYTHONPATH=tests $(BIN)/python tests/bench/signing.py
	$(BIN)/python tests/bench/sites.py
	PYTHONPATH=tests $(BIN)/python tests/bench/pathways.py

# What `make bench` measures us against, in places of its own; without it, it measures us alone.
bench-peers: .venv/installed-test .venv-peers/installed tests/node/node_modules/.package-lock.json

.venv-peers/installed: requirements/peers.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.txt
	touch $@

tests/node/node_modules/.package-lock.json: .venv/installed-test tests/node/package-lock.json
	cd tests/node && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	touch $@

fuzz: .venv/installed-test src/verifier/node_modules/.package-lock.json
	FUZZ=50 PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pytest tests/test_verifying_fuzz.py tests/test_verifying_agreement.py

screenshots: .venv/installed-test
	PYTHONPATH=tests $(BIN)/python tests/browser/screenshots.py

tests/lighthouse/node_modules/.package-lock.json: .venv/installed-test tests/lighthouse/package-lock.json
	cd tests/lighthouse && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	touch $@

lighthouse: tests/lighthouse/node_modules/.package-lock.json
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tests/lighthouse/run.py

# ------------------------------------------------------------------ keeping house
messages: .venv/installed-test
	$(BIN)/python tests/messages.py

# Locks carry hashes and no address of any registry.
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --resolver=backtracking
lock: .venv/bin/python
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/python -c "import tomllib; print('\n'.join(tomllib.load(open('pyproject.toml','rb'))['project']['dependencies']))" > requirements/run.in
	$(BIN)/python -c "import tomllib; print('\n'.join(tomllib.load(open('pyproject.toml','rb'))['project']['optional-dependencies']['test']))" > requirements/test.in
	$(COMPILE) -c requirements/limits.txt -o requirements/run.txt requirements/run.in
	$(BIN)/python -c "import tomllib; print('\n'.join(tomllib.load(open('pyproject.toml','rb'))['dependency-groups']['peers']))" > requirements/peers.in
	cd requirements && ../$(COMPILE) -c run.txt -o test.txt test.in
	$(COMPILE) -o requirements/peers.txt requirements/peers.in
	rm requirements/run.in requirements/test.in requirements/peers.in

clean:
	rm -rf site .badgesite .pytest_cache .mypy_cache .ruff_cache build dist
