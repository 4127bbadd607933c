"""Where no script runs, a figure is its picture: the book as LaTeX."""

import subprocess
import sys
from pathlib import Path

from tests.test_chapters import CHAPTERS, cells

ROOT = CHAPTERS[0].parents[1]


def test_latex_has_every_figure(tmp_path):
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", "chapters",
         "--config", "_config.yml", "--toc", ROOT / "_toc.yml", "--quiet",
         "--path-output", tmp_path, "--builder", "latex"],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    folder = tmp_path / "_build/latex"
    text = "".join(path.read_text() for path in folder.glob("*.tex"))
    sets = sorted((ROOT / "chapters/exercises").glob("ps?.ipynb"))
    figures, exercises = pictures(CHAPTERS), pictures(sets)
    plain = "".join(page.read_text() for page in (ROOT / "chapters").glob("*.md"))
    assert len(figures) >= len(CHAPTERS)
    count = 2 * len(figures) + len(exercises)  # each stands in the gallery, too
    count += plain.count("```{figure}")
    assert text.count("includegraphics") == count
    assert text.count("\\caption") >= len(figures)


def pictures(paths):
    """The outputs of the notebooks that are pictures."""
    return [
        output["data"]
        for path in paths
        for cell in cells(path, "code")
        for output in cell["outputs"]
        if "image/png" in output.get("data", {})
    ]
