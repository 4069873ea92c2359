"""How results can be made again: the command where it is known to give the very same, else a way that always does."""

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from simulator.experiments.asking import batch_of
from simulator.report.document.document import Commands, Listing, Paragraph, Section
from simulator.report.document.opened import Opened
from simulator.request import requested
from simulator.whatif.question import asked
from worlds.config.experiments import load_experiment
from worlds.config.faults import InputError
from worlds.config.files import EXPERIMENTS
from worlds.config.observations import day_of
from worlds.config.scenarios import AS_IT_IS
from worlds.config.timed import parse_change

_RESOLVED = (
    "python -c \"import json; print(json.dumps(json.load(open('RESULTS/manifest.json'))['{key}'], indent=1))\" > {file}"
)


def repeat_section(found: Opened, lines: Sequence[str], words: str) -> Section:
    """Return the section on how to repeat results.

    Args:
        found: the folder of the results.
        lines: the commands.
        words: what they give.
    """
    typed = Commands(tuple(f"$ {line}" for line in lines))
    return Section("How to repeat it", (Paragraph(words), typed, Listing(tuple(_facts(found)))))


def _facts(found: Opened) -> Iterator[str]:
    """Yield by what results were made, item by item."""
    stated = found.manifest
    model = f" (model {stated['model']})" if "model" in stated else ""
    commit = stated.get("commit") or "unknown, outside of a checkout"
    yield f"Tokenshed {stated.get('tokenshed')}{model}, commit {commit}."
    yield f"Hash of the results {stated.get('hash')}" + (
        f", of the world {stated['world_hash']}." if "world_hash" in stated else "."
    )
    section = stated.get("section")
    seed = stated.get("seed", section.get("seed", 0) if isinstance(section, dict) else 0)
    yield f"Seed {seed}; Python {stated.get('python')} on {stated.get('platform')}, {stated.get('created')}."
    libraries = stated.get("libraries")
    if isinstance(libraries, dict):
        yield "Libraries: " + ", ".join(f"{name} {number}" for name, number in libraries.items()) + "."


def run_again(found: Opened) -> Section:
    """Return how to repeat a run."""
    stated = found.manifest
    drawn = [] if stated["central"] else ["--replications", str(stated["replications"])]
    options = [*drawn, "--seed", str(stated["seed"])]
    under = [part for name in stated["policies"] for part in ("--policy", name)]
    under += ["--scenario", stated["scenario"]] if stated["scenario"] else []
    if _is_run(stated):
        return repeat_section(found, [shlex.join(["tokenshed", "run", stated["world"], *under, *options])], _SAME)
    return repeat_section(
        found,
        [_RESOLVED.format(key="resolved", file="again.yaml"), shlex.join(["tokenshed", "run", "again.yaml", *options])],
        f"{_CHANGED} RESULTS is the folder of this report.",
    )


_SAME = "The command gives the same results again, to the last bit."
_CHANGED = "The world is not one that is shipped under this name, or was changed, so that it is read from the manifest."


def _is_run(stated: Any) -> bool:
    """Return whether names alone say what was run."""
    try:
        again = requested(
            stated["world"],
            int(stated["seed"]),
            None if stated["central"] else int(stated["replications"]),
            policies=stated["policies"],
            scenario=stated["scenario"],
        )
    except InputError:
        return False
    return bool(again.loaded.hash == stated["world_hash"])


def whatif_again(found: Opened) -> Section:
    """Return how to repeat a what-if."""
    stated = found.manifest
    options = ["--replications", str(stated["replications"]), "--seed", str(stated["seed"])]
    options += ["--frozen"] if stated["frozen"] else []
    changes = _changes(stated)
    if changes is not None:
        return repeat_section(found, [shlex.join(["tokenshed", "whatif", stated["world"], *changes, *options])], _SAME)
    words = (
        "Policies, settings or the world came from files. Both worlds stand whole in the manifest of RESULTS, the "
        "folder of this report: resolved is the one without, changed has the one under each policy in the first "
        "scenario. Each runs by itself, under the same luck."
    )
    base = shlex.join(["tokenshed", "run", "base.yaml", *options[:4]])
    return repeat_section(found, [_RESOLVED.format(key="resolved", file="base.yaml"), base], words)


def _changes(stated: Any) -> list[str] | None:
    """Return the options that ask for the same what-if again; None where names alone do not say it."""
    scenarios = [name for name in stated["scenarios"] if name != AS_IT_IS]
    named = [*stated["policies"]]
    for policies, settings in ((named, list(stated["assumed"])), ([], named)):
        try:
            again = asked(
                stated["world"],
                policies,
                settings=list(map(parse_change, settings)),
                scenarios=scenarios,
                seed=int(stated["seed"]),
                replications=int(stated["replications"]),
                frozen=bool(stated["frozen"]),
            )
        except InputError:
            continue
        if again.hash == stated["hash"]:
            said = [*(("--policy", one) for one in policies), *(("--set", one) for one in settings)]
            said += [("--scenario", one) for one in scenarios]
            return [part for pair in said for part in pair]
    return None


def batch_again(found: Opened) -> Section:
    """Return how to repeat a batch, and any one of its runs."""
    name = str(found.manifest["experiment"])
    words = (
        "RESULTS is the folder of this report, whose manifest holds the whole experiment. The last command makes one "
        "run again and says whether it is the same to the last bit; it wants the version of the model that made it."
    )
    lines = ["tokenshed rerun RESULTS RUN_ID"]
    if name in EXPERIMENTS.names() and _is_experiment(found):
        replications = str(found.manifest["section"]["replications"])
        lines = [shlex.join(["tokenshed", "batch", name, "--replications", replications]), *lines]
        words = f"The first command does all of it again. {words}"
    return repeat_section(found, lines, words)


def _is_experiment(found: Opened) -> bool:
    """Return whether the experiment that is shipped under the name of a batch is that batch."""
    stated = found.manifest
    try:
        shipped = load_experiment(str(stated["experiment"])).with_replications(int(stated["section"]["replications"]))
        return bool(batch_of(shipped).hash == stated["hash"])
    except InputError:
        return False


def hindcast_again(found: Opened) -> Section:
    """Return how to repeat a hindcast."""
    stated = found.manifest
    origins = list(map(str, stated["origins"]))
    only = ["--train-until", origins[0]] if len(origins) == 1 else []
    command = ["tokenshed", "hindcast", str(stated["world"]), *only, "--until", day_of(stated["until"]).isoformat()]
    command += ["--replications", str(stated["replications"]), "--seed", str(stated["seed"])]
    words = "The command scores the same again, as long as world and table of models are those that are shipped."
    return repeat_section(found, [shlex.join(command)], words)


def search_again(found: Opened) -> Section:
    """Return how to repeat a search."""
    stated = found.manifest
    wished = [part for one in stated["objectives"] for part in ("--objective", str(one))]
    command = ["tokenshed", "search", str(stated["world"]), *wished, "--futures", str(stated["futures"])]
    command += ["--population", str(stated["population"]), "--seed", str(stated["seed"])]
    words = (
        "The command, with the levers that are named above and as many candidates, tries the same ones again; in the "
        "same folder (--out) it takes their runs from there."
    )
    return repeat_section(found, [shlex.join(command)], words)
