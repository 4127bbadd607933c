"""What to draw, as plain data: the same scene is drawn in the page and on paper.

A scene holds panels, a panel holds marks. A style is a name of the palette
(`adamedu/figures/palette.py`): "sgd", "adam", ..., "theory" for a reference, "first",
"second", ... for what has no style of its own.
"""

from adamedu.descent import descend, each


def scene(*panels, alt, text=""):
    """A whole figure. `alt` says in words what it shows, `text` stands below it."""
    return {"panels": list(panels), "alt": alt, "text": text}


def verdict(whole, claim, holds, words):
    """A scene that also says whether a claim of the book holds at its setting: True,
    False, or None where that is not decided. `words` is a sentence that says what was
    compared."""
    here = "not decided" if holds is None else "holds" if holds else "does not hold"
    told = {"claim": claim, "here": here, "words": words}
    whole["verdicts"] = whole.get("verdicts", []) + [told]
    return whole


def panel(*marks, title="", xlabel="", ylabel="", xlim=None, ylim=None,
          xscale="linear", yscale="linear", field=None, drag=None):  # fmt: skip
    """One pair of axes. Scales are "linear", "log", or the names of categories, which
    stand at 0, 1, 2, ...; a limit left out fits.

    `field` is a background from `contours`; `drag=(name, point)` puts a handle
    at the point, and moving it changes the figure's argument of that name.
    """
    return {
        "marks": list(marks), "title": title, "field": field, "drag": drag,
        "x": {"label": xlabel, "lim": xlim, "scale": xscale},
        "y": {"label": ylabel, "lim": ylim, "scale": yscale},
    }  # fmt: skip


def line(x, y, style, label="", walk=False):
    """A line through points; a walk is played step by step, led by a marker."""
    return {"kind": "line", "x": x, "y": y, "style": style, "label": label,
            "walk": walk}  # fmt: skip


def dots(x, y, style, label=""):
    """Single points."""
    return {"kind": "dots", "x": x, "y": y, "style": style, "label": label}


def band(x, low, high, style):
    """The area between two lines over x: the spread around a line."""
    return {"kind": "band", "x": x, "low": low, "high": high, "style": style,
            "label": ""}  # fmt: skip


def guide(x=None, y=None, label=""):
    """A straight reference line at x, or at y, with its label beside it; with both,
    only the label, around that point: the name of a region."""
    return {"kind": "guide", "x": x, "y": y, "label": label}


def walk(rule, landscape, start, steps, **settings):
    """Points [x, y] that a rule visits, up to the first one far out of the window."""
    points = []
    for theta in descend(each(rule), list(start), landscape.grad, steps, **settings):
        points.append(theta)
        if not landscape.holds(theta, margin=10):
            break
    return points


def path_line(points, style, label=""):
    """A walk, drawn on its landscape."""
    return line([p[0] for p in points], [p[1] for p in points], style, label, True)


def loss_line(landscape, points, style, label=""):
    """A walk's loss above the lowest one, over its steps."""
    gaps = [landscape.f(p) - landscape.lowest for p in points]
    return line(list(range(len(points))), gaps, style, label, True)


def map_panel(landscape, marks, drag=None):
    """A landscape from above, with its minima and the marks on it."""
    minima = dots([m[0] for m in landscape.minima], [m[1] for m in landscape.minima],
                  "minimum", "minimum")  # fmt: skip
    return panel(*marks, minima, xlabel="θ₁", ylabel="θ₂", xlim=landscape.xlim,
                 ylim=landscape.ylim, field=contours(landscape), drag=drag)  # fmt: skip


def loss_panel(marks, steps):
    """Losses above the lowest one over the steps; the floor is rounding error."""
    return panel(*marks, xlabel="step", ylabel="loss above the minimum",
                 xlim=(0, steps), ylim=(1e-9, None), yscale="log")  # fmt: skip


_fields = {}


def contours(landscape, nx=72, ny=54, bands=12):
    """Heights of a landscape on a grid of its window, and the levels to draw; its
    relief is lit from the upper left.

    Levels are closer together near the minimum: they are even in the square
    root of the square root of the height. Computed once for each landscape.
    """
    key = landscape.key
    if key not in _fields:
        (x0, x1), (y0, y1) = landscape.xlim, landscape.ylim
        xs = [x0 + (x1 - x0) * i / (nx - 1) for i in range(nx)]
        ys = [y0 + (y1 - y0) * j / (ny - 1) for j in range(ny)]
        z = [landscape.f((x, y)) - landscape.lowest for y in ys for x in xs]
        top = max(z)
        levels = [top * (k / bands) ** 4 for k in range(bands)]
        _fields[key] = {"key": key, "nx": nx, "ny": ny, "xlim": landscape.xlim,
                        "ylim": landscape.ylim, "z": z, "levels": levels,
                        "lit": True}  # fmt: skip
    return _fields[key]
