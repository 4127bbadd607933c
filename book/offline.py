"""The built book as a zip: `python -m book.offline`.

Unpacked it works from a disk. Where a server gives it, its pages can be installed, and
a service worker keeps all its files: see web/src/offline.js and keep.js.
"""

import base64
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
BOOK = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
NAME = "adam-put-to-the-test"  # of the zip and its folder
SKIPPED = "404.html", "built", "sitemap.xml", "*.map"  # no page of the zip asks
ICON = "_static/favicon.svg"
MANIFEST = {
    "name": BOOK["title"], "short_name": "Adam", "start_url": "index.html",
    "scope": "./", "display": "standalone", "lang": "en",
    "background_color": "#ffffff", "theme_color": "#0067a5",
    "icons": [{"src": ICON, "sizes": "any", "type": "image/svg+xml"}],
}  # fmt: skip


def files(site):
    """{path: bytes} of what the zip has."""
    found = {}
    for path in sorted(Path(site).rglob("*")):
        if path.is_file() and not any(path.match(one) for one in SKIPPED):
            found[path.relative_to(site).as_posix()] = path.read_bytes()
    if ICON not in found or "index.html" not in found:
        raise FileNotFoundError(f"no book in {site}: run `make book`")
    for name in found:
        if name.endswith(".html"):
            found[name] = with_script(found[name], name.count("/"))
    found["manifest.webmanifest"] = json.dumps(MANIFEST).encode()
    found["offline.js"] = (ROOT / "web/src/offline.js").read_bytes()
    hashes = {name: integrity(text) for name, text in found.items()}
    keep = (ROOT / "web/src/keep.js").read_text("utf-8")
    found["keep.js"] = f"self.FILES = {json.dumps(hashes)};\n{keep}".encode()
    return found


def with_script(page, depth):
    script = f'<script src="{"../" * depth}offline.js"></script>\n</head>'
    return page.replace(b"</head>", script.encode(), 1)


def integrity(text):
    return "sha256-" + base64.b64encode(sha256(text).digest()).decode()


def write(site, target):
    """Write the zip: the same bytes for the same book."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files(site).items():
            packed.writestr(zipfile.ZipInfo(f"{NAME}/{name}"), text, packed.compression)


def main():
    target = ROOT / f"_build/{NAME}.zip"
    write(ROOT / "_build/html", target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
