# Everything here also works alone; `make help` lists the names.
PYTHON ?= python3
BIN := .venv/bin
export TF_CPP_MIN_LOG_LEVEL ?= 3

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

site: figures ## build figures and site into site/
	$(BIN)/python -m diagrams.site

publish: ## build the site into DEST=folder, which changes in one step or not at all; SITE_URL=... says its address
	@test -n "$(DEST)" || { echo "say where: make publish DEST=folder"; exit 2; }
	@$(MAKE) --no-print-directory figures
	$(BIN)/python -m diagrams.site --to "$(DEST)"

cost: .venv/site ## what many readers of site/ cost: READERS=1000000 PRICE=0.05 (of a gigabyte)
	@$(BIN)/python -m diagrams.site.cost $(if $(DEST),"$(DEST)") $(if $(READERS),--readers $(READERS)) \
	        $(if $(PRICE),--price $(PRICE))

offline: figures ## write cnn-line-by-line.zip, which is read without any server
	$(BIN)/python -m diagrams.site --offline cnn-line-by-line.zip

serve: figures ## serve the site on this machine; rebuilds when a source changes
	$(BIN)/python -m diagrams.site --serve

figures: .venv/site ## draw what is stale
	$(BIN)/python build_figures.py

test: .venv/dev ## run all tests
	$(BIN)/python build_figures.py
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

bench: .venv/dev ## how fast are builds, the watch, Ctrl-C, and pages on a slow phone? measured on this machine
	$(BIN)/python build_figures.py
	$(BIN)/python -m tests.bench.builds
	$(BIN)/python -m tests.bench.watch
	$(BIN)/python -m tests.bench.visits

stress: .venv/dev ## many random edits, each compared with a build from nothing (an hour); all networks
	$(BIN)/python build_figures.py
	@$(MAKE) --no-print-directory --jobs 2 stress-1 stress-$(or $(SEED),fresh)
	EDITS=1 $(BIN)/python -m pytest tests/stress/test_kills.py tests/stress/test_clones.py
	EDITS=1 $(BIN)/python -m pytest tests/networks tests/browser/test_engine.py

stress-%: .venv/dev
	SEED=$* EDITS=$(or $(EDITS),50) $(BIN)/python -m pytest tests/stress/test_edits.py -s

lint: style types prose translations ## check style, types, wording, spelling, and whether the languages are in step

style: .venv/dev
	$(BIN)/ruff check .

format: .venv/dev ## mend what a tool can mend: order of imports, white space, old ways of writing
	$(BIN)/ruff check --fix .

types: .venv/dev ## check types strictly
	$(BIN)/mypy

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

experiments: .venv/site ## repeat what the posts compare, on the photos that `make train` has prepared (about two hours)
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

kernel: .venv/kernel/node_modules/.package-lock.json ## compile the explorer's convolution again
	$(BIN)/python -m diagrams.kernel

# npm writes this file last. The compiler weighs more than all sources together: copies of them go without.
.venv/kernel/node_modules/.package-lock.json: diagrams/kernel/package-lock.json diagrams/kernel/package.json | .venv/dev
	@mkdir -p .venv/kernel && cp diagrams/kernel/package*.json diagrams/kernel/.npmrc .venv/kernel
	@$(BIN)/npm ci --prefix .venv/kernel --silent || { echo "npm could not install the compiler; \
	for the reason: $(BIN)/npm ci --prefix .venv/kernel"; exit 2; }
	@touch $@

tests/%/node_modules/.package-lock.json: tests/%/package-lock.json tests/%/package.json | .venv/dev
	@$(BIN)/npm ci --prefix tests/$* --silent || { echo "npm could not install what the checks in tests/$* need; \
	for the reason: $(BIN)/npm ci --prefix tests/$*"; exit 2; }
	@touch $@

.PHONY: help site publish cost offline serve figures test bench stress lint style format types prose translations train try experiments readme kernel requirements
