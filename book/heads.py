"""Sphinx: what stands under a chapter's title: its question, its minutes, its needs.

    ```{chapter} What does memory buy?
    :needs: 01_limits_of_sgd
    ```

The needs are chapters that come before it; `:needs:` alone says that there are none.
The front page's map (`{chapters}` in indexes.py) shows the same questions and minutes.
"""

import re

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)
CHAPTER = re.compile(r"\d\d_\w+")
WORDS = 200  # that one reads in a minute; a question or a figure takes one as well


class Chapter(SphinxDirective):
    """`{chapter} QUESTION`, with `:needs:` and names of chapters."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {"needs": directives.unchanged}

    def run(self):
        question, needs = self.arguments[0], self.options.get("needs")
        if not question.endswith("?"):
            raise self.error(f"a chapter asks a question, but not: {question}")
        if needs is None:
            raise self.error("a chapter says what it `:needs:`, if only by that word")
        self.env.metadata[self.env.docname]["needs"] = needs.split()
        links = [f"{{doc}}`{name}`" for name in needs.split()]
        words = f"needs {listed(links) or 'no other chapter'}"
        head = nodes.container("", *self.parse_text_to_nodes(f"{question}\n\n{words}"))
        head["classes"] = ["chapter-head"]
        for part, name in zip(head.children, ("question", "needs")):
            part["classes"] = [f"chapter-{name}"]
        return [head]


def listed(words):
    """As a sentence lists them: "A, B and C"."""
    *most, last = words or [""]
    return f"{', '.join(most)} and {last}" if most else last


def tell_minutes(app, document):
    """Once a chapter is read, its head says how long reading it takes."""
    head = head_of(document)
    if head:
        count = app.env.metadata[app.env.docname]["minutes"] = minutes(document)
        head.children[1].insert(0, nodes.Text(f"About {count} minutes · "))


def head_of(document):
    """A chapter's head: a paragraph for the question, and one for the rest; or None."""
    for box in document.findall(nodes.container):
        if "chapter-head" in box["classes"]:
            return box
    return None


def minutes(document):
    """For its words, questions and figures, but for what is folded; in fives."""

    def shown(kind):
        return [part for part in document.findall(kind) if not folded(part)]

    words = sum(len(part.astext().split()) for part in shown(nodes.paragraph))
    titles = [box.next_node(nodes.title) for box in shown(nodes.admonition)]
    asked = sum(title.astext().startswith("Predict") for title in titles)
    return 5 * round((words / WORDS + asked + len(shown(nodes.figure))) / 5)


def folded(node):
    while node := node.parent:
        if "dropdown" in node.get("classes", ()):
            return True
    return False


def in_order(env):
    """The names of the book's pages, as one reads them."""
    found = [env.config.root_doc]
    for name in found:
        found += env.toctree_includes.get(name, [])
    return found


def check(app, env):
    """Every chapter has a head, and needs only what was read before."""
    read = []
    for name in in_order(env):
        if CHAPTER.fullmatch(name):
            for need in env.metadata[name].get("needs", ()):
                if need not in read:
                    logger.warning("needs %s, which is no chapter before it", need,
                                   location=name)  # fmt: skip
            if "minutes" not in env.metadata[name]:
                logger.warning("a chapter without {chapter} QUESTION", location=name)
            read.append(name)


def setup(app):
    app.add_directive("chapter", Chapter)
    app.connect("doctree-read", tell_minutes)
    app.connect("env-check-consistency", check)
