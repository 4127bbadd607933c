"""Scenes on paper: where marks and panels end up."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from adamedu.figures.palette import PALETTE
from adamedu.figures.stills import MARKERS, draw
from adamedu.scene import band, dots, guide, line, panel, scene

FRONT = Path(__file__).parents[1] / "web/src/palette.js"


def test_a_band_fills_what_lies_between_its_lines():
    spread = band([0, 1, 2], [1, 2, 3], [2, 4, 6], "adam")
    (ax,) = draw(scene(panel(spread), alt="")).axes
    (area,) = ax.collections
    corners = {tuple(point) for point in area.get_paths()[0].vertices}
    assert corners == {(0, 1), (1, 2), (2, 3), (0, 2), (1, 4), (2, 6)}


def test_a_field_without_levels_is_a_table_of_blocks():
    place = {"xlim": (-0.5, 2.5), "ylim": (-0.5, 1.5), "nx": 3, "ny": 2}
    table = {**place, "z": [0, 1, 2, 3, 4, 5], "levels": []}
    (ax,) = draw(scene(panel(field=table), alt="")).axes
    (blocks,) = ax.images
    colours = blocks.to_rgba(blocks.get_array())[..., 0]  # less red, more blue
    assert blocks.origin == "lower" and blocks.get_extent() == [-0.5, 2.5, -0.5, 1.5]
    assert (np.diff(colours.ravel()) < 0).all() and not ax.collections


def test_panels_stand_in_rows_of_three():
    panels = [panel(line([0, 1], [k, k], "adam"), title=f"{k}") for k in range(5)]
    axes = draw(scene(*panels, alt="")).axes
    places = [ax.get_subplotspec().get_geometry()[:3] for ax in axes]
    assert places == [(2, 3, k) for k in range(5)]
    assert [ax.get_title() for ax in axes] == list("01234")


def test_categories_have_their_names_on_the_axis():
    names = ["SGD", "momentum", "Adam"]
    (ax,) = draw(scene(panel(xscale=names, yscale=names[:2]), alt="")).axes
    assert [t.get_text() for t in ax.get_xticklabels()] == names
    assert list(ax.get_xticks()) == [0, 1, 2] and ax.get_xlim() == (-0.5, 2.5)
    assert [t.get_text() for t in ax.get_yticklabels()] == names[:2]


def test_a_guide_at_a_point_is_its_label_alone():
    (ax,) = draw(scene(panel(guide(x=2, y=3, label="damped")), alt="")).axes
    (words,) = ax.texts
    assert words.get_position() == (2, 3) and words.get_text() == "damped"
    assert not ax.lines


def test_lines_are_named_where_they_end_and_the_legend_has_the_others():
    ends = 9, 0, 9.1, 9.2, 1000
    marks = [line([1, 10], [2, end], "adam", f"line {end}") for end in ends]
    marks += [dots([5], [5], "sgd", "a dot")]
    fig = draw(scene(panel(*marks, yscale="log"), alt=""))
    (ax,), (legend,) = fig.axes, fig.legends
    assert [words.get_text() for words in legend.texts] == ["a dot"]
    fig.draw_without_rendering()
    boxes = [words.get_window_extent() for words in ax.texts]
    names = [words.get_text() for words in ax.texts]
    assert names == [f"line {end}" for end in sorted(ends)]  # from below
    assert all(a.y1 <= b.y0 for a, b in zip(boxes, boxes[1:]))
    assert all(box.x0 > ax.bbox.x1 for box in boxes)
    for name, end in ((0, ax.get_ylim()[0]), (2, 9.1), (4, 1000)):  # 9 and 9.2 gave way
        high = ax.transData.transform((10, end))[1]
        assert abs((boxes[name].y0 + boxes[name].y1) / 2 - high) <= 3


def test_a_line_that_ends_elsewhere_and_narrow_panels_leave_names_to_the_legend():
    early = panel(line([0, 1], [0, 1], "adam", "early"), xlim=(0, 2))
    short = panel(line([0, 1], [0, 1], "adam", "short"))
    long = panel(line([0, 1], [0, 1], "adam", "a name of many letters"))
    for panels in ([early], [long], [short] * 3):
        (legend,) = draw(scene(*panels, alt="")).legends
        assert legend.texts[0].get_text() == panels[0]["marks"][0]["label"]


def test_every_style_can_be_drawn_on_paper_and_in_the_page():
    in_page = set(re.findall(r'^  (\w+): "M', FRONT.read_text(), re.M))
    assert in_page == set(MARKERS)
    assert {style["marker"] for style in PALETTE.values()} <= in_page


def test_the_palette_does_without_matplotlib():
    text = """
import sys
sys.modules["matplotlib"] = None
from adamedu.figures.palette import PALETTE
print(len(PALETTE))
"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True)
    assert done.stdout == f"{len(PALETTE)}\n", done.stderr


@pytest.mark.parametrize("style, near", [
    ("adm", "such as adam, "), ("red", "got 'red'"), (None, "got None"),
    ("xyz", "such as first, second, theory, got 'xyz'"),
])  # fmt: skip
def test_a_style_that_is_not_in_the_palette_is_refused(style, near):
    wrong = scene(panel(line([0, 1], [0, 1], style)), alt="two points")
    with pytest.raises(ValueError, match=f"^style must be .*{near}"):
        draw(wrong)
