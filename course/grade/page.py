"""The frame of the pages that the grader writes: one file, no script, light, dark."""

from html import escape

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --right: light-dark(#17713a, #6fd394);
  --wrong: light-dark(#a3362b, #ff9d90); --soft: light-dark(#5f6368, #a7abb0);
  --bar: light-dark(#4477aa, #7aa7d6); }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem; overflow-wrap: break-word; }}
h1, h2, h3 {{ line-height: 1.25; }}
h2 {{ margin-top: 2.2rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ padding: 0.3rem 0.6rem 0.3rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid #8884; }}
.number {{ text-align: right; white-space: nowrap; padding-right: 0.6rem; }}
.right {{ color: var(--right); }} .wrong {{ color: var(--wrong); }}
.soft {{ color: var(--soft); }}
pre {{ overflow-x: auto; padding: 0.8rem; background: #8882; font-size: 0.9rem; }}
blockquote {{ margin: 0.6rem 0; padding-left: 0.9rem; border-left: 3px solid #8886;
  overflow-x: auto; }}
math[display="block"] {{ overflow-x: auto; overflow-y: hidden; }}
.bars {{ display: flex; align-items: flex-end; gap: 2px; height: 4rem; }}
.bars span {{ flex: 1; max-width: 3rem; background: var(--bar); min-height: 1px; }}
.axis {{ display: flex; gap: 2px; font-size: 0.75rem; color: var(--soft); }}
.axis span {{ flex: 1; max-width: 3rem; text-align: center; }}
.wide {{ overflow-x: auto; }}
</style>
<h1>{title}</h1>
{body}
</html>
"""


def page(title, body):
    """A whole page; `title` is text, `body` a list of HTML."""
    return PAGE.format(title=escape(title), body="\n".join(body))


def bullets(texts):
    """A list of texts."""
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def table(head, rows):
    """A table of HTML cells; those under a name that ends in # are numbers."""
    kinds = [' class="number"' if name.endswith("#") else "" for name in head]

    def line(tag, cells):
        made = (f"<{tag}{kind}>{cell}</{tag}>" for kind, cell in zip(kinds, cells))
        return f"<tr>{''.join(made)}</tr>"

    lines = [line("th", [name.rstrip("#") for name in head])]
    lines += [line("td", cells) for cells in rows]
    return f'<div class="wide"><table>{"".join(lines)}</table></div>'
