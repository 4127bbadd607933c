"""`interact` and the packer: what goes to the page, and what is refused."""

import itertools
import linecache
import math
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from ipywidgets import (
    Checkbox,
    Dropdown,
    FloatLogSlider,
    FloatSlider,
    Play,
    SelectionSlider,
)
from PIL import Image

from adamedu.figures import Point, Still, heart, interact
from adamedu.figures.pack import pack
from adamedu.landscapes import ravine
from adamedu.rules import adam
from adamedu.scene import line, map_panel, panel, path_line, scene, walk

ROOT = Path(__file__).parents[1]
COUNT = itertools.count()
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
    source, modules = pack(figure)
    space = {}
    exec(source, space)
    assert space["figure"](0.1, "ravine", None) == figure(0.1, "ravine", None)
    assert {"adamedu.rules.per_parameter", "adamedu.scene", "adamedu.ops"} <= set(
        modules
    )
    assert "numpy" not in source and "def adam" not in source


def test_the_heart_has_each_module_that_can_run_in_the_page():
    files = heart.files()
    assert files["adamedu/__init__.py"] == files["adamedu/rules/__init__.py"] == ""
    assert "import numpy" not in "".join(files.values())
    _, modules = pack(figure)
    assert {f"{module.replace('.', '/')}.py" for module in modules} <= set(files)
    for path, text in files.items():
        assert text in ("", (ROOT / path).read_text())
    assert "adamedu/nn/mlp.py" not in files and "adamedu/reach/__init__.py" not in files


def test_a_kernel_sends_the_heart():
    live = interact(simple, x=2.0).live
    state, (sent,) = live.script("adamedu-heart.js", [])
    assert state == "ok" and sent.decode() == heart.script()
    assert live.heart in heart.name()


def notebook(text):
    """The function f that a cell with this text defines, and its source, as Jupyter
    keeps it."""
    number = next(COUNT)
    name = f"<cell {number}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    space = {"__name__": "__main__"}
    exec(compile(text, name, "exec"), space)
    return space["f"]


SHOWS = "from adamedu.scene import panel, scene\n"
REFUSED = {  # a cell, and the words that refuse its figure f
    "a default that names a global": (
        "N = 3\ndef f(x, n=N):\n    return scene(panel(), alt=str(n * x))",
        "f, a default that names N can't run in the page",
    ),
    "a closure": (
        "def make(k):\n    def f(x):\n        return scene(panel(), alt=str(k * x))\n"
        "    return f\nf = make(3)",
        "f: it takes k from the function around it",
    ),
    "an import inside a function": (
        "def f(x):\n    import math\n    return scene(panel(), alt=str(math.pi))",
        "f, line 2: an import inside a function",
    ),
    "a late NumPy": (
        "def g(x):\n    import numpy as np\n    return np.sqrt(x)\n"
        "def f(x):\n    return scene(panel(), alt=str(g(x)))",
        "g, line 2: an import inside a function",
    ),
    "a nested f-string": (
        "def f(x):\n    return scene(panel(), alt=f\"{f'{x}'}\")",
        "f, line 2: an f-string inside an f-string",
    ),
    "zip(strict=)": (
        "def f(x):\n    pairs = list(zip([x], [x], strict=True))\n"
        "    return scene(panel(), alt=str(pairs))",
        r"f, line 2: zip\(strict=\)",
    ),
    "a lambda": (
        "g = lambda x: 2 * x\ndef f(x):\n    return scene(panel(), alt=str(g(x)))",
        "g: a lambda can't run in the page",
    ),
    "a whole package": (
        "from adamedu import rules\ndef f(x):\n"
        "    return scene(panel(), alt=str(rules.sgd(x, x)))",
        "rules: import what you use by its own name",
    ),
    "a module that needs NumPy": (
        "from adamedu.nn.mlp import MLP\ndef f(x):\n"
        "    return scene(panel(), alt=str(MLP))",
        "MLP: adamedu.nn.mlp needs numpy, which can't run in the page",
    ),
    "a method that the page lacks": (
        "def f(x):\n    return scene(panel(), alt='ab'.removeprefix('a'))",
        "f, line 2: the method removeprefix",
    ),
    "a name of math that the page lacks": (
        "import math\ndef f(x):\n    return scene(panel(), alt=str(math.hypot(x, x)))",
        "f can't run in the page: .*hypot",
    ),
    "what comes out otherwise": (
        "UNUSED = 1\ndef f(x):\n    return scene(panel(), alt=str(len(globals())))",
        "f shows something else in the page",
    ),
}


@pytest.mark.parametrize("text, words", REFUSED.values(), ids=REFUSED)
def test_what_would_die_or_differ_in_the_page_is_refused(text, words):
    with pytest.raises(ValueError, match=words):
        interact(notebook(SHOWS + text), x=4.0)


def test_two_globals_of_one_name_are_refused(monkeypatch):
    """A helper from another file has a SCALE of its own: 100 there, 1 here."""
    other = notebook("SCALE = 100\ndef f(x):\n    return SCALE * x")
    other.__name__ = "scaled"
    text = "SCALE = 1\ndef f(x):\n    return scene(panel(), alt=str(SCALE * scaled(x)))"
    mine = notebook(SHOWS + text)
    mine.__globals__["scaled"] = other
    with pytest.raises(ValueError, match="SCALE: two things of one name"):
        interact(mine, x=4.0)


def test_a_figure_with_helpers_data_and_recursion_is_taken():
    text = (
        "LIST = [1.5, float('inf'), None]\ndef count(n):\n"
        "    return 1 + count(n - 1) if n else 0\nagain = count\n"
        "def f(x, n=-1):\n    return scene(panel(), alt=f'{LIST} {again(3)} {n} {x}')"
    )
    live = interact(notebook(SHOWS + text), x=4.0)
    assert live.scene["alt"] == "[1.5, inf, None] 3 -1 4.0"


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


def test_steps_have_no_control_beside_the_player():
    live = interact(simple, x=Play(value=3, max=3), flag=True)
    assert live.settings == {"x": 3, "flag": True}
    assert live.children[0].children == (live.live.controls["flag"],)


def test_picture_and_words_stand_beside_the_widget():
    shown, metadata = interact(simple, x=2.0)._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == "2.0 False"
    assert shown["text/plain"] == "2.0 False"
    assert shown["image/png"].startswith("iVBORw0KGgo")
    assert "application/vnd.jupyter.widget-view+json" in shown


def test_a_still_has_a_narrow_picture_with_its_panels_below_each_other():
    panels = [panel(line([0, 1], [0, k], "sgd"), title="t" * 60) for k in (1, 2)]
    shown, metadata = Still(scene(*panels, alt="two"))._repr_mimebundle_()
    wide, narrow = (
        Image.open(BytesIO(b64decode(picture)))
        for picture in (shown["image/png"], metadata["image/png"]["narrow"])
    )
    assert narrow.width < wide.width / 2 and narrow.height > wide.height


@pytest.mark.parametrize("controls, words", [
    ({"y": 1.0, "x": 1.0}, "simple has no argument 'y'"),
    ({}, "simple needs a control for 'x'"),
    ({"x": FloatLogSlider(value=0.05, min=-3, max=0, step=0.05)}, "0.0501187 is"),
    ({"x": object()}, "x: <object .* is no control"),
    ({"x": Play(value=3, min=1, max=3)}, "x: a Play goes from 0 to its value"),
    ({"x": Play(value=2, max=3)}, "x: a Play goes from 0 to its value"),
    ({"x": Play(value=0, max=0)}, "x: a Play goes from 0 to its value"),
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
    with pytest.raises(ValueError, match="no function of the figure uses adam"):
        interact(simple, x=1.0, edit=adam)


RACERS = [adam]


def listed(lr):
    points = walk(RACERS[0], ravine(), [1.0, 1.0], 3, lr=lr)
    return scene(panel(path_line(points, "adam")), alt=adam.__name__)


def test_a_list_would_keep_the_rule_before_its_edit():
    with pytest.raises(ValueError, match="RACERS holds adam as it is now"):
        interact(listed, edit=adam, lr=0.1)


def test_half_a_point():
    with pytest.raises(ValueError, match="both x and y or neither, got 1, None"):
        Point(1)


def number(lr):
    return 2 * lr


def nothing(lr):
    pass


@pytest.mark.parametrize("wrong, error, words", [
    (lambda: interact(number, lr=0.1), ValueError, "a scene .* got float"),
    (lambda: interact(nothing, lr=0.1), ValueError, "a scene .* got NoneType"),
    (lambda: interact(scene(alt="x")), TypeError, "a function that returns a scene"),
    (lambda: Still(2.0), TypeError, "scene must be .* got float"),
    (lambda: Still(panel()), TypeError, "scene must be .* got dict"),
])  # fmt: skip
def test_what_is_no_figure_is_refused(wrong, error, words):
    with pytest.raises(error, match=words):
        wrong()
