"""Sphinx: formulas are set when the book is built, by a KaTeX that is waited for."""

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


def setup(app):
    katex.STARTUP_TIMEOUT = 60
    katex.KaTeXServer.start_server_process = staticmethod(start_katex)
