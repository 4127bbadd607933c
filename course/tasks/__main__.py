"""`python -m course.tasks`: the records -> adamedu/questions/signatures.json.

For each task: its set, what it is asked, the right numbers, and the prints of each
mistake and of each two that are not like one. Numbers only: no rule can be read off.
"""

from course.tasks.shared import signatures

if __name__ == "__main__":
    size = signatures.write()
    print(f"{signatures.SIGNATURES}: {size / 1000:.0f} kB")
