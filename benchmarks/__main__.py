"""`python -m benchmarks [step] [figure] [book]`: all of them, or those named."""

import sys

from benchmarks import book, figure, step

ALL = {"step": step, "figure": figure, "book": book}

for name in sys.argv[1:] or ALL:
    ALL[name].main()
