"""Plain copies of the notebooks: nothing in them needs MyST, and links lead there."""

import re
from functools import cache
from html import unescape

import nbformat
import pytest
import yaml
from nbconvert import HTMLExporter

from book import plain
from tests.pages import BOOK, ROOT

NAMES = list(plain.notebooks())
LEFT = re.compile(
    r"\{[a-z][\w:-]*\}<code"  # a role
    r"|(?:```|:::|language-)\{"  # a directive
    r"|^:\w+:|^\([\w-]+\)=|\$\$\s*\([\w-]+\)",  # an option, a target, a label
    re.MULTILINE,
)


@cache
def copied(name):
    return plain.copy(plain.notebooks()[name], name)


@cache
def shown(name):
    """Its texts as HTML, by another program than those which made the book."""
    texts = [cell for cell in copied(name).cells if cell.cell_type == "markdown"]
    notebook = nbformat.v4.new_notebook(cells=texts)
    return HTMLExporter(template_name="basic").from_notebook_node(notebook)[0]


@pytest.mark.parametrize("name", NAMES)
def test_no_directive_and_no_role_is_left(name):
    found = left(shown(name))
    assert not found, found[0]


def left(text):
    return LEFT.search(text.replace("<p>", "\n"))


FORMS = [
    "see {cite:t}`kingma2015`", "```{predict} What?\n```", ":::{note}\n:::",
    ":name: ask-x", "(target)=", "$$\na\n$$ (eq-a)",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_what_is_left_would_be_seen(form):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(form)])
    text, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    assert left(text), text


@cache
def anchors(page):
    return set(re.findall(r'\bid="([^"]+)"', (BOOK / page).read_text()))


def links_of(text):
    return [unescape(one) for one in re.findall(r'<a [^>]*?href="([^"]+)"', text)]


@pytest.mark.parametrize("name", NAMES)
def test_links_to_the_book_lead_to_what_they_name(name):
    links = links_of(shown(name))
    ours = [one.removeprefix(plain.BOOK) for one in links if one.startswith(plain.BOOK)]
    assert ours or "exercises" in name
    for link in ours:
        page, _, anchor = link.partition("#")
        assert not anchor or anchor in anchors(page), link
        assert (BOOK / page).exists(), link
    for link in links:
        assert re.match(r"https?://|\.\./\d\d_\w+\.ipynb$|#", link), link


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_pictures_and_folded_code_is_folded(name):
    original = nbformat.read(plain.notebooks()[name], 4)
    code = [cell for cell in copied(name).cells if cell.cell_type == "code"]
    first, *rest = code
    assert first.source.count("%pip install --quiet") == 1
    hidden = [cell.metadata.get("jupyter") for cell in rest]
    tags = [c.metadata.get("tags", []) for c in original.cells if c.cell_type == "code"]
    shut = {"source_hidden": True}
    assert hidden == [shut if "hide-input" in tag else None for tag in tags]
    assert "widgets" not in copied(name).metadata
    text = nbformat.writes(copied(name))
    assert "widget-view" not in text
    assert text.count('"image/png"') == nbformat.writes(original).count(
        '"image/png": "'
    )


SOURCE = (
    """\
```{predict} Which *one*?
:name: ask-one

- small
- large
```
""",
    """\
```{answer} ask-one
`loss {loss}`

- `loss < 1`: It is $x$.
- `loss > 1`: No: see {doc}`the next <02_momentum>`.
```

```{admonition} A proof
:class: dropdown
By {cite:p}`kingma2015,robbins1951` and {cite:t}`polyak1964`, {eq}`eq-a`:

$$
a = b
$$ (eq-a)
```
""",
)


def test_boxes_and_references_become_what_every_notebook_shows():
    cells = [nbformat.v4.new_markdown_cell(text) for text in SOURCE]
    said = nbformat.v4.new_output("stream", text="loss 0.5\n")
    cells.insert(1, nbformat.v4.new_code_cell(outputs=[said]))
    words = plain.Words("01_limits_of_sgd", cells)
    assert (
        words.plain(SOURCE[0])
        == """\
> **Predict: Which *one*?**
>
> - small
> - large
"""
    )
    assert (
        words.plain(SOURCE[1])
        == """\
<details><summary><b>Answer</b></summary>

- **small (right)**: It is $x$.
- **large**: No: see [the next](https://adamedu.github.io/adamedu/02_momentum.html).

</details>

<details><summary><b>A proof</b></summary>

By ([Kingma & Ba, 2015](https://arxiv.org/abs/1412.6980); \
[Robbins & Monro, 1951](https://doi.org/10.1214/aoms/1177729586)) and \
[Polyak (1964)](https://doi.org/10.1016/0041-5553(64)90137-5), (1):

$$
a = b
\\tag{1}
$$

</details>
"""
    )


CLAIM = """\
```{claim} Adam needs no tuning
:name: claim-x
:source: {cite:t}`kingma2015`
:here: holds when
:kind: simulated
:run: two seeds
:topic: tuning
:scale: unknown

the rate is near.

More.
```
"""


def test_a_claim_tells_its_verdict_and_its_evidence():
    assert (
        plain.Words("x", []).plain(CLAIM)
        == """\
> **Claim: Adam needs no tuning**
>
> **Holds when** the rate is near.
>
> More.
>
> - *Evidence*: simulated: two seeds
> - *At scale*: unknown
> - *Source*: [Kingma & Ba (2015)](https://arxiv.org/abs/1412.6980)
"""
    )


def test_the_folder_is_what_the_pages_buttons_and_binder_open(tmp_path):
    """A page's button opens the notebook at the root of the branch."""
    plain.main(tmp_path)
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.ipynb")}
    assert made == {f"{name}.ipynb" for name in NAMES}
    wanted = (tmp_path / ".binder/requirements.txt").read_text()
    assert "adamedu[lab,studies] @ git+" in wanted
    for name in ("index", "01_limits_of_sgd", "exercises/ps1"):
        links = links_of((BOOK / f"{name}.html").read_text())
        (colab,) = [link for link in links if "//colab." in link]
        (binder,) = [link for link in links if "//mybinder." in link]
        assert colab.endswith(f"/github/adamedu/adamedu/blob/plain/{name}.ipynb")
        assert binder.endswith(
            f"/v2/gh/adamedu/adamedu/plain?urlpath=lab/tree/{name}.ipynb"
        )
    flow = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text())
    last = flow["jobs"]["publish"]["steps"][-1]["run"]
    assert "--initial-branch=plain" in last
