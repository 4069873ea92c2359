# Two commands do everything on a fresh machine with Python 3.11 (or 3.12, 3.13) and make: `make run` and `make test`.
PYTHON ?= python3
TOOLS := .tools/bin
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE ?=
export UV_PYTHON_DOWNLOADS := never

.PHONY: run test validate gallery feedbacks baseline plausibility claims policies waterfall hindcast studies sensitivity mix soak bench-batches schema reference lock clean environment
.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

environment: .venv/.stamp

.tools/.stamp: requirements-uv.txt
	$(PYTHON) -m venv .tools
	$(TOOLS)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-uv.txt
	@touch $@

# Every extra is installed here but one that brings the GPL; there is no such extra yet.
.venv/.stamp: .tools/.stamp pyproject.toml uv.lock
	$(TOOLS)/uv sync --frozen --compile-bytecode --group dev --all-extras --python $(PYTHON)
	@touch $@

run: environment  ## set up, then the main job: Epoch's forecast, with a picture of the result in results/epoch-2024/
	@rm -rf results/epoch-2024
	$(BIN)/tokenshed run epoch-2024 --replications 2000 --out results/epoch-2024

test: environment  ## set up, then the whole check: lint, types, import contracts, tests, README examples
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

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

schema: environment  ## rewrite the JSON Schemas after the schema has changed
	$(BIN)/tokenshed schema > worlds/data/world.schema.json
	$(BIN)/tokenshed schema policy > worlds/data/policy.schema.json
	$(BIN)/tokenshed schema scenario > worlds/data/scenario.schema.json
	$(BIN)/tokenshed schema experiment > worlds/data/experiment.schema.json

reference: environment  ## rewrite the stored reference outcomes (the changelog then says: numbers change)
	$(BIN)/python -m tests.reference

lock: .tools/.stamp  ## renew uv.lock
	$(TOOLS)/uv lock

clean:  ## remove the environments and what tools leave behind
	rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist
