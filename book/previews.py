"""Sphinx: what a link leads to, to be shown beside it: see web/src/previews.js.

Each page has a script with the beginnings of what can be linked to on it, by their
ids. It is loaded when a reader points at a link to the page. It is a script since a
page that is opened from a disk may read nothing else.
"""

import json
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from book.folds import fold
from book.pages import on_pages

SCRIPT = "(globalThis.AdamEduPreviews ??= {{}})[{}] = {};"


def write_previews(app, pagename, templatename, context, doctree):
    if doctree:
        found = {}
        for node in doctree.findall(nodes.Element):
            if ids := ids_of(node):
                text = rendered(app.builder, beginning(node))
                found |= dict.fromkeys(ids, text) if text else {}
        file = Path(app.outdir, f"_static/previews/{pagename}.js")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(SCRIPT.format(json.dumps(pagename), json.dumps(found)), "utf-8")


def ids_of(node):
    """By which a link finds it; the page itself is "" as well."""
    if isinstance(node, nodes.math_block):
        label = node.get("label")
        return [nodes.make_id(f"equation-{label}")] if label else []
    page = isinstance(node.parent, nodes.document) and isinstance(node, nodes.section)
    return node["ids"] + [""] * page


def beginning(node):
    """Copies of what is shown of a target; of some nothing."""
    match node:
        case nodes.section():
            title, *rest = node.children
            found = [titled(title), *beginning_of_section(rest)]
        case nodes.figure():
            caption = node.next_node(nodes.caption)
            found = [*node.findall(nodes.image)][:1]
            found += [nodes.paragraph("", "", *copies(caption.children))] * bool(
                caption
            )
        case nodes.admonition() if "question" not in node:
            found = [titled(node.children[0], node["classes"]), node.children[1]]
        case fold():
            found = [titled(node.children[0]), node.children[1]]
        case nodes.term():
            found = [titled(node), *node.parent.next_node(nodes.definition).children]
        case nodes.list_item() if "sources" in node.parent["classes"]:
            found = node.children[:1]
        case addnodes.desc_signature():
            words = node.parent.next_node(nodes.paragraph)
            found = [titled(node), *([words] if words else [])]
        case nodes.math_block():
            found = [node]
        case nodes.inline() if "bibtex-citation" in node["classes"]:
            found = [around(node)]
        case _:
            found = []
    return copies(found)


def around(node):
    """The paragraph, or whatever else holds text, of a citation."""
    while isinstance(node.parent, nodes.Inline | nodes.TextElement):
        node = node.parent
    return node


def beginning_of_section(parts):
    """A chapter's head, or the first paragraph, with the formula that it leads to."""
    for k, part in enumerate(parts):
        if "chapter-head" in part.get("classes", ()):
            return [part]
        if isinstance(part, nodes.paragraph):
            after = parts[k + 1 : k + 2]
            return [part, *(one for one in after if isinstance(one, nodes.math_block))]
    return []


def titled(node, classes=()):
    words = nodes.strong("", "", *copies(node.children))
    return nodes.paragraph("", "", words, classes=[*classes])


def copies(parts):
    return [part.deepcopy() for part in parts]


def rendered(builder, parts):
    """As HTML without ids and links, and with the paths of pictures from the root."""
    box = nodes.container("", *parts)
    for part in list(box.findall(nodes.Element)):
        part["ids"] = []
        if isinstance(part, nodes.math_block):
            part["number"] = None
        if isinstance(part, nodes.image):
            part["alt"] = ""
        if isinstance(part, nodes.reference):
            part.replace_self(nodes.inline("", "", *part.children))
    text = builder.render_partial(box)["fragment"] if parts else ""
    return text.replace(f'src="{builder.imgpath}/', 'src="_images/')


def setup(app):
    on_pages(app, write_previews)
