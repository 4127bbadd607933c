"""Questions in JupyterLab: `%load_ext adamedu.questions.lab`.

A live figure starts it, too (`web/src/main.js`). It shows nothing itself: its script
puts a form in the place of each question that the notebook's text asks.
"""

import anywidget

from adamedu.figures.widget import SCRIPTS
from adamedu.questions import predict


class Questions(anywidget.AnyWidget):
    """Reads a notebook's questions, and what is right, for the page that shows it."""

    _esm = SCRIPTS / "adamedu-lab.js"
    _css = SCRIPTS / "adamedu-lab.css"

    @anywidget.experimental.command
    def asked(self, cells, buffers):
        """What `predict.asked` finds in the cells."""
        return predict.asked(cells), []


def load_ipython_extension(shell):
    Questions()
