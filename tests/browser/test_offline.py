"""The zip of the book: from a disk, and kept by a service worker where it is served."""

import os
import shutil
import zipfile
from itertools import count

import pytest

from book import offline
from tests.browser.conftest import LAST, READY, Visit, served
from tests.browser.test_figures import assert_changes, box_of, figures, nudge

KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const cache = await caches.open(new URL(".", location).href);
  return (await cache.keys()).map(({ url }) => new URL(url).pathname.slice(1));
}"""
UPDATED = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const found = new Promise((done) => {
    registration.onupdatefound = () => {
      const { installing } = registration;
      installing.onstatechange = () => done(installing.state);
    };
  });
  await registration.update();
  return found;
}"""
CONTROLLED = "() => navigator.serviceWorker.controller?.state === 'activated'"


@pytest.fixture(scope="module")
def zipped(tmp_path_factory):
    target = tmp_path_factory.mktemp("zip") / "book.zip"
    offline.write(offline.ROOT / "_build/html", target)
    return target


@pytest.fixture
def folder(zipped, tmp_path):
    """The zip, unpacked where the path has a space."""
    with zipfile.ZipFile(zipped) as packed:
        packed.extractall(tmp_path / "my books")
    return tmp_path / "my books" / offline.NAME


def move(page):
    """Change a setting of the race, which the page then computes as Python does."""
    race = figures(page)[0]
    assert_changes(race, lambda: nudge(box_of(race).locator(".noUi-handle").first))


def test_it_works_from_a_disk(browser, folder):
    with browser.new_context(reduced_motion="reduce") as context:
        visit = Visit(context.new_page(), folder.as_uri())
        page = visit.open("index.html")
        assert "my%20books" in page.url
        move(page)
        visit.open("exercises/ps1.html")
        assert visit.wrong == []


def test_served_once_it_is_there_offline(browser, folder):
    with (
        served(folder) as root,
        browser.new_context(reduced_motion="reduce") as context,
    ):
        page = context.new_page()
        page.goto(f"{root}/index.html")
        page.wait_for_function(CONTROLLED)
        names = {file.relative_to(folder).as_posix() for file in folder.rglob("*")
                 if file.is_file()}  # fmt: skip
        assert set(page.evaluate(KEPT)) == names - {"keep.js"}
        session = context.new_cdp_session(page)
        told = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert [
            one["errorId"] for one in told if one["errorId"] != "in-incognito"
        ] == []

        context.set_offline(True)
        page.goto(f"{root}/")
        page.wait_for_function(READY)
        move(page)
        page.goto(f"{root}/exercises/ps1.html?again#top")
        assert page.locator("h1").is_visible()


@pytest.fixture
def small(tmp_path):
    """small(**pages) gives a folder a book of these pages.

    Each is a second younger than the one before: a server says in seconds whether a
    file has changed.
    """
    times = count(1_000_000_000)

    def give(**pages):
        site = tmp_path / "site"
        shutil.rmtree(site, ignore_errors=True)
        (site / "_static").mkdir(parents=True)
        (site / offline.ICON).write_bytes(b"<svg/>")
        for name, words in pages.items():
            text = f"<head><title>Book</title></head><h1>{words}</h1>"
            (site / f"{name}.html").write_text(text)
        now = next(times)
        for name, text in offline.files(site).items():
            target = tmp_path / "book" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
            os.utime(target, (now, now))
        return tmp_path / "book"

    return give


def test_a_new_version_takes_the_place_of_the_old(browser, small):
    folder = small(index="old", works="sources")
    with served(folder) as root, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{root}/index.html")
        page.wait_for_function(CONTROLLED)
        small(index="new", more="more")
        page.reload()
        for _ in range(LAST // 100):  # what has no limit of its own
            if "works.html" not in page.evaluate(KEPT):
                break
            page.wait_for_timeout(100)
        context.set_offline(True)
        page.reload()
        assert page.locator("h1").inner_text() == "new"
        page.goto(f"{root}/more.html")
        assert page.locator("h1").inner_text() == "more"


def test_half_of_a_new_version_is_not_taken(browser, small):
    folder = small(index="old")
    with served(folder) as root, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{root}/index.html")
        page.wait_for_function(CONTROLLED)
        small(index="new")
        (folder / "index.html").write_text("<h1>of a later one</h1>")
        assert page.evaluate(UPDATED) == "redundant"
        page.reload()
        assert page.locator("h1").inner_text() == "old"


def test_without_a_book_it_says_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="run `make book`"):
        offline.write(tmp_path, tmp_path / "book.zip")
