"""Sentences of a built page: which of a paragraph a slide shows, and how many."""

import re
from html import escape
from itertools import pairwise

from bs4 import NavigableString

BRIEF = 28  # words of a paragraph that is shown whole
END = re.compile(r"(?<=[.?!])\s+(?=[A-Z“])|(?<=[.?!][”’)])\s+(?=[A-Z“])")


def inner(tag):
    return "".join(map(str, tag.contents)).strip()


def sentences(tag):
    """Of a paragraph, as HTML; what is in brackets or an element stays together."""
    words = [isinstance(node, NavigableString) for node in tag.contents]
    texts = [node if word else re.sub(r"\s", "_", node.get_text())
             for word, node in zip(words, tag.contents)]  # fmt: skip
    cuts = [found.end() for found in END.finditer("".join(texts))]
    found, at = [""], 0
    for word, text, node in zip(words, texts, tag.contents):
        inside = [cut - at for cut in cuts if word and at < cut <= at + len(text)]
        for start, end in pairwise([0, *inside, len(text)]):
            found[-1] += escape(text[start:end], quote=False) if word else str(node)
            if end in inside and found[-1].count("(") <= found[-1].count(")"):
                found.append("")
        at += len(text)
    return [one.strip() for one in found if one.strip()]


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
