"""A live figure of the page against the same figure redrawn by matplotlib."""

import gzip
import statistics
import tempfile
import time
from pathlib import Path

import nbformat

from adamedu.figures import Still
from benchmarks import book, race, verdict
from book import run
from tests.browser.conftest import BOOK, chromium, served

CONTROL = """from adamedu.figures import interact
from ipywidgets import FloatLogSlider
interact(race, lr=FloatLogSlider(value=0.01, min=-4, max=0, step=0.05))"""
CLOCK = """() => {
  let began;
  globalThis.times = [];
  addEventListener("keydown", (event) => (began = event.timeStamp), true);
  const painted = new MessageChannel();
  painted.port1.onmessage = () => times.push(performance.now() - began);
  const drawn = () => requestAnimationFrame(() => painted.port2.postMessage(0));
  new MutationObserver(drawn).observe(document.querySelector(".adamedu-live"),
                                      {attributeFilter: ["data-drawn"]});
}"""
FIRST = """() => document.querySelector(".adamedu-live[data-drawn]")
  && performance.now()"""


def build(folder):
    """A page with the figure alone, from an executed notebook, and an empty one: the
    theme's list of pages can't be empty.
    """
    source = folder / "chapters"
    source.mkdir()
    for name in ("adamedu", "book"):  # what _config.yml names beside the chapters
        (folder / name).symlink_to(book.ROOT / name)
    for name in ("assets", "references.bib"):
        (source / name).symlink_to(book.ROOT / "chapters" / name)
    texts = [Path(race.__file__).read_text(), CONTROL]
    cells = [nbformat.v4.new_code_cell(text) for text in texts]
    title = nbformat.v4.new_markdown_cell("# Race")
    notebook = nbformat.v4.new_notebook(cells=[title, *cells])
    nbformat.write(notebook, source / "index.ipynb")
    run.run(source / "index.ipynb")
    (source / "other.md").write_text("# Nothing\n")
    toc = "{format: jb-book, root: index, chapters: [{file: other}]}"
    (folder / "_toc.yml").write_text(toc)
    book.build(source, folder / "_toc.yml", folder)
    return folder / "_build/html"


def live(page, presses):
    """Milliseconds from a key on the slider to the painted frame, for each press."""
    before = page.evaluate("times.length")
    for k in range(presses):
        page.keyboard.press("ArrowLeft" if k < presses // 2 else "ArrowRight")
        page.wait_for_function(f"times.length == {before + k + 1}")
    return page.evaluate(f"times.slice({before})")


def redrawn(frames):
    """Milliseconds to compute, draw and encode the wide figure, for each frame."""
    times = []
    for k in range(frames):
        began = time.perf_counter()
        Still(race.race(10 ** (-2 + k / 20))).bundle()
        times.append(1e3 * (time.perf_counter() - began))
    return times


def latency(browser):
    with tempfile.TemporaryDirectory() as folder, served(build(Path(folder))) as site:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{site}/index.html")
        page.wait_for_function(FIRST)
        page.evaluate(CLOCK)
        page.locator(".noUi-handle").focus()
        live(page, 10), redrawn(2)
        times = {"page": [], "matplotlib": []}
        for _ in range(10):
            times["page"] += live(page, 10)
            times["matplotlib"] += redrawn(10)
    print("A live figure, 5 rules x 300 steps: slider to painted frame, ms")
    p95 = {}
    for name, seen in times.items():
        p95[name] = statistics.quantiles(seen, n=20)[-1]
        print(
            f"  {name:11} median {statistics.median(seen):6.1f}  p95 {p95[name]:6.1f}"
        )
    print(verdict("page / matplotlib at p95:", p95["page"] / p95["matplotlib"], 0.333))


def arrival(browser):
    """What a first visit of the front page costs."""
    with served(BOOK) as site:
        context = browser.new_context()
        page, sizes = context.new_page(), []
        page.on("requestfinished", lambda r: sizes.append(r.response().body()))
        page.goto(f"{site}/index.html")
        first = page.wait_for_function(FIRST, polling="raf").json_value()
        page.wait_for_load_state("networkidle")
        zipped = sum(len(gzip.compress(body)) for body in sizes) / 2**20
        raw = sum(map(len, sizes)) / 2**20
        context.close()
    print(
        f"The front page: live after {first / 1e3:.1f} s from a server on this machine,"
    )
    print(f"  {len(sizes)} files of {raw:.1f} MiB, {zipped:.1f} MiB compressed")


def main():
    with chromium() as browser:
        latency(browser)
        arrival(browser)
