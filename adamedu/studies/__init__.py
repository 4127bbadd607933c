"""The long experiments of the book: `python -m adamedu.studies --list`.

A study is a module with GRID, a list of settings; SEEDS; `run(seed, **setting)`,
which gives {name: number}; and, if there is something to sum up, `summary(rows)`.
"""
