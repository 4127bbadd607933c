"""Questions in small notebooks: those that fit, and those that do not."""

from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    writes,
)

PRINTED = """\
lr  0.05: sgd 1,584 [300, 2,000], adam 40
lr   0.1: sgd -0.5 [-1, 3], adam 1e-3
"""
CHOICES = "- few\n- some\n- 4 <b & 5\n"
SENTENCES = """\
- `sgd < 100`: why *few*
- `100 < sgd < 1000`: why some
- `sgd > 1000`: why 4 <b & 5
"""
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAA"
    "SUVORK5CYII="
)
PATTERN = "`lr 0.05: sgd {sgd} ... adam {adam}`\n\n"


def predict(options="", body=CHOICES):
    return f"```{{predict}} Is 1 <2 & 3?\n:name: ask-it\n{options}\n{body}```"


def answer(sentences=SENTENCES, pattern=PATTERN, name="ask-it"):
    return f"```{{answer}} {name}\n{pattern}{sentences}```"


def figure(name, words):
    """A cell that shows a picture with these words."""
    return new_code_cell(
        "draw()", execution_count=1,
        outputs=[new_output("display_data", {"image/png": PIXEL, "text/plain": words})],
        metadata={"mystnb": {"figure": {"name": name, "caption": "It."}}},
    )  # fmt: skip


def notebook(printed=PRINTED, ask=None, told=None, between="", shown=None):
    """A figure, a question, a cell that prints, and the answer."""
    output = new_output("stream", name="stdout", text=printed)
    made = new_notebook(
        cells=[
            new_markdown_cell("# Title"),
            *([figure(*shown)] if shown else []),
            new_markdown_cell(ask or predict()),
            new_code_cell("run()", outputs=[output], execution_count=1),
            new_markdown_cell(f"{between}\n\n{told or answer()}\n\nAfter."),
            new_markdown_cell("## Next\n\nAnother section."),
        ]
    )
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    made.metadata["language_info"] = {"name": "python", "pygments_lexer": "python"}
    return writes(made)


WORDS = "Draw."
LINE = ":line: step: 1, 10, end\n:heights: steps: 0 to 2,000\n"
HEIGHTS = """\
- `sgd, adam, sgd / 2`: up and down
- `said[-1] > 1000 or max(said) < sgd / 2`: not so
"""
COUNTS = {"50": 0, "999.9": 1, "1,584": 2, "2e+05": 2}
INNER = predict().replace("ask-it", "ask-inner")
GOOD = {
    **{f"count-{k}": {"printed": PRINTED.replace("1,584", count)}
       for k, count in enumerate(COUNTS)},
    "plain": {"between": "Told."},
    "other": {"ask": predict(body=CHOICES.replace("few", "less"))},
    "several": {"ask": predict(":several:\n"),
                "told": answer("- `adam < sgd`: a\n- `sgd < 0`: b\n- `sgd > 9`: c\n")},
    "order": {"ask": predict(":order:\n"),
              "told": answer("- `sgd`: a\n- `-adam`: b\n- `adam`: c\n")},
    "number": {"ask": predict(":within: 20%\n", "Guess."),
               "told": answer("- `sgd / adam`: right so\n- `adam`: a slip\n")},
    "line": {"ask": predict(LINE, WORDS), "told": answer(HEIGHTS)},
    "figure": {"ask": predict(":figure: fig-it\n"), "printed": "nothing",
               "shown": ("fig-it", PRINTED)},
    "nested": {"ask": f"{predict()}\n\n{INNER}",
               "told": f"{answer(name='ask-inner')}\n\n{answer()}"},
}  # fmt: skip
BAD = [
    ({"told": answer(pattern="`lr 0.2: sgd {sgd}`\n\n")},
     "ask-it: 0 printed lines have `lr 0.2: sgd {sgd}`, not one"),
    ({"told": answer(pattern="`sgd {sgd}`\n\n")}, "2 printed lines have `sgd {sgd}`"),
    ({"told": answer(pattern="")}, "must begin with a pattern in code"),
    ({"told": answer(SENTENCES.replace("sgd > 1000", "sgd > 2000"))},
     "its conditions are [False, False, False]: 0 hold"),
    ({"told": answer(SENTENCES.replace("sgd < 100`", "sgd > 100`"))},
     "its conditions are [True, False, True]: 2 hold"),
    ({"told": answer(SENTENCES.replace("sgd > 1000", "loss > 1000"))},
     "`loss > 1000`: name 'loss' is not defined; it knows sgd, adam"),
    ({"told": answer(SENTENCES.replace("`sgd > 1000`: ", ""))},
     "no condition in code begins: why"),
    ({"told": answer("- `sgd > 0`: one\n")}, "3 choices, but 1 in its answer"),
    ({"told": answer(name="ask-other")}, "no question before it is named ask-other"),
    ({"told": answer(name="ask-other")}, "ask-it: it has 0 blocks {answer}, not one"),
    ({"told": f"{answer()}\n\n{answer()}"}, "it has 2 blocks {answer}"),
    ({"between": "## A heading"}, "must follow it, with no heading between"),
    ({"ask": predict(":order:\n"), "told": answer("- `1`: a\n- `2`: b\n- `3`: c\n")},
     "the choices stand in the right order already"),
    ({"ask": predict(":order:\n"), "told": answer("- `2`: a\n- `1`: b\n- `2`: c\n")},
     "two of these are equal"),
    ({"ask": predict(LINE, WORDS), "told": answer("- `sgd, adam`: so\n")},
     "3 places, but 2 heights: `sgd, adam`"),
    ({"ask": predict(LINE, WORDS), "told": answer(f"{HEIGHTS}- `said[0] > 1`: no\n")},
     "`said[0] > 1` is said of a mistake, but holds of the right line"),
    ({"ask": predict(LINE, WORDS), "told": answer(f"{HEIGHTS}- `said[3] > 1`: no\n")},
     "`said[3] > 1`: list index out of range; it knows sgd, adam, said"),
    ({"ask": predict(LINE.replace("2,000", "100"), WORDS), "told": answer(HEIGHTS)},
     "1584 is not within 0 to 100"),
    ({"ask": predict(LINE.replace("0 to", "9e9 to"), WORDS), "told": answer(HEIGHTS)},
     "heights: 9e+09 is not below 2000"),
    ({"ask": predict(":line: 1, 2\n", WORDS), "told": answer(HEIGHTS)},
     "a line needs `:line: step: 1, 10, 100`, `:heights: loss: 0 to 2`"),
    ({"ask": predict(":heights: loss: 0 to 1\n")}, "only a line has heights"),
    ({"ask": predict(":figure: fig-that\n"), "shown": ("fig-1", "")},
     "no figure before it, in its section, is named fig-that"),
    ({"ask": predict(":figure: fig-2\n"), "shown": ("fig-2", PRINTED)},
     "2 printed lines have `lr 0.05"),
    ({"ask": predict().replace("ask-it", "it")}, "a name that begins with ask-"),
    ({"ask": predict(":several:\n:order:\n")}, "can't be both order and several"),
]  # fmt: skip
