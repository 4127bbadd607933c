"""Look whether the pages that the book links to are there: `python -m tests.outside`.

It asks each address once, and again if nothing came. Many hosts refuse programs (403,
429), which says nothing about a page; what is gone (404, 410) or does not answer twice
is named, with the pages that link to it.
"""

import re
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from tests.pages import BOOK, PAGES

LINK = re.compile(r'<a [^>]*href="(https?://[^"#]+)')
OURS = "https://github.com/adamedu/adamedu/issues/new"  # a form of ours
GONE = (404, 410)


def links(pages):
    """{address: names of the pages that link to it}."""
    found = {}
    for path in pages:
        for address in LINK.findall(path.read_text(encoding="utf-8")):
            if not address.startswith(OURS):
                found.setdefault(address.replace("&amp;", "&"), set()).add(path.stem)
    return found


def wrong(address):
    """What is wrong with an address, or ""."""
    said = ""
    for _ in range(2):
        request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0"})
        try:
            urllib.request.urlopen(request, timeout=30).close()
            return ""
        except urllib.error.HTTPError as error:
            error.close()
            return f"{error.code}" if error.code in GONE else ""
        except OSError as error:
            said = f"{error}"
    return said


def main():
    assert (BOOK / "index.html").exists(), "no book to read: run `make book`"
    found = links(PAGES)
    with ThreadPoolExecutor(8) as pool:
        said = dict(zip(found, pool.map(wrong, found)))
    for address, why in said.items():
        if why:
            print(f"{address}: {why} (in {', '.join(sorted(found[address]))})")
    print(f"{len(found)} addresses, {sum(map(bool, said.values()))} wrong")
    return any(said.values())


if __name__ == "__main__":
    sys.exit(main())
