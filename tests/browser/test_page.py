"""What the page says, against what the command line says of the same; what it takes away and brings back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from playwright.sync_api import Page, Response, expect

from simulator.cli import cli
from tests.browser.conftest import Visit
from tests.browser.opening import drawn, settled

STOCK, TRAINING = "pools.public_text.stock", "labs.lab.overtraining.k"
PUBLIC = "exhaustion_year.public"


def said_by_command_line(out: Path, *words: str) -> float:
    found = CliRunner().invoke(cli, ["run", *words, "--json", "--out", str(out)])
    assert found.exit_code == 0, found.output
    return float(json.loads(found.stdout)["outcomes"][PUBLIC]["q50"])


def said_by_page(response: Response) -> float:
    answer: dict[str, Any] = response.json()
    (row,) = (one for one in answer["table"] if one["outcome"] == PUBLIC)
    return float(row["sides"][-1]["q50"])


def answer_to(replications: int = 0, **wanted: object) -> Callable[[Response], bool]:
    """Return what knows the answer to a run of a scenario."""

    def fits(response: Response) -> bool:
        asked = response.request.post_data_json if response.url.endswith("/api/run") and response.ok else None
        return (
            asked is not None
            and asked["replications"] == replications
            and all(asked["scenario"][name] == value for name, value in wanted.items())
        )

    return fits


def box(page: Page, path: str, where: str = "#assumptions") -> Any:
    return page.locator(f"{where} input[type=number][data-path='{path}']").first


def drag(page: Page, path: str, share: float) -> None:
    slider = page.locator(f"#assumptions input[type=range][data-path='{path}']").first
    slider.scroll_into_view_if_needed()
    place = slider.bounding_box()
    assert place is not None
    level = place["y"] + place["height"] / 2
    page.mouse.move(place["x"] + place["width"] / 2, level)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * share, level, steps=12)
    page.mouse.up()


def test_dragging_a_slider_moves_the_exhaustion_year_to_what_the_command_line_says(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit()
    before = settled(page)
    page.get_by_role("tab", name="Assumptions").click()
    drag(page, STOCK, 0.15)
    after = settled(page)
    assert after != before
    setting = f"{STOCK}={box(page, STOCK).input_value()} T token"
    year = said_by_command_line(tmp_path / "central", "minimal", "--set", setting)
    assert f"Under your assumptions, public text runs dry in {year:.1f}" in after
    with page.expect_response(answer_to(8, seed=3)) as eight:
        page.locator("#seed").fill("3")
        page.locator("#seed").press("Tab")
    words = ["minimal", "--set", setting, "--seed", "3", "--replications", "8"]
    assert said_by_page(eight.value) == said_by_command_line(tmp_path / "drawn", *words)


def test_a_link_shows_another_user_the_same(visit: Visit) -> None:
    page = visit("world=estuary&policy=data-levy@%2B2")
    page.get_by_label("Compute cap", exact=True).check()
    page.get_by_role("tab", name="Assumptions").click()
    with page.expect_response(answer_to(assumptions={STOCK: "40 T token"})) as first:
        box(page, STOCK).fill("40")
    page.get_by_role("tab", name="Models").click()
    page.get_by_role("button", name="Copy link").click()
    other = visit(page.url.partition("#")[2])
    with other.expect_response(answer_to(assumptions={STOCK: "40 T token"})) as second:
        other.reload()
    assert said_by_page(first.value) == said_by_page(second.value)
    expect(box(other, STOCK)).to_have_value("40")
    expect(other.locator("[data-policy=compute-cap]")).to_be_checked()
    expect(other.locator("[data-delay=data-levy]")).to_have_value("2")
    expect(other.get_by_role("tab", name="Models")).to_have_attribute("aria-selected", "true")
    drawn(other, "sizes")


def test_going_back_takes_back_the_last_change(visit: Visit) -> None:
    page = visit()
    page.get_by_role("tab", name="Assumptions").click()
    first = settled(page)
    for tokens in ("70", "40"):
        box(page, STOCK).fill(tokens)
        page.wait_for_url(f"**assume={STOCK}={tokens}*")
    page.get_by_role("tab", name="Models").click()
    page.wait_for_url("**view=models")
    page.go_back()
    expect(box(page, STOCK)).to_have_value("70")
    expect(page.get_by_role("tab", name="Models")).to_have_attribute("aria-selected", "true")
    page.go_back()
    page.wait_for_function("first => document.getElementById('sentences').innerText === first", arg=first)
    page.go_forward()
    expect(box(page, STOCK)).to_have_value("70")


def test_what_is_exported_runs_on_the_command_line_and_comes_back(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    box(page, TRAINING, "#levers").fill("20")
    page.locator("[data-date=from]").first.fill("2026.5")
    page.locator("[data-date=from]").first.press("Tab")
    page.get_by_role("tab", name="Assumptions").click()
    box(page, STOCK).fill("70")
    page.get_by_text("Files: save or open").click()
    files = []
    for button in ("Save policy", "Save assumptions"):
        with page.expect_download() as saved:
            page.get_by_role("button", name=button).click()
        files.append(tmp_path / saved.value.suggested_filename)
        saved.value.save_as(files[-1])
    again = visit()
    again.get_by_text("Files: save or open").click()
    lever = {"value": "20", "from": 2026.5, "until": None}
    with again.expect_response(answer_to(levers={TRAINING: lever}, assumptions={STOCK: "70 T token"})) as found:
        for file in files:
            again.locator("#import").set_input_files(file)
            again.get_by_text(f"{file.name} is laid over what you had chosen.").wait_for()
    expect(box(again, TRAINING, "#levers")).to_have_value("20")
    expect(again.locator("[data-date=from]").first).to_have_value("2026.5")
    words = ["minimal", "--policy", str(files[0]), "--scenario", str(files[1])]
    assert said_by_page(found.value) == said_by_command_line(tmp_path / "out", *words)


def test_two_users_at_once_each_see_their_own(visit: Visit, tmp_path: Path) -> None:
    one, other = visit(), visit()
    for page in (one, other):
        page.get_by_role("tab", name="Assumptions").click()
    with (
        one.expect_response(answer_to(assumptions={STOCK: "65 T token"})) as ones,
        other.expect_response(answer_to(assumptions={STOCK: "150 T token"})) as others,
    ):
        for stocks in (("55", "190"), ("60", "170"), ("65", "150")):
            for page, stock in zip((one, other), stocks, strict=True):
                box(page, STOCK).fill(stock)
    for stock, found in (("65", ones), ("150", others)):
        setting = f"{STOCK}={stock} T token"
        assert said_by_page(found.value) == said_by_command_line(tmp_path / stock, "minimal", "--set", setting)


def test_resetting_assumptions_leaves_policies_alone(visit: Visit) -> None:
    page = visit("world=minimal&policy=overtraining-cap&assume=pools.public_text.stock=60 T token")
    page.get_by_role("tab", name="Assumptions").click()
    page.get_by_role("button", name="Reset assumptions").click()
    settled(page)
    expect(page.locator("[data-policy=overtraining-cap]")).to_be_checked()
    expect(box(page, STOCK)).to_have_value("100")
    page.wait_for_url("**policy=overtraining-cap")


def test_figures_and_tables_can_be_taken_away(visit: Visit) -> None:
    page = visit()
    drawn(page, "when-dry")
    first = page.locator("figure[data-figure=when-dry]")
    for name, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("CSV", b"panel,")):
        with page.expect_download() as saved:
            first.get_by_role("button", name=name).click()
        assert Path(saved.value.path()).read_bytes().startswith(begins), name
