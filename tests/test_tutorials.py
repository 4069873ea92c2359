"""The tutorials: notebooks without stored output, whose cells do what they say."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "docs" / "tutorials"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def cells(notebook: Path) -> list[dict[str, object]]:
    document = json.loads(notebook.read_text(encoding="utf-8"))
    assert document["nbformat"] == 4
    found = document["cells"]
    assert isinstance(found, list)
    return found


def source(cell: dict[str, object]) -> str:
    lines = cell["source"]
    assert isinstance(lines, list)
    return "".join(lines)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_the_cells_of_a_notebook_run_one_after_another(notebook: Path, tmp_path: Path) -> None:
    code = [source(cell) for cell in cells(notebook) if cell["cell_type"] == "code"]
    script = tmp_path / "notebook.py"
    script.write_text("\n\n".join(code), encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=environment, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_a_notebook_is_clean_and_begins_with_its_title(notebook: Path) -> None:
    found = cells(notebook)
    assert source(found[0]).startswith("# ")
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in found if cell["cell_type"] == "code")
    assert len({cell["id"] for cell in found}) == len(found)


def test_every_notebook_is_listed() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert NOTEBOOKS
    assert all(f"]({notebook.name})" in page for notebook in NOTEBOOKS)
