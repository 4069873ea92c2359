"""Tables of models of somebody else's: what is read, and how faults are told."""

from pathlib import Path

import pytest

from worlds.config.faults import InputError
from worlds.config.observations import day_of, decimal_year, observed_models
from worlds.config.observations_file import read_models

HEADER = "name,lab,date,n_total,n_active,arch,d_tokens_seen,train_flop,confidence\n"
FIRST = "First,Meta,2023-02-24,7e9,7e9,dense,1e12,4e22,reported\n"
GOOD = "A,Meta,2023-02-24,7e9,7e9,dense,1e12,4e22,reported\n"


def table(folder: Path, text: str) -> Path:
    path = folder / "models.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_table_is_read_as_it_is() -> None:
    found = read_models("worlds/data/models.csv")
    assert sorted(map(str, found)) == sorted(map(str, observed_models()))


def test_the_other_names_of_columns_are_understood_and_labs_find_their_actor(tmp_path: Path) -> None:
    (one,) = read_models(table(tmp_path, HEADER + GOOD))
    assert (one.size, one.size_active, one.tokens, one.architecture) == (7e9, 7e9, 1e12, "dense")
    assert (one.lab, one.actor, one.confidence) == ("Meta", "meta", "reported")


def test_models_come_in_the_order_of_their_publication(tmp_path: Path) -> None:
    later = GOOD.replace("A,", "B,").replace("2023", "2024")
    assert [one.name for one in read_models(table(tmp_path, HEADER + later + "\n" + GOOD))] == ["A", "B"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2023-02-24", "24.2.2023", "models.csv:3:3: row 2, column 'date': not a day; allowed: year, month and day"),
        ("1e12", "many", "models.csv:3:7: row 2, column 'd_tokens_seen': not a number above 0"),
        ("1e12", "-1e12", "given: '-1e12'"),
        ("1e12", "inf", "column 'd_tokens_seen'"),
        ("1e12", "12", "row 2, column 'd_tokens_seen': no model is of that size; allowed: 1e+08 to 1e+17 tokens, as"),
        ("1e12", "1.4e7", "no model is of that size"),
        ("7e9", "70", "row 2, column 'n_total': no model is of that size; allowed: 1e+06 to 1e+16 parameters"),
        ("A,", "FIRST,", "models.csv:3:1: row 2, column 'name': stands in line 2 already, with this date"),
        ("reported", "sure", "row 2, column 'confidence': not a confidence; allowed: derived, disputed, likely"),
        ("A,", ",", "row 2, column 'name': is empty"),
        ("reported", "reported,more", "row 2: has 10 cells; allowed: 9, as the header"),
    ],
)
def test_a_fault_says_file_line_row_and_column(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError) as told:
        read_models(table(tmp_path, HEADER + FIRST + GOOD.replace(old, new, 1)))
    assert message in str(told.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace("1e12", "x").replace("2023-02-24", "y")
    with pytest.raises(InputError) as told:
        read_models(table(tmp_path, HEADER + wrong + wrong))
    assert len(str(told.value).splitlines()) == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER.replace("n_total,", ""), "models.csv:1:1: there is no column 'size'"),
        ("", "there is no column 'name'"),
        (HEADER.replace("arch", "lab"), "the column 'lab' stands there twice"),
    ],
)
def test_a_header_that_lacks_something_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as told:
        read_models(table(tmp_path, text))
    assert message in str(told.value)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_models(tmp_path)
    path = tmp_path / "latin.csv"
    path.write_bytes(b"name\xe4")
    with pytest.raises(InputError, match="not UTF-8"):
        read_models(path)


@pytest.mark.parametrize("day", ["2020-02-29", "2023-01-01", "2024-12-31"])
def test_a_day_comes_back_from_its_decimal_year(day: str) -> None:
    assert day_of(decimal_year(day)).isoformat() == day
