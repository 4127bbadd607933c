"""How a page is found, shown elsewhere and cited; and what a wrong address leads to."""

import re
import tomllib
from functools import cache
from urllib.parse import urlparse
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.pages import BOOK, CONFIG, PAGES, ROOT

BASE = CONFIG["html"]["baseurl"]
SETTINGS = CONFIG["sphinx"]["config"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text())
QUESTION = r'<p class="chapter-question">.*?</p>'
READ = [path for path in PAGES if path.stem != "search"]
CHAPTERS = [path for path in READ if path.stem[:2].isdigit()]
each_page = pytest.mark.parametrize("path", READ, ids=lambda path: path.stem)


@cache
def page(path):
    """The parts of a page that are looked at here; the whole is large."""
    text = path.read_text()
    found = [text.partition("<title>")[0]]
    for form in (r'<link rel="canonical".*?>', r"<h1>.*?</h1>", QUESTION):
        found += re.findall(form, text, re.DOTALL)
    return BeautifulSoup("\n".join(found), "html.parser")


def address(path):
    return BASE + path.relative_to(BOOK).as_posix()


def told(page, kind="name"):
    """{name: content} of a page's meta tags; none of them stands twice."""
    tags = [tag for tag in page.select(f"meta[{kind}]") if tag[kind] != "viewport"]
    found = {tag[kind]: tag["content"] for tag in tags}
    assert len(found) == len(tags)
    return found


def test_the_book_has_one_address():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["urls"]["Homepage"] == BASE == SETTINGS["ogp_site_url"]
    assert SETTINGS["notfound_urls_prefix"] == urlparse(BASE).path
    assert CITATION["url"] == BASE
    assert CITATION["title"] == CONFIG["title"] == SETTINGS["project"]


@each_page
def test_a_page_names_its_address_and_shows_a_card(path):
    found = page(path)
    (canonical,) = (link["href"] for link in found.select("link[rel=canonical]"))
    card = told(found, "property")
    assert canonical == card["og:url"] == address(path)
    assert card["og:description"] == told(found)["description"]
    assert card["og:site_name"] == CONFIG["title"]
    assert card["og:title"] and len(card["og:image:alt"]) > 10
    picture = BOOK / card["og:image"].removeprefix(BASE)
    assert picture.suffix == ".png" and picture.is_file()


@each_page
def test_a_page_says_how_to_cite_it(path):
    names, title = told(page(path)), page(path).h1.find(string=True).strip()
    assert [names["citation_author"]] == [who["name"] for who in CITATION["authors"]]
    assert names["citation_publication_date"].replace("/", "-") == str(
        CITATION["date-released"]
    )
    assert names["citation_public_url"] == address(path)
    front = path.stem == "index"
    assert names["citation_title"] == (CONFIG["title"] if front else title)
    assert names.get("citation_book_title", CONFIG["title"]) == CONFIG["title"]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_is_described_by_its_question(path):
    first = page(path).select_one(".chapter-question").find(string=True).strip()
    assert len(first) > 3 and told(page(path))["description"].startswith(first)


def test_the_map_of_the_site_has_all_pages():
    tree = ElementTree.parse(BOOK / "sitemap.xml")
    found = [one.text for one in tree.iter() if one.tag.endswith("}loc")]
    assert sorted(found) == sorted(map(address, READ))


def test_a_wrong_address_in_any_folder_leads_on():
    lost = BeautifulSoup((BOOK / "404.html").read_text(), "html.parser")
    asked = [tag.get("href") or tag["action"] for tag in lost.select("[href], form")]
    assert len(asked) >= 4 and lost.script is None
    for one in asked:
        assert one.startswith(urlparse(BASE).path)
        assert (BOOK / one.removeprefix(urlparse(BASE).path)).is_file()
