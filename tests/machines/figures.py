"""The live figures of the chapters, but exercises, as their notebooks store them."""

import json
import random
from functools import cache
from pathlib import Path

import nbformat

from adamedu.figures import heart

CHAPTERS = Path(__file__).parents[2] / "chapters"
LOGS = sorted((Path(__file__).parents[1] / "logs/ill").glob("*.csv"))
WIDGETS = "application/vnd.jupyter.widget-state+json"


class Figure:
    """A figure's source, and settings that its controls allow."""

    def __init__(self, state, widgets):
        self.state, self.call = state, state["call"]
        self.controls = {
            name: widgets[reference.removeprefix("IPY_MODEL_")]
            for name, reference in state["controls"].items()
        }

    @property
    def texts(self):
        """(file, text[, the name that it must define]) as the page runs them."""
        texts, rule = [("<figure>", self.state["source"])], self.state["rule"]
        if rule:
            own = self.state["text"] or heart.rule_texts()[rule]
            texts.append(("<your code>", own, rule))
        return texts

    def settings(self, count, seed=0):
        """The default settings, and so many drawn by chance."""
        rng = random.Random(seed)
        yield {**{k: self.default(k) for k in self.controls}, **self.state["points"]}
        for _ in range(count):
            points = {
                name: rng.choice([start, [rng.uniform(-2, 2), rng.uniform(-1, 1)]])
                for name, start in self.state["points"].items()
            }
            yield {**{k: self.drawn(k, rng) for k in self.controls}, **points}

    def default(self, name):
        value = self.state["defaults"][name]
        options = self.state["options"].get(name)
        return json.loads(options[value]) if options else value

    def drawn(self, name, rng):
        if name in self.state["options"]:
            return json.loads(rng.choice(self.state["options"][name]))
        kind, state = self.controls[name]["model_name"], self.controls[name]["state"]
        if kind == "CheckboxModel":
            return rng.random() < 0.5
        if kind == "TextareaModel":
            return rng.choice(LOGS).read_text()
        low, high = state.get("min", 0), state["max"]
        step = state.get("step", 1 if kind == "IntSliderModel" else 0.1)
        value = low + step * rng.randrange(round((high - low) / step) + 1)
        return state.get("base", 10.0) ** value if "Log" in kind else value


@cache
def figures():
    """{"chapter: name": Figure}."""
    found = {}
    for path in sorted(CHAPTERS.glob("*.ipynb")):
        widgets = nbformat.read(path, 4).metadata.get("widgets", {}).get(WIDGETS, {})
        for widget in widgets.get("state", {}).values():
            source = widget["state"].get("source", "exercise_scene")
            if "exercise_scene" not in source:  # exercises run in MicroPython
                name = f"{path.stem}: {widget['state']['call']}"
                found[name] = Figure(widget["state"], widgets["state"])
    return found
