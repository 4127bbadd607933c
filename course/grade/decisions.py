"""What a teacher decides beside the points: a deadline, extensions, other points.

Two tables in the folder of a set's grades hold it, and nothing writes into them:
`extensions.csv` (student, until, reason) and `overrides.csv` (student, task, points,
reason). A table that cannot be meant so is refused before anything is graded.
"""

import csv
import difflib
import io
import json
import math
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

import dateutil.parser

from course.grade.files import write

RULE = re.compile(
    r"(?P<percent>\d+(\.\d+)?) ?% (a|per) (?P<unit>hour|day)"
    r"(, at most (?P<most>\d+(\.\d+)?) ?%)?"
)


@dataclass
class Terms:
    """The deadline and what being late costs, as a teacher says them; "" for none.

    `deadline` is a time such as 2026-11-05 23:59, on this machine's clock where it
    names no zone; `late` a rule such as "10 % a day" or "10 % a day, at most 50 %":
    percent of the set's points, for each day or hour begun. Raises ValueError for
    anything else.
    """

    deadline: str = ""
    late: str = ""

    def __post_init__(self):
        if self.deadline:
            moment(self.deadline, "the deadline")
        if self.late and not RULE.fullmatch(self.late):
            raise ValueError(
                f"a late rule is like '10 % a day' or '5 % an hour, at most 50 %', not "
                f"{self.late!r}"
            )

    def share(self, late):
        """Which share of the points being late by a timedelta costs."""
        if not self.late:
            return 0.0
        rule = RULE.fullmatch(self.late)
        unit = timedelta(days=1) if rule["unit"] == "day" else timedelta(hours=1)
        most = float(rule["most"] or 100)
        return min(math.ceil(late / unit) * float(rule["percent"]), most) / 100


@dataclass
class Decisions:
    """A set's terms, extensions {student: (until, reason)}, and overrides
    {(student, key): (points, reason)}.
    """

    terms: Terms = field(default_factory=Terms)
    extensions: dict = field(default_factory=dict)
    overrides: dict = field(default_factory=dict)

    @classmethod
    def read(cls, folder, items, students, deadline=None, late=None):
        """What lies in a folder. A deadline or rule that is given stays until another
        one is; ValueError where a table names nobody, no task, or impossible points.
        """
        path = Path(folder) / "terms.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        said = {"deadline": deadline, "late": late}
        terms = Terms(**known | {k: v for k, v in said.items() if v is not None})
        made = cls(terms)
        for where, row in rows(Path(folder) / "extensions.csv", "student", "until"):
            who = one_of(row["student"], students, f"{where}: a student")
            until = moment(row["until"], where)
            made.extensions[who] = until, row.get("reason") or ""
        for where, row in rows(
            Path(folder) / "overrides.csv", "student", "task", "points", "reason"
        ):
            who = one_of(row["student"], students, f"{where}: a student")
            key = task_key(row["task"], items, where)
            points = number(row["points"], items[key].max, where)
            if not row["reason"]:
                raise ValueError(f"{where}: say the reason; the student reads it")
            made.overrides[who, key] = points, row["reason"]
        if asdict(terms) != known and any(asdict(terms).values()):
            write(path, json.dumps(asdict(terms), indent=1))
        return made

    def applied(self, result, items):
        """The result with other points and what being late costs, each with its why."""
        tasks, score = dict(result["tasks"]), result["score"]
        for (student, key), (points, reason) in self.overrides.items():
            if student == result["student"]:
                empty = {"words": "", "mistake": "", "notes": [], "max": items[key].max}
                right = points >= items[key].max
                other = {"points": points, "right": right, "override": reason}
                tasks[key] = empty | tasks.get(key, {}) | other
        if any(one["points"] is not None for one in tasks.values()):
            score = sum(one["points"] or 0 for one in tasks.values())
        result = result | {"tasks": tasks, "score": score, "earned": score}
        if "max" not in result and tasks:
            result["max"] = sum(one.max for one in items.values())
        late = self.late(result)
        if late and score is not None:
            off = min(score, late["share"] * result["max"])
            result["score"] = round(score - off, 2)
            late["off"] = round(off, 2)
        return result | {"lateness": late}

    def late(self, result):
        """How late a result is and what that costs; None if it is not, or unknown."""
        made = {"share": 0.0, "rule": self.terms.late, "off": 0.0}
        if not self.terms.deadline:
            return None
        when = time_of(result)
        if when is None:
            parts = PurePosixPath(result.get("upload") or "").parts
            canvas = any("_LATE_" in part for part in parts)  # a file, or a zip
            words = "late, says Canvas, whose files do not tell by how much"
            return made | {"words": words} if canvas else None
        until, reason = self.extensions.get(
            result["student"], (moment(self.terms.deadline, "the deadline"), "")
        )
        if when <= until:
            return None
        extended = f", extended: {reason}" if reason else ""
        words = f"{span(when - until)} late (due {said(until)}{extended})"
        return made | {"words": words, "share": self.terms.share(when - until)}


def time_of(result):
    """When a result was handed in; None where nobody whom we believe says so."""
    try:
        return moment(result.get("time") or "", "the time of a submission")
    except ValueError:
        return None


def rows(path, *columns):
    """(where, row) for each line of a table that a teacher wrote; none without it."""
    if not path.exists():
        return
    with open(path, encoding="utf-8-sig", newline="") as file:
        text = file.read()
    by = ";" if ";" in text.partition("\n")[0] else ","
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=by)
    missing = [name for name in columns if name not in (table.fieldnames or [])]
    if missing:
        raise ValueError(f"{path} has no column {missing[0]}: {', '.join(columns)}")
    for row in table:
        if any((value or "").strip() for key, value in row.items() if key):
            clean = {key: (value or "").strip() for key, value in row.items() if key}
            yield f"{path.name}, line {table.line_num}", clean


def one_of(name, known, what):
    """A name that is known, or ValueError with those that look like it."""
    if name in known:
        return name
    near = difflib.get_close_matches(name, known, n=3)
    raise ValueError(
        f"{what} {name!r} is not known" + (f"; near: {', '.join(near)}" if near else "")
    )


def task_key(name, items, where):
    """The grade_id of a task, from that or its short name."""
    keys = {one.name: key for key, one in items.items()} | {key: key for key in items}
    return keys[one_of(name, keys, f"{where}: a task")]


def number(text, most, where):
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = math.nan
    if not 0 <= points <= most:
        raise ValueError(f"{where}: points are from 0 to {most:g}, not {text!r}")
    return points


def moment(text, what):
    """A time with its zone: this machine's where the text names none, and the end of
    the day where it names no hour.
    """
    try:
        if not re.search(r"\b\d{4}\b", text) or re.search(r"\d/\d", text):
            raise ValueError
        plain, zone = text, None
        if found := re.fullmatch(r"(.+\d) ([A-Z][A-Za-z_]+(?:/[\w+-]+)*)", text):
            with suppress(KeyError):  # "UTC", "Europe/Berlin"; "PM" is none
                zone = ZoneInfo(found[2])
                plain = found[1]
        when = dateutil.parser.parse(plain)
        if ":" not in plain:
            when = when.replace(hour=23, minute=59, second=59)
        return when.replace(tzinfo=zone) if zone else when.astimezone(when.tzinfo)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{what}: a time is like 2026-11-05 23:59, not {text[:40]!r}"
        ) from None


def span(time):
    """A length of time in words, in the unit that says it best."""
    hours = time / timedelta(hours=1)
    if hours < 1:
        return f"{math.ceil(hours * 60)} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.1f} days"


def said(when):
    return when.strftime("%Y-%m-%d %H:%M")
