"""`python -m benchmarks [step] [network] [figure] [book] [grading]`: all, or these."""

import argparse

from benchmarks import book, figure, grading, network, step

ALL = {"step": step, "network": network, "figure": figure, "book": book}
ALL["grading"] = grading

parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
parser.add_argument("names", nargs="*", help=f"of {', '.join(ALL)}; default: all")
names = parser.parse_args().names
for name in names:
    if name not in ALL:
        parser.error(f"no benchmark {name}; there are {', '.join(ALL)}")
for name in names or ALL:
    ALL[name].main()
