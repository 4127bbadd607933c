"""Claims: each is one record, shown beside its experiment, on a page, and as data."""

import json
import re
from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import directives
from docutils.utils import SystemMessage

from book.claims import KINDS, TOPICS, VERDICTS, Claim
from tests.prose import NUMBER, plain, sections
from tests.test_chapters import CHAPTERS
from tests.test_indexes import BOOK, page, written

RIGHT = {
    "name": "claim-x", "source": "a paper", "here": "holds", "kind": "simulated",
    "topic": "decay", "run": "ten runs", "scale": "unknown",
}  # fmt: skip
REFERENCES = Path(__file__).parents[1] / "chapters/references.bib"
directives.register_directive("claim", Claim)


def made(sentence="It is so.", more="", **options):
    """A document of one claim; raises SystemMessage for one that isn't right."""
    told = {**RIGHT, **options}
    lines = [f"   :{key}: {value}" for key, value in told.items() if value]
    body = "\n".join([".. claim:: It is", *lines, "", f"   {sentence}", "", more])
    return publish_doctree(body, settings_overrides={"halt_level": 3,
                                                     "report_level": 5})  # fmt: skip


def test_a_claim_is_a_box_with_its_record():
    (box,) = made(scale="unknown", sees="0.1").findall(nodes.admonition)
    title, here, record = box.children
    assert title.astext() == "Claim: It is"
    assert here.astext() == "Holds. It is so."
    assert [field.astext().split("\n\n") for field in record] == [
        ["Evidence", "simulated: ten runs"], ["Smallest effect it could see", "0.1"],
        ["At scale", "unknown"], ["Source", "a paper"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        *({key: ""} for key in RIGHT),
        {"here": "true"}, {"kind": "a feeling"}, {"topic": "cats"},
        {"here": "not decided"},  # without what would have been seen
        {"name": "ask-x"}, {"sentence": ""}, {"sentence": "Word " * 26},
        {"sentence": "It is so. And so."}, {"sentence": "- a list"},
        {"sentence": "it is so."},  # that goes on after "Holds when" only
    ],
    ids=str,
)  # fmt: skip
def test_a_record_that_is_not_whole_stops_the_build(wrong):
    with pytest.raises(SystemMessage):
        made(**wrong)


def test_a_condition_goes_on_in_its_sentence():
    (box,) = made("it is so.", here="holds when").findall(nodes.admonition)
    assert box.children[1].astext() == "Holds when it is so."


def test_flips_names_a_figure_beside_the_evidence():
    (box,) = made(flips="fig-x").findall(nodes.admonition)
    told = dict(field.astext().split("\n\n") for field in box.children[-1])
    assert told["Flips"] == "in {numref}`fig-x`, as you move its settings"
    assert box["claim"]["flips"] == "fig-x"


def test_exact_evidence_needs_no_run():
    assert made(kind="exact", run="")


def published():
    return json.loads((BOOK / "claims.json").read_text())


def shown():
    """Of each fold of the page of claims: the link to its chapter, and the fold."""
    folds = page("claims").select(".claims > details")
    return [(fold.select(":scope > p")[-1].a["href"], fold) for fold in folds]


def test_every_claim_of_the_book_is_published_once():
    names = written("claim")
    links = [link for link, _ in shown()]
    assert len(names) > 80 and links == names
    assert sorted(claim["page"] for claim in published()) == sorted(names)


def test_what_is_published_is_whole():
    known = re.findall(
        r"(?m)^@\w+\{(.*),$", Path("chapters/references.bib").read_text()
    )
    for claim in published():
        assert claim["here"] in VERDICTS and claim["kind"] in KINDS
        assert claim["topic"] in TOPICS and claim["scale"] and claim["source"]
        assert set(claim["papers"]) <= set(known)
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", claim["last"]["on"])
        assert {"python", "numpy", "torch"} < set(claim["last"])
        texts = [text for text in claim.values() if isinstance(text, str)]
        assert not re.search(r"[`{}$\\]", " ".join(texts))


def test_a_claim_that_flips_leads_to_the_figure():
    """As data, and in its line on the page of claims."""
    flips = {claim["page"]: claim["flips"] for claim in published() if "flips" in claim}
    links = {
        link: [a["href"] for a in fold.select(".claim-flips a")]
        for link, fold in shown()
        if fold["data-flips"] == "in a live figure"
    }
    assert len(flips) >= 10
    assert links == {link: [figure] for link, figure in flips.items()}
    for link in flips.values():
        name, _, anchor = link.partition("#")
        assert page(name.removesuffix(".html")).select(f"figure#{anchor}")


def test_numbers_on_the_page_of_claims_are_printed_in_their_chapters():
    chapters = {path.stem: sections(path) for path in CHAPTERS}
    found = 0
    for link, fold in shown():
        known = {number for section in chapters[link.partition(".")[0]]
                 for number in section.ends}  # fmt: skip
        fold.select_one("dl.claim-record").decompose()
        words = fold.get_text(" ")
        for number in map(plain, NUMBER.findall(words)):
            if "." in number:
                assert number in known, f"{number} in: {words}"
                found += 1
    assert found > 20
