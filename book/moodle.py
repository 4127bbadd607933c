"""Questions as Moodle reads them. Formulas are TeX, which its MathJax sets.

Moodle's own fields: https://docs.moodle.org/en/Moodle_XML_format. An order is asked as
the place of each choice, since only new versions have a type for it.
"""

from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from book.bank import in_order, markup, plain

TYPES = {
    "one": "multichoice", "several": "multichoice", "order": "matching",
    "number": "numerical",
}  # fmt: skip


def quiz(questions):
    """The bytes of a file with these, each chapter a category."""
    root, chapter = Element("quiz"), None
    for question in questions:
        if question.chapter != chapter:
            chapter = question.chapter
            made = SubElement(root, "question", type="category")
            path = f"$course$/top/Adam, put to the test/{chapter.replace('/', '//')}"
            put(made, "category", path)
        add(root, question)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def add(root, question):
    made = SubElement(root, "question", type=TYPES[question.kind])
    put(made, "name", plain(question.asks))
    stem = f"<p><strong>{words(question.asks)}</strong></p>{words(question.stem)}"
    put(made, "questiontext", stem, format="html")
    put(made, "generalfeedback", told(question), format="html")
    for name, value in (("defaultgrade", "1"), ("penalty", "0"), ("hidden", "0"),
                        ("idnumber", question.name)):  # fmt: skip
        SubElement(made, name).text = value
    if question.kind == "number":
        numbers(made, question)
    elif question.kind == "order":
        SubElement(made, "shuffleanswers").text = "true"
        for k, choice in enumerate(question.choices):
            part = SubElement(made, "subquestion", format="html")
            SubElement(part, "text").text = words(choice)
            put(part, "answer", f"{question.right.index(k) + 1}")
    else:
        single = question.kind == "one"
        SubElement(made, "single").text = "true" if single else "false"
        SubElement(made, "shuffleanswers").text = "true"
        SubElement(made, "answernumbering").text = "none"
        share = 100 / len(question.right)
        loss = -100 / max(1, len(question.choices) - len(question.right))
        for k, choice in enumerate(question.choices):
            worth = share if k in question.right else 0 if single else loss
            answer(made, worth, words(choice), question.reasons[k], format="html")


def numbers(made, question):
    """The right number, and known mistakes."""
    for k, value in enumerate(question.values):
        part = answer(made, 0 if k else 100, f"{value:.6g}", question.reasons[k])
        SubElement(part, "tolerance").text = f"{abs(value) * question.within:.6g}"


def answer(made, worth, text, reason, **kind):
    part = SubElement(made, "answer", fraction=f"{worth:.7g}", **kind)
    SubElement(part, "text").text = text
    put(part, "feedback", words(reason), format="html")
    return part


def told(question):
    """What is said to every answer: an order with its reasons, and where it stands."""
    text = in_order(question, words) if question.kind == "order" else ""
    return f'{text}<p><a href="{escape(question.address)}">In the book</a></p>'


def words(nodes):
    return markup(nodes, tex).strip()


def tex(tag, block):
    text = escape(tag.select_one("annotation").get_text().strip(), quote=False)
    return rf"<p>\[{text}\]</p>" if block else rf"\({text}\)"


def put(parent, name, text, **attributes):
    SubElement(SubElement(parent, name, **attributes), "text").text = text
