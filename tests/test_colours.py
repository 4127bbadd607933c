"""One style, one meaning: in every figure of the book, for every reader."""

import json
import re
from itertools import combinations

import numpy as np
import pytest

from adamedu.figures import palette
from adamedu.figures.palette import CALLED, PALETTE, SHADED
from adamedu.figures.stills import drawn
from adamedu.rules import RULES
from tests.machines.figures import CHAPTERS, figures

SETS = CHAPTERS.parent / "course/sets"
ALIKE = 10  # of colours: less, and lines must differ in their dashes, dots in shape
FAMILIES = {rule.family for rule in RULES.values()}
OF_RULES = {*RULES, *palette.NEAR_RULES}
OWNED = {*OF_RULES, *palette.SCHEDULES, *palette.QUANTITIES}
SETTING = re.compile(r"^\S+ = ")
# Machado, Oliveira & Fernandes (2009), table 1, severity 1: red, green, blue, linear
SEEN = {
    "by most": np.eye(3),
    "without red cones": [[0.152286, 1.052583, -0.204868],
                          [0.114503, 0.786281, 0.099216],
                          [-0.003882, -0.048116, 1.051998]],
    "without green cones": [[0.367322, 0.860646, -0.227968],
                            [0.280085, 0.672501, 0.047413],
                            [-0.011820, 0.042940, 0.968881]],
    "without blue cones": [[1.255528, -0.076749, -0.178779],
                           [-0.078411, 0.930809, 0.147602],
                           [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
# IEC 61966-2-1: linear sRGB to XYZ, where white is (1, 1, 1) times the rows' sums
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722],
                [0.0193, 0.1192, 0.9505]])  # fmt: skip


def linear(colour):
    rgb = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour, seen):
    """CIE 1976 L*a*b* of what is seen of a colour."""
    rgb = np.clip(np.array(SEEN[seen]) @ linear(colour), 0, 1)
    t = XYZ @ rgb / XYZ.sum(1)
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one, other):
    """The smallest distance of two styles' colours (CIE 1976), over both themes and
    for everybody who looks at them."""
    return min(
        np.linalg.norm(lab(one[mode], seen) - lab(other[mode], seen))
        for mode in ("light", "dark")
        for seen in SEEN
    )


def base(style):
    """The style of which this one is a shade."""
    name = style.removesuffix("_faint").removesuffix("_strong")
    return name if name in SHADED else style


def owner(label):
    """The style to which a label's words belong, or None: a rule if it is named
    anywhere, what else there is if the label begins with it."""
    found = []
    for style in OWNED:
        for name in [style, style.replace("_", " "), *CALLED.get(style, ())]:
            word = re.escape(name.lower())
            ends = r"(?=,|$)" if style in palette.QUANTITIES else r"(?!\w)"
            place = r"(?<!\w)" if style in OF_RULES else "^"
            if re.search(place + word + ends, label.lower()):
                found.append((style not in OF_RULES, -len(name), style))
    return min(found)[2] if found else None


def faults(panels):
    """What is wrong in a picture, given as `drawn` gives it."""
    found, owners = [], {base(s) for p in panels for s, _, _ in p} & OWNED
    for style, label, kind in (mark for panel in panels for mark in panel if mark[1]):
        own, look = owner(label), base(style)
        if kind == "guide":
            if own and label.lower() in (own, *map(str.lower, CALLED.get(own, ()))):
                found.append(f"{label!r} is a grey guide")
        elif re.search(r"\btheory\b", label):
            if look not in ("theory", "other_theory"):
                found.append(f"{label!r} is drawn as {style}")
        elif label in FAMILIES:
            if look in OWNED:
                found.append(f"the family {label!r} is drawn as {style}")
        elif own and {own, look} != {"schedule_free", "schedule_free_adamw"}:
            if own != look:
                found.append(f"{label!r} is drawn as {style}")
        elif look in OWNED and not (SETTING.match(label) and owners == {look}):
            found.append(f"{style} draws {label!r}")
    return found + [text for panel in panels for text in confused(panel)]


def confused(panel):
    """Pairs of a panel's labels that some reader can't tell apart."""
    marks = {label: (style, kind) for style, label, kind in panel
             if label and kind in ("line", "dots")}  # fmt: skip
    for (a, (one, kind)), (b, (other, same)) in combinations(marks.items(), 2):
        trait = "dash" if kind == "line" else "marker"
        one, other = PALETTE[one], PALETTE[other]
        alike = kind == same and one[trait] == other[trait]
        if alike and not apart(one, other) >= ALIKE:
            yield f"{a!r} looks like {b!r}"


def pictures():
    """(where, what its output says that it shows) of all pictures that are stored."""
    for path in sorted([*CHAPTERS.glob("*.ipynb"), *SETS.glob("*.ipynb")]):
        for cell in json.loads(path.read_text())["cells"]:
            for output in cell.get("outputs", ()):
                if "image/png" in output.get("data", {}):
                    mystnb = cell["metadata"].get("mystnb", {})
                    name = mystnb.get("figure", {}).get("name", "")
                    shown = output["metadata"].get("image/png", {}).get("drawn")
                    yield pytest.param(shown, id=f"{path.stem} {name}")


@pytest.mark.parametrize("panels", list(pictures()))
def test_a_picture_means_what_its_labels_say(panels):
    assert panels is not None, "it does not say what it shows: `make run`"
    assert faults(panels) == []


@pytest.mark.parametrize("name", figures())
def test_so_does_a_live_figure_at_any_setting(name):
    figure, space, seen = figures()[name], {}, {}
    for _, text, *_ in figure.texts:
        exec(text, space)
    for settings in figure.settings(8):
        try:
            scene = space[figure.call](**settings)
        except ValueError:  # a point where the figure has no answer
            continue
        seen |= {text: settings for text in faults(drawn(scene))}
    assert seen == {}


@pytest.mark.parametrize(
    "panel",
    [
        [["sgd", "momentum", "line"]],  # another rule's style
        [["adam_l2", "Adam", "dots"]],
        [["adam", "Adam + L2", "dots"]],
        [["first", "heavy ball, 0.9", "line"]],  # a rule's name on a case
        [["theory", "Adam", "guide"]],
        [
            ["rmsprop", "the gradient's size", "line"]
        ],  # a rule's style on something else
        [["nesterov", "m", "line"]],
        [["cosine", "warm-up", "line"]],
        [["momentum", "κ = 100", "line"], ["sgd", "SGD", "line"]],
        [["sgd", "theory", "line"]],
        [["adam", "close to Adam", "dots"]],
        [["momentum", "momentum", "line"], ["momentum", "heavy ball", "line"]],
    ],
    ids=str,
)
def test_a_wrong_picture_is_found(panel):
    assert len(faults([panel])) == 1


def test_right_pictures_are_left_alone():
    ramp = [["momentum_faint", "κ = 1", "line"], ["momentum", "κ = 10", "line"],
            ["momentum_strong", "κ = 100", "line"]]  # fmt: skip
    other = [["adam_faint", "Adam, beta1 = 0", "dots"], ["theory", "theory, κ", "line"],
             ["sample", "one seed", "dots"], ["m", "m̂", "line"],
             ["first", "m log, v log", "dots"]]  # fmt: skip
    assert faults([ramp]) == [] and faults([other]) == []


def test_hues_of_rules_draw_rules_and_what_they_keep():
    hues = {PALETTE[name]["light"] for name in OF_RULES}
    others = {name for name in PALETTE if base(name) not in OF_RULES}
    assert {name for name in others if PALETTE[name]["light"] in hues} == {"m", "v"}


@pytest.mark.parametrize("trait", ["dash", "marker"])
def test_no_two_rules_share_a_line_or_a_dot(trait):
    looks = {}
    for name in RULES.keys() | palette.NEAR_RULES.keys() - {"schedule_free"}:
        look = PALETTE[name]["light"], str(PALETTE[name][trait])
        assert looks.setdefault(look, name) == name


def test_rules_differ_in_more_than_colour():
    """For readers in grey: no two of the six rules share dash and marker."""
    rules = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]
    looks = [(*PALETTE[r]["dash"], PALETTE[r]["marker"]) for r in rules]
    assert len(set(looks)) == len(rules)


@pytest.mark.parametrize(("mode", "paper"), [("light", "#ffffff"), ("dark", "#14181e")])
def test_lines_stand_out_from_the_paper(mode, paper):
    """WCAG 2.1, 1.4.11: 3 to 1 for graphics."""
    for name, style in PALETTE.items():
        dark, bright = sorted(XYZ[1] @ linear(c) for c in (style[mode], paper))
        assert (bright + 0.05) / (dark + 0.05) >= 3, name


@pytest.mark.parametrize("name", SHADED)
def test_shades_are_ordered(name):
    faint, plain, strong = (
        PALETTE[n] for n in (f"{name}_faint", name, f"{name}_strong")
    )
    for mode, sign in (("light", 1), ("dark", -1)):
        steps = [lab(look[mode], "by most")[0] for look in (faint, plain, strong)]
        assert all(sign * step < -5 for step in np.diff(steps))


def test_distances_of_colours():
    """Red of sRGB as B. Lindbloom's calculator has it; a red and a green that many
    can't tell apart."""
    assert lab("#ffffff", "by most") == pytest.approx([100, 0, 0], abs=0.02)
    assert lab("#ff0000", "by most") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    pair = [{"light": c, "dark": c} for c in ("#b0305c", "#00825f")]
    assert not apart(*pair) >= ALIKE
    pair = [{"light": c, "dark": c} for c in ("#000000", "#ffffff")]
    assert apart(*pair) == pytest.approx(100, abs=0.1)
