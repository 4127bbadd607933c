"""`python -m benchmarks [step] [network] [figure] [book]`: all, or those named."""

import sys

from benchmarks import book, figure, network, step

ALL = {"step": step, "network": network, "figure": figure, "book": book}

for name in sys.argv[1:] or ALL:
    ALL[name].main()
