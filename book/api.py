"""Sphinx: the package name by name: `{api} NAME`, and below it an example.

    ```{api} adamedu.descend
    >>> from adamedu import adam, descend
    ```

Signature and words are those of the code, which Sphinx's autodoc reads; the examples
are run by tests/test_api.py. Docstrings here are plain text: what stands between
backticks is code, and what is indented as well.
"""

import ast
import inspect
import re
from pydoc import locate
from textwrap import dedent, indent

from numpy.typing import DTypeLike
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import stringify_annotation

ENTRY = """\
````{{eval-rst}}
.. auto{kind}:: {name}{members}

   .. code-block:: pycon

{example}
````
"""
MODULE = "```{{eval-rst}}\n.. automodule:: {name}\n```"
HINTS = {stringify_annotation(DTypeLike, "smart"): "DTypeLike"}  # shorter
MARKS = re.compile(r"[*|\\]|_(?!\w)")  # which reStructuredText takes for its own


class Api(SphinxDirective):
    """`{api} NAME`; of what is no module its content is an example."""

    required_arguments = 1
    has_content = True

    def run(self):
        name, example = self.arguments[0], indent("\n".join(self.content), 6 * " ")
        found = locate(name)
        if inspect.ismodule(found):
            return self.parse_text_to_nodes(MODULE.format(name=name))
        if not example.lstrip().startswith(">>> "):
            raise self.error("an example begins with >>>")
        kind = "class" if inspect.isclass(found) else "function"
        members = "\n   :members:" * (kind == "class")
        return self.parse_text_to_nodes(
            ENTRY.format(kind=kind, name=name, members=members, example=example)
        )


def as_rst(app, what, name, obj, options, lines):
    """A docstring as reStructuredText has it."""
    blocks = re.split(r"\n\s*\n", "\n".join(lines).strip())
    lines[:] = "\n\n".join(map(block_as_rst, blocks)).split("\n") + [""]


def block_as_rst(block):
    if block.startswith("    "):
        language = "python" if is_python(dedent(block)) else "text"
        return f".. code-block:: {language}\n\n{indent(dedent(block), '   ')}"
    parts = block.split("`")
    words = [MARKS.sub(r"\\\g<0>", part) for part in parts[::2]]
    codes = [f"``{' '.join(part.split())}``" for part in parts[1::2]]
    return "".join(w + c for w, c in zip(words, [*codes, ""]))


def is_python(text):
    try:
        return bool(ast.parse(text))
    except SyntaxError:
        return False


def shortened(app, what, name, obj, options, signature, returned):
    """A signature without the insides of NumPy's hints."""
    for long, short in HINTS.items():
        signature = (signature or "").replace(long, short)
    return signature, returned


def setup(app):
    app.setup_extension("sphinx.ext.autodoc")
    app.config.autodoc_preserve_defaults = True
    app.config.autodoc_typehints = "signature"
    app.config.toc_object_entries_show_parents = "hide"
    app.config.python_use_unqualified_type_names = True
    app.add_directive("api", Api)
    app.connect("autodoc-process-docstring", as_rst)
    app.connect("autodoc-process-signature", shortened)
