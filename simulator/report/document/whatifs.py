"""The report of a what-if."""

from collections.abc import Iterator

import pandas as pd
import pyarrow.parquet as pq

from simulator.analysis.ranks import FEWEST
from simulator.pictures.comparisons import costs, effects, survival
from simulator.pictures.picture import Picture
from simulator.report.document.again import whatif_again
from simulator.report.document.document import Block, Document, Listing, Paragraph, Section, Shown, parts
from simulator.report.document.drivers import OUTCOME, blocks, of_difference
from simulator.report.document.findings import Row, findings
from simulator.report.document.opened import Opened
from simulator.report.document.policies import burden_table, effect_table, policy_table, regret_table
from simulator.report.document.trust import limits_of, limits_section, validation_section
from simulator.report.document.world import world_section
from worlds.config.loading import LoadedWorld, world_of
from worlds.config.scenarios import AS_IT_IS

_SCENARIOS, _POLICIES, _TITLED = 3, 3, 3
"""Scenarios whose pictures and policies whose drivers are shown, and policies that the title names."""


def document(found: Opened) -> Document:
    """Return the report of a what-if."""
    stated, folder = found.manifest, found.folder
    loaded = world_of(stated["resolved"], f"{folder}: resolved")
    told = pq.read_table(folder / "effects.parquet").to_pandas()
    sections = parts(
        Section("Question", (Paragraph(_question(found)),)),
        world_section(loaded),
        Section("Findings", (Listing(tuple(findings(told))),)),
        Section("Policies", tuple(_policies(found, told))),
        Section("Figures", tuple(map(Shown, _pictures(found, told)))),
        Section("Sensitivity", tuple(_sensitivity(found, loaded))),
        validation_section(),
        limits_section(list(_limits(found, loaded))),
        whatif_again(found),
    )
    policies = stated["policies"]
    named = ", ".join(policies) if len(policies) <= _TITLED else f"{len(policies)} policies"
    abstract = next(findings(told), "Nothing was compared.")
    return Document(f"{loaded.name} with {named}", abstract, sections, found.colophon)


def _question(found: Opened) -> str:
    """Return what was asked."""
    stated = found.manifest
    scenarios = [name for name in stated["scenarios"] if name != AS_IT_IS]
    where = f", in the scenario{'s' if len(scenarios) > 1 else ''} {', '.join(scenarios)}" if scenarios else ""
    assumed = f" Assumed on both sides: {', '.join(stated['assumed'])}." if stated["assumed"] else ""
    frozen = " Labs keep the plans that they have without it." if stated["frozen"] else ""
    return (
        f"What would change in {stated['world']}{where} with {', or with '.join(stated['policies'])}? "
        f"{stated['replications']:,} pairs of runs, with and without, share every draw of uncertain numbers and all "
        f"luck, so that a difference is the change's own.{assumed}{frozen}"
    )


def _policies(found: Opened, told: pd.DataFrame) -> Iterator[Block]:
    """Yield the tables of policies: what each does, who pays, how far behind the best it is, and all effects."""
    several = len(set(told["scenario"])) > 1
    yield policy_table(told, several=several)
    burdens = burden_table(_rows(found, "burdens"), several=several)
    if burdens is not None:
        yield burdens
    if several:
        yield regret_table(_rows(found, "regrets"))
    yield effect_table(told, several=several)


def _rows(found: Opened, name: str) -> list[Row]:
    """Return the rows of a table; none where it is not there."""
    path = found.folder / f"{name}.parquet"
    rows: list[Row] = pq.read_table(path).to_pylist() if path.exists() else []
    return rows


def _pictures(found: Opened, told: pd.DataFrame) -> Iterator[Picture]:
    """Yield the pictures of every scenario, of the first few where there are many."""
    stated, curves = found.manifest, pd.DataFrame(_rows(found, "survivals"))
    for scenario in stated["scenarios"][:_SCENARIOS]:
        where = f", scenario {scenario}" if scenario != AS_IT_IS else ""
        corner = f"Tokenshed, world {stated['world']}, seed {stated['seed']}, pairs {stated['replications']:,}{where}"
        mine = told[told["scenario"] == scenario]
        lasting = [survival(curves[curves["scenario"] == scenario], mine, corner)] if len(curves) else []
        for picture in (*lasting, effects(mine, corner), costs(mine, corner)):
            if picture.panels:
                yield picture.called(scenario) if len(stated["scenarios"]) > 1 else picture


def _sensitivity(found: Opened, loaded: LoadedWorld) -> Iterator[Block]:
    """Yield which uncertain numbers go with what a policy does, for the first few policies."""
    stated = found.manifest
    if stated["replications"] < FEWEST:
        yield from blocks([], f"how far a policy moves {OUTCOME}", stated["replications"], "", loaded.name)
        return
    pairs = pq.read_table(found.folder / "pairs.parquet").to_pandas()
    mine = pairs[(pairs["outcome"] == OUTCOME) & (pairs["scenario"] == stated["scenarios"][0])]
    for policy in stated["policies"][:_POLICIES]:
        rows = mine[mine["policy"] == policy]
        corner = f"Tokenshed, world {loaded.name}, seed {stated['seed']}, pairs {len(rows):,}, {policy}"
        ranked = of_difference(loaded, int(stated["seed"]), rows)
        yield from blocks(ranked, f"how far {policy} moves {OUTCOME}", len(rows), corner, loaded.name)


def _limits(found: Opened, loaded: LoadedWorld) -> Iterator[str]:
    """Yield what these results do not say."""
    yield from limits_of(drawn=True, replications=int(found.manifest["replications"]), end=loaded.world.end)
    yield "A date that does not come by the end counts as the end, which makes differences of dates smaller."
    yield "A policy costs here what outcomes show: nobody pays for its enforcement."
