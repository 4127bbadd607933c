"""`python -m adamedu.studies --list | NAME [--workers N | --scheduler ADDRESS]`."""

import argparse
import ast
import pkgutil
import sys
from pathlib import Path

from adamedu import reach, studies
from adamedu.nn.extras import extra
from adamedu.studies import harness

PACKAGE = Path(studies.__file__).parents[1]
INSTALLED = harness.RESULTS.is_relative_to(PACKAGE)  # which is no place to write to


def main():
    parser = argparse.ArgumentParser("python -m adamedu.studies", description=__doc__)
    parser.add_argument("name", nargs="?", help="a study, or the module of your own")
    parser.add_argument("--list", action="store_true", help="name the studies")
    parser.add_argument("--stale", action="store_true",
                        help="name those whose results are of other code")  # fmt: skip
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    where.add_argument("--scheduler", help="the address of a Dask scheduler")
    parser.add_argument("--resume", action="store_true", help="go on with a broken run")
    parser.add_argument(
        "--results", type=Path, metavar="FOLDER",
        help="default: data/results in a checkout; of an installed package, "
             "its own are told of by --stale, and new ones go to ./results",
    )  # fmt: skip
    asked = parser.parse_args()
    if asked.stale:
        folder = asked.results or harness.RESULTS
        print(*[name for name in names() if harness.stale(name, folder)])
        return 0
    folder = asked.results or (Path("results") if INSTALLED else harness.RESULTS)
    if asked.list or not asked.name:
        for name in names():
            doc = ast.get_docstring(reach.tree(harness.home(name)))
            print(f"{name}: {doc.splitlines()[0]}")
        return 0
    if "." not in asked.name and asked.name not in names():
        parser.error(f"no study {asked.name}; there are {', '.join(names())}")
    if asked.scheduler:
        with extra("studies"):
            import distributed  # noqa: F401  joblib asks for it later
    try:
        failed = harness.execute(
            asked.name, workers=asked.workers, scheduler=asked.scheduler,
            resume=asked.resume, folder=folder,
        )  # fmt: skip
    except (FileExistsError, ValueError) as error:
        parser.error(str(error))
    for text in failed:
        print(f"failed: {text}", file=sys.stderr)
    if failed:
        print(f"{len(failed)} failed; --resume tries them again", file=sys.stderr)
        return 1
    study = harness.find(asked.name)
    if hasattr(study, "summary"):
        print(study.summary(harness.results(asked.name, folder)))
    return 0


def names():
    """The modules of this folder that are studies: those that have what a study has."""
    found = [module.name for module in pkgutil.iter_modules(studies.__path__)]
    parts = {"GRID", "SEEDS", "run"}
    return [n for n in found if parts <= set(reach.names_of(harness.home(n)))]


if __name__ == "__main__":
    sys.exit(main())
