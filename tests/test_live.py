"""`interact` and the packer: what goes to the page, and what is refused."""

import math

import numpy as np
import pytest
from ipywidgets import Checkbox, Dropdown, FloatLogSlider, FloatSlider, SelectionSlider

from adamedu.figures import Point, interact
from adamedu.figures.pack import pack
from adamedu.landscapes import ravine
from adamedu.rules import adam
from adamedu.scene import line, map_panel, panel, path_line, scene, walk

PLACES = {"ravine": ravine}
SHIFT = 0.5
ARRAY = np.zeros(2)


def helper(x):
    return [math.sqrt(x) + SHIFT]


def figure(lr, place, start):
    land = PLACES[place]()
    points = walk(adam, land, start or land.start, 5, lr=lr)
    marks = [path_line(points, "adam", "Adam")]
    return scene(
        map_panel(land, marks, drag=("start", points[0])), alt=f"lr {helper(lr)}"
    )


def simple(x, flag=False):
    return scene(panel(line([0, 1], [x, x], "adam")), alt=f"{x} {flag}")


def uses_numpy(x):
    return ARRAY * x


def settings():
    lr = FloatLogSlider(value=0.1, min=-3, max=0, step=0.05)
    return {"lr": lr, "place": Dropdown(options=list(PLACES)), "start": Point()}


def test_packed_source_runs_alone():
    source, files = pack(figure)
    space = {}
    exec(source, space)
    assert space["figure"](0.1, "ravine", None) == figure(0.1, "ravine", None)
    assert {"adamedu/optimizers.py", "adamedu/scene.py", "adamedu/ops.py"} <= set(files)
    assert files["adamedu/__init__.py"] == ""
    assert "numpy" not in source + "".join(files.values()).replace("NumPy", "")


def test_attributes_are_not_taken_for_names():
    source, _ = pack(figure)  # the figure reads land.start; `start` is no global of it
    assert "ARRAY" not in source


def test_numpy_cannot_run_in_the_page():
    with pytest.raises(ValueError, match="ARRAY: a ndarray can't run in the page"):
        pack(uses_numpy)


def test_scene_follows_the_controls():
    live = interact(figure, **settings())
    assert live.scene == figure(0.1, "ravine", None)
    live.live.controls["lr"].value = 10**-2
    assert live.scene["alt"] == figure(10**-2, "ravine", None)["alt"]


def test_state_for_the_page():
    live = interact(simple, x=SelectionSlider(options=[0.1, 1.0], value=1.0), flag=True)
    assert live.live.options == {"x": ["0.1", "1.0"]}
    assert live.live.defaults == {"x": 1, "flag": True}
    assert isinstance(live.live.controls["flag"], Checkbox)


def test_picture_and_words_stand_beside_the_widget():
    shown, metadata = interact(simple, x=2.0)._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == "2.0 False"
    assert shown["text/plain"] == "2.0 False"
    assert shown["image/png"].startswith("iVBORw0KGgo")
    assert "application/vnd.jupyter.widget-view+json" in shown


@pytest.mark.parametrize("controls, words", [
    ({"y": 1.0, "x": 1.0}, "simple has no argument 'y'"),
    ({}, "simple needs a control for 'x'"),
    ({"x": FloatLogSlider(value=0.05, min=-3, max=0, step=0.05)}, "0.0501187 is"),
    ({"x": object()}, "x: <object .* is no control"),
])  # fmt: skip
def test_bad_controls(controls, words):
    with pytest.raises(ValueError, match=words):
        interact(simple, **controls)


def test_bad_settings_are_refused_by_the_figure():
    with pytest.raises(ValueError, match="lr must be finite and not negative"):
        interact(figure, **{**settings(), "lr": FloatSlider(value=-1.0, min=-1.0)})
    with pytest.raises(ValueError, match="theta must start finite"):
        interact(figure, **{**settings(), "start": Point(math.nan, 0)})
    with pytest.raises(ValueError, match="must return a scene"):
        interact(helper, x=4.0)


def test_the_rule_to_edit_must_be_used():
    assert interact(figure, edit=adam, **settings()).live.rule == "adam"
    with pytest.raises(ValueError, match="simple does not use adam"):
        interact(simple, x=1.0, edit=adam)


def test_half_a_point():
    with pytest.raises(ValueError, match="both x and y or neither, got 1, None"):
        Point(1)
