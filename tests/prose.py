"""The numbers in a notebook's prose, and whether its own section prints them.

A section is a heading with all up to the next one. A line that its cells print or show
vouches for a number if it holds it, digit for digit, beside a word or another number
of the sentence; the ends of a printed spread, [a, b], vouch for ends only ("a to b").
The section's code vouches for the counts that it sets, from 10 on, and a figure for
what its controls can be set to. Sections that look back may quote all the others.

What states no measurement is known by its form (`FORMS`): formulas, code, links,
years, references, the numbers of items. So is what a question or an exercise sets,
and what a sentence with a citation quotes from it.
"""

import ast
import json
import re
from collections import defaultdict
from typing import NamedTuple

LOOKING_BACK = {"", "Summary", "Exercises", "In practice", "Further reading"}
N = r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?(?![\d_])"
ALONE = r"(?<![\w.])(?<![A-Za-z]-)"  # not inside float32 or GPT-2
NUMBER = re.compile(rf"{ALONE}{N}(?: of {N})?")
SPREAD = re.compile(rf"\[{N}, {N}\]")
RANGE = re.compile(rf"{SPREAD.pattern}|{ALONE}{N}\S* to {N}|between {N}\S* and {N}")
FORMS = [
    r"(?ms)^```(?!\{admonition\})\S.*?^```$",  # code, a directive
    r"(?m)^```.*$|^:\w+:.*$",  # the frame of a box
    r"(?s)\$\$.*?\$\$( \(eq-[\w-]+\))?",  # a formula on lines of its own
    r"\]\([^)]*\)|https?://\S+",  # a link
    r"(?<!of )\b(19[5-9]\d|20[0-2]\d)(?<!2000)\b(?! of)",  # a year
    r"#\d+",  # an issue
    r"(?m)^ *\d+\. |^#+ \d+\. ",  # the number of an item
    r"\b\d+(-\d+)+\b",  # a network's layers
    r'"[^"\n]*"',  # what others said
]
NAMED = (  # a number that is a name, and the word that goes with it
    r"(?i)\b((?:section|chapter|algorithm|figure|table|row|lecture|equation|exercise|"
    r"stage)s?) \d+(?:\.\d+)*(?:(?:,| to| and) \d+)*|\b\d+-(bit)\b"
)
EXERCISE = r"(?ms)^\d+\. .*?(?=\n\n|\Z)"
ROLE = r"\{[\w:]+\}`[^`]*`"
INLINE = rf"{ROLE}|`[^`]*`|\$[^$]*\$"
ONE_NUMBER = re.compile(r"\$([-+−]?\d[\d.]+(?:(?:\{,\}|,)\d{3})*)\$")
END = re.compile(r"(?<=[.!?])[*\")]*\s+|\n\n|\n(?=[-|] )")
CONTROL = re.compile(r"\s*- \*\*[^*]+\*\*")
GREEK = {"β": "beta", "γ": "gamma", "ε": "eps", "κ": "kappa", "λ": "lambda"}
NAMES = {"gradient descent": "sgd", "heavy ball": "momentum", "epsilon": "eps"}
NAMES |= {"alpha": "lr", "α": "lr"}
NO_LABELS = {"the", "and", "for", "with", "from", "that", "this", "are", "not", "all"}


class Told(NamedTuple):
    """A number in the prose, its sentence, and what else this says.

    `end`: it is the end of a range. `moves`: it invites to move a control.
    """

    number: str
    sentence: str
    beside: frozenset
    end: bool
    moves: bool


class Section:
    """A heading's title, its prose, the lines that its cells show, their settings."""

    def __init__(self, title):
        self.title, self.prose = title, []
        self.lines, self.settings, self.controls = [], set(), set()
        self.found, self.ends = defaultdict(list), defaultdict(list)

    def read(self, lines):
        """Note for each number in the lines what stands beside it.

        A row of numbers alone has its label in the last line that has words.
        """
        label = set()
        for line in lines:
            near = words(line)
            label = {word for word in near if word[0].isalpha()} or label
            apart = SPREAD.sub(" ", line)
            for place, text in ((self.found, apart), (self.ends, line)):
                for number in map(plain, NUMBER.findall(text)):
                    for form in {number, number.lstrip("+-"), *number.split(" of ")}:
                        place[form].append((near | label) - {form})


def sections(path):
    found = [Section("")]
    for cell in json.loads(path.read_text())["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            found[-1].settings |= set(settings(source))
            if "interact(" in source:
                found[-1].controls |= set(settings(source))
            for output in cell["outputs"]:
                found[-1].lines += shown(output)
            continue
        first, *others = re.split(r"(?m)^###? (.*)\n?", source)
        found[-1].prose.append(first)
        for title, text in zip(others[::2], others[1::2], strict=True):
            found.append(Section(title))
            found[-1].prose.append(text)
    everything = [line for section in found for line in section.lines]
    for section in found:
        back = section.title in LOOKING_BACK
        section.read(everything if back else section.lines)
    return found


def plain(number):
    """`number` as it is compared: 1,584 as 1584, 1e-06 as 1e-6, −3 as -3."""
    number = number.replace(",", "").replace("−", "-")
    return re.sub(r"e([-+]?)0*(?=\d)", lambda e: "e" + e[1].strip("+"), number)


def shown(output):
    data = output.get("data", {})
    text = output.get("text") or data.get("text/markdown") or data.get("text/plain")
    return re.split(r"\n|; |\. ", "".join(text or ""))


def words(text):
    """What may label a number: words, in the singular, and numbers."""
    text = text.lower()
    for old, new in (GREEK | NAMES).items():
        text = text.replace(old, f" {new} ")
    found = {
        re.sub(r"(?<=ch|sh|ss)es$|(?<!s)s$", "", word)
        for word in re.findall(r"lr\b|[a-z]{3,}", text)
    } - NO_LABELS
    return found | {plain(number).lstrip("+-") for number in NUMBER.findall(text)}


def settings(source):
    """The values of literals that are given to something, not calculated with."""
    nodes = [ast.parse(re.sub(r"(?m)^[%!].*", "pass", source))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield float(node.value)
        used = isinstance(node, ast.BinOp | ast.Compare | ast.Subscript | ast.JoinedStr)
        for child in ast.iter_child_nodes(node):
            if not (used and isinstance(child, ast.Constant)):
                nodes.append(child)


def numbers(section):
    """What the prose of a section tells, number by number."""
    for text in section.prose:
        for form in FORMS[:3] + [EXERCISE] * (section.title == "Exercises"):
            text = re.sub(form, "\n\n", text)
        for form in FORMS[3:]:
            text = re.sub(form, " ", text)
        text = re.sub(NAMED, r"\1\2", text)
        for sentence in END.split(text):
            if not sentence.rstrip('*")').endswith("?"):
                yield from told(sentence)


def told(sentence):
    text = ONE_NUMBER.sub(lambda one: one[1].replace("{,}", ","), sentence)
    text = CONTROL.sub(" ", re.sub(INLINE, " ", text))
    spans = [match.span() for match in RANGE.finditer(text)]
    all_words = words(re.sub(ROLE, " ", sentence))
    for match in NUMBER.finditer(text):
        number = plain(match[0])
        bare = number.lstrip("+-")
        once = text.count(match[0]) < 2
        end = any(a <= match.start() < b for a, b in spans)
        yield Told(
            number,
            sentence,
            frozenset(all_words - {bare} if once else all_words),
            end,
            bool(CONTROL.match(sentence)),
        )


def vouched(told, section):
    """Whether the section prints or sets the number."""
    number, bare = told.number, told.number.lstrip("+-")
    if "{cite" in told.sentence:
        return True
    lines = (section.ends if told.end else section.found).get(number, ())
    if told.moves and section.controls:
        lines = ()
        if " of " not in number and float(number) in section.controls:
            return True
    if any(near & told.beside for near in lines):
        return True
    return bare.isdigit() and int(bare) > 9 and float(number) in section.settings


def mutants(told):
    """The same with another last digit, each of the nine (for "8 of 10", of both)."""
    number = told.number
    for last in re.finditer(r"\d(?=(e[-\d]+)?(?: |$))", number):
        if last.start() > number.find("e") > 0:
            continue
        for digit in set("0123456789") - {last[0]}:
            yield told._replace(
                number=number[: last.start()] + digit + number[last.end() :]
            )
