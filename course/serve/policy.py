"""What runs in the teacher's Jupyter: scripts of its own, and none out of a text.

Its content security policy lets a script within a page run only if it has the server's
nonce. Templates get it where they are read, so before anything is filled in that a
student wrote; nbconvert's don't, since they make scripts of outputs. Formgrader's have
handlers, too (`onclick="..."`): the policy names those that are there.

JupyterLab and MathJax need 'unsafe-eval', by which MathJax runs what stands in a script
of the type text/x-mathjax-config. That one `course.grade.harmless` alone keeps out.
"""

import base64
import hashlib
import re
import secrets
from pathlib import Path

import nbgrader
from jinja2 import Environment

NONCE = secrets.token_urlsafe(16)
INLINE = re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE)
HANDLER = re.compile(r'\son\w+="([^"{]+)"', re.IGNORECASE)
TEMPLATES = Path(nbgrader.__path__[0], "server_extensions/formgrader/templates")
POLICY = "; ".join(
    [
        "default-src 'self'", "object-src 'none'", "base-uri 'none'",
        "form-action 'self'", "frame-ancestors 'self'", "worker-src 'self' blob:",
        # JupyterLab's and Formgrader's own; MathJax, where Formgrader takes it from
        "script-src 'self' 'nonce-{nonce}' 'unsafe-hashes' {handlers} 'unsafe-eval' "
        "blob: {mathjax}",
        "style-src 'self' 'unsafe-inline' {mathjax}", "font-src 'self' data: {mathjax}",
        "img-src 'self' data: blob:", "connect-src 'self' data: blob: {mathjax}",
    ]
)  # fmt: skip
MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/"


def guarded():
    """A Jupyter server's settings; templates read from now on have the nonce."""
    read = Environment.preprocess

    def marked(self, source, name=None, filename=None):
        shows_outputs = "nbconvert" in Path(filename or "").parts
        made = source if shows_outputs else with_nonce(str(source))
        return read(self, made, name, filename)

    Environment.preprocess = marked
    policy = POLICY.format(nonce=NONCE, handlers=handlers(), mathjax=MATHJAX)
    return {"headers": {"Content-Security-Policy": policy}}


def with_nonce(template):
    """A template in which each script that stands there may run."""
    return INLINE.sub(lambda found: f'{found[0]} nonce="{NONCE}"', template)


def handlers():
    """The hashes of all handlers in Formgrader's templates."""
    texts = [path.read_text("utf-8") for path in TEMPLATES.rglob("*.*")]
    found = {one for text in texts for one in HANDLER.findall(text)}
    hashes = [hashlib.sha256(one.encode()).digest() for one in sorted(found)]
    return " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in hashes)
