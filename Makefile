# Every target does its own set-up; the second call starts at once.
SUITABLE := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c '$(SUITABLE)' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
START = $(or $(PYTHON),$(error Python 3.11 or newer is wanted: see the README)) tools/start.py
TYPED_NAME = $(if $(filter command,$(origin NAME)),"--name=$(NAME)")  # not a shell's own NAME
DEV := packages
JS := node_modules/made.stamp
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --fork-strategy fewest --custom-compile-command "make lock" pyproject.toml

SLOW := browser desktop doors stamp blocks hostile folder/test_batch.py folder/test_blocks.py test_notebooks.py \
	test_network.py test_tools.py test_types.py lessons/test_notebook_answers.py

.DEFAULT_GOAL := help
.PHONY: help lab check fresh plugins test quick coverage mutants fuzz plans clock slides sheets site lite notebooks bench lint lock clean $(DEV)

help:  ## list the targets
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 18

lab:  ## open the workbook in JupyterLab (WINDOW=no: without napari's window; NAME=anna: her own copy)
	@$(START) lab $(if $(filter no,$(WINDOW)),--no-window) $(TYPED_NAME) $(ARGS)

check:  ## say whether this computer has what the workbook needs, and what to do if not
	@$(START) check

fresh:  ## bring back a clean notebook, and keep yours: NB=04; NB=all clears a room between groups
	@$(START) fresh $(TYPED_NAME) $(NB)

plugins:  ## add the napari plugins that the lessons name
	@$(START) setup plugins

test: $(JS)  ## run the whole suite: code, notebooks, browser, desktop window
	@$(START) test $(ARGS)

quick: $(DEV)  ## the tests of a change in a minute or two: no browser, window, notebook or folder
	$(BIN)/python -m pytest -q helpers tests $(patsubst %,--ignore=tests/%,$(SLOW)) $(ARGS)

coverage: $(DEV)  ## say which lines and branches no test runs, kernels and workers included
	@mkdir -p build
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -n0 -q $(or $(ARGS),helpers tests notebooks)
	$(BIN)/python -m coverage combine --quiet build
	$(BIN)/python -m coverage report

mutants: $(DEV)  ## change the code in small ways, and say which changes no test notices
	$(BIN)/uv pip install --quiet --python $(BIN)/python cosmic-ray==8.7.0
	$(BIN)/python tools/mutants.py $(ARGS)

fuzz: $(DEV)  ## throw more than 20,000 damaged files, odd texts and odd values at the workbook
	NUCLEI_FUZZ=$(or $(CASES),1600) $(BIN)/python -m pytest -q -s -n0 -p no:logging \
		-o timeout=0 tests/hostile

plans: $(DEV)  ## bring the tables of the instructor's pages and of the glossary up to date
	@$(BIN)/python tools/plans.py

clock:  ## make an instructor's running clock: NB=04, or PLAN="half a day"
	@$(START) clock $(if $(NB),--notebook $(NB)) $(if $(PLAN),--plan "$(PLAN)")

slides: $(DEV) $(JS)  ## write slides of the notebooks that need no network: NB=04 for one
	@$(BIN)/python tools/slides.py $(NB)

sheets: $(DEV)  ## print the exercises, alone and with solutions, and recall cards: NB=04 for one
	@$(BIN)/python tools/sheets.py $(NB)

site: $(DEV)  ## write the workbook as a web site into build/site/html; it needs no network
	@$(BIN)/python tools/website.py

lite: $(DEV) $(JS)  ## write the workbook as a site for the browser alone into build/lite
	@$(BIN)/python tools/lite.py $(ARGS)

notebooks: $(DEV)  ## run every notebook and store what it shows
	@$(BIN)/python tools/run_notebooks.py

bench: $(DEV)  ## time our ways against the lesson's code and the usual libraries, on one page
	@$(BIN)/python tools/benchmarks.py $(ARGS)

lint: $(DEV) $(JS)  ## format the code and the notebooks, and look them over
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	@[ ! -x node_modules/.bin/biome ] || node_modules/.bin/biome check --write

lock: $(DEV)  ## choose the newest versions anew
	$(LOCK) --upgrade --constraint tools/constraints.txt --output-file requirements.txt
	$(LOCK) --upgrade --all-extras --constraint requirements.txt --output-file requirements-dev.txt

clean:  ## remove the environment
	rm -rf .venv node_modules

# all that the tests need; at once if it is there already
$(DEV):
	@$(START) setup dev

# biome looks over the JavaScript where Node is; a learner needs neither
$(JS): package-lock.json
	@if command -v npm >/dev/null; then npm ci --silent; else mkdir -p node_modules; fi
	@touch $@
