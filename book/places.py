"""Sphinx: a live figure has its place, with its words, before it is alive.

Its parts stand there with the classes of the live ones, and so with their sizes: when
the figure comes, nothing moves. What a script will fill is empty.
"""

import html
import json
import re

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector

from adamedu.figures import heart, limits
from adamedu.figures.stills import direct
from book.claims import title_of

STATE = "application/vnd.jupyter.widget-state+json"
MODEL = re.compile(r'"model_id": "(\w+)"')
REFERENCE = "IPY_MODEL_"
PLAY = "PlayModel"  # the steps that the player of the toolbar shows


def place(env, docname, widget, pictures, claims):
    """Nodes for the place of a widget: what it will show, around its pictures.

    `claims` are those that flip there, {name: sentence}; raises ValueError unless the
    figure judges these.
    """
    models = states(env, docname)
    box = models[MODEL.search(widget.astext())[1]]
    live = next(m for m in map(models.get, parts(box)) if "call" in m)
    scene = scene_of(live, models)
    check_verdicts(live["call"], scene, claims)
    before = controls(live, models) + legend(scene) + panels(scene)
    after = toolbar(live, models, scene) + words(scene, claims) + editor(live)
    return [
        raw(f'<div class="adamedu-place">{before}'),
        *pictures,
        raw(f"</div>{after}</div></div>"),
    ]


def raw(text):
    return nodes.raw("", text, format="html")


def states(env, docname):
    """The state of each widget of a page, by its name."""
    files = NbMetadataCollector.get_js_files(env, docname).values()
    (body,) = (more["body"] for _, more in files if more.get("type") == STATE)
    return {name: m["state"] for name, m in json.loads(body)["state"].items()}


def parts(state):
    return [name.removeprefix(REFERENCE) for name in state["children"]]


def scene_of(live, models):
    """What a figure shows at first, as the page computes it."""
    settings = dict(live["points"])
    for name, reference in live["controls"].items():
        control = models[reference.removeprefix(REFERENCE)]
        options = live["options"].get(name)
        value = json.loads(options[control["index"]]) if options else control["value"]
        settings[name] = value
    space = limits.run(live["source"])
    return space[live["call"]](**settings)


def controls(live, models):
    """A line for each control; a box to tick is as wide as its words."""
    lines = ""
    for reference in live["controls"].values():
        control = models[reference.removeprefix(REFERENCE)]
        if control["_model_name"] == PLAY:
            continue
        tick = control["_model_name"] == "CheckboxModel"
        label = html.escape(control["description"]) if tick else ""
        text = control["_model_name"] == "TextareaModel"
        kind = "widget-checkbox" if tick else "widget-inline-hbox"
        kind += " widget-textarea" if text else ""
        lines += f'<span class="{kind}">{label}</span>'
    shown = f'<div class="adamedu-controls" aria-hidden="true">{lines}</div>'
    return (shown if lines else "") + '<div class="adamedu-live">'


def legend(scene):
    """What the marks are, but for lines that are named at their ends."""
    marks = [m for panel in scene["panels"] for m in panel["marks"]]
    labels = dict.fromkeys(m["label"] for m in marks if m["kind"] != "guide")
    named = {m["label"] for panel in scene["panels"] for m in direct(panel)}
    items = ""
    for label in filter(None, labels):
        kind = ' class="adamedu-direct"' if label in named else ""
        name = html.escape(label)
        items += f'<li{kind}><svg width="34" height="14"></svg>{name}</li>'
    return f'<ul class="adamedu-legend" aria-hidden="true">{items}</ul>'


def panels(scene):
    """Open: the pictures come into it."""
    count = len(scene["panels"])
    inside = '<div class="adamedu-panel"></div>' * count
    return f'<div class="adamedu-panels" data-panels="{count}">{inside}'


def toolbar(live, models, scene):
    walks = [m for panel in scene["panels"] for m in panel["marks"] if m.get("walk")]
    names = [one.removeprefix(REFERENCE) for one in live["controls"].values()]
    played = walks or any(models[name]["_model_name"] == PLAY for name in names)
    player = '<span class="adamedu-player"><button>▶ Play</button>'
    player += "<input><output></output></span>"
    player = player if played else ""
    buttons = "<button>Reset</button><button>Copy link</button><a>Report an error</a>"
    return f'<div class="adamedu-toolbar" inert>{player}{buttons}</div>'


def check_verdicts(name, scene, claims):
    judged = {told["claim"] for told in scene.get("verdicts", ())}
    if judged != claims.keys():
        raise ValueError(f"the figure {name} judges {sorted(judged)}, but the claims "
                         f"with :flips: for it are {sorted(claims)}")  # fmt: skip


def words(scene, claims):
    """The verdicts, as web/src/verdicts.js writes them, and the text."""
    lines = ""
    for told in scene.get("verdicts", ()):
        said = html.escape(f"{claims[told['claim']]}. {told['words']}")
        badge = f'<span class="verdict">{title_of(told["here"])} here</span>'
        lines += f'<p class="adamedu-verdict">{badge}{said}</p>'
    text, _, code = scene["text"].partition("\n\n")
    code = f'<pre class="adamedu-code">{html.escape(code)}</pre>' if code else ""
    return f'<div class="adamedu-message">{lines}{html.escape(text)}{code}</div>'


def editor(live):
    text = live["text"] or heart.rule_texts().get(live["rule"], "")
    names = "".join(f"<button>{name}</button>" for name in live.get("breaks", ()))
    row = f'<div class="adamedu-breaks" inert>Break it:{names}</div>' if names else ""
    return (
        row + f'<pre class="adamedu-editor">{html.escape(text)}</pre>' if text else ""
    )
