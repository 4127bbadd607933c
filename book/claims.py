"""Sphinx: what is said of Adam, and what came out: each claim is one record.

    ```{claim} Gradient descent struggles in ravines
    :name: claim-ravines
    :source: {cite:t}`goh2017`
    :here: holds
    :kind: exact
    :run: two parameters, each ravine at its best rate
    :scale: unknown
    :topic: learning rate
    :flips: fig-ravine

    What came out here, in one sentence of at most 25 words, which goes on after
    "Holds when" or begins after "Holds.".

    What else a reader of this box should know.
    ```

`here` is a verdict, `kind` the kind of evidence. `run` says on what: data, seeds,
budget, grid. `sees` is the smallest effect that would have been seen; "not decided"
must say it. `scale` tells what dated papers found on large networks, and `against`
which paper finds otherwise. `flips` names a live figure of the page that judges the
claim at its setting (`adamedu.scene.verdict`), with another verdict at another setting.
The record is shown as a box beside its experiment, as a
line of the page `{claims}`, and is an entry of claims.json beside the pages.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive, directives

VERDICTS = ("holds", "holds when", "does not hold", "not decided", "not tested")
KINDS = ("exact", "simulated", "small network", "small transformer", "measured")
TOPICS = (
    "learning rate", "momentum", "size of a gradient", "bias correction", "networks",
    "decay", "schedules", "noise and batches", "what is learned", "memory and time",
    "later rules", "tuning", "programs",
)  # fmt: skip
SHOWN = {  # the parts below the sentences, in this order
    "kind": "Evidence", "sees": "Smallest effect it could see", "scale": "At scale",
    "against": "Contradicted by", "flips": "Flips", "source": "Source",
}  # fmt: skip
LONGEST = 25  # words of a verdict
CITED = re.compile(r"\{cite:\w+\}`([^`]*)`")
ROLE = re.compile(r"\{[\w:]+\}`([^`<]*?)(?: <[^`]*>)?`")


def one_of(*known):
    return lambda text: directives.choice(text, known)


class Claim(Directive):
    """`{claim} SENTENCE`: its record, and what came out."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {
        "name": directives.unchanged_required, "source": directives.unchanged_required,
        "here": one_of(*VERDICTS), "kind": one_of(*KINDS), "topic": one_of(*TOPICS),
        "run": directives.unchanged, "sees": directives.unchanged,
        "scale": directives.unchanged_required, "against": directives.unchanged,
        "flips": directives.unchanged_required,
    }  # fmt: skip

    def run(self):
        told = dict(self.options)
        needed = {"name", "source", "here", "kind", "topic", "scale"}
        needed |= {"run"} if told.get("kind") != "exact" else set()
        needed |= {"sees"} if told.get("here") == "not decided" else set()
        if missing := sorted(needed - set(told)):
            raise self.error(f"a claim needs {', '.join(missing)}")
        if not told["name"].startswith("claim-"):
            raise self.error("a claim needs a name that begins with claim-")
        box = nodes.admonition(classes=["claim", verdict_class(told["here"])])
        sentence = self.inline(self.arguments[0])
        title = nodes.title("", "", nodes.Text("Claim: "), *sentence)
        self.state.nested_parse(self.content, self.content_offset, box)
        self.begin(box, told["here"])
        box.insert(0, title)
        box += self.parts(told)
        words, more = self.arguments[0], "\n".join(self.content).split("\n\n", 1)
        box["claim"] = {"sentence": words, "what": more[0], **told}
        self.options = {"name": told["name"]}
        self.add_name(box)
        return [box]

    def begin(self, box, verdict):
        """Put the verdict before its sentence; raises for one that is too long."""
        first = box.next_node(nodes.paragraph)
        if first is None or first.parent is not box:
            raise self.error("a claim begins with its verdict in one sentence")
        words = first.astext().split()
        if len(words) > LONGEST or re.search(r"[.!?] +[A-Z]", first.astext()):
            raise self.error(
                f"a verdict is one sentence of at most {LONGEST} words, not of "
                f"{len(words)}: {first.astext()}"
            )
        if verdict != "holds when" and first.astext()[0].islower():
            raise self.error(f"after {title_of(verdict)!r} a sentence begins")
        first["classes"] = ["claim-here"]
        mark = "" if verdict == "holds when" else "."
        words = nodes.strong(text=title_of(verdict) + mark)
        first.insert(0, [words, nodes.Text(" ")])

    def parts(self, told):
        """The list of what stands below the sentences."""
        found = nodes.field_list(classes=["claim-record"])
        if run := told.get("run"):
            told = {**told, "kind": f"{told['kind']}: {run}"}
        if flips := told.get("flips"):
            told = {
                **told,
                "flips": f"in {{numref}}`{flips}`, as you move its settings",
            }
        for key, name in SHOWN.items():
            if key in told:
                words = nodes.paragraph("", "", *self.inline(told[key]))
                body = nodes.field_body("", words, classes=[f"claim-{key}"])
                found += nodes.field("", nodes.field_name(text=name), body)
        return found

    def inline(self, text):
        return self.state.inline_text(text, self.lineno)[0]


def title_of(verdict):
    """A verdict as a badge or a sentence begins: "Does not hold"."""
    return verdict[0].upper() + verdict[1:]


def verdict_class(verdict):
    return f"verdict-{nodes.make_id(verdict)}"


def badge(verdict):
    """The verdict for a glance; the condition, if there is one, stands in the box."""
    more = " …" if verdict == "holds when" else ""
    return nodes.inline("", title_of(verdict) + more, classes=["verdict"])


def claims_of(doctree):
    return [box for box in doctree.findall(nodes.admonition) if "claim" in box]


def flipping(doctree):
    """{figure: {name: sentence}} of the claims that flip in a figure of their page."""
    found = {}
    for told in (box["claim"] for box in claims_of(doctree)):
        if "flips" in told:
            claims = found.setdefault(told["flips"], {})
            claims[told["name"]] = plain(told["sentence"])
    return found


def plain(text):
    """Markdown as one reads it: a citation by its key, code without its marks."""
    return re.sub(r"[`*$]", "", ROLE.sub(r"\1", text)).strip()


def record(box, docname, last):
    """A claim as claims.json has it."""
    told = dict(box["claim"])
    name, everything = told.pop("name"), " ".join(told.values())
    papers = {key.strip() for found in CITED.findall(everything)
              for key in found.split(",")}  # fmt: skip
    words = {key: plain(" ".join(text.split())) for key, text in told.items()}
    if "flips" in told:
        words["flips"] = f"{docname}.html#{told['flips']}"
    return {"id": name, "page": f"{docname}.html#{name}", **words,
            "papers": sorted(papers), "last": last}  # fmt: skip


def last_run(app, docname):
    """When, and with which versions, the notebook of a page was last run."""
    path = Path(app.env.doc2path(docname))
    return json.loads(path.read_text("utf-8"))["metadata"]["adamedu"]["last"]


def publish(app, error):
    """Write claims.json beside the pages."""
    if error or app.builder.name != "html":
        return
    found = [record(box, name, last_run(app, name))
             for name in sorted(app.env.found_docs) if "/" not in name
             for box in claims_of(app.env.get_doctree(name))]  # fmt: skip
    text = json.dumps(found, ensure_ascii=False, indent=1)
    Path(app.outdir, "claims.json").write_text(text + "\n", encoding="utf-8")


def setup(app):
    app.add_directive("claim", Claim)
    app.connect("build-finished", publish)
