"""Questions as QTI 2.1, the format that learning platforms share: a zip of items.

The specification: https://www.imsglobal.org/question/. Formulas are MathML.
"""

import zipfile
from html import escape
from xml.etree import ElementTree

from book.bank import in_order, markup, plain

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
CARDINALITY = {
    "one": "single", "several": "multiple", "order": "ordered", "number": "single",
}  # fmt: skip
CORRECT = (
    '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
)


def write(questions, target):
    """Write the zip: a file for each question, and the list of them."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files(questions).items():
            packed.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)


def files(questions):
    """{name: text} of what the zip has."""
    found = {f"{one.name}.xml": item(one) for one in questions}
    listed = "".join(
        f'<resource identifier="{name[:-4]}" type="imsqti_item_xmlv2p1" href="{name}">'
        f'<file href="{name}"/></resource>' for name in found
    )  # fmt: skip
    found["imsmanifest.xml"] = document(
        f'<manifest xmlns="{PACKAGE}" identifier="adam-put-to-the-test"><metadata>'
        "<schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion>"
        f"</metadata><organizations/><resources>{listed}</resources></manifest>"
    )
    return found


def document(text):
    ElementTree.fromstring(text)  # raises for what is not well-formed
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def item(question):
    """The text of one question's file."""
    number = question.kind == "number"
    base = "float" if number else "identifier"
    several = "multiple" if question.kind == "several" else "single"
    right = [question.values[0]] if number else [f"c{k}" for k in question.right]
    values = "".join(f"<value>{one}</value>" for one in right)
    shown = "".join(feedback(f"c{k}", words(r)) for k, r in enumerate(question.reasons))
    if question.kind == "order":
        shown = feedback("told", in_order(question, words))
    title = escape(plain(question.asks))
    return document(
        f'<assessmentItem xmlns="{NAMESPACE}" identifier="{question.name}" '
        f'title="{title}" adaptive="false" timeDependent="false">'
        f'<responseDeclaration identifier="RESPONSE" baseType="{base}" '
        f'cardinality="{CARDINALITY[question.kind]}"><correctResponse>{values}'
        "</correctResponse></responseDeclaration>"
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">'
        "<defaultValue><value>0</value></defaultValue></outcomeDeclaration>"
        f'<outcomeDeclaration identifier="FEEDBACK" cardinality="{several}" '
        'baseType="identifier"/>'
        f"<itemBody>{words(question.stem)}{interaction(question)}"
        f'<p><a href="{escape(question.address)}">In the book</a></p></itemBody>'
        f"<responseProcessing>{judged(question)}</responseProcessing>"
        f"{shown}</assessmentItem>"
    )


def interaction(question):
    """What the reader fills in."""
    asks = words(question.asks)
    if question.kind == "number":
        return f'<p>{asks} <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    choices = "".join(
        f'<simpleChoice identifier="c{k}">{words(choice)}</simpleChoice>'
        for k, choice in enumerate(question.choices)
    )
    kind = "orderInteraction" if question.kind == "order" else "choiceInteraction"
    most = {"one": ' maxChoices="1"', "several": ' maxChoices="0"'}
    return (f'<{kind} responseIdentifier="RESPONSE" shuffle="true"'
            f"{most.get(question.kind, '')}><prompt>{asks}</prompt>"
            f"{choices}</{kind}>")  # fmt: skip


def judged(question):
    """One point for what is right, and the feedback to what was said."""
    point = said("SCORE", '<baseValue baseType="float">1</baseValue>')
    if question.kind == "number":
        tests = [near(value, question.within) for value in question.values]
        acts = [said("FEEDBACK", named(f"c{k}")) for k in range(len(tests))]
        first, *others = zip(tests, [point + acts[0], *acts[1:]])
        more = "".join(f"<responseElseIf>{t}{a}</responseElseIf>" for t, a in others)
        return ("<responseCondition><responseIf>" + "".join(first)
                + f"</responseIf>{more}</responseCondition>")  # fmt: skip
    shown = named("told") if question.kind == "order" else (
        '<variable identifier="RESPONSE"/>')  # fmt: skip
    return (f"<responseCondition><responseIf>{CORRECT}{point}</responseIf>"
            f"</responseCondition>{said('FEEDBACK', shown)}")  # fmt: skip


def near(value, within):
    return (f'<equal toleranceMode="relative" tolerance="{100 * within:g} '
            f'{100 * within:g}"><baseValue baseType="float">{value}</baseValue>'
            '<variable identifier="RESPONSE"/></equal>')  # fmt: skip


def said(outcome, value):
    return f'<setOutcomeValue identifier="{outcome}">{value}</setOutcomeValue>'


def named(identifier):
    return f'<baseValue baseType="identifier">{identifier}</baseValue>'


def feedback(identifier, text):
    return (f'<modalFeedback outcomeIdentifier="FEEDBACK" showHide="show" '
            f'identifier="{identifier}">{text}</modalFeedback>')  # fmt: skip


def words(nodes):
    return markup(nodes, mathml).strip()


def mathml(tag, block):
    text = str(tag.select_one("math"))
    return f"<p>{text}</p>" if block else text
