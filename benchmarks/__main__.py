"""`python -m benchmarks [step] [network] [figure] [book] [grading]`: all, or these."""

import sys

from benchmarks import book, figure, grading, network, step

ALL = {"step": step, "network": network, "figure": figure, "book": book}
ALL["grading"] = grading

for name in sys.argv[1:] or ALL:
    ALL[name].main()
