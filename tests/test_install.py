"""Anybody can install the package: an sdist, a wheel of it, a repository; in an empty
environment.
"""

import json
import os
import re
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import nbformat
import pytest
from nbclient import NotebookClient

from adamedu.studies import __main__ as command
from adamedu.studies import harness
from tests.test_declared import EXTRAS, PROJECT, clean, python

ROOT = Path(__file__).parents[1]
BUILT = (".git", ".venv", "_build", "exercises", "node_modules", "static", "*cache*")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A copy of this checkout as a repository of git, and an sdist and a wheel: the
    latter of the former."""
    tree = tmp_path_factory.mktemp("a checkout") / "adamedu"
    copytree(ROOT, tree, ignore=ignore_patterns(*BUILT))
    git = ["git", "-C", tree, "-c", "user.name=A", "-c", "user.email=a@b.org"]
    for words in ("init --quiet", "add .", "commit --quiet --message All"):
        subprocess.run([*git, *words.split()], env=clean(), check=True)
    call = [sys.executable, "-m", "build", "--outdir", tree / "dist", tree]
    done = subprocess.run(call, env=clean(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree


@pytest.fixture(scope="module")
def wheel(built):
    (path,) = (built / "dist").glob("*.whl")
    return path


@pytest.fixture(scope="module")
def bare(built, tmp_path_factory):
    """The Python of an environment with nothing but what git gives, and JupyterLab."""
    folder = tmp_path_factory.mktemp("bare") / "an environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin/python"]
    install = ["install", "--quiet", "--no-compile", "-c", ROOT / "constraints.txt"]
    for package in (f"git+{built.as_uri()}", "adamedu[lab]"):
        subprocess.run([*pip, *install, package], env=clean(), check=True)
    subprocess.run([*pip, "check"], env=clean(), check=True)
    return folder / "bin/python"


def test_the_wheel_has_the_package_its_scripts_and_its_data(built, wheel):
    package = {path.relative_to(built) for path in (built / "adamedu").rglob("*.*")}
    data = [path for path in (built / "data").rglob("*.*") if path.suffix != ".py"]
    package |= {"adamedu" / path.relative_to(built) for path in data}
    names = zipfile.ZipFile(wheel).namelist()
    ours = {name for name in names if not name.startswith("adamedu-")}
    assert ours == {path.as_posix() for path in package}
    for name in (
        "py.typed", "descent.pyi", "figures/static/adamedu-live.js",
        "questions/signatures.json", "data/digits.npz",
        "data/results/default_rate.csv",
    ):  # fmt: skip
        assert f"adamedu/{name}" in ours


def test_a_repository_gives_what_the_wheel_has(bare, wheel):
    (home,) = bare.parents[1].glob("lib/*/site-packages")
    found = {path for path in home.glob("adamedu/**/*") if path.suffix != ".pyc"}
    with zipfile.ZipFile(wheel) as file:
        ours = {home / n: file.read(n) for n in file.namelist() if n[:8] == "adamedu/"}
    assert {path: path.read_bytes() for path in found if path.is_file()} == ours


def test_the_wheel_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as file:
        (name,) = [n for n in file.namelist() if n.endswith(".dist-info/METADATA")]
        head = message_from_string(file.read(name).decode())
    assert head.get_payload() == (ROOT / "README.md").read_text()
    urls = [f"{name}, {url}" for name, url in PROJECT["urls"].items()]
    assert head.get_all("Project-URL") == urls
    assert set(head.get_all("Provides-Extra")) == set(EXTRAS)


def test_the_image_has_all_that_the_wheel_needs(tmp_path):
    """As the Dockerfile copies it, and no more."""
    image = (ROOT / "course/serve/Dockerfile").read_text()
    for line in re.findall(r"(?m)^COPY (.+)", image):
        *names, place = line.split()
        for name in names:
            if (ROOT / name).is_dir():
                ignored = ignore_patterns(*BUILT)
                copytree(ROOT / name, tmp_path / place, ignore=ignored)
            else:
                copy(ROOT / name, tmp_path / place)
    make = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "."]
    assert "-c constraints.txt" in image
    subprocess.run(
        [*make, "-c", "constraints.txt"], cwd=tmp_path, env=clean(), check=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    assert "adamedu/data/digits.npz" in zipfile.ZipFile(wheel).namelist()


PROGRAM = """
import csv, sys
from importlib.resources import files
import adamedu
from adamedu.nn.datasets import digits
from adamedu.questions import check
from adamedu.studies import default_rate as study

*_, theta = adamedu.descend(adamedu.adam, 5.0, lambda theta: 2 * theta, 1, lr=0.1)
x, y = digits()
check("adam", adamedu.adam)
check("adam", adamedu.sgd)
cell = {"problem": "valley", "rule": "adam"}
row = study.run(3, **cell)
with open(files(adamedu) / "data/results/default_rate.csv") as file:
    next(file)
    (kept,) = [r for r in csv.DictReader(file) if {**r, **cell, "seed": "3"} == r]
print(adamedu.__file__)
print(theta, x.shape, y[:3].tolist(), row["lr 0.1"], kept["lr 0.1"])
print(*{"torch", "joblib"} & set(sys.modules))
"""


def test_a_rule_an_answer_the_data_and_a_study(bare, tmp_path):
    shown = python(PROGRAM, bare, cwd=tmp_path, XDG_DATA_HOME=str(tmp_path))
    *words, home, numbers, extras = shown.splitlines()
    assert words[0] == "adam: ✓ Right." and words[1].startswith("adam: "), shown
    assert Path(home).is_relative_to(bare.parents[1]) and extras == ""
    theta, *rest, now, kept = re.findall(r"[\d.]+(?:e-?\d+)?", numbers)
    assert abs(float(theta) - 4.9) <= 1e-8  # Adam's first step is as long as lr
    assert rest == ["1797", "64", "0", "1", "2"]
    assert abs(float(now) - float(kept)) <= 1e-3 * float(kept)


def test_a_study_leaves_the_installed_package_alone(bare, tmp_path):
    """Run by this environment, which has the extras, from the wheel's files."""
    (home,) = bare.parents[1].glob("lib/*/site-packages")
    before = sorted(home.joinpath("adamedu/data").rglob("*"))
    (tmp_path / "mine").mkdir()
    copy(ROOT / "tests/toy_study.py", tmp_path / "mine/toy.py")
    environment = {**clean(), "PYTHONPATH": os.pathsep.join([str(home), str(tmp_path)])}

    def studies(*args):
        call = [sys.executable, "-m", "adamedu.studies", *args]
        done = subprocess.run(
            call, cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    studies("mine.toy", "--workers", "1")
    assert (tmp_path / "results/mine.toy.csv").exists()
    old = [name for name in command.names() if harness.stale(name)]
    assert studies("--stale").split() == old  # of the package's results, not of these
    assert sorted(home.joinpath("adamedu/data").rglob("*")) == before


@pytest.fixture
def alone(bare, tmp_path, monkeypatch):
    """Runs a chapter there, in a folder that holds nothing else: all cells, even where
    one fails."""
    kernels, folder = tmp_path / "share/kernels/bare", tmp_path / "nothing else"
    kernels.mkdir(parents=True)
    folder.mkdir()
    call = [str(bare), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": call, "display_name": "bare", "env": {"PYTHONPATH": ""}}
    (kernels / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))

    def run(name):
        copy(ROOT / f"chapters/{name}.ipynb", folder)
        page = nbformat.read(folder / f"{name}.ipynb", 4)
        where = {"metadata": {"path": str(folder)}}
        return NotebookClient(
            page, kernel_name="bare", timeout=600, resources=where, allow_errors=True
        ).execute()

    return run


def told(page, kind):
    """The number of each cell that has an output of this kind, and the outputs."""
    found = {}
    for k, cell in enumerate(page.cells):
        for output in cell.get("outputs", []):
            if output.output_type == kind:
                found.setdefault(k, []).append(output)
    return found


def test_the_front_page_runs_alone(alone):
    page = alone("index")
    assert told(page, "error") == {}
    shown = [o.data for some in told(page, "execute_result").values() for o in some]
    (figure,) = [data for data in shown if "image/png" in data]
    assert "application/vnd.jupyter.widget-view+json" in figure
    states = page.metadata.widgets["application/vnd.jupyter.widget-state+json"].state
    (live,) = [one for one in states.values() if "source" in one.state]
    assert "def " in live.state.source


def test_without_torch_a_chapter_runs_but_for_the_cell_that_imports_it(alone):
    """What its other cells print is what the book has."""
    page, path = alone("00_ten_minutes"), ROOT / "chapters/00_ten_minutes.ipynb"
    ((failed, (error,)),) = told(page, "error").items()
    assert page.cells[failed].source.startswith("import torch\n")
    assert error.evalue == "No module named 'torch'"
    stored = told(nbformat.read(path, 4), "stream")
    printed, ran = (
        {k: "".join(one.text for one in some) for k, some in found.items()}
        for found in (stored, told(page, "stream"))
    )
    assert ran == {k: text for k, text in printed.items() if k != failed}
    assert len(ran) > 2
