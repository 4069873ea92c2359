"""What is shipped is what is said: hashes, licences, wheels that build alike, nothing that runs what it reads."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from packaging.markers import Marker

from tests.trust.copies import ROOT, UV, copy_tree
from tests.trust.promise import Finding

LICENCES = ROOT / "docs" / "licences.md"
_ROOMS = ("simulator", "agents", "worlds")
_FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
_FORBIDDEN_CALLS = {"eval", "exec", "compile", "yaml.load", "yaml.unsafe_load", "yaml.full_load", "os.system"}
_TEMPORARY = re.compile(r"^/(tmp|var/tmp|dev/shm)\b")
_STRONG = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
_EPOCH = "1767225600"
"""Date of files in wheels that are compared [seconds since 1970]: the start of 2026."""


def measure(size: float) -> Iterator[Finding]:
    """Look at the lock, the licences, the code and the wheel; what takes a network is done at full size only."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    yield _hashes(lock)
    yield _licences(lock, write=size >= 1)
    yield _code()
    yield _wheel()
    if size >= 1:
        yield _audit(lock)
        yield _bill(lock)


def _packages(lock: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the packages of the lock but the project itself."""
    return [one for one in lock["package"] if "registry" in one["source"]]


def _hashes(lock: dict[str, Any]) -> Finding:
    """Return whether every file of every package that is locked has a hash."""
    packages = _packages(lock)
    files = [file for one in packages for file in (*one.get("wheels", ()), *([one["sdist"]] if "sdist" in one else ()))]
    hashed = sum(str(file.get("hash", "")).startswith("sha256:") for file in files)
    bare = [one["name"] for one in packages if not one.get("wheels") and "sdist" not in one]
    kept = hashed == len(files) and not bare
    return Finding("files with a hash", f"{hashed:,} of {len(files):,} of {len(packages)} packages", "all", kept)


def _shipped(lock: dict[str, Any]) -> list[str]:
    """Return the packages that a user gets with all extras, on this machine, by name."""
    by_name = {one["name"]: one for one in lock["package"]}
    project = by_name["tokenshed"]
    waiting = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    found: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one["name"] in found or ("marker" in one and not Marker(one["marker"]).evaluate()):
            continue
        found.add(one["name"])
        package = by_name[one["name"]]
        waiting += package.get("dependencies", [])
        waiting += [more for extra in one.get("extra", ()) for more in package["optional-dependencies"][extra]]
    return sorted(found)


def _licences(lock: dict[str, Any], *, write: bool) -> Finding:
    """Return the licences of what is shipped, of which none may be unknown or of the GPL's kind."""
    rows, faults = [], []
    for name in _shipped(lock):
        try:
            one = distribution(name)
        except PackageNotFoundError:
            faults.append(f"{name} is not installed")
            continue
        licence = _licence(one)
        rows.append(f"| {name} | {one.version} | {licence or 'unknown'} |")
        if not licence or _STRONG.search(licence.replace("LGPL", "")):
            faults.append(f"{name}: {licence or 'unknown'}")
    if write:
        head = (
            "# Licences of what Tokenshed needs\n\n*Written by `make trust ONLY=supply`: with all extras, on Linux.*\n"
        )
        table = "\n".join([head, "| package | version | licence |", "| --- | --- | --- |", *rows])
        LICENCES.write_text(table + "\n", encoding="utf-8")
    words = f"{len(rows)} packages, {len(faults)} unknown or under the GPL"
    return Finding("licences of all dependencies", words, "all known, none GPL", not faults, "; ".join(faults))


def _licence(one: Distribution) -> str:
    """Return the licence of an installed package, as it states it."""
    stated = _stated(one, "License-Expression")
    classes = [
        line.rpartition(" :: ")[2]
        for line in one.metadata.get_all("Classifier") or ()
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    free = _stated(one, "License").strip().partition("\n")[0]
    return stated or ", ".join(classes) or free[:60]


def _stated(one: Distribution, field: str) -> str:
    """Return what a package states in a field; nothing where it has none."""
    return next(iter(one.metadata.get_all(field) or ()), "")


def _code() -> Finding:
    """Return whether any module runs what it reads, or writes to a fixed temporary place."""
    found, looked = [], 0
    for path in sorted(path for room in _ROOMS for path in (ROOT / room).rglob("*.py")):
        looked += 1
        place = path.relative_to(ROOT)
        found += [f"{place}:{line} {what}" for line, what in faults_in(path.read_text(encoding="utf-8"))]
    what = "pickle, eval, exec, yaml.load and fixed temporary files"
    return Finding(what, f"{len(found)} in {looked} modules", "0", not found, "; ".join(found))


def faults_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of everything in a module that has no place in it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            yield from ((node.lineno, name) for name in names if name.partition(".")[0] in _FORBIDDEN_MODULES)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in _FORBIDDEN_CALLS:
            yield node.lineno, ast.unparse(node.func)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _TEMPORARY.match(node.value):
            yield node.lineno, node.value


def _wheel() -> Finding:
    """Return whether two builds give the same bytes, from folders of other names."""
    with TemporaryDirectory() as place:
        wheels = [_built(Path(place) / name) for name in ("one", "another-name")]
        same = wheels[0].read_bytes() == wheels[1].read_bytes()
        names = zipfile.ZipFile(wheels[0]).namelist()
        wanted = ("worlds/baseline-2026.yaml", "simulator/dashboard/static/index.html", "worlds/data/models.csv")
        whole = all(name in names for name in wanted) and not any(name.startswith("tests/") for name in names)
        words = f"{'the same' if same else 'other'} bytes, {len(names)} files"
        return Finding("two builds of the wheel", words, "the same bytes, data in it, no tests", same and whole)


def _built(folder: Path) -> Path:
    """Build the wheel from a copy of what git knows, and return it."""
    copy_tree(folder)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return next((folder / "dist").glob("*.whl"))


def _audit(lock: dict[str, Any]) -> Finding:
    """Return whether any locked package has a known vulnerability, and of how many that was asked."""
    what, target = "known vulnerabilities", "0, and all packages asked about"
    command = [str(UV), "audit", "--frozen", "--preview", "--output-format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        answer = json.loads(done.stdout)
    except json.JSONDecodeError:
        note = "the database of vulnerabilities (api.osv.dev) could not be reached from where this was measured"
        return Finding(what, "not asked", target, kept=False, note=note)
    words = json.dumps(answer.get("summary", answer))[:200]
    asked = len(_packages(lock))
    return Finding(what, words, target, done.returncode == 0 and str(asked) in words)


def _bill(lock: dict[str, Any]) -> Finding:
    """Return whether the bill of materials has every package of the lock that is shipped."""
    with TemporaryDirectory() as place:
        file = Path(place) / "sbom.json"
        subprocess.run(["make", "-s", "sbom", f"SBOM={file}"], cwd=ROOT, check=True, capture_output=True)
        listed = {one["name"] for one in json.loads(file.read_text(encoding="utf-8"))["components"]}
    missing = sorted(set(_shipped(lock)) - listed)
    words = f"{len(listed)} packages, {len(missing)} missing"
    return Finding("bill of materials (CycloneDX, `make sbom`)", words, "0 missing", not missing, ", ".join(missing))
