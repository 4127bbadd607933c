"""Who is who on a roster."""

import pytest

from course.grade import roster
from tests.course.test_class import grade, uploaded


def test_the_roster_flags_who_is_not_on_it(course, stubbed):
    (course / "roster.csv").write_text("id;name\nada;Ada L\ncy;Cy\n", "utf-8-sig")
    results = grade(course, uploaded(course), listed=course / "roster.csv")
    told = {one["student"]: (one["status"], one["flags"]) for one in results}
    assert told == {
        "ada": ("graded", []), "cy": ("graded", []),
        "bob": ("nothing handed in",
                ["bob.ipynb is of ps2, not of ps1", "is not on the roster"]),
    }  # fmt: skip


ROSTER = [
    {"id": "al12", "name": "Ada Lovelace", "email": "ada@x.org"},
    {"id": "4712", "name": "Zoë von Müller", "email": ""},
    {"id": "s3", "name": "Li Wei", "email": ""},
    {"id": "s4", "name": "Li Wei", "email": ""},
]


@pytest.mark.parametrize(
    ("student", "said", "found"),
    [
        ("al12", "", "al12"), ("ADA@x.org", "", "al12"),
        ("Ada Lovelace_77", "", "al12"),
        ("Lovelace_Ada_xy_77", "", "al12"), ("lovelaceada_77", "", "al12"),
        ("vonmullerzoe_1", "", "4712"), ("Zoe\u0308 von Müller_1", "", "4712"),
        ("mullerzoe_4712", "", "4712"),
        ("Li Wei_1", "may be s3 or s4 on the roster", ""),
        ("eve_1", "is not on the roster", ""), ("l_1", "is not on the roster", ""),
    ],
)  # fmt: skip
def test_who_is_who_on_the_roster(student, said, found):
    told, absent = roster.compared([student], ROSTER)
    assert told.get(student, "") == said
    missing = {row["id"] for row in ROSTER} - {row["id"] for row in absent}
    if found:
        assert missing == {found}


def test_two_who_may_be_one_are_told():
    told, _ = roster.compared(["al12", "Ada Lovelace_7"], ROSTER)
    says = "al12 on the roster may be al12 or Ada Lovelace_7"
    assert told == {"al12": says, "Ada Lovelace_7": says}


@pytest.mark.parametrize(
    ("text", "says"),
    [(b"", "columns id and name"), (b"name\nAda\n", "columns id and name"),
     (b"id,name\n,Ada\n", "the id '' is there 1 times"),
     (b"id,name\na,A\na,B\n", "the id 'a' is there 2 times"),
     ("id,name\na,Zoë\n".encode("latin-1"), "is not UTF-8")],
)  # fmt: skip
def test_a_wrong_roster_is_told_before_anything_is_graded(course, stubbed, text, says):
    (course / "roster.csv").write_bytes(text)
    with pytest.raises(ValueError, match=says):
        grade(course, uploaded(course), listed=course / "roster.csv")
    assert not (course / "out").exists()
