"""Wrong input gets one clear message: of files, options, result folders and the environment."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.trust.promise import Finding
from tests.worlds.test_wrong_worlds import GOOD, WRONG

ROOT = Path(__file__).resolve().parents[2]
_LEAST = 120
_SECONDS, _MEGABYTES = 1.0, 300.0
_LONGEST = 4_000
"""Signs of a message that a person still reads."""
_POLICY = "policy: p\ndescription: d\nchanges:\n  a: {path: statutes.data_levy, from: 2027, value: 1 USD/Mtoken}\n"
_REACTS = "reacts:\n  a: {when: pools.web.utilisation over 1, path: statutes.data_levy, value: 1 USD/Mtoken}\n"
_SCENARIO = 'scenario: s\ndescription: d\nvalues: {"pools.web.stock": 22 T token}\n'
_EXPERIMENT = "experiment: e\ndescription: d\nworlds: [minimal]\ndesign: {grid: {labs.lab.overtraining.k: [1, 2]}}\n"
_CSV = (
    "name,lab,actor,country,date,licence,form,modality,architecture,size,size_active,tokens,epochs,train_flop,"
    "confidence,source\n"
)


@dataclass(frozen=True)
class Case:
    """A command with wrong input.

    Attributes:
        name: what is wrong.
        command: what is typed after `tokenshed`.
        files: what lies in the folder, by name.
        environment: variables that are set.
        closed: whether nobody reads standard output.
        status: what it must end with.
    """

    name: str
    command: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    status: int = 2


def cases() -> Iterator[Case]:
    """Yield every case."""
    for name, (text, _) in WRONG.items():
        yield Case(f"world: {name}", ("run", "mine.yaml"), {"mine.yaml": text})
    for kind, texts in _FILES.items():
        for i, text in enumerate(texts):
            command = _COMMANDS[kind]
            yield Case(f"{kind} {i + 1}", command, {"mine.yaml": GOOD, f"{kind}.yaml": text, "models.csv": text})
    for command in _OPTIONS:
        yield Case(f"options: {' '.join(command)}"[:80], command, {"mine.yaml": GOOD})
    for name, (command, files) in _FOLDERS.items():
        yield Case(f"folder: {name}", command, files)
    yield from _environments()


_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "policy": ("whatif", "mine.yaml", "--policy", "policy.yaml"),
    "scenario": ("run", "mine.yaml", "--scenario", "scenario.yaml"),
    "experiment": ("batch", "experiment.yaml"),
    "observations": ("hindcast", "--observations", "models.csv", "--train-until", "2023-01-01"),
}
_FILES: Mapping[str, tuple[str, ...]] = {
    "policy": (
        "",
        "policy: p\n",
        _POLICY.replace("policy: p", "policy: P!"),
        _POLICY.replace("from: 2027", "from: soon"),
        _POLICY.replace("from: 2027", "from: 2027, until: 2026"),
        _POLICY.replace("1 USD/Mtoken", "1"),
        _POLICY.replace("1 USD/Mtoken", "1e9 USD/Mtoken"),
        _POLICY.replace("statutes.data_levy", "labs.lab.compute"),
        _POLICY.replace("value:", "times: 2, value:"),
        _POLICY + _REACTS.replace("over 1", "above 0.5"),
        _POLICY.replace("changes:", "change:"),
        _POLICY.replace("description: d", "description: [d]"),
        _POLICY + "expects: {a: {outcome: x}}\n",
        _SCENARIO,
        "policy: p\ndescription: d\n" + _REACTS,
    ),
    "scenario": (
        "",
        "scenario: s\ndescription: d\n",
        _SCENARIO.replace("pools.web.stock", "pools.nowhere.stock"),
        _SCENARIO.replace("22 T token", "22"),
        _SCENARIO.replace("22 T token", "-1 T token"),
        _SCENARIO.replace("scenario: s", "scenario: ''"),
        _SCENARIO + "value: 1\n",
        _POLICY,
        "scenario: s\ndescription: d\nvalues: [1, 2]\n",
        "scenario: &a s\ndescription: *a\nvalues: {}\n",
    ),
    "experiment": (
        "",
        "experiment: e\n",
        _EXPERIMENT.replace("[minimal]", "[]"),
        _EXPERIMENT.replace("minimal", "minimul"),
        _EXPERIMENT.replace("overtraining.k", "overtrainin.k"),
        _EXPERIMENT.replace("[1, 2]", "[]"),
        _EXPERIMENT.replace("[1, 2]", "[1, many]"),
        _EXPERIMENT.replace("grid:", "gird:"),
        _EXPERIMENT + "replications: 0\n",
        _EXPERIMENT + "replications: 1e9\n",
        _EXPERIMENT + "keep: {tables: [pool]}\n",
        _EXPERIMENT + "policies: [no-such]\n",
        _EXPERIMENT + "limits: {seconds: -1}\n",
        _EXPERIMENT + "until: 1999\n",
        _EXPERIMENT.replace("design: {grid: {labs.lab.overtraining.k: [1, 2]}}", "design: {csv: {file: none.csv}}"),
        "experiment: e\ndescription: d\nworlds: [minimal]\ndesign: {lhs: {points: 0, ranges: uncertain}}\n",
    ),
    "observations": (
        "",
        "name,lab\n",
        _CSV,
        _CSV + "a,b,,,2020-01-01,open,decoder,text,dense,1e9,1e9,-5,1,,reported,s\n",
        _CSV + "a,b,,,2020-13-01,open,decoder,text,dense,1e9,1e9,1e12,1,,reported,s\n",
        _CSV + "a,b,,,2020-01-01,open,decoder,text,dense,much,1e9,1e12,1,,reported,s\n",
        _CSV + "a,b,,,2020-01-01,open,decoder,text,dense,1e9,1e9,1e12,1,,certain,s\n",
        _CSV + "a,b,,,2020-01-01,open,decoder,text,dense,nan,1e9,1e12,1,,reported,s\n",
        _CSV + '"a,b,,,2020-01-01\n',
        "\x00\x01\x02",
    ),
}  # fmt: skip
_OPTIONS: tuple[tuple[str, ...], ...] = (
    ("run",),
    ("run", "minimul"),
    ("run", "."),
    ("run", "none.yaml"),
    ("run", "minimal", "--seed", "-1"),
    ("run", "minimal", "--seed", "x"),
    ("run", "minimal", "--seed", str(2**70)),
    ("run", "minimal", "--replications", "0"),
    ("run", "minimal", "--replications", "1e3"),
    ("run", "minimal", "--replications", "99999999999"),
    ("run", "minimal", "--until", "1990"),
    ("run", "minimal", "--until", "nan"),
    ("run", "minimal", "--until", "99999"),
    ("run", "minimal", "--set", "x"),
    ("run", "minimal", "--set", "labs.lab.overtrainin.k=1"),
    ("run", "minimal", "--set", "labs.lab.overtraining.k="),
    ("run", "minimal", "--set", "labs.lab.overtraining.k=ten"),
    ("run", "minimal", "--set", "pools.public_text.stock=5"),
    ("run", "minimal", "--set", "pools[kind=private].stock=5 T token"),
    ("run", "minimal", "--set", "labs.lab.overtraining.k=1@20x7"),
    ("run", "minimal", "--policy", "no-such"),
    ("run", "minimal", "--policy", "data-levy@+x"),
    ("run", "minimal", "--scenario", "no-such"),
    ("run", "minimal", "--policy", "data-levy", "--policy", "data-levy+data-levy@+0"),
    ("run", "minimal", "--out", "mine.yaml"),
    ("run", "minimal", "--out", "."),
    ("run", "minimal", "--sed", "1"),
    ("ruin", "minimal"),
    ("whatif", "minimal"),
    ("whatif", "minimal", "--policy", "data-levy", "--replications", "1"),
    ("whatif", "minimal", "--set", "end=2030"),
    ("whatif", "minimal", "--policy", "data-levy", "--explain", "-3"),
    ("batch", "no-such"),
    ("batch", "overtraining-sweep", "--workers", "0"),
    ("batch", "overtraining-sweep", "--cluster", "nonsense"),
    ("export", "none", "x.csv"),
    ("export", ".", "x.csv"),
    ("rerun", ".", "abc"),
    ("sensitivity", "minimal", "--method", "guess"),
    ("sensitivity", "minimal", "--samples", "0"),
    ("sensitivity", "minimal", "--over", "no.such.path"),
    ("discover", "none", "--outcome", "x", "--never"),
    ("search", "minimal", "--lever", "nonsense"),
    ("hindcast", "--train-until", "yesterday"),
    ("hindcast", "--train-until", "2023-01-01", "--until", "2022-01-01"),
    ("calibrate", "minimal", "-o", "mine.yaml"),
    ("diet", "minimal", "--lab", "nobody", "--at", "2030"),
    ("diet", "minimal", "--lab", "lab", "--at", "1900"),
    ("worlds", "no-such"),
    ("policies", "no-such"),
    ("check", "none.yaml"),
    ("schema", "nothing"),
    ("new", "Not A Name"),
    ("new", "mine"),
    ("studies", "no-such"),
    ("validate", "--only", "nothing"),
    ("report", "none", "-o", "x.html"),
    ("report", ".", "-o", "x.html"),
    ("report", ".", "-o", "x.pdf"),
    ("serve", "no-such"),
    ("serve", "minimal", "--port", "99999"),
    ("serve", "minimal", "--host", "203.0.113.7"),
)
_FOLDERS: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "of somebody else": (("run", "minimal", "--out", "r"), {"r/letter.txt": "dear"}),
    "with a manifest that is no JSON": (("export", "r", "x.csv"), {"r/manifest.json": "{"}),
    "with a manifest that is a list": (("export", "r", "x.csv"), {"r/manifest.json": "[]"}),
    "with an empty manifest": (("report", "r", "-o", "x.html"), {"r/manifest.json": "{}"}),
    "of a kind that nobody knows": (("report", "r", "-o", "x.html"), {"r/manifest.json": '{"kind": "poem"}'}),
    "without its tables": (
        ("report", "r", "-o", "x.html"),
        {"r/manifest.json": '{"kind": "run", "status": "complete"}'},
    ),
    "of a batch without parts": (
        ("discover", "r", "--outcome", "x", "--never"),
        {"r/manifest.json": '{"kind": "batch"}'},
    ),
    "that is a file": (("export", "r", "x.csv"), {"r": "text"}),
}


def _environments() -> Iterator[Case]:
    """Yield what is wrong around the command: its messages must come out all the same."""
    wrong = ("run", "mine.yaml")
    text = {"mine.yaml": GOOD.replace("100 T token", "100 тонн")}
    yield Case("environment: locale C", wrong, text, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    yield Case("environment: no home", wrong, text, {"HOME": "/nowhere"})
    yield Case("environment: a narrow terminal", wrong, text, {"COLUMNS": "10"})
    yield Case("environment: no colours", wrong, text, {"TERM": "dumb", "NO_COLOR": "1"})
    yield Case("environment: nobody reads", ("worlds", "no-such"), {}, {}, closed=True)
    yield Case("environment: a folder that is a file", ("run", "minimal", "--out", "a/b"), {"a": ""})


@dataclass(frozen=True)
class Seen:
    """How a command ended: what was wrong with that, its time and its memory."""

    faults: tuple[str, ...]
    seconds: float
    megabytes: float


def tried(case: Case, folder: Path) -> Seen:
    """Run a case in a folder of its own."""
    for name, text in case.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    before = sorted(folder.rglob("*"))
    code = "from simulator.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", **case.environment}
    outputs = [folder.parent / f"{folder.name}.{name}" for name in ("out", "err")]
    begun = time.monotonic()
    with outputs[0].open("wb") as out, outputs[1].open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *case.command],
            cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begun
    said, told = (path.read_text(encoding="utf-8", errors="replace") for path in outputs)
    checks = {
        f"exit {process.returncode}": process.returncode != case.status,
        "a traceback": "Traceback" in told,
        "no message": not told.strip(),
        "a message without end": len(told) > _LONGEST,
        "something on standard output": bool(said),
        "something written": sorted(folder.rglob("*")) != before,
    }
    return Seen(tuple(what for what, true in checks.items() if true), seconds, used.ru_maxrss / 1024)


def measure(size: float) -> Iterator[Finding]:
    """Try wrong inputs, one process each; a share of the size tries some of each kind."""
    wanted = list(cases())
    step = 1 if size >= 1 else max(1, round(0.1 / size))
    tries = wanted[::step]
    seen: dict[str, Seen] = {}
    with TemporaryDirectory() as place:
        for i, case in enumerate(tries):
            folder = Path(place) / str(i)
            folder.mkdir()
            seen[case.name] = tried(case, folder)
    bad = {name: one.faults for name, one in seen.items() if one.faults}
    words = f"{len(seen) - len(bad)} of {len(seen)}"
    note = "; ".join(f"{name}: {', '.join(faults)}" for name, faults in bad.items())
    yield Finding(
        "exit 2, one message, no traceback, nothing written", words, f"all of at least {_LEAST}", not bad, note[:1500]
    )
    if size >= 1:
        slow = max(seen, key=lambda name: seen[name].seconds)
        large = max(seen, key=lambda name: seen[name].megabytes)
        seconds, megabytes = seen[slow].seconds, seen[large].megabytes
        middle = sorted(one.seconds for one in seen.values())[len(seen) // 2]
        words = f"median {middle:.2f} s, slowest {seconds:.2f} s ({slow})"
        yield Finding("time, with starting Python", words, f"under {_SECONDS:g} s", seconds < _SECONDS)
        words = f"at most {megabytes:.0f} MB ({large})"
        yield Finding("memory", words, f"under {_MEGABYTES:g} MB", megabytes < _MEGABYTES)
