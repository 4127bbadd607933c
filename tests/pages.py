"""The pages of the built book, but for slides, and for old addresses and 404, which
lead to others.
"""

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "_build/html"
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text())
REDIRECTS = CONFIG["sphinx"]["config"]["redirects"]
PAGES = sorted(
    path for path in BOOK.rglob("*.html")
    if path.relative_to(BOOK).parts[0] not in {"_static", "slides"}
    and path.stem not in {"404", "genindex", *REDIRECTS}
)  # fmt: skip
