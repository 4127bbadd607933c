"""Sphinx: `{illnesses}`: a section for each illness that a log may show; and
`{unseen-logs}`: how often the doctor was wrong on logs that set none of its thresholds.

An illness is told by the docstring of its test and by `adamedu.doctor.advice`.
"""

import inspect
import re
import sys
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from adamedu.doctor import diagnose, read
from adamedu.doctor.advice import ADVICE
from adamedu.doctor.illnesses import ILLNESSES

SECTIONS = {  # of chapter 13
    "diverged": "ill-high", "not_a_number": "ill-nan-later", "dead": "ill-dead",
    "stalled": "ill-rounding", "forgotten_zero_grad": "ill-zero-grad",
    "schedule_returns": "ill-schedule", "periodic": "ill-order",
    "no_warmup": "ill-warm-up", "resumed": "ill-resume", "spikes": "ill-spikes",
    "rate_too_high": "ill-high", "rate_too_low": "ill-low",
}  # fmt: skip
CALL = re.compile(r"[\w.]+\([\w=]*\)")
WELL = ("healthy", "unknown")  # what is said of a log that may be well
LOGS = Path(__file__).parents[1] / "tests/logs"


class Illnesses(SphinxDirective):
    """`{illnesses}`; takes nothing."""

    def run(self):
        depend(self.env)
        return [self.section(illness) for illness in ILLNESSES]

    def section(self, illness):
        title, look, do = ADVICE[illness.__name__]
        name = "doctor-" + illness.__name__.replace("_", "-")
        made = nodes.section(ids=[name], names=[name])
        made += nodes.title("", title)
        self.state.document.note_explicit_target(made)
        test = " ".join(inspect.getdoc(illness).split())
        look, do = [CALL.sub(r"`\g<0>`", words) for words in (look, do)]
        made += self.parse_text_to_nodes(
            f"{test}\n\n*Look at* {look}. *To do:* {do}. "
            f"See {{ref}}`{SECTIONS[illness.__name__]}`."
        )
        return made


class UnseenLogs(SphinxDirective):
    """`{unseen-logs}`; takes nothing."""

    def run(self):
        depend(self.env)
        healthy, ill = verdicts("unseen_healthy"), verdicts("unseen_ill")
        alarms = [name for name in healthy.values() if name not in WELL]
        named = [log for log, name in ill.items() if log == name]
        passed = [title(log) for log, name in ill.items() if name in WELL]
        others = [f"“{title(log)}” for “{title(name)}”" for log, name in ill.items()
                  if name not in (log, *WELL)]  # fmt: skip
        return self.parse_text_to_nodes(
            f"Of {len(healthy)} healthy logs it called {len(alarms)} ill. "
            f"Of {len(ill)} ill ones it named {len(named)} right; it let "
            f"{len(passed)} pass ({'; '.join(passed)}) and took {len(others)} for "
            f"another illness ({'; '.join(others)})."
        )


def verdicts(folder):
    """{name of a log: what the doctor calls it}."""
    paths = sorted((LOGS / folder).glob("*.csv"))
    return {p.stem: diagnose(read(p.read_text("utf-8")))[0]["name"] for p in paths}


def title(name):
    return ADVICE[name][0]


def depend(env):
    """A page that shows the doctor is made again when its files change."""
    for name, module in list(sys.modules.items()):
        if name.startswith("adamedu.doctor."):
            env.note_dependency(module.__file__)
    for path in (Path(__file__), *LOGS.glob("unseen_*/*.csv")):
        env.note_dependency(str(path))


def setup(app):
    app.add_directive("unseen-logs", UnseenLogs)
    app.add_directive("illnesses", Illnesses)
