"""The page of feedbacks: what each of them does, and in which directions the model can be trusted."""

from pathlib import Path

from simulator.feedbacks import PLACES_IN_WORDS, WORLD, Effect, Exceptions, Study
from simulator.pictures.networks import networks
from simulator.pictures.sides import side_of
from simulator.report.figures import save_picture
from simulator.run import run_world


def save(found: Study, folder: Path) -> None:
    """Write feedbacks.md and its figure into a folder."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    picture = networks(side_of(run_world(WORLD)))
    save_picture(picture, folder / "figures" / f"{WORLD}-networks", formats=("png",))
    (folder / "feedbacks.md").write_text(_page(found), encoding="utf-8")


def _page(found: Study) -> str:
    """Return the page."""
    public = [one for one in found.frozen if one.outcome in {"exhaustion_year.public", "data_bound_share"}]
    return _PAGE.format(
        world=WORLD,
        replications=found.replications,
        pairs=found.pairs,
        live_pairs=found.live_pairs,
        places="; ".join(f"*{name}*: {words}" for name, words in PLACES_IN_WORDS.items()),
        switches="\n".join(_switch_row(one) for one in found.effects),
        frozen="\n".join(_direction_row(one) for one in public),
        live="\n".join(_direction_row(one) for one in found.live),
    )


def _switch_row(one: Effect) -> str:
    """Return the row of one feedback."""
    switch = one.switch
    way = "rises" if switch.rises else "falls"
    verdict = "yes" if one.as_expected else "no"
    where = f", *{switch.place}*" if switch.place else ""
    interval = f"{one.mean:+.3g} ± {one.half:.2g}"
    shares = f"{one.expected / one.futures:.0%} / {one.against / one.futures:.0%}"
    return f"| {switch.feedback}{where} | `{switch.outcome}` {way}: {switch.why} | {interval} | {shares} | {verdict} |"


def _direction_row(one: Exceptions) -> str:
    """Return the row of one direction."""
    way = "not lower" if one.push.rises else "not higher"
    rate = f"{one.against} of {one.pairs} ({one.against / one.pairs:.1%})" if one.pairs else "no pairs"
    return f"| {one.push.name} | `{one.outcome}` {way} | {rate} | {one.largest:.3g} |"


_PAGE = """# Feedbacks and directions

Written by `tokenshed feedbacks` (`make feedbacks`); do not edit. The world is `{world}`, seed 0.

## What each feedback does

Each row compares a world with the same world in which one feedback is turned off (`feedbacks.NAME=false`), in
{replications} paired futures: outcome with the feedback minus outcome without it, mean with its 90 % interval; the
share of futures in which it moves as argued, and the other way. Arguments were written before the runs, but for the
one that says so. The last column says whether more futures move as argued than against, beyond chance (sign test at
5 %). Some effects are looked at where they stand alone: {places}.

| feedback | argued beforehand | with it minus without it | as argued / against | as argued |
| --- | --- | ---: | ---: | :---: |
{switches}

## Directions with feedbacks frozen

All feedbacks off and no model writing for another, so that plans are given; labs undertrain. {pairs} paired futures.

| change | outcome | went the other way | by at most |
| --- | --- | ---: | ---: |
{frozen}

## Directions with all feedbacks

The same changes in {live_pairs} paired futures of the world as it is. Nothing is promised here: who finds more text
trains better models, which draw more users and write more, so that some pools are wanted later and some sooner. Where
overtraining rises, a token is worth less money to a lab (MODEL.md, 7.5), so that pools with a price are often
wanted later.

| change | outcome | went the other way | by at most |
| --- | --- | ---: | ---: |
{live}

Dates are restricted means: what does not happen by the end counts as the end.

## Who may read what, and who taught whom

![Who reads what in {world}, and who learned most from whom, in the run at central values](figures/{world}-networks.png)
"""
