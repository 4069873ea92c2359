"""What would be stored twice, or mixed, or would do nothing, is refused before anything runs."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from simulator.experiments.execution import execute
from simulator.experiments.export import export
from simulator.experiments.parts import path_of
from simulator.experiments.reading import batch_in
from simulator.experiments.results import Results
from simulator.experiments.store import standing_of
from tests.simulator.batches.files import SMALL, batch, contents, written
from tests.simulator.batches.test_batch import ENVIRONMENT
from worlds.config.faults import InputError

HEAD = "experiment: x\ndescription: x\nworlds: [minimal]\n"
K = "labs.lab.overtraining.k"

TWICE = {
    f"design: {{list: [{{{K}: 1}}, {{{K}: 2}}, {{{K}: 1.0}}]}}": r"points 0 and 2 are the same .*overtraining.k = 1",
    f"design: {{grid: {{{K}: [1, '1 x']}}}}": "points 0 and 1 are the same",
    "policies: [cherish-data+data-levy, data-levy+cherish-data]": "are the same runs",
    f"design: {{grid: {{{K}: [1], 'labs.*.overtraining.k': [2]}}}}": "as labs.lab.overtraining.k does at the same time",
    f"design: {{grid: {{'{K}@2024': [1], '{K}@2022..2025': [2]}}}}": "overtraining.k@2024 does at the same time",
    f"design: {{grid: {{'{K}@2090': [1]}}}}": "has a date that nothing comes of",
    f"design: {{grid: {{'{K}@2030..2022': [1]}}}}": "has a date that nothing comes of",
    f"values: {{{K}: 7}}\ndesign: {{grid: {{{K}: [2]}}}}": "varies what `values` holds",
    "design: {grid: {description: [a, b]}}": "moves nothing in a run",
    "design: {grid: {labs.lab.release: [open, true]}}": "mixes values of several types",
    "keep: {tables: [pools, pools]}": "keep.tables names 'pools' twice",
    "worlds: [minimul]": r"experiment.yaml:3:10: worlds.0: there is no world 'minimul'",
    "policies: [data-levi]": r"experiment.yaml:4:12: policies.0: there is no policy 'data-levi'",
    "until: 1990": r"experiment.yaml:4:8: until: 'end' does not come after",
    f"design: {{lhs: {{points: 4, over: {{{K}: {{low: 1, high: 2, steps: 3}}}}}}}}": "has steps",
}


@pytest.mark.parametrize("text", TWICE)
def test_it_is_refused_with_its_place(text: str, tmp_path: Path) -> None:
    head = HEAD if not text.startswith("worlds") else HEAD.replace("worlds: [minimal]\n", "")
    with pytest.raises(InputError, match=TWICE[text]) as caught:
        batch(tmp_path, head + text)
    assert "experiment.yaml:" in str(caught.value)


def test_two_worlds_of_one_name_are_refused(tmp_path: Path) -> None:
    for place, growth in (("a", 2), ("b", 3)):
        text = f"world: own\nextends: minimal\npools: {{public_text: {{net_growth: {growth} %/year}}}}\n"
        written(tmp_path / place, text, "own.yaml")
    with pytest.raises(InputError, match="two different ones are called 'own'"):
        batch(tmp_path, HEAD.replace("minimal", "./a/own.yaml, ./b/own.yaml"))


def test_thousands_of_names_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="worlds has 30,000 names; allowed: at most 1,000"):
        batch(tmp_path, HEAD.replace("minimal", ", ".join(f"w{i}" for i in range(30_000))))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (f"{K};labs.lab.count\n1;2\n", "is divided by semicolons"),
        (f",{K}\n0,1\n", "has a column without a name"),
        (f"{K}\n{'9' * 200_000}\n", "is no table: field larger than field limit"),
    ],
)
def test_a_table_that_is_none_is_refused(table: str, message: str, tmp_path: Path) -> None:
    written(tmp_path, table, "points.csv")
    with pytest.raises(InputError, match=message):
        batch(tmp_path, HEAD + "design: {csv: points.csv}")


def test_years_whole_and_broken_are_read_back_as_they_were(tmp_path: Path) -> None:
    made = batch(tmp_path, HEAD + "design: {grid: {end: [2025, 2030.5]}}")
    execute(made, tmp_path / "out", workers=1)
    assert batch_in(tmp_path / "out").hash == made.hash
    assert list(Results.open(tmp_path / "out").runs()["year"]) == [2025.0, 2030.5]


def test_a_script_without_a_guard_may_run_a_batch(tmp_path: Path) -> None:
    written(tmp_path, SMALL)
    code = "from simulator import run_batch\nr = run_batch('experiment.yaml', 'out', workers=2)\nprint(len(r.runs()))\n"
    (tmp_path / "script.py").write_text(code)
    for name, given in (("script.py", None), ("-", code.replace("'out'", "'other'"))):
        command = [sys.executable, name]
        done = subprocess.run(
            command, cwd=tmp_path, env=ENVIRONMENT, input=given, capture_output=True, text=True, check=False
        )
        assert (done.stdout, done.stderr) == ("24\n", "")


def test_damaged_parts_are_not_read_and_hostile_counts_not_believed(tmp_path: Path) -> None:
    made, out = batch(tmp_path, SMALL), tmp_path / "out"
    execute(made, out, workers=1)
    whole = contents(out)
    cut = path_of(out, "outcomes", 1)
    cut.write_bytes(cut.read_bytes()[:-5])
    (out / "parts" / "000002.json").write_text('{"part": 2, "runs": 5000, "failed": -3, "files": {}, "bytes": {}}')
    assert standing_of(out).done == 24 - 8
    assert len(Results.open(out).runs()) == 24 - 8
    edited = path_of(out, "outcomes", 0)
    edited.write_bytes(b"x" * edited.stat().st_size)
    with pytest.raises(InputError, match="is damaged; allowed: start the batch again"):
        export(Results.open(out), tmp_path / "o.csv")
    execute(made, out, workers=1)
    assert contents(out) == whole


def test_what_nobody_can_answer_is_refused(tmp_path: Path) -> None:
    execute(batch(tmp_path, SMALL), tmp_path / "out", workers=1)
    results = Results.open(tmp_path / "out")
    with pytest.raises(
        InputError, match=r"exhaustion_year.publik: is no outcome.*did you mean 'exhaustion_year.public'"
    ):
        results.wide(["exhaustion_year.publik"])
    assert "best_loss" in results.wide("best_loss")
    names = results.band("pools", "stock", levels=(0.025, 0.05, 0.5, 0.999)).columns
    assert list(names) == ["year", "q2.5", "q05", "q50", "q99.9"]
    assert not np.isnan(results.band("pools", "stock")["q50"]).any()
