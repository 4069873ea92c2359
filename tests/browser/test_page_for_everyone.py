"""The page by keyboard, on a phone, in the dark, in Chinese, with hostile words, and when the server is gone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.opening import drawn, served, settled

WIDTHS = "[...document.querySelectorAll('.access .lines path')].map((line) => line.getAttribute('d')).join()"
GROUND = "getComputedStyle(document.body).backgroundColor"
INK = "getComputedStyle(document.querySelector('.xtick text')).fill"
VIEWS = ("Overview", "Pools", "Models", "Network", "Events", "Compare", "Data")
HOSTILE = """\
world: hostile
extends: minimal
description: <img src=x onerror="document.title='hit'"> is a description.
pools:
  public_text:
    stock: {value: 90 T token, at: 2024.0, low: 50 T token, high: 200 T token, source: "<img src=y onerror=fetch('z')>"}
"""


def width_beyond(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_every_view_is_drawn(visit: Visit) -> None:
    page = visit("world=estuary&policy=data-levy")
    figures = {"Overview": ("when-dry", "stock-and-corpus"), "Pools": ("stocks",), "Models": ("sizes", "losses")}
    figures |= {"Network": ("access",), "Events": ("timeline",)}
    for view in VIEWS:
        page.get_by_role("tab", name=view).click()
        drawn(page, *figures.get(view, ()))
    expect(page.locator("#raw tbody tr").first).to_be_visible()
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator("#differs")).to_contain_text("statutes.data_levy")
    expect(page.locator("#comparison")).to_contain_text("exhaustion_year.public")


def test_a_year_is_marked_filters_events_and_shows_the_network_of_that_year(visit: Visit) -> None:
    page = visit("world=estuary&view=events")
    drawn(page, "timeline")
    page.locator("#year").fill("2032")
    expect(page.locator("#events")).to_contain_text("2032:")
    dates = page.locator("#events tbody td:first-child").all_inner_texts()
    assert dates
    assert {date.partition(".")[0] for date in dates} == {"2032"}
    page.get_by_role("tab", name="Network").click()
    expect(page.get_by_role("heading", name="Who reads what: 2032")).to_be_visible()
    drawn(page, "access")
    in_one_year = widths(page)
    page.get_by_role("button", name="All years").click()
    page.wait_for_function(f"before => {WIDTHS} !== before", arg=in_one_year)


def widths(page: Page) -> str:
    return str(page.evaluate(WIDTHS))


def test_the_network_plays_only_where_motion_is_wanted(visit: Visit) -> None:
    page = visit("world=minimal&view=network", reduced_motion="reduce")
    page.get_by_role("button", name="Next year").click()
    page.wait_for_timeout(1600)
    expect(page.locator("#year-says")).to_have_text("2020")
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => Number(document.getElementById('year').value) > 2021")
    page.get_by_role("button", name="Pause").click()


def test_all_can_be_done_by_keyboard(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_focused()
    assert page.url.endswith("#world=minimal")
    page.locator("#tab-policies").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-assumptions")).to_be_focused()
    expect(page.locator("#assumptions")).to_be_visible()
    before = settled(page)
    slider = page.locator("#assumptions input[type=range]").first
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("before => document.getElementById('sentences').innerText !== before", arg=before)
    assert "T token" in (slider.get_attribute("aria-valuetext") or "")
    page.locator("#tab-overview").focus()
    page.keyboard.press("End")
    expect(page.locator("#tab-data")).to_be_focused()


def test_the_keyboard_is_trapped_nowhere(visit: Visit) -> None:
    page = visit()
    drawn(page, "when-dry")
    page.locator("body").focus()
    seen: list[str] = []
    for _ in range(140):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const e = document.activeElement; return e === document.body ? '' : e.outerHTML }"
        )
        if here == "" and seen:
            break
        assert here not in seen[-2:], here[:200]
        seen.append(here)
    else:
        pytest.fail("the end of the page was never reached")
    names = page.evaluate(
        "() => [...document.querySelectorAll('button, input, select')].filter((e) => e.checkVisibility()"
        " && !(e.innerText || e.ariaLabel || e.labels?.length)).map((e) => e.outerHTML)"
    )
    assert names == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_scrolls_sideways_on_a_phone(visit: Visit, language: str) -> None:
    page = visit(
        f"world=estuary&policy=data-levy&lang={language}", viewport={"width": 375, "height": 812}, has_touch=True
    )
    drawn(page, "when-dry")
    assert width_beyond(page) == 0
    page.locator("#controls > summary").click()
    page.locator("#tab-assumptions").click()
    assert width_beyond(page) == 0
    for view in ("pools", "models", "network", "events", "compare", "data"):
        page.locator(f"#tab-{view}").click()
        page.wait_for_timeout(150)
        assert width_beyond(page) == 0, view


def test_pictures_are_light_on_dark_where_the_user_wants_the_dark(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    drawn(page, "when-dry")
    ground, ink = page.evaluate(f"[{GROUND}, {INK}]")
    assert brightness(ground) < 60
    assert brightness(ink) > 180
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"() => {INK} === 'rgb(27, 27, 27)'")


def brightness(colour: str) -> float:
    parts = [float(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    return sum(parts) / len(parts)


def test_chinese_is_chinese_to_the_browser_too(visit: Visit) -> None:
    page = visit("world=estuary&policy=data-levy")
    page.locator("#language").select_option("zh")
    settled(page)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("#sentences")).to_contain_text("公共文本")
    expect(page.get_by_label("数据税")).to_be_checked()
    page.wait_for_url("**lang=zh")


def test_words_of_files_are_text_and_never_markup(visit: Visit, tmp_path: Path, faults: list[str]) -> None:
    (tmp_path / "hostile.yaml").write_text(HOSTILE, encoding="utf-8")
    with served("hostile.yaml", root=tmp_path) as address:
        page = visit("", at=address)
        expect(page.locator("#world-says")).to_contain_text("<img src=x onerror=")
        page.get_by_role("tab", name="Assumptions").click()
        page.locator("#assumptions details.about").first.click()
        expect(page.locator("#assumptions")).to_contain_text("<img src=y onerror=fetch('z')>")
        policy = tmp_path / "policy.yaml"
        policy.write_text("policy: \"<img src=x onerror=document.title='hit'>\"\n", encoding="utf-8")
        page.get_by_text("Files: save or open").click()
        page.locator("#import").set_input_files(policy)
        expect(page.locator("#files-says")).to_contain_text("<img src=x")
        assert page.locator("img").count() == 0
        assert page.title() == "Tokenshed: hostile"
        page.close()
    faults[:] = [fault for fault in faults if "400 (Bad Request)" not in fault]


def test_a_wrong_number_is_answered_beside_it(visit: Visit, faults: list[str]) -> None:
    page = visit()
    page.get_by_role("tab", name="Assumptions").click()
    number = page.locator(".number", has=page.locator("input[data-path='pools.public_text.stock']")).first
    number.locator("input[type=number]").fill("-5")
    expect(number.get_by_role("alert")).to_contain_text("pools.public_text.stock")
    expect(number.locator("input[type=number]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("body")).to_have_class("outdated")
    expect(page.locator("#state")).to_have_text("What is shown is of before the last change.")
    number.locator("input[type=number]").fill("80")
    expect(number.get_by_role("alert")).to_be_hidden()
    expect(page.locator("body")).not_to_have_class("outdated")
    faults[:] = [fault for fault in faults if "400 (Bad Request)" not in fault]


def test_a_seed_that_is_none_is_refused_and_stays_as_it_was(visit: Visit) -> None:
    page = visit("world=minimal&seed=3")
    page.locator("#seed").fill("-1")
    page.locator("#seed").press("Tab")
    expect(page.locator("#notice")).to_contain_text("A seed is a whole number")
    expect(page.locator("#seed")).to_have_value("3")


def test_a_lost_connection_is_said_and_mended(visit: Visit, faults: list[str]) -> None:
    page = visit()
    page.context.route("**/api/run", lambda route: route.abort("connectionrefused"))
    page.locator("#seed").fill("5")
    page.locator("#seed").press("Tab")
    expect(page.get_by_role("alert").filter(has_text="Tokenshed does not answer")).to_be_visible()
    page.context.unroute("**/api/run")
    with page.expect_response("**/api/run"):
        page.get_by_role("button", name="Try again").click()
    settled(page)
    expect(page.locator("#trouble")).to_be_hidden()
    faults[:] = [fault for fault in faults if "ERR_CONNECTION_REFUSED" not in fault]
