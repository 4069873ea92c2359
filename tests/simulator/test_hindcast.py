"""Hindcasts: nothing later reaches the fit, and scores are what they say."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from simulator.analysis.hindcast.calibration import calibrate
from simulator.analysis.hindcast.few import FEW_FUTURES, few_words
from simulator.analysis.hindcast.fit import Fit, fit
from simulator.analysis.hindcast.scores import crps_of_sample
from simulator.analysis.hindcast.study import Hindcast, hindcast
from simulator.analysis.hindcast.training import usable
from simulator.cli import cli
from simulator.report.hindcast import save_docs
from simulator.run import run_world
from worlds.config.faults import InputError
from worlds.config.loading import load_world
from worlds.config.observations import ObservedModel, observed_models
from worlds.config.settings import Setting

DAY, YEAR = "2023-01-01", 2023.0
KEYS = {"train_until", "n_train", "n_test", "scores", "forecasts"}
SLATE = Setting("labs.lab.slate", {"one": {"size": "7 B parameter", "k": 1.0}})
SCORES = {"crps", "coverage50", "coverage80", "coverage95", "skill_vs_trend", "skill_vs_persistence"}
COLUMNS = {"size": "n_total", "size_active": "n_active", "tokens": "d_tokens_seen", "architecture": "arch"}


@pytest.fixture(scope="module")
def found() -> Hindcast:
    return hindcast(train_until=DAY, replications=8)


def bits(one: Fit) -> list[bytes]:
    """Return everything that a fit draws from, and what it draws, as bytes."""
    draw = one.draw(3, 1, ["meta", "openai", "xai"], 4.0)
    arrays = [one.corpora.weights, one.corpora.means(), one.compute.weights, one.compute.means(), draw.path]
    return [*(array.tobytes() for array in arrays), repr((one.pace, draw.labs)).encode()]


def absurd(model: ObservedModel) -> ObservedModel:
    """Return a model with figures that nobody would believe."""
    return replace(model, tokens=1e30, size=2.0, size_active=2.0, train_flop=1e50, lab="Nobody", actor="meta")


def test_what_was_published_later_does_not_reach_the_fit() -> None:
    models = observed_models()
    before, after = ([one for one in models if (one.year < YEAR) is earlier] for earlier in (True, False))
    wanted = bits(fit(models, YEAR))
    more = [replace(one, name=f"{one.name} again", year=2039.5) for one in before]
    for later in (after[::-1], [], list(map(absurd, after)), [*after, *more]):
        assert bits(fit([*later, *before[::-1]], YEAR)) == wanted


def test_a_row_before_the_date_does_reach_the_fit() -> None:
    models = list(observed_models())
    place = next(i for i, one in enumerate(models) if one.name == "Chinchilla 70B")
    models[place] = replace(models[place], tokens=2e12)
    assert bits(fit(models, YEAR)) != bits(fit(observed_models(), YEAR))


def test_forecasts_do_not_know_what_they_are_held_against(tmp_path: Path, found: Hindcast) -> None:
    rows = list(csv.DictReader(Path("worlds/data/models.csv").read_text(encoding="utf-8").splitlines()))
    for row in rows:
        if row["date"] >= DAY and row["tokens"]:
            row["tokens"], row["train_flop"], row["lab"], row["actor"] = "7e13", "1e22", "Nobody", ""
    rows.append({**rows[-1], "name": "much later", "date": "2031-05-05"})
    table = tmp_path / "changed.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows[::-1])
    changed = hindcast(observations=table, train_until=DAY, replications=8)
    quantiles = ["q05", "q25", "q50", "q75", "q95"]
    wanted = found.forecasts.set_index("name")[quantiles]
    got = changed.forecasts.set_index("name")[quantiles].drop(index="much later")
    assert np.array_equal(got.sort_index().to_numpy(), wanted.sort_index().to_numpy())


def test_the_document_has_what_it_must_have_and_scores_follow_from_it(found: Hindcast) -> None:
    document = found.origins[0].as_dict()
    assert set(document) >= KEYS
    scored = document["scores"]
    assert isinstance(scored, dict)
    assert set(scored) >= SCORES
    later = [one for one in usable(observed_models()) if one.year >= YEAR]
    assert (document["n_train"], document["n_test"]) == (25, len(later))
    forecasts = found.forecasts
    assert scored["crps"] == pytest.approx(forecasts["crps"].mean())
    assert scored["coverage50"] == pytest.approx(
        forecasts["observed"].between(forecasts["q25"], forecasts["q75"]).mean()
    )
    assert scored["skill_vs_trend"] == pytest.approx(1 - scored["crps"] / scored["crps_trend"])
    assert np.allclose(sorted(forecasts["observed"]), sorted(np.log10([one.tokens or 1.0 for one in later])))


def test_a_forecast_is_a_sample_of_simulated_futures(found: Hindcast) -> None:
    one = found.origins[0].forecasts[0]
    assert crps_of_sample(one.simulated, one.observed) == pytest.approx(found.forecasts["crps"][0])
    assert len(one.simulated) == 8 * 8
    again = hindcast(train_until=DAY, replications=8)
    assert np.array_equal(again.origins[0].forecasts[0].simulated, one.simulated)
    other = hindcast(train_until=DAY, replications=8, seed=1)
    assert not np.array_equal(other.origins[0].forecasts[0].simulated, one.simulated)


def test_more_is_foretold_for_later_dates(found: Hindcast) -> None:
    dated = found.forecasts.groupby(found.forecasts["date"].str[:4])["q50"].median()
    assert dated["2025"] > dated["2023"] + 0.2
    assert (found.forecasts["q95"] > found.forecasts["q05"]).all()


def test_the_largest_corpus_never_shrinks_and_k_falls_with_size(found: Hindcast) -> None:
    assert found.largest["q50"].is_monotonic_increasing
    assert found.largest["observed"].is_monotonic_increasing
    assert found.overtraining["q50"].is_monotonic_decreasing
    assert found.overtraining["number"].sum() == len(found.forecasts)


def test_few_futures_are_told_to_be_few() -> None:
    assert few_words(FEW_FUTURES) == []
    (told,) = few_words(10)
    assert told.startswith(
        "10 futures are few: with other seeds the skill at one date would lie up to 0.2 from this one"
    )
    asked = ["hindcast", "--train-until", "2024-10-01", "--replications", "2"]
    done = CliRunner().invoke(cli, asked, catch_exceptions=False)
    assert "2 futures are few" in done.stderr
    assert "2 futures are few" not in CliRunner().invoke(cli, [*asked, "--json"]).stdout


def test_until_cuts_what_is_scored() -> None:
    cut = hindcast(train_until=DAY, until="2023-06-30", replications=2)
    assert cut.forecasts["date"].between("2023-01-01", "2023-06-30").all()
    assert len(cut.forecasts) == sum(YEAR <= one.year < 2023.496 for one in usable(observed_models()))


def test_both_sets_of_columns_are_read_and_give_the_same(tmp_path: Path, found: Hindcast) -> None:
    rows = list(csv.DictReader(Path("worlds/data/models.csv").read_text(encoding="utf-8").splitlines()))
    table = tmp_path / "theirs.csv"
    kept = ["name", "lab", "date", *COLUMNS, "train_flop", "confidence"]
    lines = [",".join(COLUMNS.get(key, key) for key in kept)]
    lines += [",".join(f'"{row[key]}"' for key in kept) for row in rows]
    table.write_text("\n".join(lines), encoding="utf-8")
    theirs = hindcast(observations=table, train_until=DAY, replications=8)
    assert theirs.origins[0].as_dict() == found.origins[0].as_dict()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--train-until", "2018-12-01"], "too few models before 2018-12-01: 2 with known tokens"),
        (["--train-until", "2027-01-01"], "nothing to score"),
        (["--train-until", "1999-01-01"], "train_until: too early; allowed: a day from 2018-01-01 on"),
        (["--train-until", "soon"], "train_until: not a day; allowed: year, month and day"),
        (["--until", "2024-13-01"], "until: not a day"),
        (["--observations", "nothing.csv"], "nothing.csv: there is no such file"),
        (["thousand-lab"], "did you mean 'thousand-labs'"),
    ],
)
def test_what_cannot_be_hindcast_is_told(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(cli, ["hindcast", *arguments])
    assert done.exit_code == 2
    assert message in done.output
    assert "Traceback" not in done.output


def test_the_command_prints_the_document_of_one_origin_or_of_several(tmp_path: Path) -> None:
    few = ["hindcast", "--replications", "2", "--json"]
    one = CliRunner().invoke(cli, [*few, "--train-until", "2024-10-01", "--out", str(tmp_path / "out")])
    document = json.loads(one.stdout)
    assert set(document) >= KEYS
    assert set(document["forecasts"][0]) == {"name", "date", "observed", "q05", "q25", "q50", "q75", "q95", "crps"}
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"manifest.json", "forecasts.parquet", "scores.png"}


def test_a_page_is_written_with_every_origin(tmp_path: Path) -> None:
    days = ["2021-01-01", "2024-10-01"]
    found = hindcast(train_until=days, replications=3)
    text = save_docs(found, tmp_path).read_text(encoding="utf-8")
    assert all(f"| {day} |" in text for day in days)
    assert (tmp_path / "figures" / "hindcast" / "models.png").exists()
    assert found.average.crps == pytest.approx(found.scores["crps"].mean())
    assert set(found.as_dict()) >= {"origins", "average"}


def test_a_world_without_real_labs_can_be_fitted_too() -> None:
    found = hindcast("epoch-2024", train_until=DAY, until="2023-12-31", replications=3)
    assert 0 < found.average.crps < 1
    with pytest.raises(InputError, match="no lab has a trend to fit"):
        hindcast(load_world("minimal", [SLATE]), train_until=DAY, replications=2)


def test_a_calibrated_world_loads_runs_and_is_as_sure_as_the_fit(tmp_path: Path) -> None:
    loaded = calibrate(tmp_path / "then.yaml", train_until=DAY)
    assert loaded.name == "then"
    labs = loaded.world.labs
    assert "meta" in labs
    numbers = loaded.numbers
    for name in labs:
        path = f"labs.{name}.overtraining.k"
        assert numbers[path].uncertain
        assert "fitted to 25 models published before 2023-01-01" in (numbers[path].source or "")
    drawn = fit(observed_models(), YEAR)
    growth = np.median([drawn.draw(0, place, ["meta"], 1.0).labs["meta"].growth for place in range(1000)])
    assert numbers["labs.meta.compute_growth"].value == pytest.approx(10**growth, rel=1e-3)
    result = run_world(loaded, until=2024.0, replications=2)
    tokens = result.frame("runs").query("2022 < year < 2023")["tokens"]
    assert 1e11 < tokens.median() < 3e12


def test_a_calibration_overwrites_nothing(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("world: mine\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["calibrate", "-o", str(mine)])
    assert done.exit_code == 2
    assert "mine.yaml: is there already; allowed: a new file" in done.output
    assert mine.read_text(encoding="utf-8") == "world: mine\n"


def test_a_calibration_without_a_date_keeps_labs_of_whom_nothing_is_known(tmp_path: Path) -> None:
    loaded, base = calibrate(tmp_path / "now.yaml"), load_world("baseline-2026")
    assert set(loaded.world.labs) == set(base.world.labs)
    assert loaded.numbers["labs.anthropic.compute"] == base.numbers["labs.anthropic.compute"]
    assert set(loaded.world.labs["meta"].family or ()) == set(base.world.labs["meta"].family or ())


def test_a_world_that_extends_a_file_can_be_calibrated_with_a_lab_that_stands_for_all(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text("world: base\nextends: epoch-2024\ndescription: a test\n", encoding="utf-8")
    loaded = calibrate(tmp_path / "deep" / "fitted.yaml", str(base), train_until=DAY)
    assert loaded.numbers["labs.frontier.compute"].uncertain
    assert loaded.plain["description"] != "a test"


@pytest.mark.parametrize("name", ["baseline-2026.yaml", "Bad Name.yaml", "notes.txt"])
def test_a_calibration_is_not_written_where_no_world_can_be(tmp_path: Path, name: str) -> None:
    done = CliRunner().invoke(cli, ["calibrate", "-o", str(tmp_path / name)])
    assert done.exit_code == 2
    assert "allowed" in done.output
    assert not (tmp_path / name).exists()
