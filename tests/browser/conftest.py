"""A real browser on the built book, with every other host blocked."""

import contextlib
import functools
import http.server
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import pages
from tests.pages import BOOK

PAGES = [path.relative_to(BOOK).as_posix() for path in pages.PAGES]
READY = """() => document.querySelectorAll('.adamedu-live[data-drawn]').length
  === document.querySelectorAll('script[type*=widget-view]').length"""
PAINTED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""
LAST = 120_000  # ms; what is not there by then will not come, however slow the machine
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]  # fmt: skip


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@contextlib.contextmanager
def served(folder):
    """Address of a server of the folder."""
    handler = functools.partial(QuietHandler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def jupyterlab(folder, *more):
    """Address of a JupyterLab in the folder, with settings of its own."""
    port = free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
        f"--port={port}", "--IdentityProvider.token=", f"--notebook-dir={folder}",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class="
        "jupyterlab.NeverCheckForUpdate", *more,
    ]  # fmt: skip
    home = {"JUPYTER_CONFIG_DIR": str(folder / "config"), "HOME": str(folder)}
    with open(folder / "log", "w") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env={**os.environ, **home}
        )
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{url}/api", folder / "log")
            yield url
        finally:
            server.kill()  # terminate() may wait for ever for a kernel that starts
            server.wait()


def wait_for(url, log):
    for _ in range(LAST // 250):
        try:
            urllib.request.urlopen(url).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise AssertionError("JupyterLab did not start:\n" + log.read_text())


@contextlib.contextmanager
def chromium():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "no Chromium: run `make test`, or set CHROMIUM to its path"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        browser.on("context", lambda context: context.set_default_timeout(LAST))
        expect.set_options(timeout=LAST)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site():
    """Addresses of the book: {"http": ..., "file": ...}."""
    assert (BOOK / "index.html").exists(), "no book to test: run `make book`"
    with served(BOOK) as address:
        yield {"http": address, "file": BOOK.as_uri()}


class Visit:
    """A page of the book, with what went wrong on it."""

    def __init__(self, page, root):
        self.page, self.root = page, root
        self.wrong = []
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.wrong.append(f"{error}"))
        page.on("requestfailed", lambda r: self.wrong.append(f"failed: {r.url}"))
        page.on("response", self.look)
        page.route("**/*", self.gate)

    def hear(self, message):
        if message.type == "error":
            self.wrong.append(message.text)

    def look(self, response):
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")

    def gate(self, route):
        if route.request.url.startswith((self.root, "blob:", "data:")):
            route.continue_()
        else:
            self.wrong.append(f"another host: {route.request.url}")
            route.abort()

    def open(self, name):
        self.page.goto(f"{self.root}/{name}")
        self.page.wait_for_function(READY)
        return self.page


@pytest.fixture
def visit(browser, site):
    """visit(how="http", **context) gives a Visit in a fresh context."""
    contexts = []

    def make(how="http", **options):
        still = {"reduced_motion": "reduce"}  # figures show their ends at once
        options = {"viewport": {"width": 1280, "height": 900}, **still, **options}
        context = browser.new_context(**options)
        contexts.append(context)
        return Visit(context.new_page(), site[how])

    yield make
    for context in contexts:
        context.close()
