"""Wrong world files, each with the whole message a user sees."""

from pathlib import Path

import pytest

from worlds.config.faults import InputError
from worlds.config.loading import load_world, shipped_worlds
from worlds.config.settings import parse_setting

GOOD = """\
world: mine
start: 2020
end: 2030
pools:
  web:
    kind: public
    stock: 100 T token
labs:
  lab:
    compute: 1e25 FLOP
    overtraining: {k: 2}
    reads: [web]
"""


def replaced(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


LAB_KEYS = (
    "budget, budget_growth, cadence, compute, compute_growth, count, description, differential_privacy, family, "
    "licensees, max_wait, min_value, overtraining, reading, reads, reinvest, release, risk_aversion, shortfall, slate, "
    "smaller_see, spread, start, substitutes, taper, techniques, training_time"
)
WRONG = {
    "unknown key": (
        replaced("    compute:", "    compute_grwth: 4 x/year\n    compute:"),
        "10:5: labs.lab.compute_grwth: unknown key 'compute_grwth' (did you mean 'compute_growth'?); "
        f"allowed: {LAB_KEYS}",
    ),
    "unknown key at the top": (
        GOOD + "pool: {}\n",
        "13:1: pool: unknown key 'pool' (did you mean 'pools'?); "
        "allowed: archives, data_owners, description, economy, end, feedbacks, labs, laws, levers, pools, publishers, "
        "regulators, start, statutes, user_bases, world",
    ),
    "unknown key in a number": (
        replaced("100 T token", "{value: 100 T token, ci59: [1 T token, 2 T token]}"),
        "7:33: pools.web.stock.ci59: unknown key 'ci59' (did you mean 'ci95'?); "
        "allowed: assumption, at, ci90, ci95, distribution, high, low, source, value",
    ),
    "duplicate key": (
        replaced("    kind: public\n", "    kind: public\n    kind: public\n"),
        "7:5: pools.web.kind: the key 'kind' stands here twice; allowed: each key once; given: first at FILE:6:5",
    ),
    "missing unit": (
        replaced("100 T token", "100"),
        "7:12: pools.web.stock: a number without a unit is not an amount of tokens; "
        "allowed: '100 T token', '15T token', '300 G token'; given: 100",
    ),
    "wrong unit": (
        replaced("1e25 FLOP", "1e25 token"),
        "10:14: labs.lab.compute: 'token' is not a unit of an amount of compute; allowed: '3e25 FLOP'; given: '1e25 token'",
    ),
    "not finite": (
        replaced("100 T token", "1e999 token"),
        "7:12: pools.web.stock: too large for a number; "
        "allowed: '100 T token', '15T token', '300 G token'; given: '1e999 token'",
    ),
    "not finite without a unit": (
        replaced("{k: 2}", "{k: 1e999}"),
        "11:23: labs.lab.overtraining.k: too large for a number; allowed: '3', '3 x'; given: inf",
    ),
    "out of range": (
        replaced("{k: 2}", "{k: -2}"),
        "11:23: labs.lab.overtraining.k: out of range; allowed: at least 0.001 and at most 1e+04; given: -2",
    ),
    "a truth value for a number": (
        replaced("{k: 2}", "{k: true}"),
        "11:23: labs.lab.overtraining.k: not a factor; allowed: '3', '3 x'; given: True",
    ),
    "a negative stock": (
        replaced("100 T token", "-1 T token"),
        "7:12: pools.web.stock: out of range; allowed: at least 1 token and at most 1e+28 T token; given: '-1 T token'",
    ),
    "an unknown pool": (
        replaced("[web]", "[wbe]"),
        "12:13: labs.lab.reads.0: there is no pool 'wbe' (did you mean 'web'?); allowed: web; given: 'wbe'",
    ),
    "a pool named twice": (
        replaced("[web]", "[web, web]"),
        "12:18: labs.lab.reads.1: names a pool twice; allowed: each pool once; given: 'web'",
    ),
    "a reserved name": (
        GOOD.replace("web", "public"),
        "5:3: pools.public: a pool cannot be called 'public'; allowed: any other name, such as 'public_text'",
    ),
    "a name with a space": (
        replaced("  lab:\n", "  my lab:\n"),
        "9:3: labs.my lab: 'my lab' is not a name; "
        "allowed: a name of small letters, digits and '_' that begins with a letter",
    ),
    "an unknown kind": (
        replaced("kind: public", "kind: pubic"),
        "6:11: pools.web.kind: not one of the choices; "
        "allowed: 'public', 'private', 'synthetic', 'multimodal' or 'interaction'; given: 'pubic'",
    ),
    "a missing kind": (
        replaced("    kind: public\n", ""),
        "6:5: pools.web.kind: 'kind' is missing; "
        "allowed: 'public', 'private', 'synthetic', 'multimodal' or 'interaction'",
    ),
    "no stock": (
        replaced("    stock: 100 T token\n", ""),
        "6:5: pools.web: must state how much it holds, once; allowed: either 'stock', or 'raw' with 'usable'",
    ),
    "two stocks": (
        replaced("100 T token", "100 T token\n    raw: 500 T token"),
        "6:5: pools.web: must state how much it holds, once; allowed: either 'stock', or 'raw' with 'usable'",
    ),
    "the end before the start": (
        replaced("end: 2030", "end: 2020"),
        "1:1: 'end' does not come after 'start'; allowed: an end later than the start, 2020",
    ),
    "a date for a year": (
        replaced("start: 2020", "start: 2020-01-01"),
        "2:8: start: not a decimal year; allowed: 1900 to 2500, such as 2026.5; given: '2020-01-01'",
    ),
    "a year out of range": (
        replaced("start: 2020", "start: 20"),
        "2:8: start: out of range; allowed: a decimal year from 1900 to 2500; given: 20",
    ),
    "an interval without its value": (
        replaced("100 T token", "{value: 100 T token, ci95: [1 T token, 2 T token]}"),
        "7:12: pools.web.stock: has an interval that does not hold its value; "
        "allowed: low end <= value <= high end, and not all equal",
    ),
    "an interval of three": (
        replaced("100 T token", "{value: 100 T token, ci95: [1 T token, 2 T token, 3 T token]}"),
        "7:39: pools.web.stock.ci95: not an interval; allowed: a list of two, [low, high]; "
        "given: ['1 T token', '2 T token', '3 T token']",
    ),
    "two intervals": (
        replaced("100 T token", "{value: 2 T token, ci95: [1 T token, 3 T token], low: 1 T token, high: 3 T token}"),
        "7:12: pools.web.stock: has more than one interval (ci95, high, low); allowed: one of ci95, ci90, or low and high",
    ),
    "half a range": (
        replaced("100 T token", "{value: 2 T token, low: 1 T token}"),
        "7:12: pools.web.stock: has 'low' alone; allowed: low and high together",
    ),
    "a distribution that does not go": (
        replaced("100 T token", "{value: 2 T token, ci95: [1 T token, 3 T token], distribution: uniform}"),
        "7:12: pools.web.stock: 'uniform' does not go with this interval; allowed: lognormal, normal",
    ),
    "a distribution alone": (
        replaced("100 T token", "{value: 2 T token, distribution: normal}"),
        "7:12: pools.web.stock: has a distribution but no interval; allowed: ci95, ci90, or low and high beside it",
    ),
    "a source and an assumption": (
        replaced("100 T token", "{value: 2 T token, source: a, assumption: b}"),
        "7:12: pools.web.stock: has both a source and an assumption; allowed: one of them",
    ),
    "a date where time does not matter": (
        replaced("{k: 2}", "{k: {value: 2, at: 2024}}"),
        "11:34: labs.lab.overtraining.k.at: unknown key 'at'; "
        "allowed: assumption, ci90, ci95, distribution, high, low, source, value",
    ),
    "k of a lab with a slate": (
        replaced("    compute: 1e25 FLOP\n", "    slate: {a: {size: 7 B parameter, tokens: 2 T token}}\n"),
        "11:5: labs.lab.overtraining: this lab states its models one by one in 'slate', so it has no 'overtraining' "
        "to set: k follows from each model's size and tokens; allowed: the numbers of labs.lab.slate.a",
    ),
    "a name with an underscore for a world": (
        replaced("world: mine", "world: my_world"),
        "1:8: world: not a name; allowed: a name of small letters, digits and '-'; given: 'my_world'",
    ),
    "half an interval": (
        replaced("100 T token", "{value: 2 T token, ci95: [1 T token]}"),
        "7:37: pools.web.stock.ci95: not an interval; allowed: a list of two, [low, high]",
    ),
    "half a curve": (
        replaced("100 T token", "100 T token\n    open_share: {value: 1, to: 0.5}"),
        "8:17: pools.web.open_share: moves, but has only to; allowed: 'to', 'since' and 'time' together",
    ),
    "an uncertain lead": (
        replaced("    overtraining", "    family: {a: {value: 1, low: 0.5, high: 1}}\n    overtraining"),
        "10:5: labs.lab: 'family' has no lead; allowed: sizes relative to the largest member, which is 1 and certain",
    ),
    "an anchor": (
        replaced("100 T token", "&a 100 T token"),
        "7:12: an anchor (&name) is not read here; allowed: every value written out",
    ),
    "a pool without a modality": (
        replaced("kind: public", "kind: multimodal\n    transfer: 0.1"),
        "6:5: pools.web.modality: 'modality' is missing; allowed: keys here: ai_share, description, gate_size, "
        "grandfathering, inflow, kind, machine_quality, max_share, modality, net_growth, open_share, price, price_pace, price_target, quality, raw, "
        "repetition, rivalry, rot, stock, takedowns, transfer, usable",
    ),
    "substitutes that are never used": (
        replaced("    reads: [web]", "    substitutes: [web]"),
        "10:5: labs.lab: 'substitutes' and the response 'substitute' need each other; allowed: both of them, or neither",
    ),
    "a pool to read and to turn to": (
        replaced("[web]", "[web]\n    substitutes: [web]\n    shortfall: [substitute]"),
        "10:5: labs.lab: a pool stands in 'reads' and in 'substitutes'; allowed: each pool in one of them",
    ),
    "small models that do better": (
        replaced("kind: public", "kind: interaction\n    best_pass_rate: 0.01"),
        "6:5: pools.web: 'best_pass_rate' is below 'pass_rate'; "
        "allowed: large models succeed at least as often as small ones",
    ),
    "an unknown substitute": (
        replaced("[web]", "[web]\n    shortfall: [substitute]\n    substitutes: [books]"),
        "14:19: labs.lab.substitutes.0: there is no pool 'books'; allowed: web; given: 'books'",
    ),
    "three of four": (
        replaced(
            "    compute: 1e25 FLOP\n    overtraining: {k: 2}\n",
            "    slate: {a: {size: 7 B parameter, tokens: 2 T token, k: 3}}\n",
        ),
        "10:16: labs.lab.slate.a: names 3 of the four; allowed: two of size, k, compute and tokens",
    ),
    "a family without a lead": (
        replaced("    overtraining", "    family: {a: 0.5}\n    overtraining"),
        "10:5: labs.lab: 'family' has no lead; allowed: sizes relative to the largest member, which is 1 and certain",
    ),
    "training longer than the cadence": (
        replaced("    overtraining", "    training_time: 2 year\n    overtraining"),
        "10:5: labs.lab: 'training_time' is longer than 'cadence'; "
        "allowed: a training run that ends before the next begins",
    ),
    "a text for a list": (
        replaced("[web]", "web"),
        "12:12: labs.lab.reads: not a list; allowed: a list such as [a, b]; given: 'web'",
    ),
    "a number for a section": (
        replaced("pools:\n  web:\n    kind: public\n    stock: 100 T token\n", "pools: 3\n").replace("[web]", "[]"),
        "4:8: pools: not a mapping; allowed: names with values below them; given: 3",
    ),
    "repetition beyond all worth": (
        replaced("100 T token", "100 T token\n    repetition: 17"),
        "8:17: pools.web.repetition: out of range; allowed: at least 1 and at most 16; given: 17",
    ),
    "no world": (
        replaced("world: mine\n", ""),
        "1:1: world: 'world' is missing; allowed: `world: NAME` as the first key",
    ),
    "a policy, where a world is wanted": (
        replaced("world: mine\n", "policy: mine\n"),
        "1:1: world: a policy and no world; allowed: `world: NAME` as the first key",
    ),
    "not a mapping": (
        "- a\n- b\n",
        "1:1: not a world; allowed: keys with values, the first of them `world: NAME`; given: ['a', 'b']",
    ),
    "extends nothing": (
        "world: mine\nextends: epoch-2042\n",
        "2:10: extends: there is no world 'epoch-2042' (did you mean 'epoch-2024'?); shipped: "
        + ", ".join(shipped_worlds()),
    ),
    "extends no file": (
        "world: mine\nextends: ./other.yaml\n",
        "2:10: extends: ./other.yaml: there is no such file",
    ),
    "extends itself": (
        "world: mine\nextends: wrong.yaml\n",
        "2:10: extends: extends itself in a circle (wrong.yaml -> wrong.yaml); allowed: a world that stands on its own",
    ),
    "an unknown response": (
        replaced("[web]", "[web]\n    shortfall: [panic]"),
        "13:17: labs.lab.shortfall.0: not one of the choices; allowed: 'undertrain', 'repeat', 'substitute' or 'wait'; given: 'panic'",
    ),
    "a publisher of what is not public": (
        GOOD + "publishers: {a: {pools: [web]}, b: {pools: [wbe, web]}}\ndata_owners: {o: {pools: [web]}}\n",
        "13:45: publishers.b.pools.0: there is no pool 'wbe' (did you mean 'web'?); allowed: web; given: 'wbe'\n"
        "FILE:13:50: publishers.b.pools.1: 'web' is kept by a already; allowed: one keeper for each pool or part\n"
        "FILE:14:27: data_owners.o.pools.0: 'web' is not a private pool; "
        "allowed: private pools, of which this world has none; given: 'public'",
    ),
    "a publisher of a head that is not there": (
        GOOD + "publishers: {a: {pools: [web], part: head}}\n",
        "13:26: publishers.a.pools.0: 'web' has no head; allowed: a pool with a head; pools.web.head_share is 0",
    ),
    "an exclusive owner of what others hold": (
        GOOD + "data_owners: {o: {pools: [], exclusive: true, holders: [lab]}}\n",
        "13:18: data_owners.o: 'exclusive' and 'holders' contradict each other; allowed: one of them",
    ),
    "an unknown licensee": (
        replaced("[web]", "[web]\n    licensees: [lba]"),
        "13:17: labs.lab.licensees.0: there is no lab 'lba' (did you mean 'lab'?); allowed: lab; given: 'lba'",
    ),
    "an unknown strategy": (
        replaced("{k: 2}", "{strategy: profitt}"),
        "11:30: labs.lab.overtraining.strategy: not one of the choices; "
        "allowed: 'fixed', 'inference_optimal', 'profit', 'market' or 'adaptive'; given: 'profitt'",
    ),
    "a course without its end": (
        replaced("{k: 2}", "{k: 2, course: {a: {at: 2022.0, k: 1}}}"),
        "11:19: labs.lab.overtraining: 'course' and 'since' need each other; "
        "allowed: both, 'since' being the date from which 'k' holds",
    ),
    "a count that is none": (
        GOOD + "data_owners: {o: {pools: [], owners: 1.5}}\n",
        "13:38: data_owners.o.owners: not a count; allowed: a whole number from 1 to 100000; given: 1.5",
    ),
    "a switch that is neither on nor off": (
        GOOD + "feedbacks: {price: maybe}\n",
        "13:20: feedbacks.price: neither true nor false; allowed: true or false; given: 'maybe'",
    ),
    "a rule for what is not there": (
        GOOD + "regulators: {r: {enacts: {a: {path: pools.wbe.price, from: 2025.0, value: 1}}}}\n",
        "13:37: regulators.r.enacts.a.path: there is no number 'pools.wbe.price' in this world "
        "(did you mean 'pools.web.price'?); allowed: a dotted path that `tokenshed worlds` lists",
    ),
    "a rule out of range": (
        GOOD + "regulators: {r: {enacts: {a: {path: pools.web.open_share, from: 2025.0, value: 2}}}}\n",
        "13:80: regulators.r.enacts.a.value: out of range; allowed: at least 0 % and at most 100 %; given: 2",
    ),
    "a rule that rewrites the past": (
        GOOD + "regulators: {r: {enacts: {a: {path: pools.web.stock, from: 2025.0, value: 1 T token}}}}\n",
        "13:37: regulators.r.enacts.a.path: 'pools.web.stock' cannot change in the middle of a world; "
        "allowed: prices, shares, rates, habits; not laws or regulators, nor inflow, raw, stock, usable",
    ),
    "a rule that ends before it begins": (
        GOOD
        + "regulators: {r: {enacts: {a: {path: pools.web.price, from: 2025.0, until: 2024.0, value: 1 USD/Mtoken}}}}\n",
        "13:75: regulators.r.enacts.a.until: does not come after 'from'; allowed: later than 2025",
    ),
    "a rule without a date": (
        GOOD + "regulators: {r: {enacts: {a: {path: pools.web.price, value: 1 USD/Mtoken}}}}\n",
        "13:30: regulators.r.enacts.a.from: 'from' is missing; allowed: keys here: at_least, at_most, from, over, path, times, until, value",
    ),
    "an unknown law": (
        GOOD + "laws: {scaling: {set: kaplan}}\n",
        "13:23: laws.scaling.set: not one of the choices; allowed: "
        "'besiroglu', 'data-stock', 'muennighoff', 'hoffmann-rounded' or 'hoffmann-tex'; given: 'kaplan'",
    ),
    "a law for reference is drawn": (
        GOOD + "laws: {scaling: {draw: [hoffmann-tex]}}\n",
        "13:25: laws.scaling.draw.0: not one of the choices; "
        "allowed: 'besiroglu', 'data-stock' or 'muennighoff'; given: 'hoffmann-tex'",
    ),
}


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_a_wrong_world_is_reported_with_place_reason_and_what_is_allowed(case: str, tmp_path: Path) -> None:
    text, message = WRONG[case]
    file = tmp_path / "wrong.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_world(file)
    assert str(caught.value) == f"{file}:{message.replace('FILE', str(file))}"


def test_the_world_they_were_made_from_is_in_order(tmp_path: Path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert load_world(file).name == "mine"


def test_all_faults_of_a_file_come_in_one_pass_down_the_page(tmp_path: Path) -> None:
    text = (
        replaced("100 T token", "100")
        .replace("compute:", "compuet:")
        .replace("[web]", "[wbe]")
        .replace("start: 2020", "start: soon")
    )
    file = tmp_path / "wrong.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_world(file)
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "start",
        "pools.web.stock",
        "labs.lab.compuet",
        "labs.lab.reads.0",
    ]


def test_a_fault_in_an_extended_world_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(replaced("100 T token", "100"), encoding="utf-8")
    child = tmp_path / "child.yaml"
    child.write_text("world: child\nextends: base.yaml\nend: never\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_world(child)
    places = [line.split(": ")[0] for line in str(caught.value).splitlines()]
    assert places == [f"{tmp_path}/base.yaml:7:12", f"{tmp_path}/child.yaml:3:6"]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            "labs.frntier.cadence=1 year",
            "--set labs.frntier.cadence=1 year: there is no 'labs.frntier' in this world (did you mean 'frontier'?); "
            "allowed: frontier",
        ),
        (
            "pools.public_text.net_growth=8",
            "--set pools.public_text.net_growth=8: pools.public_text.net_growth: a number without a unit is not a growth "
            "per year; allowed: '8 %/year', '2.4 x/year'; given: 8",
        ),
        (
            "labs.frontier.overtraining.k.value.deeper=1",
            "--set labs.frontier.overtraining.k.value.deeper=1: there is no 'labs.frontier.overtraining.k.value.deeper' in "
            "this world; allowed: nothing below a single value",
        ),
        ("labs.frontier.overtraining.k", "not a setting; allowed: PATH=VALUE"),
        (
            "labs.frontier.taper.to=1.1 x/year",
            "--set labs.frontier.taper.to=1.1 x/year: this world has no 'labs.frontier.taper' to change; "
            "allowed: set it as a whole",
        ),
        ("=5", "not a setting; allowed: PATH=VALUE"),
        ("labs.frontier.overtraining.k=[1", "not YAML"),
        ("labs.frontier.overtraining.k=", "not a setting; allowed: PATH=VALUE"),
    ],
)
def test_a_wrong_setting_is_reported(setting: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load_world("epoch-2024", [parse_setting(setting)])
    assert message in str(caught.value)


def test_a_world_that_is_no_text_or_cannot_be_read_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_bytes(b"world: \xff\xfe")
    with pytest.raises(InputError, match=r"w\.yaml: not UTF-8 text \(byte 7\); allowed: UTF-8"):
        load_world(file)
    with pytest.raises(InputError, match="is a folder; allowed: a file"):
        load_world("/")
    with pytest.raises(InputError, match="there is no such file"):
        load_world("x" * 5000 + ".yaml")
    with pytest.raises(InputError, match="there is no such file"):
        load_world(tmp_path / "missing.yaml")
    with pytest.raises(InputError, match=r"there is no world 'epoch-204' \(did you mean 'epoch-2024'\?\)"):
        load_world("epoch-204")
