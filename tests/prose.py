"""The numbers in a notebook's prose, and whether their own section prints them.

A section is a heading with all up to the next one. A line that its cells print or
show vouches for a number if it holds it, digit for digit, beside a word or another
number of the sentence. The ends of a printed spread, [a, b], vouch only for the ends
of a range. Code vouches for the counts that it sets, from 10 on, and a figure for
what its controls can be set to. Sections that look back may quote all others.

What states no measurement is known by its form: formulas, code, links, quotations,
years, references, the numbers of items. Questions and exercises may set any number.
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
BLOCKS = [
    r"(?ms)^```(?!\{(?:admonition|answer|claim)\})\S.*?^```$",  # code, a directive
    r"(?m)^```.*$|^:(?!sees:)\w+:.*$",  # the frame of a box
    r"(?s)\$\$.*?\$\$( \(eq-[\w-]+\))?",
]
EXERCISE = r"(?ms)^\d+\. .*?(?=\n\n|\Z)"
FORMS = [
    r"\]\([^)]*\)|https?://\S+",  # a link
    r'"[^"\n]*"',  # what others said
    r"(?<!of )\b(19[5-9]\d|20[0-2]\d)(?<!2000)\b(?! of)",  # a year
    r"#\d+",  # an issue
    r"(?m)^ *\d+\. |^#+ \d+\. ",  # the number of an item
    r"(?m)\| \d+(?:(?:,| to) \d+)* \|$",  # the rows that a table's last column names
    r"\b\d+(-\d+)+\b",  # a network's layers
]
NAMED = (  # a number that is a name, with its word
    r"(?i)\b((?:section|chapter|algorithm|figure|table|row|lecture|equation|exercise|"
    r"stage)s?) \d+(?:\.\d+)*(?:(?:,| to| and) \d+)*|\b\d+-(bit)\b"
)
ROLE = r"\{[\w:]+\}`[^`]*`"
INLINE = rf"{ROLE}|`[^`]*`|\$[^$]*\$"
ONE_NUMBER = r"\$([-+−]?\d[\d.]+(?:(?:\{,\}|,)\d{3})*)\$"  # a number, not a formula
END = r"(?<=[.!?])[*\")]*\s+|\n\n|\n(?=[-|] )"
CONTROL = re.compile(r"\s*- \*\*[^*]+\*\*")  # "- **lr** to 0.1"
SAME = {  # what prose and code call by two names
    "gradient descent": "sgd", "heavy ball": "momentum", "alpha": "lr", "α": "lr",
    "epsilon": "eps", "ε": "eps", "β": "beta", "γ": "gamma", "κ": "kappa",
}  # fmt: skip
NO_LABELS = {"the", "and", "for", "with", "from", "that", "this", "are", "not", "all"}


class Told(NamedTuple):
    """A number in the prose: its sentence, what else this says, how it is told."""

    number: str
    sentence: str
    beside: set
    end: bool  # the end of a range
    moves: bool  # an invitation to move a control


class Section:
    def __init__(self, title):
        self.title, self.prose, self.lines = title, [], []
        self.settings, self.controls = set(), set()
        self.found, self.ends = defaultdict(list), defaultdict(list)

    def read(self, lines):
        """Note for each number in the lines what stands beside it.

        A row of numbers alone has its label in the last line that has words.
        """
        label = set()
        for line in lines:
            near = words(line)
            label = {word for word in near if word[0].isalpha()} or label
            for place, text in ((self.found, SPREAD.sub(" ", line)), (self.ends, line)):
                for number in map(plain, NUMBER.findall(text)):
                    for form in {number, number.lstrip("+-"), *number.split(" of ")}:
                        place[form].append((near | label) - {form})


def sections(path):
    """The sections of a notebook, the first of them without a title."""
    found = [Section("")]
    for cell in json.loads(path.read_text())["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            found[-1].settings |= settings(source)
            if "interact(" in source:
                found[-1].controls |= settings(source)
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


def shown(output):
    data = output.get("data", {})
    text = output.get("text") or data.get("text/markdown") or data.get("text/plain")
    return re.split(r"\n|; |\. ", "".join(text or ""))


def settings(source):
    """The values of literals that are given to something, not calculated with."""
    found, nodes = set(), [ast.parse(source)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            found.add(float(node.value))
        used = isinstance(node, ast.BinOp | ast.Compare | ast.Subscript | ast.JoinedStr)
        for child in ast.iter_child_nodes(node):
            if not (used and isinstance(child, ast.Constant)):
                nodes.append(child)
    return found


def plain(number):
    """`number` as it is compared: 1,584 as 1584, 1e-06 as 1e-6, −3 as -3."""
    number = number.replace(",", "").replace("−", "-")
    return re.sub(r"e([-+]?)0*(?=\d)", lambda e: "e" + e[1].strip("+"), number)


def words(text):
    """What may label a number: words, in the singular, and numbers."""
    text = text.lower()
    for old, new in SAME.items():
        text = text.replace(old, f" {new} ")
    found = re.findall(r"lr\b|[a-z]{3,}", text)
    found = {re.sub(r"(?<=ch|sh|ss)es$|(?<!s)s$", "", word) for word in found}
    return found - NO_LABELS | {plain(n).lstrip("+-") for n in NUMBER.findall(text)}


def numbers(section):
    """What the prose of a section tells, number by number."""
    for text in section.prose:
        for form in [*BLOCKS, EXERCISE] if section.title == "Exercises" else BLOCKS:
            text = re.sub(form, "\n\n", text)
        for form in FORMS:
            text = re.sub(form, " ", text)
        for sentence in re.split(END, re.sub(NAMED, r"\1\2", text)):
            if not sentence.rstrip('*")').endswith("?"):
                yield from tell(sentence)


def tell(sentence):
    text = re.sub(ONE_NUMBER, lambda one: one[1].replace("{,}", ","), sentence)
    text = CONTROL.sub(" ", re.sub(INLINE, " ", text))
    ranges = [match.span() for match in RANGE.finditer(text)]
    near = words(re.sub(ROLE, " ", sentence))
    for match in NUMBER.finditer(text):
        number = plain(match[0])
        own = {number.lstrip("+-")} if text.count(match[0]) == 1 else set()
        end = any(start <= match.start() < stop for start, stop in ranges)
        yield Told(number, sentence, near - own, end, bool(CONTROL.match(sentence)))


def vouched(told, section):
    """Whether the section prints or sets the number."""
    if told.moves and section.controls:
        lines, sets = (), section.controls
    else:
        lines = (section.ends if told.end else section.found).get(told.number, ())
        sets = set()
    if any(near & told.beside for near in lines):
        return True
    if re.fullmatch(r"[-+]?\d\d+", told.number):
        sets = sets | section.settings
    return " of " not in told.number and float(told.number) in sets


def mutants(told):
    """The same with each other last digit (of "8 of 10": of both numbers)."""
    for last in re.finditer(r"\d(?=(e[-+]?\d+)?( of |$))", told.number):
        before, after = told.number[: last.start()], told.number[last.end() :]
        if not re.search(r"e[-+]?\d*$", before):
            for digit in set("0123456789") - {last[0]}:
                yield told._replace(number=before + digit + after)
