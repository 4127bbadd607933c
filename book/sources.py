"""Sphinx: the bibliography: by name, and after each source where it is cited.

On paper it stays a list of labels, to which links lead there.
"""

from unicodedata import normalize

from docutils import nodes
from pybtex.plugin import find_plugin, register_plugin
from pybtex.style.formatting.plain import Style
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import names, sentence
from sphinx.transforms.post_transforms import SphinxPostTransform

from book.heads import in_order


class ByName(Style):
    """Sources by their authors' names, last names first."""

    default_name_style = "lastfirst"
    default_sorting_style = "by-name"
    default_label_style = "alpha"

    def format_names(self, role, as_sentence=True):
        people = names(role, sep="; ", sep2="; ", last_sep="; ")
        return sentence[people] if as_sentence else people


class Sorting(BaseSortingStyle):
    """By names without accents, organizations' too, then by years."""

    def sorting_key(self, entry):
        people = [(*person.rich_last_names, *person.rich_first_names)
                  for person in entry.persons["author"]]  # fmt: skip
        names = " ".join(str(name) for person in people for name in person).casefold()
        plain = normalize("NFKD", names).encode("ascii", "ignore")
        return plain, entry.fields["year"], entry.fields["title"]


class CitedIn(SphinxPostTransform):
    """Make citations a list, with links back, once they are entries."""

    default_priority = 6  # theirs is 5; references are resolved at 10
    formats = ("html",)

    def run(self, **kwargs):
        found = list(self.document.findall(nodes.citation))
        if found:
            domain = self.env.get_domain("cite")
            keys = {citation.citation_id: citation.key for citation in domain.citations}
            items = [self.item(node, keys[node["ids"][0]], domain) for node in found]
            found[0].parent.replace_self(
                nodes.bullet_list("", *items, classes=["sources"])
            )

    def item(self, citation, key, domain):
        """An entry without its label, and the pages that cite it, in reading order."""
        first = {}  # of each page
        for ref in domain.citation_refs:
            if any(target.key == key for target in ref.targets):
                first.setdefault(ref.docname, ref.citation_ref_id)
        pages = sorted(first, key=in_order(self.env).index)
        words = nodes.paragraph("", "Cited in ", classes=["cited-in"])
        for name in pages:
            uri = self.app.builder.get_relative_uri(self.env.docname, name)
            title = self.env.titles[name].astext()
            words += nodes.reference("", title, internal=True,
                                     refuri=f"{uri}#{first[name]}")  # fmt: skip
            words += nodes.Text(", " if name != pages[-1] else ".")
        return nodes.list_item("", *citation.children[1:], words, ids=citation["ids"])


def setup(app):
    register_plugin("pybtex.style.formatting", "by-name", ByName)
    register_plugin("pybtex.style.sorting", "by-name", Sorting)
    words = "pybtex.backends", "plaintext"  # else searched for at each citation
    register_plugin(*words, find_plugin(*words), force=True)
    app.add_post_transform(CitedIn)
