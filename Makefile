# Everything here also works alone; `make help` lists the names.
PYTHON ?= python3
BIN := .venv/bin
export TF_CPP_MIN_LOG_LEVEL ?= 3

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

site: figures ## build figures and site into site/
	$(BIN)/python -m diagrams.site

serve: figures ## serve the site on this machine; rebuilds when a source changes
	$(BIN)/python -m diagrams.site --serve

figures: .venv/site ## draw what is stale
	$(BIN)/python build_figures.py

test: .venv/dev ## run all tests
	$(BIN)/python build_figures.py
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

bench: .venv/dev ## how fast are builds? ratios, measured in one run on this machine
	$(BIN)/python -m tests.bench

stress: .venv/dev ## many random edits, each compared with a build from nothing (an hour)
	EDITS=$(or $(EDITS),50) $(BIN)/python -m pytest tests/stress -s

lint: style prose translations ## check style, wording, spelling, and whether the languages are in step

style: .venv/dev
	$(BIN)/ruff check .

prose: tests/prose/node_modules/.package-lock.json .venv/dev ## check wording and spelling alone
	$(BIN)/python -m tests.prose

translations: .venv/dev ## are the two languages in step?
	$(BIN)/python -m diagrams.translations

train: .venv/site ## train on DATA=folder (one sub-folder of photos per label), then use the new weights
	@test -n "$(DATA)" || { echo "say which photos: make train DATA=folder"; exit 2; }
	$(BIN)/python docs/script/augment_images.py "$(DATA)" data/creatures.npz --size $(SIZE)
	$(BIN)/python -m diagrams.train data/creatures.npz --model data/creatures_cnn.keras
	$(BIN)/python -m diagrams.release data/creatures_cnn.keras data/creatures.npz $(if $(ABOUT),--about "$(ABOUT)")

try: .venv/site ## prepare and train on the sample photos: a minute, and nothing of the project changes
	$(BIN)/python docs/script/augment_images.py docs/samples data/try.npz
	$(BIN)/python docs/script/creatures_cnn.py data/try.npz --model data/try.keras

experiments: .venv/site ## repeat what the posts compare, on the photos that `make train` has prepared (about 90 minutes)
	$(BIN)/python -m diagrams.experiments all --data data/creatures.npz

readme: figures ## draw the picture of the README again
	$(BIN)/python -m diagrams.build.readme

requirements: pyproject.toml ## pin the newest versions that fit (needs uv)
	uv pip compile pyproject.toml $(PINS) -o requirements.txt
	uv pip compile pyproject.toml --extra dev $(PINS) -o requirements-dev.txt

SIZE = $(shell sed -n 's/^image_size = //p' docs/script/creatures_cnn.py)

PINS := --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links --upgrade --quiet

.venv/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(f"needs Python 3.11 to 3.13, this is {v.major}.{v.minor}: \
	make PYTHON=python3.12 ..." if not (3, 11) <= v < (3, 14) else 0)'
	$(PYTHON) -m venv .venv

.venv/site: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/site

# npm writes this file last.
tests/prose/node_modules/.package-lock.json: tests/prose/package-lock.json tests/prose/package.json | .venv/dev
	@$(BIN)/npm ci --prefix tests/prose --silent || { echo "npm could not install what checks the prose; \
	for the reason: $(BIN)/npm ci --prefix tests/prose"; exit 2; }
	@touch $@

.PHONY: help site serve figures test bench stress lint style prose translations train try experiments readme requirements
