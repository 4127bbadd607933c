"""Draw a scene (`adamedu.scene`) with matplotlib."""

import base64
import io
import math
import textwrap

import numpy as np

from adamedu.figures.palette import PALETTE

MARKERS = {"square": "s", "triangle": "^", "wye": "1", "diamond": "D", "star": "*",
           "circle": "o", "cross": "P", "down": "v", "left": "<",
           "bar": "_"}  # fmt: skip
SIZES = {1: (6.4, 4.0), 2: (9.2, 4.0), 3: (9.2, 3.2)}  # inches, by panels in a row
NARROW = 3.9, 3.0  # letters of 10 points have 11 px where a phone has 312
GAP = 13  # points between two names at the ends of lines
APART = 0.1  # inches around a panel


def draw(scene, narrow=False):
    """A matplotlib Figure of the scene, up to three panels side by side; narrow, for a
    phone, one below the other.
    """
    from matplotlib.figure import Figure  # the palette does without

    panels = scene["panels"]
    columns = 1 if narrow else min(len(panels), 3)
    rows = -(-len(panels) // columns)
    width, height = NARROW if narrow else SIZES[columns]
    fig = Figure(figsize=(width, height * rows), layout="constrained")
    fig.get_layout_engine().set(h_pad=APART)
    axes = fig.subplots(rows, columns, squeeze=False).flatten()
    for ax, panel in zip(axes, panels):
        _draw_panel(ax, panel)
        if narrow:
            for text in (ax.title, ax.xaxis.label, ax.yaxis.label):
                text.set_text(textwrap.fill(text.get_text(), 36))
    for ax in axes[len(panels) :]:
        ax.remove()
    ends = [direct(panel) if columns < 3 else [] for panel in panels]
    named = {mark["label"] for lines in ends for mark in lines}
    handles = {}
    for ax in axes:
        for handle, label in zip(*ax.get_legend_handles_labels()):
            if label not in named:
                handles.setdefault(label, handle)
    if handles:
        most = (1 if max(map(len, handles)) > 18 else 2) if narrow else 4
        rows = -(-len(handles) // most)  # filled evenly: none stands alone
        fig.legend(handles.values(), handles.keys(), loc="outside lower center",
                   ncols=-(-len(handles) // rows), frameon=False,
                   handlelength=3)  # fmt: skip
    if named:
        fig.draw_without_rendering()  # now it is known how high the lines end
    for ax, lines in zip(axes, ends):
        _name_ends(ax, lines)
    return fig


def direct(panel):
    """The lines of a panel if they are named at their ends: see web/src/labels.js."""
    lines = [m for m in panel["marks"] if m["kind"] == "line" and m["label"]]
    right = (panel["x"]["lim"] or (None, None))[1]
    if right is None:
        right = max((x for m in lines for x in m["x"]), default=0)
    low, high = panel["y"]["lim"] or (None, None)
    low, high = (-math.inf if low is None else low, math.inf if high is None else high)
    fit = len(lines) <= 6 and all(
        len(m["label"]) <= 10 and m["x"][-1] == right and low <= m["y"][-1] <= high
        for m in lines
    )
    return lines if fit else []


def apart(places, low, high):
    """Places with GAP between them, inside a panel, as near to sorted ones as they can
    be: see web/src/labels.js.
    """
    pools = []
    for k, place in enumerate(places):
        pools.append([place - k * GAP])
        while len(pools) > 1 and np.mean(pools[-2]) > np.mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    most = high - (len(places) - 1) * GAP
    at = [max(low, min(most, np.mean(pool))) for pool in pools for _ in pool]
    return [place + k * GAP for k, place in enumerate(at)]


def _name_ends(ax, lines):
    """The names at the ends of lines, apart from each other."""
    lines = sorted(lines, key=lambda mark: mark["y"][-1])
    low, high = ax.get_ylim()
    ends = [max(mark["y"][-1], low) for mark in lines]
    low, high, *points = (ax.transData.transform((1, y))[1] * 72 / ax.figure.dpi
                          for y in (low, high, *ends))  # fmt: skip
    for mark, y, end, at in zip(lines, ends, points, apart(points, low, high)):
        ax.annotate(mark["label"], (1, y), (5, at - end), va="center", weight="bold",
                    xycoords=ax.get_yaxis_transform(), textcoords="offset points",
                    color=PALETTE[mark["style"]]["light"],
                    annotation_clip=False)  # fmt: skip


def _draw_panel(ax, panel):
    if panel["field"]:
        _draw_field(ax, panel["field"])
    for mark in panel["marks"]:
        _draw_mark(ax, mark)
    if panel["drag"]:
        _, (x, y) = panel["drag"]
        ax.plot(x, y, "o", ms=10, mfc="white", mec="black", zorder=5)
    for name, axis in (("x", panel["x"]), ("y", panel["y"])):
        ax.set(**{f"{name}label": axis["label"]})
        if isinstance(axis["scale"], str):
            ax.set(**{f"{name}scale": axis["scale"]})
        else:
            _name_ticks(ax, name, axis["scale"])
        if axis["lim"]:
            ax.set(**{f"{name}lim": tuple(axis["lim"])})
    ax.set_title(panel["title"], fontsize="medium")
    ax.spines[["top", "right"]].set_visible(bool(panel["field"]))


def _name_ticks(ax, which, names):
    """Names of categories; those below are turned where they have no room."""
    places = range(len(names))
    ax.set(**{f"{which}ticks": places, f"{which}lim": (-0.5, len(names) - 0.5)})
    if which == "y":
        ax.set_yticklabels(names)
        return
    inches = ax.get_position().width * ax.figure.get_figwidth() / len(names)
    turned = max(map(len, names)) > 11 * inches
    look = {"rotation": 35, "ha": "right", "rotation_mode": "anchor"} if turned else {}
    ax.set_xticklabels(names, **look)


def _draw_field(ax, field):
    z = np.reshape(field["z"], (field["ny"], field["nx"]))
    if not field["levels"]:  # a table: a block for each number
        window = (*field["xlim"], *field["ylim"])
        ax.imshow(z, cmap="Blues", origin="lower", aspect="auto", extent=window)
        return
    x = np.linspace(*field["xlim"], field["nx"])
    y = np.linspace(*field["ylim"], field["ny"])
    shades = np.linspace((0.80, 0.87, 0.94), (1, 1, 1), len(field["levels"]))
    ax.contourf(x, y, z, levels=[*field["levels"], np.inf], colors=shades)
    ax.contour(x, y, z, levels=field["levels"][1:], colors="#9bb0c8", linewidths=0.5)


def _draw_mark(ax, mark):
    if mark["kind"] == "guide":
        style = PALETTE["theory"]
        if mark["x"] is not None and mark["y"] is not None:
            ax.text(mark["x"], mark["y"], mark["label"], ha="center", va="center")
            return
        place = ax.axvline if mark["x"] is not None else ax.axhline
        at = mark["x"] if mark["x"] is not None else mark["y"]
        place(at, color=style["light"], ls=_dash(style), lw=style["width"],
              label=mark["label"])  # fmt: skip
        return
    style = PALETTE[mark["style"]]
    look = {"color": style["light"], "label": mark["label"] or None}
    if mark["kind"] == "band":
        ax.fill_between(mark["x"], mark["low"], mark["high"], alpha=0.18, lw=0, **look)
        return
    marker = MARKERS[style["marker"]]
    if mark["kind"] == "dots":
        ax.plot(mark["x"], mark["y"], marker, ms=7, **look)
        return
    last = {"markevery": [-1], "marker": marker} if mark["walk"] else {}
    ax.plot(mark["x"], mark["y"], ls=_dash(style), lw=style["width"], **last, **look)


def _dash(style):
    """In points, as the page has them; matplotlib wants them in widths of the line."""
    return (0, [part / style["width"] for part in style["dash"]] or None)


class Still:
    """A scene shown as a picture, with its words as the alternative text; without a
    panel there is nothing to show but the words.
    """

    def __init__(self, scene):
        if not isinstance(scene, dict) or "panels" not in scene:
            kind = type(scene).__name__
            raise TypeError(f"scene must be what adamedu.scene.scene gives, got {kind}")
        self.scene = scene

    def png(self, narrow=False):
        """The picture as PNG bytes; narrow, for a phone."""
        file = io.BytesIO()
        draw(self.scene, narrow).savefig(file, format="png", dpi=110)
        return file.getvalue()

    def bundle(self):
        """Its data by mime type, and what is told of them."""
        words = self.scene["alt"]
        if not self.scene["panels"]:
            return {"text/plain": words}, {}
        picture = base64.b64encode(self.png()).decode()
        told = {"alt": words, "drawn": drawn(self.scene)}
        return {"text/plain": words, "image/png": picture}, {"image/png": told}

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = self.bundle()
        if metadata:
            narrow = base64.b64encode(self.png(narrow=True)).decode()
            metadata["image/png"]["narrow"] = narrow
        return data, metadata


def drawn(scene):
    """What a picture shows, without its numbers: [style, label, kind] of the marks of
    each panel, by which tests see that a style has one meaning.
    """
    return [[[mark.get("style", "theory"), mark["label"], mark["kind"]]
             for mark in panel["marks"]] for panel in scene["panels"]]  # fmt: skip
