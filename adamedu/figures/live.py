"""`interact`: a figure with controls, alive with or without a kernel."""

import ast
import inspect
import json
import math
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
from ipywidgets.widgets.interaction import interactive

from adamedu.figures import heart, limits
from adamedu.figures.broken import broken
from adamedu.figures.pack import pack
from adamedu.figures.stills import Still
from adamedu.figures.widget import LiveFigure


class Point:
    """A point (x, y) that is dragged on the figure; None lets the figure choose it."""

    def __init__(self, x: float | None = None, y: float | None = None) -> None:
        if (x is None) != (y is None):
            raise ValueError(f"Point takes both x and y or neither, got {x}, {y}")
        self.value = None if x is None or y is None else [float(x), float(y)]


class Live(widgets.VBox):
    """Controls above their figure, and a picture of it for where no script runs."""

    def __init__(self, figure, controls, points, rule, text, breaks):
        self.figure = figure
        self.source, modules = pack(figure)
        self.live = LiveFigure(
            source=self.source,
            modules=modules,
            heart=heart.version(),
            call=figure.__name__,
            controls=controls,
            options={k: _options(w) for k, w in controls.items() if _options(w)},
            defaults={k: _state(w) for k, w in controls.items()},
            points={k: p.value for k, p in points.items()},
            rule=rule,
            text=text,
            breaks=breaks,
        )
        shown = [c for c in controls.values() if not isinstance(c, widgets.Play)]
        box = widgets.Box(shown).add_class("adamedu-controls")
        super().__init__([box, self.live] if shown else [self.live])
        self.add_class("adamedu-interact")

    @property
    def settings(self) -> dict[str, Any]:
        """Present arguments of the figure."""
        values = {k: w.value for k, w in self.live.controls.items()}
        return {**values, **self.live.points}

    @property
    def scene(self) -> dict[str, Any]:
        """What the page shows at the present settings, computed here."""
        return self.figure(**self.settings)

    def _repr_mimebundle_(self, **kwargs):
        still, metadata = Still(self.scene).bundle()
        return {**super()._repr_mimebundle_(**kwargs), **still}, metadata


def interact(
    figure: Callable[..., dict[str, Any]],
    *,
    edit: Callable[..., Any] | str | None = None,
    breaks: bool = False,
    **controls: Any,
) -> Live:
    """Show `figure(**controls)` with a control for each argument.

    `figure` is a function of plain Python that returns a scene (`adamedu.scene`):
    it may use `adamedu`'s heart, and plain names and functions around it. A
    control is an ipywidget, what `ipywidgets.interact` takes in its place, or a
    `Point`. A `Play` is the step that is shown: the figure's own player sets it, by
    itself when the figure is first seen. `edit` is a rule that the figure uses by its
    name, or a text that gives a name of the figure's its value, "rate = 0.1": it can
    be changed below the figure. With `breaks`, buttons take a part out of that rule,
    which moves as Adam does: the root, the correction, m.

    Raises ValueError for a control that the figure does not have, a log slider
    whose value is off its own grid, a Play that does not go from 0 to its value, a
    rule without the parts that `breaks` takes out, and whatever the figure itself
    refuses.
    """
    if not inspect.isfunction(figure):
        raise TypeError(
            f"figure must be a function that returns a scene, got {figure!r}"
        )
    known = inspect.signature(figure).parameters
    for name in controls:
        if name not in known:
            raise ValueError(f"{figure.__name__} has no argument {name!r}")
    for name, parameter in known.items():
        if parameter.default is parameter.empty and name not in controls:
            raise ValueError(f"{figure.__name__} needs a control for {name!r}")
    rule, text = _edited(edit)
    whole = text or (inspect.getsource(edit) if callable(edit) else "")
    parts = broken(whole) if breaks else {}
    points = {k: c for k, c in controls.items() if isinstance(c, Point)}
    made = {k: _widget(k, c) for k, c in controls.items() if k not in points}
    live = Live(figure, made, points, rule, text, parts)
    if rule:
        _check_use(live.source, rule)
    shown = live.scene
    if not isinstance(shown, dict) or "panels" not in shown:
        raise ValueError(
            f"{figure.__name__} must return a scene (adamedu.scene), got "
            f"{type(shown).__name__}"
        )
    try:
        rehearsed = limits.run(live.source)[figure.__name__](**live.settings)
    except (AttributeError, ImportError, NameError, TypeError) as error:
        raise ValueError(f"{figure.__name__} can't run in the page: {error}") from None
    if not _same(shown, rehearsed):
        raise ValueError(f"{figure.__name__} shows something else in the page")
    return live


def _check_use(source, rule):
    """Raise ValueError unless a figure's functions look the rule up when they run."""
    made = ast.parse(source).body
    functions = [part for part in made if isinstance(part, ast.FunctionDef)]
    if not any(_names(part, rule) for part in functions):
        raise ValueError(f"no function of the figure uses {rule}")
    for part in made:
        if isinstance(part, ast.Assign) and _names(part.value, rule):
            kept = ast.unparse(part.targets[0])
            raise ValueError(
                f"{kept} holds {rule} as it is now, and would not follow an edit: name "
                f"{rule} inside a function"
            )


def _names(tree, name):
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(tree))


def _edited(edit):
    """The name and the text to edit; the heart's own rules come with the heart."""
    if isinstance(edit, str):
        targets = [n for n in ast.walk(ast.parse(edit)) if isinstance(n, ast.Name)]
        stored = [n.id for n in targets if isinstance(n.ctx, ast.Store)]
        return (stored or [""])[-1], edit
    if edit is None:
        return "", ""
    in_heart = edit.__module__.split(".")[0] == "adamedu"
    return edit.__name__, "" if in_heart else inspect.getsource(edit)


def _same(a, b):
    """Two scenes are the same; NaN is NaN."""
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    return a == b or (a != a and b != b)


def _widget(name, control):
    if not isinstance(control, widgets.Widget):
        made = interactive.widget_from_abbrev(control)
        if made is None:
            raise ValueError(f"{name}: {control!r} is no control")
        control = made
    control.description = control.description or name
    if isinstance(control, widgets.FloatLogSlider):
        _check_grid(name, control)
    if isinstance(control, widgets.Play) and (
        control.min != 0 or control.value != control.max or control.max == 0
    ):
        raise ValueError(f"{name}: a Play goes from 0 to its value, as Play(value=80, "
                         "max=80) does")  # fmt: skip
    return control


def _check_grid(name, slider):
    """A log slider moves on a grid of exponents; off it, page and picture differ."""
    exponent = math.log(slider.value, slider.base)
    steps = (exponent - slider.min) / slider.step
    if abs(steps - round(steps)) > 1e-6:
        near = slider.base ** (slider.min + round(steps) * slider.step)
        raise ValueError(
            f"{name}: {slider.value} is not on the slider's grid; {near:.6g} is"
        )


def _options(control):
    """The values of a selection as JSON, in order; nothing for other controls."""
    return [json.dumps(value) for _, value in getattr(control, "_options_full", ())]


def _state(control):
    return control.index if _options(control) else control.value
