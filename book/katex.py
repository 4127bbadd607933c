"""Sphinx: formulas are set when the book is built, by a KaTeX that is waited for."""

import re
import socket
import subprocess
import time

from sphinxcontrib import katex


def start_katex(rundir, timeout):
    """KaTeX's server and a socket to it, which is asked until it answers.

    sphinxcontrib-katex asks once, which fails on a busy machine; the TCP socket that
    it has as well delays every formula by 40 ms.
    """
    path = rundir / "katex.sock"
    command = katex.KaTeXServer.build_command(socket=path)
    process = subprocess.Popen(command, cwd=rundir)
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        channel = socket.socket(socket.AF_UNIX)
        try:
            channel.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            channel.close()
            time.sleep(0.01)
        else:
            return process, channel
    process.kill()
    raise katex.KaTeXServer.timeout_error(timeout)


def set_formula(latex, options=None, output="htmlAndMathml", render=katex.render_latex):
    r"""HTML of a formula. To a name like \max KaTeX adds an invisible sign; below or
    above another letter it would be a part too many, which Firefox reports."""
    made = render(latex, {**(options or {}), "output": output})
    return re.sub("<mo>\u2061</mo>(?=</msu)", "", made)


def setup(app):
    katex.render_latex = set_formula
    katex.STARTUP_TIMEOUT = 60
    katex.KaTeXServer.start_server_process = staticmethod(start_katex)
