"""The widget behind a live figure: its state is all that the page needs."""

from pathlib import Path

import anywidget
import traitlets
from ipywidgets.widgets.widget import widget_serialization

from adamedu.figures import heart

HERE = Path(__file__).parent
STUB, SCRIPTS = HERE / "stub.js", HERE / "static"


class LiveFigure(anywidget.AnyWidget):
    """A figure drawn in the page by its own Python source."""

    _esm = STUB

    source = traitlets.Unicode(help="text that defines the figure").tag(sync=True)
    modules = traitlets.List(help="modules of the heart that it needs").tag(sync=True)
    heart = traitlets.Unicode(help="the heart's version; a book has its own").tag(
        sync=True
    )
    call = traitlets.Unicode(help="name of the figure's function").tag(sync=True)
    controls = traitlets.Dict(help="argument: widget").tag(
        sync=True, **widget_serialization
    )
    options = traitlets.Dict(help="argument: JSON of a selection's values").tag(
        sync=True
    )
    defaults = traitlets.Dict(help="argument: value, or index, at the start").tag(
        sync=True
    )
    points = traitlets.Dict(help="argument: [x, y] or None").tag(sync=True)
    rule = traitlets.Unicode(help="name of the rule to edit").tag(sync=True)
    text = traitlets.Unicode(help="the rule as edited").tag(sync=True)
    breaks = traitlets.Dict(help="words: [line of the rule, without a part]").tag(
        sync=True
    )

    @anywidget.experimental.command
    def script(self, name, buffers):
        """Send a script of the front end to a page that has none beside it."""
        if name == "adamedu-heart.js":
            return "ok", [heart.script().encode()]
        path = SCRIPTS / Path(name).name
        if not path.exists():
            raise FileNotFoundError(
                f"{path} is missing: `pip install -e .` in the checkout builds it"
            )
        return "ok", [path.read_bytes()]
