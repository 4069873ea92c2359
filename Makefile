# Two commands do everything on a fresh machine with Python 3.11 (or 3.12, 3.13) and make: `make run` and `make test`.
PYTHON ?= python3
TOOLS := .tools/bin
BIN := .venv/bin
ONLY ?=
SBOM ?= dist/sbom.json
export PYTHONDONTWRITEBYTECODE ?=
export UV_PYTHON_DOWNLOADS := never

.PHONY: run test chromium validate gallery feedbacks baseline plausibility claims policies waterfall hindcast studies sensitivity mix soak bench bench-batches page-pictures page-speed trust sbom schema reference pages docs cost lock clean environment
.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

environment: .venv/.stamp

.tools/.stamp: requirements-uv.txt
	$(PYTHON) -m venv .tools
	$(TOOLS)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-uv.txt
	@touch $@

# The tests of the page skip themselves, and say why, where there is no Chromium.
chromium:  ## install Debian's Chromium for the tests of the page, where it is missing and root is at hand
	@command -v chromium >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the tests of the page." >&2; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 \
	    || echo "Chromium could not be installed: the tests of the page are skipped." >&2; \
	else echo "No Chromium, and no root with apt-get: the tests of the page are skipped." >&2; fi

# Every extra is installed here but one that brings the GPL; there is no such extra yet.
.venv/.stamp: .tools/.stamp pyproject.toml uv.lock
	$(TOOLS)/uv sync --frozen --compile-bytecode --group dev --group docs --all-extras --python $(PYTHON)
	@touch $@

run: environment  ## set up, then the main job: Epoch's forecast, with a picture of the result in results/epoch-2024/
	@rm -rf results/epoch-2024
	$(BIN)/tokenshed run epoch-2024 --replications 2000 --out results/epoch-2024

test: environment chromium  ## set up, then the whole check: lint, types, import contracts, tests, README examples
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist worksteal

validate: environment  ## rerun all that the model must give back, about twelve minutes; rewrites docs/validation.md and the README's table
	$(BIN)/tokenshed validate --readme README.md

gallery: environment  ## run the worlds to learn from; rewrites docs/worlds.md and its pictures
	$(BIN)/tokenshed gallery

feedbacks: environment  ## turn every feedback off in turn and test directions, about ten minutes; rewrites docs/feedbacks.md
	$(BIN)/tokenshed feedbacks

baseline: environment  ## the world of 2026 beside what is known; rewrites docs/baseline.md
	$(BIN)/tokenshed baseline

claims: environment  ## judge every claim of the source article, about five minutes; rewrites docs/claims.md
	$(BIN)/tokenshed claims --out docs

waterfall: environment  ## from Epoch's forecast to the world of 2026, step by step, about an hour; rewrites docs/waterfall.md
	$(BIN)/tokenshed waterfall

policies: environment  ## what every shipped policy does, half an hour; rewrites docs/policies.md
	$(BIN)/tokenshed policies --out docs

plausibility: environment  ## what the world of 2026 does to 2040, held against what can be believed; rewrites docs/plausibility.md
	$(BIN)/tokenshed plausibility

hindcast: environment  ## what the model would have foretold from 2020 to 2025, about five minutes; rewrites docs/hindcast.md
	$(BIN)/tokenshed hindcast --docs docs

soak: environment  ## a batch whose processes are killed a hundred times, held against one undisturbed; about five minutes
	$(BIN)/python -m tests.soak

bench: environment  ## what runs cost, beside SimPy alone and other libraries, half an hour; rewrites docs/performance.md
	$(TOOLS)/uv sync --frozen --group dev --group docs --group bench --all-extras --python $(PYTHON)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks

bench-batches: environment  ## what batches cost, on this machine, about ten minutes; rewrites the tables of docs/scaling.md
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks.batches

studies: environment  ## what drives exhaustion, and when a cap backfires, half an hour; rewrites pages of docs/studies
	$(BIN)/tokenshed studies drivers
	$(BIN)/tokenshed studies overtraining-cap

sensitivity: environment  ## draw the figures of docs/sensitivity.md, a minute
	$(BIN)/tokenshed sensitivity epoch-2024 --method tornado --out results/sensitivity-tornado
	$(BIN)/tokenshed sensitivity epoch-2024 --over pools.public_text.raw --over pools.public_text.usable --over 'labs.frontier.compute*' --samples 64 --out results/sensitivity-sobol
	for kind in tornado sobol; do cp results/sensitivity-$$kind/sensitivity-$$kind-exhaustion_year.public.png docs/figures/sensitivity-$$kind.png; done

mix: environment  ## which mix of policies is robust in the world of 2026, ten minutes; rewrites docs/studies/robust-mix.md
	$(BIN)/tokenshed studies robust-mix

trust: environment  ## measure every promise at its full size (ONLY=NAME for one); rewrites docs/trust.md
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.trust $(ONLY)

sbom: .tools/.stamp  ## write the bill of materials of what is shipped, as CycloneDX
	@mkdir -p $(dir $(SBOM))
	$(TOOLS)/uv export --quiet --frozen --no-dev --all-extras --format cyclonedx1.5 --preview-features sbom-export > $(SBOM)

page-pictures: environment chromium  ## take pictures of every view of the page; rewrites docs/figures/page
	$(BIN)/python -m tests.browser.screenshots

page-speed: environment chromium  ## measure how soon the page answers a slider, a few minutes
	$(BIN)/python -m tests.browser.speed

schema: environment  ## rewrite the JSON Schemas after the schema has changed
	$(BIN)/tokenshed schema > worlds/data/world.schema.json
	$(BIN)/tokenshed schema policy > worlds/data/policy.schema.json
	$(BIN)/tokenshed schema scenario > worlds/data/scenario.schema.json
	$(BIN)/tokenshed schema experiment > worlds/data/experiment.schema.json

reference: environment  ## rewrite the stored reference outcomes (the changelog then says: numbers change)
	$(BIN)/python -m tests.reference

cost: environment  ## store anew how many functions a run calls, after a change that is worth its price
	$(BIN)/python -m tests.cost

pages: environment  ## write docs/reference anew from the code
	$(BIN)/python -m tests.reference_pages

docs: environment  ## build the site of README, MODEL.md and docs into docs/_site, without the network
	$(BIN)/python -m sphinx -q -W --keep-going -b html -c docs . docs/_site
	@echo "Open docs/_site/index.html"

lock: .tools/.stamp  ## renew uv.lock
	$(TOOLS)/uv lock

clean:  ## remove the environments and what tools leave behind
	rm -rf docs/_site .venv .tools .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist
