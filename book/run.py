"""Execute notebooks and tidy them: `python -m book.run [--list] [NOTEBOOK ...]`.

A chapter is stored as it ran: cells counted from 1, outputs of this very text,
the state of its widgets, and nothing that differs from run to run. It keeps a hash of
all that its outputs depend on; without names, the chapters whose hash is another now
are run, or, with --list, named.
"""

import argparse
import datetime
import json
import platform
import re
import sys
from importlib import metadata
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from adamedu import reach
from adamedu.figures.palette import PALETTE
from adamedu.figures.widget import STUB
from adamedu.nn.datasets import FOLDER

CHAPTERS = Path(__file__).parents[1] / "chapters"
WIDGETS = "application/vnd.jupyter.widget-state+json"
# what a figure asks for when it is shown; styles, which count as they are; words
NOT_STORED = ("adamedu.figures.heart", "adamedu.figures.palette",
              "adamedu.rules.arguments")  # fmt: skip
MODEL = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


def stale(path):
    """Whether the outputs that are stored are of other code than there is now."""
    notebook = nbformat.read(path, as_version=4)
    return notebook.metadata.get("adamedu", {}).get("ran") != state(notebook)


def state(notebook):
    """A hash of the cells' code, and of what it reads of the package: functions,
    results of studies, the palette, the figures' stub. Docstrings do not count."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    lines = "\n".join(code).splitlines()
    text = "\n".join(line for line in lines if not line.startswith(("%", "!")))
    found = reach.reach_text(text, but=NOT_STORED)
    results = [path.read_text(encoding="utf-8").partition("\n")[2]
               for path in sorted((FOLDER / "results").glob("*.csv"))
               if re.search(rf"\b{path.stem}\b", text)]  # fmt: skip
    stored = [json.dumps(PALETTE), STUB.read_text(encoding="utf-8")]
    return reach.digest(found, *code, *results, *stored)


def run(path):
    """Execute the notebook at `path` in place; raises CellExecutionError."""
    notebook = nbformat.read(path, as_version=4)
    ran = state(notebook)
    notebook.metadata = {}
    NotebookClient(
        notebook, timeout=600, kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()  # fmt: skip
    tidy(notebook, path.stem)
    notebook.metadata["adamedu"] = {"ran": ran, "last": today()}
    nbformat.validate(notebook)
    text = nbformat.writes(rename_models(notebook))
    path.write_text(text + "\n", encoding="utf-8")


def today():
    """The date, and the versions that the numbers come from."""
    found = {"python": platform.python_version()}
    found |= {name: metadata.version(name) for name in ("numpy", "torch")}
    return {"on": datetime.date.today().isoformat(), **found}


def tidy(notebook, name):
    """Drop what differs from run to run or from machine to machine."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    widgets = notebook.metadata.get("widgets", {})
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    models = widgets.get(WIDGETS, {}).get("state", {})
    for model in models.values():
        if "heart" in model["state"]:
            model["state"]["heart"] = ""  # the book has its own
    if models:
        notebook.metadata["widgets"] = widgets
    for k, cell in enumerate(notebook.cells):
        cell.id = f"{name.partition('_')[0]}-{k:03d}"
        for key in set(cell.metadata) - {"tags", "mystnb", "nbgrader"}:
            del cell.metadata[key]
        if cell.cell_type == "code":
            cell.outputs = joined(cell.outputs)


def joined(outputs):
    """Outputs with a stream's pieces, which arrive as they like, put together."""
    kept = []
    for output in outputs:
        name = output.get("name")
        if name and kept and kept[-1].get("name") == name:
            kept[-1].text += output.text
        else:
            kept.append(output)
    return kept


def rename_models(notebook):
    """Name widget models by their place: those shown in turn, then what these use."""
    models = notebook.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {})
    found = list(dict.fromkeys(MODEL.findall(json.dumps(notebook.cells))))
    for model in found:
        used = MODEL.findall(json.dumps(models.get(model, {})))
        found += [name for name in dict.fromkeys(used) if name not in found]
    text = nbformat.writes(notebook)
    for k, model in enumerate(found):
        text = text.replace(model, f"{k:032d}")
    return nbformat.reads(text, as_version=4)


def main():
    parser = argparse.ArgumentParser("python -m book.run", description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--list", action="store_true", help="only name what is stale")
    asked = parser.parse_args()
    found = asked.notebooks or filter(stale, sorted(CHAPTERS.glob("*.ipynb")))
    for path in found:
        print(path if asked.list else f"running {path}", flush=True)
        if not asked.list:
            run(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
