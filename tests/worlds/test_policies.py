"""Policies, levers, patterns and scenarios: what fits a world, what does not, and what is said then."""

from pathlib import Path

import pytest

from worlds.config.faults import InputError
from worlds.config.governing import govern
from worlds.config.levers import LeverOutOfRange, levers_of
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.policies import LoadedPolicy, load_policies, load_policy, shipped_policies
from worlds.config.scenarios import load_scenario, shipped_scenarios
from worlds.config.selectors import paths_of
from worlds.config.settings import parse_setting
from worlds.config.timed import TimedSetting, enacting, parse_change


@pytest.fixture(scope="module")
def estuary() -> LoadedWorld:
    return load_world("estuary")


def policy(folder: Path, text: str, name: str = "mine") -> LoadedPolicy:
    path = folder / f"{name}.yaml"
    path.write_text(f"policy: {name}\ndescription: a test\n{text}", encoding="utf-8")
    return load_policy(path)


def change(path: str, value: str = "value: 50 %", since: float = 2027.0) -> str:
    return f'changes:\n  one: {{path: "{path}", from: {since}, {value}}}\n'


def test_a_pattern_names_numbers_by_kind_and_by_star(estuary: LoadedWorld) -> None:
    found = paths_of("pools[kind=private].open_share", estuary.world, estuary.numbers)
    assert found == ["pools.messages.open_share.value", "pools.papers.open_share.value"]
    assert len(paths_of("labs.*.min_value", estuary.world, estuary.numbers)) == 3
    assert paths_of("labs[release=open].min_value", estuary.world, estuary.numbers) == ["labs.challenger.min_value"]
    assert paths_of("pools[kind=nothing].open_share", estuary.world, estuary.numbers) == []
    assert paths_of("pools.messages.open_share", estuary.world, estuary.numbers) == ["pools.messages.open_share.value"]


def test_a_pattern_with_a_star_names_a_curve_once(estuary: LoadedWorld) -> None:
    starred = paths_of("pools.*.open_share", estuary.world, estuary.numbers)
    assert len(starred) == len(set(starred)) == len(estuary.world.pools)


@pytest.mark.parametrize("name", shipped_policies())
def test_every_shipped_policy_fits_the_world_of_2026(name: str) -> None:
    loaded = load_world("baseline-2026")
    governed = govern(loaded, [load_policy(name)], strict=True)
    assert governed.loaded.enacted or governed.loaded.awaited
    section = load_policy(name).section
    assert section.expects
    assert section.assumptions


def test_there_are_at_least_sixteen_policies() -> None:
    assert len(shipped_policies()) >= 16


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_scenario_says_something_of_the_world_of_2026(name: str) -> None:
    loaded = load_world("baseline-2026")
    assert load_scenario(name).applied(loaded).hash != loaded.hash


def test_a_scenario_that_says_nothing_of_a_world_is_refused() -> None:
    with pytest.raises(InputError, match="says nothing of minimal"):
        load_scenario("slow-compute").applied(load_world("minimal"))


def test_two_policies_in_either_order_make_one_world(estuary: LoadedWorld) -> None:
    one, other = (
        govern(estuary, load_policies(both)).loaded for both in ("data-levy+cherish-data", "cherish-data+data-levy")
    )
    assert one.hash == other.hash


def test_two_policies_that_set_one_lever_at_one_time_are_refused(estuary: LoadedWorld) -> None:
    with pytest.raises(
        InputError, match=r"interaction-data-consent \(talk\) and opt-in-by-default \(talk\) both change it"
    ) as caught:
        govern(estuary, load_policies("opt-in-by-default+interaction-data-consent"))
    for name in ("interaction-data-consent", "opt-in-by-default"):
        assert f"worlds/policies/{name}.yaml:" in str(caught.value)


def test_two_policies_may_set_one_lever_one_after_the_other(estuary: LoadedWorld, tmp_path: Path) -> None:
    first = policy(tmp_path, change("pools.messages.price", "until: 2030.0, value: 1 USD/Mtoken"), "first")
    then = policy(tmp_path, change("pools.messages.price", "value: 2 USD/Mtoken", 2030.0), "then")
    assert len(govern(estuary, [then, first]).loaded.enacted) == 2


def test_a_policy_comes_later_when_told_to(estuary: LoadedWorld) -> None:
    later = govern(estuary, [load_policy("data-levy@+3.5")]).loaded.enacted
    assert [one.year for one in later] == [2030.5]
    assert load_policy("data-levy@+3.5").name == "data-levy@+3.5"


def test_what_a_world_does_not_have_is_told_or_refused() -> None:
    minimal = load_world("minimal")
    governed = govern(minimal, [load_policy("compulsory-licensing")])
    assert governed.loaded is minimal
    assert {one.part for one in governed.idle} == {"open", "price", "pace"}
    with pytest.raises(InputError, match="minimal has no 'data_owners"):
        govern(minimal, [load_policy("compulsory-licensing")], strict=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (change("labs.leader.cadence", "value: 2 year"), "no lever"),
        (change("pools.messages.price", "value: 1e9 USD/Mtoken"), "beyond the lever 'price'"),
        (change("pools.messages.price", "value: -1 USD/Mtoken"), r"allowed: 0 USD/Mtoken to 1e\+04 USD/Mtoken"),
        (change("pools.messages.price", "value: 3 apples"), "not a unit of"),
        (change("pools.messages.price", "value: 3"), "a number without a unit"),
        (change("pools.messages.price", "value: 1 USD/Mtoken, times: 2"), "says 2 of the ways"),
        (change("pools.messages.price", "over: 1 year"), "says 0 of the ways"),
        (change("pools[kind=private.price", "times: 2"), "a filter stands behind a section"),
    ],
)
def test_a_policy_that_cannot_be_says_where_and_why(
    estuary: LoadedWorld, tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        govern(estuary, [policy(tmp_path, text)])
    assert "mine.yaml:" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("changes:\n  a: {path: x, from: 2030.0, until: 2029.0, value: 1}\n", "does not come after 'from'"),
        ("changes:\n  a: {path: x, from: soon, value: 1}\n", "not a decimal year"),
        ("chnages: {}\n", "did you mean 'changes'"),
    ],
)
def test_a_wrong_policy_file_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        policy(tmp_path, text)


def test_an_unknown_policy_gets_the_nearest_name() -> None:
    with pytest.raises(InputError, match=r"there is no policy 'data-levi'.*did you mean 'data-levy'"):
        load_policy("data-levi")
    with pytest.raises(InputError, match="named twice"):
        govern(load_world("minimal"), load_policies("data-levy+data-levy"))


def test_a_lever_knows_its_range_and_its_unit(estuary: LoadedWorld) -> None:
    lever = levers_of(estuary)["pools.messages.price"]
    assert lever.unit == "USD/token"
    assert lever.set(1e-6, 2027.0).value == 1e-6
    with pytest.raises(LeverOutOfRange, match="beyond what the lever 'price' allows"):
        lever.set(1.0, 2027.0)


def test_a_world_may_narrow_a_lever(tmp_path: Path) -> None:
    path = tmp_path / "narrow.yaml"
    path.write_text(
        "world: narrow\nextends: estuary\nlevers:\n"
        "  cheap: {path: pools.messages.price, low: 0 USD/Mtoken, high: 1 USD/Mtoken, "
        "meaning: what a state could pay}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="beyond the lever 'cheap', what a state could pay"):
        govern(load_world(path), [policy(tmp_path, change("pools.messages.price", "value: 2 USD/Mtoken"))])


def test_a_setting_may_have_dates(estuary: LoadedWorld) -> None:
    one = parse_change("pools.messages.price=1 USD/Mtoken@2027..2032.5")
    assert isinstance(one, TimedSetting)
    assert one == TimedSetting("pools.messages.price", "1 USD/Mtoken", 2027.0, 2032.5, one.written)
    (rule,) = enacting(estuary, [one]).enacted
    assert (rule.year, rule.until) == (2027.0, 2032.5)


def test_a_dated_setting_of_what_is_not_there_is_refused(estuary: LoadedWorld) -> None:
    one = parse_change("pools.mesages.price=1 USD/Mtoken@2027")
    assert isinstance(one, TimedSetting)
    with pytest.raises(InputError, match=r"--set pools\.mesages\.price=1 USD/Mtoken@2027: path: there is no number"):
        enacting(estuary, [one])


def test_a_setting_may_be_a_pattern(estuary: LoadedWorld) -> None:
    opened = estuary.with_settings([parse_setting("pools[kind=private].open_share=10 %")])
    shares = {path: one.value for path, one in opened.numbers.items() if path.endswith("open_share.value")}
    assert shares["pools.messages.open_share.value"] == shares["pools.papers.open_share.value"] == 0.1
    with pytest.raises(InputError, match="names no number of this world"):
        estuary.with_settings([parse_setting("pools[kind=privat].open_share=10 %")])
