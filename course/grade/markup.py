"""What people wrote, as HTML that shows words, code and formulas, and runs nothing.

Markdown may hold no HTML, links or images here: they are shown as they were typed.
Formulas are MathML, made by KaTeX, so that a page needs no script.
"""

import atexit
import json
import os
import shutil
import subprocess
import sys
from functools import cache, lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

LONGEST = 2000  # characters of a formula
KATEX = """
const katex = require(process.argv[1]);
const lines = require("readline").createInterface({input: process.stdin});
lines.on("line", (line) => {
  const [tex, displayMode] = JSON.parse(line);
  let made = null;
  try {
    made = katex.renderToString(tex, {
      displayMode, output: "mathml", trust: false, maxSize: 10, maxExpand: 1000,
      strict: "ignore", throwOnError: true,
    });
  } catch { /* not a formula: null */ }
  process.stdout.write(JSON.stringify(made) + "\\n");
});
"""


def markdown(text):
    """A text with formulas between dollars, as safe HTML."""
    return reader().render(text)


@cache
def reader():
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.disable(["image", "link", "autolink", "reference"])
    return made.use(
        dollarmath_plugin, renderer=formula, allow_labels=False, allow_space=False,
        allow_digits=False, double_inline=True,
    )  # fmt: skip


def formula(tex, options):
    """A formula as MathML; as it was typed, if it is none."""
    display = bool(options["display_mode"])
    made = mathml(tex, display) if len(tex) <= LONGEST else None
    dollars = "$$" if display else "$"
    return made or f"<code>{escape(dollars + tex + dollars)}</code>"


@lru_cache(10_000)
def mathml(tex, display=False):
    """KaTeX's MathML; None where it knows no such formula, or there is no node."""
    process = katex()
    if process is None:
        return None
    process.stdin.write(json.dumps([tex, display]) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


@cache
def katex():
    """A KaTeX that answers line by line, and ends with this process."""
    beside = str(Path(sys.executable).parent)
    node = shutil.which("node", path=os.pathsep.join([beside, os.environ["PATH"]]))
    if node is None:
        return None
    library = Path(find_spec("sphinxcontrib.katex").origin).with_name("katex.min.js")
    process = subprocess.Popen(
        [node, "-e", KATEX, str(library)], text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip

    def end():
        process.stdin.close()
        process.wait()
        process.stdout.close()

    atexit.register(end)
    return process
