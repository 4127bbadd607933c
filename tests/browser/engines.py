"""Firefox and WebKit as Debian has them, each driven by what it speaks by itself:
WebDriver BiDi over a socket, WebDriver over HTTP. Both take the same actions.
"""

import contextlib
import json
import os
import shutil
import subprocess
import time
import urllib.request

import websocket

from tests.browser.conftest import LAST, free_port

SIZE = 1280, 900
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
KEYS = {"Backspace": "\ue003", "Enter": "\ue007", "Control": "\ue009", "End": "\ue010",
        "Home": "\ue011", "ArrowLeft": "\ue012", "ArrowRight": "\ue014",
        "ArrowDown": "\ue015"}  # fmt: skip
PREFERENCES = """user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "data:,");
user_pref("toolkit.telemetry.server", "data:,");
"""
CENTRE = """(css) => {
  const element = document.querySelector(css);
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x + width / 2, y + height / 2].map(Math.round);
}"""
# A script answers in JSON, as the two protocols pass values in ways of their own.
SAFE = """(async () => JSON.stringify({{ value: await ({})(...{}) }}))()
  .catch((error) => JSON.stringify({{ error: `${{error}}` }}))"""


class Element:
    """The first element that a selector finds; its names are Playwright's."""

    def __init__(self, engine, css):
        self.engine, self.css = engine, css

    def evaluate(self, function, *more):
        within = f"(css, ...more) => ({function})(document.querySelector(css), ...more)"
        return self.engine.evaluate(within, self.css, *more)

    def get_attribute(self, name):
        return self.evaluate("(e, name) => e.getAttribute(name)", name)

    def focus(self):
        self.evaluate("(e) => e.focus()")

    def click(self):
        self.drag(0, 0)

    def drag(self, dx, dy):
        """Press the mouse in the middle, and let it go there, or farther on."""
        x, y = self.engine.evaluate(CENTRE, self.css)
        move = {"type": "pointerMove", "origin": "viewport"}
        way = [
            {**move, "x": x + round(dx * k / 4), "y": y + round(dy * k / 4),
             "duration": 20} for k in range(1, 5)
        ] if dx or dy else []  # fmt: skip
        self.engine.act("pointer", "mouse", [
            {**move, "x": x, "y": y}, {"type": "pointerDown", "button": 0}, *way,
            {"type": "pointerUp", "button": 0},
        ])  # fmt: skip


class Engine:
    def element(self, css):
        return Element(self, css)

    def evaluate(self, function, *values):
        told = json.loads(self.run(SAFE.format(function, json.dumps(values))))
        assert "error" not in told, told["error"]
        return told.get("value")

    def wait_for(self, function, *values):
        """Wait until the function says so; a page that is being left says nothing."""
        end = time.monotonic() + LAST / 1000
        while not self.evaluate(function, *values):
            assert time.monotonic() < end, f"never true: {function} {values}"
            time.sleep(0.1)

    def press(self, *keys):
        """Press keys one after the other, each by its name; "Control+a" holds one."""
        way = []
        for key in keys:
            held = [KEYS.get(one, one) for one in key.split("+")] if key != "+" else "+"
            way += [{"type": "keyDown", "value": one} for one in held]
            way += [{"type": "keyUp", "value": one} for one in held[::-1]]
        self.act("key", "keyboard", way)

    def act(self, kind, name, way):
        self.perform([{"type": kind, "id": name, "actions": way}])


class Firefox(Engine):
    def __init__(self, socket):
        self.socket, self.count = socket, 0
        prompts = {"unhandledPromptBehavior": {"default": "accept"}}
        self.send("session.new", capabilities={"alwaysMatch": prompts})
        (tab,) = self.send("browsingContext.getTree")["contexts"]
        self.tab = tab["context"]
        width, height = SIZE
        self.send("browsingContext.setViewport", context=self.tab,
                  viewport={"width": width, "height": height})  # fmt: skip

    def send(self, method, **params):
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        self.socket.send(json.dumps(message))
        told = json.loads(self.socket.recv())
        assert told.get("id") == self.count and "result" in told, told
        return told["result"]

    def open(self, url):
        where = {"context": self.tab, "url": url, "wait": "complete"}
        self.send("browsingContext.navigate", **where)

    def run(self, script):
        target = {"context": self.tab}
        found = self.send("script.evaluate", expression=script, target=target,
                          awaitPromise=True)  # fmt: skip
        assert found["type"] == "success", found
        return found["result"]["value"]

    def perform(self, actions):
        self.send("input.performActions", context=self.tab, actions=actions)


class WebKit(Engine):
    def __init__(self, root):
        self.root = root
        wanted = {"unhandledPromptBehavior": "accept"}
        session = self.send("/session", capabilities={"alwaysMatch": wanted})
        self.root += f"/session/{session['sessionId']}"
        self.send("/timeouts", script=LAST, pageLoad=LAST)
        width, height = SIZE
        self.send("/window/rect", x=0, y=0, width=width, height=height)

    def send(self, path, **body):
        data = json.dumps(body).encode()
        asked = urllib.request.Request(self.root + path, data, method="POST")
        with urllib.request.urlopen(asked, timeout=LAST / 1000) as answer:
            return json.load(answer)["value"]

    def open(self, url):
        self.send("/url", url=url)

    def run(self, script):
        asked = f"const done = arguments[0]; {script}.then(done);"
        return self.send("/execute/async", script=asked, args=[])

    def perform(self, actions):
        self.send("/actions", actions=actions)


@contextlib.contextmanager
def program(*command, log, **more):
    """A program that runs for as long as it is needed."""
    with open(log, "w") as out, subprocess.Popen(
        command, stdout=out, stderr=subprocess.STDOUT, **more
    ) as running:  # fmt: skip
        try:
            yield
        finally:
            running.terminate()


def when(found):
    """What a function gives at last, once it no longer fails."""
    for _ in range(LAST // 100):
        with contextlib.suppress(OSError, ValueError, LookupError):
            return found()
        time.sleep(0.1)
    return found()


@contextlib.contextmanager
def firefox(folder):
    (folder / "user.js").write_text(PREFERENCES)
    command = [FIREFOX, "--headless", "--profile", folder, "--remote-debugging-port=0"]

    def address():
        told = json.loads((folder / "WebDriverBiDiServer.json").read_text())
        return f"ws://{told['ws_host']}:{told['ws_port']}/session"

    with program(*command, log=folder / "log"):
        url = when(address)
        timeout = LAST / 1000
        socket = websocket.create_connection(url, timeout, suppress_origin=True)
        yield Firefox(socket)
        socket.close()


@contextlib.contextmanager
def webkit(folder):
    screen = folder / "screen"
    size = "{}x{}x24".format(*SIZE)
    with program("Xvfb", "-displayfd", "1", "-screen", "0", size, log=screen):
        display = when(lambda: int(screen.read_text().split("\n")[-2]))
        port = free_port()
        home = {"DISPLAY": f":{display}", "HOME": str(folder), "NO_AT_BRIDGE": "1"}
        command = ["WebKitWebDriver", f"--port={port}"]
        with program(*command, log=folder / "log", env={**os.environ, **home}):
            root = f"http://127.0.0.1:{port}"
            when(lambda: urllib.request.urlopen(f"{root}/status").close())
            yield WebKit(root)


ENGINES = {"firefox": firefox, "webkit": webkit}
MISSING = {"firefox"} if not FIREFOX else set()
if not (shutil.which("WebKitWebDriver") and shutil.which("Xvfb")):
    MISSING.add("webkit")
