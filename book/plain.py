"""Plain copies of the notebooks, for where nothing knows MyST: `python -m book.plain`.

GitHub, Colab and a bare JupyterLab show a directive or a role as it is typed. Here
citations and references become links, to papers and to the published book, boxes become
quotes, and what is folded there is folded. The book must be built: its inventory, of
which other books' links are made, says where each name stands.
"""

import re
import shutil
import sys
from functools import cache
from pathlib import Path

import nbformat
import yaml
from pybtex.database import parse_file
from sphinx.util.inventory import InventoryFile

from adamedu.questions import predict
from book.claims import SHOWN, plain, title_of

ROOT = Path(__file__).parents[1]
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
BOOK = CONFIG["html"]["baseurl"]
LINE = re.compile(r'^# (%pip install "[^"]+")\n')
FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}|:{3,})\{(?P<name>[\w-]+)\} ?(?P<title>[^\n]*)\n"
    r"(?P<text>.*?)^(?P=indent)(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
ROLE = re.compile(r"\{(cite:t|cite:p|doc|numref|eq|term|ref)\}`([^`]+)`")
NAMED = re.compile(r"(.*?)\s*<(.*)>", re.DOTALL)
LINK = re.compile(r"\]\((\w+)\)")  # to a page, by its name
EQUATION = re.compile(r"^\$\$ *\(([\w-]+)\) *$", re.MULTILINE)
INSTALL = """\
import sys

if "google.colab" in sys.modules:  # which has not what this notebook needs
    {line}
    from google.colab import output

    output.enable_custom_widget_manager()"""
README = f"""\
Notebooks of [{CONFIG["title"]}]({BOOK}), as GitHub, Colab and Binder can show them.
They are made of the book's own by `make plain`: change those. Text CC BY 4.0, code MIT.
"""


def copy(path, name):
    """The plain copy of a notebook, which is the page `name` of the book."""
    notebook = nbformat.read(path, 4)
    words = Words(name, notebook.cells)
    cells, first = [], True
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = words.plain(cell.source)
        else:
            if first:
                cells += begun(cell)
            first = False
            tidy(cell)
        figure = cell.metadata.pop("mystnb", {}).get("figure")
        cells.append(cell)
        if figure:
            caption = words.plain(figure["caption"])
            text = f"**{label(figure['name'])}.** {caption}"
            cells.append(nbformat.v4.new_markdown_cell(text, id=figure["name"]))
    notebook.cells = cells
    notebook.metadata.pop("widgets", None)
    nbformat.validate(notebook)
    return notebook


def begun(cell):
    """The first cell's line that installs, as a cell that does so in Colab."""
    found = LINE.match(cell.source)
    cell.source = cell.source[found.end() :]
    text = INSTALL.format(line=found[1].replace("install", "install --quiet"))
    return [nbformat.v4.new_code_cell(text, id="install")]


def tidy(cell):
    """Hide what the book folds, and keep of the outputs what needs no script."""
    if "hide-input" in cell.metadata.get("tags", []):
        cell.metadata["jupyter"] = {"source_hidden": True}
    for output in cell.outputs:
        if "data" in output:
            output.data = {
                kind: data for kind, data in output.data.items() if "widget" not in kind
            }
            output.metadata = {}


class Words:
    """Turns the Markdown of one page into what every notebook shows."""

    def __init__(self, name, cells):
        self.name = name
        texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
        self.equations = [key for text in texts for key in EQUATION.findall(text)]
        self.asked = {question["name"]: question for question in predict.asked(cells)}

    def plain(self, text):
        text = FENCE.sub(self.block, text)
        text = EQUATION.sub(
            lambda found: f"\\tag{{{self.equations.index(found[1]) + 1}}}\n$$", text
        )
        text = LINK.sub(lambda found: f"]({BOOK}{found[1]}.html)", text)
        text = re.sub(r"^\(([\w-]+)\)=$", r'<a id="\1"></a>', text, flags=re.MULTILINE)
        return ROLE.sub(self.role, text)

    def block(self, found):
        name, title, indent = found["name"], found["title"].strip(), found["indent"]
        options, rest = {}, re.sub(rf"^{indent}", "", found["text"], flags=re.MULTILINE)
        while option := predict.OPTION.match(rest):
            options[option[1]], rest = option[2].strip(), rest[option.end() :]
        make = getattr(self, f"block_{name}", self.block_elsewhere)
        made = make(title, options, self.plain(rest.strip()))
        return re.sub(r"^(?=.)", indent, made, flags=re.MULTILINE)

    def block_elsewhere(self, title, options, text):
        """What the build makes, or what only a page can show."""
        return f"[What stands here is in the book.]({BOOK}{self.name}.html)"

    def block_chapter(self, title, options, text):
        needs = [f"{{doc}}`{name}`" for name in options["needs"].split()]
        return f"*{title}*\n\nNeeds {', '.join(needs) or 'no other chapter'}."

    def block_asked(self, title, options, text):
        return f"*Also asked as:* {title}."

    def block_table(self, title, options, text):
        return f"**{label(options['name'])}.** {title}\n\n{text}"

    def block_admonition(self, title, options, text):
        if options.get("class") == "dropdown":
            return folded(title, text)
        return quoted(f"**{title}**\n\n{text}")

    def block_predict(self, title, options, text):
        return quoted(f"**Predict: {title}**\n\n{text}")

    def block_answer(self, title, options, text):
        question = self.asked[title]
        items = question["sentences"]
        if question["kind"] in ("one", "several"):
            items = [
                f"**{choice}{' (right)' * (k in question['right'])}**: {item}"
                for k, (choice, item) in enumerate(zip(question["choices"], items))
            ]
        elif question["kind"] == "order":
            ordered = [question["choices"][k] for k in question["right"]]
            items = [f"**{choice}**: {item}" for choice, item in zip(ordered, items)]
        return folded("Answer", "\n".join(f"- {item}" for item in items))

    def block_claim(self, title, options, text):
        told, mark = dict(options), "" if options["here"] == "holds when" else "."
        if "run" in told:
            told["kind"] += f": {told['run']}"
        if "flips" in told:
            told["flips"] = f"in {{numref}}`{told['flips']}`, as you move its settings"
        parts = [
            f"- *{name}*: {told[key]}" for key, name in SHOWN.items() if key in told
        ]
        verdict = f"**{title_of(told['here'])}{mark}** {text}"
        return quoted(f"**Claim: {title}**\n\n{verdict}\n\n" + "\n".join(parts))

    def role(self, found):
        role, text = found[1], " ".join(found[2].split())
        named = NAMED.fullmatch(text)
        shown, target = named.groups() if named else ("", text)
        if role.startswith("cite:"):
            return cited(role, target)
        if role == "eq" and target in self.equations:
            return f"({self.equations.index(target) + 1})"
        page, title = place(role, target)
        return f"[{shown or title}]({BOOK}{page})"


def quoted(text):
    return re.sub(r"^(.*)$", lambda m: f"> {m[1]}".rstrip(), text, flags=re.MULTILINE)


def folded(title, text):
    return f"<details><summary><b>{plain(title)}</b></summary>\n\n{text}\n\n</details>"


def label(name):
    """What a figure or a table is called where nothing numbers it."""
    kind, _, words = name.partition("-")
    return f"{'Table' if kind == 'tbl' else 'Figure'} “{words.replace('-', ' ')}”"


def place(role, target):
    """Where in the book a name stands, and how it is called there."""
    if role == "eq":
        (page,) = [page for page, keys in equations().items() if target in keys]
        return f"{page}.html#equation-{target}", "equation"
    kind = {"doc": "std:doc", "term": "std:term"}.get(role, "std:label")
    found = inventory()[kind]
    _, _, page, title = found.get(target) or found[target.lower()]
    if role == "numref":
        title = label(target)
    return page, target if title == "-" else title


def cited(role, keys):
    """Authors and years, each a link to the paper."""
    links = []
    for key in keys.split(","):
        entry = papers()[key.strip()]
        names = [
            " ".join(p.prelast_names + p.last_names) for p in entry.persons["author"]
        ]
        who = {1: "{0}", 2: "{0} & {1}"}.get(len(names), "{0} et al.").format(*names)
        year, at = entry.fields["year"], address(entry.fields)
        shown = f"{who} ({year})" if role == "cite:t" else f"{who}, {year}"
        links.append(f"[{re.sub('[{}]', '', shown)}]({at})")
    return ", ".join(links) if role == "cite:t" else f"({'; '.join(links)})"


def address(fields):
    """Where a paper is, or else the book's bibliography."""
    if "doi" in fields:
        return f"https://doi.org/{fields['doi']}"
    if "eprint" in fields:
        return f"https://arxiv.org/abs/{fields['eprint']}"
    return fields.get("url", f"{BOOK}bibliography.html")


@cache
def papers():
    return parse_file(ROOT / "chapters/references.bib").entries


@cache
def inventory():
    with open(ROOT / "_build/html/objects.inv", "rb") as file:
        return InventoryFile.load(file, "", lambda base, page: page)


@cache
def equations():
    """{page: names} of the equations that have one."""
    return {
        page: Words(page, nbformat.read(path, 4).cells).equations
        for page, path in notebooks().items()
    }


def notebooks():
    """{page: path} of all that have a copy."""
    found = [*(ROOT / "chapters").glob("*.ipynb")]
    found += (ROOT / "chapters/exercises").glob("*.ipynb")
    return {
        path.relative_to(ROOT / "chapters").with_suffix("").as_posix(): path
        for path in sorted(found)
    }


def main(folder):
    for name, path in notebooks().items():
        made = Path(folder, f"{name}.ipynb")
        made.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(copy(path, name), made)
    Path(folder, "README.md").write_text(README, encoding="utf-8")
    shutil.copytree(ROOT / ".binder", Path(folder, ".binder"), dirs_exist_ok=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
