"""Sentences of a built page: which of a paragraph a slide shows, and how many."""

import re

from bs4 import NavigableString

BRIEF = 28  # words of a paragraph that is shown whole
END = re.compile(r"(?<=[.?!])\s+(?=[A-Z“])|(?<=[.?!][”’)])\s+(?=[A-Z“])")


def inner(tag):
    return "".join(map(str, tag.contents)).strip()


def sentences(tag):
    """Of a paragraph, as HTML; what is in brackets stays together."""
    html = ""
    for node in tag.contents:
        words = isinstance(node, NavigableString)
        html += END.sub("\0", node.output_ready()) if words else str(node)
    found = []
    for one in html.strip().split("\0"):
        if found and found[-1].count("(") > found[-1].count(")"):
            found[-1] += f" {one}"
        else:
            found.append(one)
    return found


def lead(tag, last=False):
    """The first sentence of a paragraph as HTML, or the last; of a brief one all."""
    if count(inner(tag)) <= BRIEF:
        return inner(tag)
    return sentences(tag)[-1 if last else 0]


def count(html):
    return len(re.sub(r"<[^>]*>", "", html).split())


def shared(said, pages):
    """Share sentences among pages, about the same number of words for each."""
    total, so_far, found = sum(words for words, _ in said), 0, []
    for words, html in said:
        page = int(pages * (so_far + words / 2) / total)
        if not found or page > found[-1][0]:
            found.append((page, []))
        found[-1][1].append((words, html))
        so_far += words
    return [part for _, part in found]
