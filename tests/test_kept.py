"""What keeps the book: its change log, how it is cited, forms, workflows, the links."""

import http.server
import re
import threading
import urllib.parse

import pytest
import yaml

import adamedu
from tests import outside
from tests.pages import ROOT

GITHUB = ROOT / ".github"
FORMS = [
    GITHUB / f"ISSUE_TEMPLATE/{name}.yml" for name in ("claim", "erratum", "figure")
]
FLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text())


def test_the_version_is_the_same_everywhere():
    log = (ROOT / "CHANGELOG.md").read_text()
    versions = re.findall(r"^## (\S+) \((\S+)\)", log, re.M)
    assert versions[0] == (adamedu.__version__, str(CITATION["date-released"]))
    assert CITATION["version"] == adamedu.__version__
    assert [date for _, date in versions] == sorted({d for _, d in versions})[::-1]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_one_that_github_takes(path):
    """GitHub, "Syntax for issue forms": a name, a description, and inputs."""
    form = yaml.safe_load(path.read_text())
    assert form.keys() == {"name", "description", "title", "body"}
    ids = [part["id"] for part in form["body"]]
    assert len(ids) == len(set(ids)) >= 3
    for part in form["body"]:
        assert part["type"] in ("input", "textarea")
        assert part["attributes"]["label"]
    assert any(part.get("validations") == {"required": True} for part in form["body"])


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_what_there_is(path):
    text = path.read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"make (\w+)", text)) <= targets
    for name in re.findall(r"python -m (tests\.\w+)", text):
        assert (ROOT / f"{name.replace('.', '/')}.py").exists()
    for job in yaml.safe_load(text)["jobs"].values():
        assert job["runs-on"] == "ubuntu-24.04" and job["steps"]


def test_without_pins_the_newest_versions_are_installed():
    """The weekly run deletes that line by its beginning."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    assert [line for line in lines if line.startswith("-c ")] == ["-c constraints.txt"]


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(self.path[1:]))
        self.end_headers()

    def log_message(self, *args):
        pass


def test_an_address_is_wrong_if_it_is_gone():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}"
    said = {code: outside.wrong(f"{root}/{code}") for code in (200, 403, 404, 410)}
    assert said == {200: "", 403: "", 404: "404", 410: "410"}
    server.shutdown()
    server.server_close()
    assert "refused" in outside.wrong(root)


def test_the_addresses_of_the_book_are_read():
    found = outside.links(outside.PAGES)
    assert len(found) > 100 and not any("issues/new" in one for one in found)
    assert all(urllib.parse.urlparse(one).hostname for one in found)
