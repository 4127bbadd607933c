"""Sphinx: what is folded is a `<details>`; the code of a figure is one, below it."""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform


class fold(nodes.General, nodes.Element):
    """A title, and what it hides."""


class fold_title(nodes.General, nodes.TextElement):
    """What is seen of a fold."""


class Folds(SphinxPostTransform):
    """Make folds of boxes with the class dropdown, and of folded code."""

    default_priority = 200  # just after myst_nb has folded code
    formats = ("html",)

    def run(self, **kwargs):
        for box in list(self.document.findall(nodes.admonition)):
            if "dropdown" in box["classes"]:
                title, *hidden = box.children
                made = folded(title.children, hidden)
                made["ids"] = box["ids"]
                box.parent.replace(box, made)
        for code in list(self.document.findall(HideCodeCellNode)):
            if self.app.builder.name == "epub":
                code.parent.remove(code)
                continue
            words = [nodes.Text(code["prompt_show"])]
            code.parent.replace(code, folded(words, code.children))
        for cell in list(self.document.findall(nodes.container)):
            if code_of_figure(cell):
                self.put_below(cell)

    def put_below(self, cell):
        """Move the code of a figure's cell, and of the folded cells before it, down."""
        code = cell.children[0]
        cells = cell.parent.children
        at = cells.index(cell)
        while at > 0 and code_only(cells[at - 1]):
            at -= 1
        for before in cells[at : cells.index(cell)]:
            cell.parent.remove(before)
            title, *hidden = before.children[0].children
            name = nodes.paragraph("", "", *title.children, classes=["fold-part"])
            code[-1:-1] = [name, *hidden]
        cell.remove(code)
        cell.append(code)


def folded(title, hidden):
    return fold("", fold_title("", "", *title), *hidden)


def code_of_figure(cell):
    """Whether a cell is folded code, and below it a figure."""
    return (
        cell.get("nb_element") == "cell_code"
        and len(cell.children) == 2
        and isinstance(cell.children[0], fold)
        and any(cell.children[1].findall(nodes.image))
    )


def code_only(node):
    """Whether this is a cell of folded code without output."""
    return (
        isinstance(node, nodes.container)
        and node.get("nb_element") == "cell_code"
        and len(node.children) == 1
        and isinstance(node.children[0], fold)
    )


def tagged(tag, end="\n", **attributes):
    """How a node is written as an HTML element, with its `data`."""

    def start(self, node):
        data = {f"data-{name}": text for name, text in node.get("data", {}).items()}
        self.body.append(self.starttag(node, tag, end, **attributes, **data))

    return start, lambda self, node: self.body.append(f"</{tag}>{end}")


def setup(app):
    app.add_node(fold, html=tagged("details", CLASS="fold"))
    app.add_node(fold_title, html=tagged("summary"))
    app.add_post_transform(Folds)
