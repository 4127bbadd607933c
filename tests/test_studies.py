"""The harness: nothing is lost, nothing comes twice, whatever is broken in between."""

import os
import random
import re
import signal
import subprocess
import sys
from math import inf
from pathlib import Path

import pytest

from adamedu.studies import __main__ as command
from adamedu.studies import default_rate, harness
from tests import toy_study
from tests.cluster import LAST_RESORT, dask_cluster, wait_for

ROOT = Path(__file__).parents[1]
NAME = "tests.toy_study"


def start(folder, *args, **environment):
    call = [sys.executable, "-m", "adamedu.studies", NAME, "--results", folder, *args]
    return subprocess.Popen(
        call, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        start_new_session=True,
    )  # fmt: skip


def study(folder, *args, **environment):
    """Run the toy study by its command; returns its status and what it printed."""
    process = start(folder, *args, **environment)
    out, err = process.communicate(timeout=LAST_RESORT)
    return process.returncode, out + err


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The file of an undisturbed run."""
    folder = tmp_path_factory.mktemp("whole")
    status, shown = study(folder, "--workers", "1")
    assert status == 0 and "24 rows" in shown and "24/24" in shown, shown
    return (folder / f"{NAME}.csv").read_text()


def test_rows_are_the_grid_s_and_come_back_exactly(whole, tmp_path):
    (tmp_path / f"{NAME}.csv").write_text(whole)
    rows = harness.results(NAME, tmp_path)
    cells = [(s, seed) for s in toy_study.GRID for seed in toy_study.SEEDS]
    assert rows == [{**s, "seed": k, **toy_study.run(k, **s)} for s, k in cells]
    assert "numpy" in whole.splitlines()[0] and "python 3" in whole.splitlines()[0]


def test_two_workers_are_as_one(whole, tmp_path):
    assert study(tmp_path, "--workers", "2")[0] == 0
    assert (tmp_path / f"{NAME}.csv").read_text() == whole


def wait_for_rows(folder, process):
    """Until three of the eight rows are there that come before one that waits."""
    part = folder / f"{NAME}.csv.part"
    wait_for(lambda: part.exists() and part.read_text().count("\n") >= 5, process)
    return part


def test_killed_and_resumed(whole, tmp_path):
    process = start(tmp_path, TOY_WAITS=str(tmp_path / "go"))
    part = wait_for_rows(tmp_path, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    part.write_text(part.read_text() + "0.1,3,")  # a line that was cut short
    status, shown = study(tmp_path)
    assert status == 2 and "is unfinished: add --resume, or delete it" in shown
    kept = part.read_text().count("\n") - 2
    status, shown = study(tmp_path, "--resume")
    assert status == 0 and 3 <= kept <= 8, shown
    assert (tmp_path / f"{NAME}.csv").read_text() == whole and not part.exists()


def test_a_failed_cell_is_named_and_tried_again(whole, tmp_path):
    status, shown = study(tmp_path, TOY_FAILS="3 1")
    assert status == 1 and "2 failed; --resume tries them again" in shown
    assert re.search(r"Arithm.*\('it is meant to'\) at .*toy_study.py:\d+", shown)
    assert study(tmp_path, "--resume")[0] == 0
    assert (tmp_path / f"{NAME}.csv").read_text() == whole


def test_rows_of_another_version_are_refused(whole, tmp_path):
    part = tmp_path / f"{NAME}.csv.part"
    part.write_text(whole.replace("# study ", "# study 0"))
    status, shown = study(tmp_path, "--resume")
    assert status == 2 and "is of study 0" in shown and part.exists()


def test_a_dask_cluster_that_loses_a_worker(whole, tmp_path):
    go = tmp_path / "go"
    with dask_cluster(tmp_path, TOY_WAITS=str(go)) as (address, running):
        process = start(tmp_path, "--scheduler", address)
        wait_for_rows(tmp_path, process)
        running[1].kill()
        go.touch()
        out, err = process.communicate(timeout=LAST_RESORT)
        assert process.returncode == 0, out + err
    assert (tmp_path / f"{NAME}.csv").read_text() == whole


def test_a_missing_package_is_named_before_anything_is_written(monkeypatch, tmp_path):
    monkeypatch.setattr(harness, "NAMED", ["adamedu", "no-torch"])
    words = r'^no-torch is not installed: pip install "adamedu\[studies\]"$'
    with pytest.raises(ModuleNotFoundError, match=words):
        harness.execute(NAME, folder=tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_the_command_lists_the_studies(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "argv", ["studies", "--list"])
    assert command.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == command.names()
    assert all(line.split(": ")[1].endswith(("?", ".")) for line in lines)
    others = {"memory", "sharded", "harness", "protocol", "stacked", "next_character",
              "successors"}  # fmt: skip
    assert "default_rate" in command.names() and not others & set(command.names())
    monkeypatch.setattr(sys, "argv", ["studies", "--stale", "--results", str(tmp_path)])
    assert command.main() == 0
    assert capsys.readouterr().out.split() == command.names()  # none has results there
    monkeypatch.setattr(sys, "argv", ["studies", "nonsense"])
    with pytest.raises(SystemExit):
        command.main()
    assert f"no study nonsense; there are {', '.join(command.names())}" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("name", command.names())
def test_a_cell_gives_the_stored_numbers(name):
    """To the study's `tolerance(name, row)`; inf: not compared. Which cell is drawn
    depends on the code alone: another one after each change.

    In a few cells every run overshoots early, so nothing is compared: not drawn.
    """
    found = harness.find(name)
    rows = harness.results(name)
    outcomes = rows[0].keys() - found.GRID[0].keys() - {"seed"}
    told = [r for r in rows if min(found.tolerance(k, r) for k in outcomes) <= 1e-3]
    assert len(told) > 0.8 * len(rows), "a study has numbers that come again"
    stored = random.Random(harness.code(name)).choice(told)
    setting = {key: stored[key] for key in found.GRID[0]}
    numbers = found.run(stored["seed"], **setting)
    assert {*setting, "seed", *numbers} == set(stored)
    share = {key: found.tolerance(key, stored) for key in numbers}
    for key, value in numbers.items():
        if share[key] < inf:
            assert value == pytest.approx(stored[key], rel=share[key]), (key, setting)


@pytest.mark.doctor
@pytest.mark.parametrize("name", command.names())
def test_results_are_whole_and_name_the_code_that_made_them(name):
    """After a change of what a study runs, run it again: `make studies`."""
    found = harness.find(name)
    cells = [
        {**setting, "seed": seed} for setting in found.GRID for seed in found.SEEDS
    ]
    rows = harness.results(name)
    assert [{key: row[key] for key in cells[0]} for row in rows] == cells
    assert harness.made_by(harness.RESULTS / f"{name}.csv") == harness.code(name)


def test_shortfall_by_hand():
    """One rule reaches 0 at rate 3, the others stay at the start, 1, but at rate 0."""
    rows = []
    for setting in default_rate.GRID:
        ends = {f"lr {lr}": 9.0 for lr in default_rate.RATES}
        ends["lr 1e-05"] = 0.25
        if setting["rule"] == "adam":
            ends["lr 0.00032"] = 0.0
        for seed in default_rate.SEEDS:
            rows.append({**setting, "seed": seed, "start": 1.0, **ends})
    missing = default_rate.shortfall(rows)
    assert missing["adam"][0, :4].tolist() == [0.25, 1, 1, 0]
    assert missing["sgd"][5, :4].tolist() == [0.25, 1, 1, 1]
