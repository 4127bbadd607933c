"""JupyterHub for a class on one server: `make hub STUDENTS="ada bob"`, as root.

Teacher and students are users of this machine and log in with its passwords (PAM).
Each has a server of their own, with limits; sets and answers go through nbgrader's
exchange. TEACHER, who owns the course, owns this checkout unless another is named;
nobody else may read the course, and nothing starts while somebody could.
"""

import os
import pwd
import stat
import sys
from pathlib import Path

BOOK = Path(__file__).resolve().parents[2]
COURSE = BOOK / "_build/course"
STATE = Path(os.environ.get("HUB") or "/var/lib/adamedu-hub")
PRIVATE = STATE / "private"
PROGRAMS = Path(sys.executable).parent
PROXY = BOOK / "web/node_modules/.bin/configurable-http-proxy"
TEACHER = os.environ.get("TEACHER") or pwd.getpwuid(BOOK.stat().st_uid).pw_name
STUDENTS = os.environ.get("STUDENTS", "").split()
EXCHANGE = Path(os.environ.get("EXCHANGE") or "/usr/local/share/nbgrader/exchange")
MEMORY = int(float(os.environ.get("MEMORY") or 2) * 2**30)
PROCESSES = int(os.environ.get("PROCESSES") or 256)
STUDENTS_CONFIG = '''"""nbgrader's configuration for students."""

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "adam"
c.Exchange.root = {exchange!r}
'''
STUDENTS_LAB = """{"disabledExtensions": {
  "@jupyter/nbgrader:create-assignment": true,
  "@jupyter/nbgrader:course-list": true,
  "@jupyter/nbgrader:formgrader": true
}}
"""


def refuse_open_course():
    """Exit where others than the teacher's group could read solutions or grades."""
    for folder in (BOOK / "course", COURSE):
        if folder.exists() and folder.stat().st_mode & stat.S_IRWXO:
            sys.exit(f"Students could read {folder}: chmod -R o= {folder}")


def prepare():
    """Make the exchange, the hub's own folder and the students' settings."""
    EXCHANGE.mkdir(parents=True, exist_ok=True)
    EXCHANGE.chmod(0o777)
    PRIVATE.mkdir(parents=True, exist_ok=True)
    PRIVATE.chmod(0o700)
    config = STATE / "student"
    (config / "labconfig").mkdir(parents=True, exist_ok=True)
    settings = STUDENTS_CONFIG.format(exchange=str(EXCHANGE))
    (config / "nbgrader_config.py").write_text(settings)
    (config / "labconfig/page_config.json").write_text(STUDENTS_LAB)


def settings_of(spawner):
    """Where a user's nbgrader looks for its settings."""
    return str(COURSE if spawner.user.name == TEACHER else STATE / "student")


def close_home(spawner):
    """Debian lets everybody read everybody's home, and the answers in it."""
    os.chmod(pwd.getpwnam(spawner.user.name).pw_dir, 0o700)


refuse_open_course()
prepare()
c = get_config()  # noqa: F821
c.JupyterHub.bind_url = os.environ.get("ADDRESS") or "http://127.0.0.1:8000"
c.JupyterHub.db_url = f"sqlite:///{PRIVATE / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(PRIVATE / "cookie_secret")
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.open_sessions = False
c.Authenticator.allowed_users = {TEACHER, *STUDENTS}
c.ConfigurableHTTPProxy.command = [str(PROGRAMS / "node"), str(PROXY.resolve())]
c.ConfigurableHTTPProxy.pid_file = str(PRIVATE / "proxy.pid")
c.Spawner.cmd = [
    "prlimit", f"--data={MEMORY}", f"--nproc={PROCESSES}",
    str(PROGRAMS / "python"), "-m", "jupyterhub.singleuser",
]  # fmt: skip
c.Spawner.args = [
    "--KernelManager.transport=ipc",  # other users can't listen
    "--MappingKernelManager.cull_idle_timeout=3600",
]
c.Spawner.pre_spawn_hook = close_home
c.Spawner.environment = {
    "PATH": f"{PROGRAMS}:{os.defpath}",
    "EXCHANGE": str(EXCHANGE),
    "JUPYTER_CONFIG_PATH": settings_of,
    "OMP_NUM_THREADS": "1",
}
