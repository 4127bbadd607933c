"""The page of notation knows every letter that a formula of the book uses."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.test_chapters import CHAPTERS, SETS, cells, text

FOLDER = Path(__file__).parents[1] / "chapters"
NOT_SAID = re.compile(r"(?s)^(`{3,4})python.*?^\1$|`[^`\n]*`", re.M)
FORMULA = re.compile(r"(?s)\$\$(.+?)\$\$|(?<!\\)\$([^$]+)\$")
WORDS = re.compile(r"\\(?:text|mathrm|operatorname|begin|end)\{[^{}]*\}|\\\\\[\d+pt\]")
NAMES = {
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta",
    "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon",
    "phi", "varphi", "chi", "psi", "omega", "ell",
}  # fmt: skip
LETTER = re.compile(r"\\([A-Za-z]+)|([A-Za-z])")


def letters(words):
    """The letters of all formulas in a text, Latin and Greek, without their marks."""
    found = set()
    for formula in FORMULA.findall(NOT_SAID.sub("", words)):
        for command, letter in LETTER.findall(WORDS.sub("", "".join(formula))):
            if not command or command.lower() in NAMES:
                found.add(command or letter)
    return found


@cache
def tables():
    """The letters of the whole book, and those of single chapters: {letter: names}."""
    whole, single = (FOLDER / "notation.md").read_text().split("## In single chapters")
    lines = [line.split("|")[1] for line in whole.splitlines() if line[:2] == "| "]
    local = {}
    for line in single.splitlines():
        if line[:2] == "| ":
            for letter in letters(line.split("|")[1]):
                local[letter] = set(re.findall(r"\{doc\}`\d+ <(\w+)>`", line))
    return letters(" ".join(lines)), local


def written(path):
    if path.suffix == ".md":
        return path.read_text()
    return "\n\n".join(map(text, cells(path, "markdown")))


def missing(name, words):
    """Letters that a chapter has to explain; other pages use what chapters do."""
    whole, local = tables()
    chapter = re.match(r"\d\d_", name)
    known = {k for k, names in local.items() if name in names or not chapter}
    return letters(words) - whole - known


PAGES = {path.stem: path for path in (*CHAPTERS, *SETS, *FOLDER.glob("*.md"))}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_letter_of_a_formula_is_explained(name):
    assert missing(name, written(PAGES[name])) == set()


def test_no_letter_is_explained_for_a_chapter_that_lacks_it():
    for letter, names in tables()[1].items():
        for name in names:
            assert letter in letters(written(PAGES[name])), (letter, name)


def test_a_letter_that_nobody_explains_is_found():
    used = r"Let $\hat\zeta_k$ and $$\mathrm{mean}(K^{\Psi}) \le \nabla f$$ be `$J$`."
    assert missing("05_bias_correction", used) == {"zeta", "K", "Psi"}
    assert missing("05_bias_correction", "$G$") == {"G"}
    assert missing("11_batch_size", "$G$") == missing("libraries", "$G$") == set()
