"""A class on one server: a real JupyterHub, a teacher, two students, passwords."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

import pytest
import requests
import websocket

from tests.course.toy_set import ADAM, SGD, WRONG, data, solved

pytestmark = pytest.mark.usefixtures("sandboxed")
if os.getuid() != 0 or not shutil.which("useradd"):
    pytest.skip("needs root, who makes the users", allow_module_level=True)

BOOK = Path(__file__).parents[2]
TEACHER, ADA, BOB = "adamedu-teacher", "adamedu-ada", "adamedu-bob"
PASSWORDS = {name: secrets.token_urlsafe(12) for name in (TEACHER, ADA, BOB)}
UNREAD = shutil.ignore_patterns("node_modules", "__pycache__")


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, (command, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def users():
    """Three users of this machine, who are gone afterwards."""
    try:
        for name, password in PASSWORDS.items():
            run("useradd", "--create-home", "--shell", "/bin/bash", name)
            run("chpasswd", input=f"{name}:{password}")
        yield
    finally:
        for name in PASSWORDS:
            subprocess.run(["pkill", "-KILL", "-u", name], check=False)
            subprocess.run(["userdel", "--remove", name], capture_output=True)


def everybodys_python():
    """A Python of our version that other users of this machine may run."""
    name = "python{}.{}".format(*sys.version_info)
    for path in (Path(sys.executable).resolve(), f"/usr/bin/{name}"):
        with contextlib.suppress(OSError):
            tried = [path, "-c", "import ssl"]
            if not subprocess.run(tried, user="nobody", extra_groups=[], cwd="/",
                                  capture_output=True).returncode:  # fmt: skip
                return path
    pytest.skip(f"no {name} that other users may run")


@pytest.fixture(scope="module")
def checkout(users):
    """The teacher's copy of the project, with a Python that other users may read."""
    home = Path(tempfile.mkdtemp(prefix="class"))
    home.chmod(0o755)
    book = home / "book"
    for name in ("course", "data", "adamedu"):
        shutil.copytree(BOOK / name, book / name, ignore=UNREAD)
    front = "web/node_modules"
    (book / front).parent.mkdir()
    (book / front).symlink_to(BOOK / front)
    env = book / ".venv"
    run(everybodys_python(), "-m", "venv", "--without-pip", env)
    [site] = env.glob("lib/python*/site-packages")
    (site / "all.pth").write_text(f"{book}\n{sysconfig.get_path('purelib')}\n")
    for name in ("share", "etc"):
        (env / name).symlink_to(Path(sys.prefix) / name)
    (env / "bin/node").symlink_to(Path(sys.prefix, "bin/node").resolve())
    alembic = env / "bin/alembic"
    alembic.write_text(f"#!{env}/bin/python\nfrom alembic.config import main\nmain()\n")
    alembic.chmod(0o755)
    (book / "sets").mkdir()
    (book / "sets/ps1.ipynb").write_bytes(data(solved()))
    run("chown", "-R", "-h", f"{TEACHER}:{TEACHER}", book)
    run(env / "bin/python", "-m", "course.serve.release", "--sets", "sets", cwd=book,
        user=TEACHER, extra_groups=[], env={"HOME": f"/home/{TEACHER}"})  # fmt: skip
    run("chmod", "-R", "o=", book / "course", book / "sets", book / "_build")
    yield book
    shutil.rmtree(home)


def ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


@pytest.fixture(scope="module")
def hub(checkout, tmp_path_factory):
    """The address of the hub, started with the project's own configuration."""
    front, api, inner = ports(3)
    address = f"http://127.0.0.1:{front}"
    log = tmp_path_factory.mktemp("hub") / "log"
    names = {"TEACHER": TEACHER, "STUDENTS": f"{ADA} {BOB}", "ADDRESS": address}
    names["EXCHANGE"] = str(checkout.parent / "exchange")
    names["HUB"] = str(checkout.parent / "hub")
    command = [checkout / ".venv/bin/python", "-m", "jupyterhub", "-f",
               checkout / "course/serve/jupyterhub_config.py",
               f"--JupyterHub.hub_port={inner}",
               f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{api}"]  # fmt: skip
    with open(log, "w") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, cwd=checkout, start_new_session=True,
            env=os.environ | names,
        )  # fmt: skip
    try:
        for _ in range(240):
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"{address}/hub/api/", timeout=5).ok:
                    break
            assert process.poll() is None, log.read_text()
            time.sleep(0.25)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        lines = log.read_text().splitlines()
        print(*[line for line in lines if "200 GET" not in line], sep="\n")


@pytest.fixture
def login():
    """login(hub, name) gives a User; what it opened is closed afterwards."""
    with contextlib.ExitStack() as stack:
        yield lambda *who: stack.enter_context(contextlib.closing(User(*who)))


class User:
    """Somebody who has logged in and started a server; runs commands in a kernel."""

    def __init__(self, hub, name):
        self.hub, self.name = hub, name
        self.session = requests.Session()
        self.session.get(f"{hub}/hub/login")
        xsrf = self.session.cookies["_xsrf"]
        self.login = self.session.post(
            f"{hub}/hub/login?_xsrf={xsrf}",
            data={"username": name, "password": PASSWORDS[name], "_xsrf": xsrf},
        )
        self.login.raise_for_status()
        made = self.session.post(
            f"{hub}/hub/api/users/{name}/tokens", json={},
            headers={"X-XSRFToken": self.session.cookies["_xsrf"],
                     "Referer": f"{hub}/hub/token"},
        )  # fmt: skip
        made.raise_for_status()
        self.session.close()
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"token {made.json()['token']}"
        self.session.post(f"{hub}/hub/api/users/{name}/server").raise_for_status()
        for _ in range(240):
            found = self.session.get(f"{hub}/hub/api/users/{name}").json()
            if found["server"]:
                break
            time.sleep(0.25)
        assert found["server"], f"no server for {name}"
        made = self.session.post(f"{hub}/user/{name}/api/kernels", json={})
        made.raise_for_status()
        where = f"{hub}/user/{name}/api/kernels/{made.json()['id']}/channels"
        self.kernel = websocket.create_connection(
            where.replace("http", "ws", 1), timeout=300,
            header=[f"Authorization: {self.session.headers['Authorization']}"],
        )  # fmt: skip

    def close(self):
        self.kernel.close()
        self.session.close()

    def python(self, code):
        """What the code prints."""
        header = {"msg_id": secrets.token_hex(8), "msg_type": "execute_request",
                  "session": "test", "username": "", "version": "5.3"}  # fmt: skip
        self.kernel.send(json.dumps({
            "header": header, "parent_header": {}, "metadata": {}, "channel": "shell",
            "content": {"code": code, "silent": False, "allow_stdin": False},
        }))  # fmt: skip
        printed = ""
        while True:
            message = json.loads(self.kernel.recv())
            if message["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            content = message["content"]
            assert message["msg_type"] != "error", "\n".join(content["traceback"])
            if message["msg_type"] == "stream":
                printed += content["text"]
            if content.get("execution_state") == "idle":
                return printed

    def shell(self, *command, folder="~"):
        """A command's status and all that it prints."""
        told = self.python(f"""
import json, os, subprocess
done = subprocess.run({[str(one) for one in command]!r}, stdout=subprocess.PIPE,
                      cwd=os.path.expanduser({str(folder)!r}),
                      stderr=subprocess.STDOUT, text=True)
print(json.dumps([done.returncode, done.stdout]))""")
        return json.loads(told.splitlines()[-1])

    def do(self, *command, folder="~"):
        status, text = self.shell(*command, folder=folder)
        assert status == 0, text
        return text

    def solve(self, **answers):
        """Write answers into the fetched notebook, as one would in JupyterLab."""
        url = f"{self.hub}/user/{self.name}/api/contents/ps1/ps1.ipynb"
        notebook = self.session.get(url).json()["content"]
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            cell["source"] = answers.get(name, cell["source"])
        body = {"type": "notebook", "format": "json", "content": notebook}
        self.session.put(url, json=body).raise_for_status()


def test_a_class_from_release_to_feedback(hub, login, checkout):
    nbgrader = ["python", "-m", "nbgrader"]
    course = checkout / "_build/course"
    teacher = login(hub, TEACHER)
    shown = teacher.session.get(f"{hub}/user/{TEACHER}/formgrader/gradebook")
    assert "default-src 'self'" in shown.headers["Content-Security-Policy"]
    teacher.do(*nbgrader, "release_assignment", "ps1", folder=course)
    students = {name: login(hub, name) for name in (ADA, BOB)}
    for name, adam in {ADA: ADAM, BOB: WRONG}.items():
        one = students[name]
        assert "ps1" in one.do(*nbgrader, "list")
        one.do(*nbgrader, "fetch_assignment", "ps1")
        one.solve(sgd=SGD, adam=adam, why="Because of v.")
        one.do(*nbgrader, "submit", "ps1")
    teacher.do(*nbgrader, "collect", "ps1", folder=course)
    told = teacher.do("python", "-m", "course.grade", "ps1", course / "submitted",
                      folder=checkout)  # fmt: skip
    assert "2 graded" in told
    rows = (course / "grades/ps1/grades.csv").read_text()
    assert f"{ADA},graded,7.0," in rows and f"{BOB},graded,2.0," in rows
    teacher.do(*nbgrader, "release_feedback", "ps1", folder=course)
    for name, one in students.items():
        one.do(*nbgrader, "fetch_feedback", "ps1")
        [page] = Path(f"/home/{name}/ps1/feedback").rglob("*.html")
        assert ("power" in page.read_text()) == (name == BOB)

    for secret in (checkout / "course/tasks/adam.py", course / "gradebook.db",
                   f"/home/{ADA}/ps1/ps1.ipynb"):  # fmt: skip
        status, told = students[BOB].shell("cat", secret)
        assert status and "Permission denied" in told
    limits = students[BOB].do("prlimit", "--data", "--nproc", "--noheadings")
    assert f"{2 << 30}" in limits and "256" in limits


def test_a_wrong_password_and_a_stranger_stay_outside(hub):
    with requests.Session() as session:
        session.get(f"{hub}/hub/login")
        xsrf = session.cookies["_xsrf"]
        for name, password in {ADA: "wrong", "root": "root"}.items():
            form = {"username": name, "password": password, "_xsrf": xsrf}
            answer = session.post(f"{hub}/hub/login?_xsrf={xsrf}", data=form)
            assert answer.status_code == 403
