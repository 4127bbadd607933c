"""Execute notebooks and tidy them: `python -m book.run chapters/01_*.ipynb`.

A chapter is stored as it ran: cells counted from 1, outputs of this very text,
the state of its widgets, and nothing that differs from run to run.
"""

import json
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

WIDGETS = "application/vnd.jupyter.widget-state+json"
MODEL = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


def run(path):
    """Execute the notebook at `path` in place; raises CellExecutionError."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = {}
    NotebookClient(
        notebook, timeout=600, kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()  # fmt: skip
    tidy(notebook, path.stem)
    nbformat.validate(notebook)
    text = nbformat.writes(rename_models(notebook))
    path.write_text(text + "\n", encoding="utf-8")


def tidy(notebook, name):
    """Drop what differs from run to run or from machine to machine."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    widgets = notebook.metadata.get("widgets", {})
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    if widgets.get(WIDGETS, {}).get("state"):
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


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(f"running {name}", flush=True)
        run(Path(name))
