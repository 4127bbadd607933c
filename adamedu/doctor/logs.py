"""A training log as columns, from whatever printed it.

Three shapes are read: a table whose first line names its columns (CSV, TSV, spaces),
JSON lines, and text in which a name stands before its number, `step 100 | loss 2.31`.
"""

LARGEST = 5_000_000  # characters
ROWS = 5000  # that are kept
SIGNS = "0123456789+-.eE"
WORDS = ("nan", "inf", "-inf", "+inf", "infinity", "-infinity")
OTHERS = ("val", "valid", "validation", "eval", "test", "dev", "best", "aux", "scale")
WANTED = "names and numbers, such as `step 100 | loss 2.31`, or a table that begins "
WANTED += "with a line of names, such as `step,loss`"


class Log:
    """Columns of one length: step and loss, then grad_norm and lr, each a list or None.

    A number that the log lacks in some row is NaN there. `notes` says in sentences
    what was not read, or read otherwise than it is written.
    """

    def __init__(self, step, loss, grad_norm, lr, notes):
        self.step, self.loss, self.grad_norm, self.lr = step, loss, grad_norm, lr
        self.notes = notes


def read(text):
    """The Log that a text holds. NaN and infinities are numbers as others are.

    Raises TypeError for what is no text; ValueError for one that is too long, for one
    without a loss, and for a table's loss that is no number, with its line.
    """
    if not isinstance(text, str):
        raise TypeError("text must be a str, the log itself")
    if len(text) > LARGEST:
        raise ValueError(
            f"text has more than {LARGEST:,} characters: leave out "
            "other columns, or every second line"
        )
    lines = text.replace("\r", "\n").split("\n")
    head = table_head(lines)
    rows, notes = in_table(lines, *head) if head else in_lines(lines)
    filled = sum([1 for line in lines if line.strip()]) - (1 if head else 0)
    if not rows:
        first = (lines[0] if filled else "")[:60]
        seen = f"line 1 is “{first}”" if filled else "text is empty"
        raise ValueError(f"no training loss was found: {seen}; a log has {WANTED}")
    if filled > len(rows):
        notes.append(
            f"Of {filled} lines {filled - len(rows)} hold no training loss and were "
            "not read."
        )
    return columns(rows, notes)


def number(token):
    """The token as a float, or None where it is none."""
    if token.lower() in WORDS:
        return float(token.lower())
    if not token or not all([letter in SIGNS for letter in token]):
        return None
    try:
        return float(token)
    except ValueError:
        return None


def begins_number(token):
    return number(token) is not None or token[:1] in list("0123456789")


def kind(name):
    """What a name stands for: "step", "loss", "grad_norm", "lr", "epoch", or ""."""
    name = name.lower()
    if " - " in name:  # a table of W&B has the run's name first
        name = name.split(" - ")[-1]
    if name.endswith("__min") or name.endswith("__max"):
        return ""
    for sign in "/_-.:()[]":
        name = name.replace(sign, " ")
    parts = [part for part in name.split() if part != "tensor"]
    while len(parts) > 1 and parts[-1] in ("step", "epoch") and "loss" in parts:
        parts.pop()
    if not parts or any([part in OTHERS for part in parts]):
        return ""
    joined = " ".join(parts)
    if "lr" in parts or "learning rate" in joined or "learningrate" in parts:
        return "lr"
    if (
        "gnorm" in parts
        or "gradnorm" in parts
        or ("norm" in parts and ("grad" in parts or "gradient" in parts))
    ):
        return "grad_norm"
    last = parts[-1]
    if last == "loss":
        return "loss"
    if last in ("step", "steps", "iter", "iteration", "iterations", "updates"):
        return "step"
    return "epoch" if last in ("epoch", "epochs") else ""


def cells(line, by):
    """The cells of a table's line; a comma between quotes parts nothing."""
    pieces = line.split('"')
    if by is not None:
        pieces = [
            piece.replace(by, " ") if k % 2 else piece for k, piece in enumerate(pieces)
        ]
    joined = "".join(pieces)
    return [cell.strip() for cell in (joined.split(by) if by else joined.split())]


def table_head(lines):
    """(place of the line that names the columns, what parts them), or None.

    That is one of the first 20 lines, in which no cell begins with a number and one is
    for a loss, before a line with as many cells and a number among them.
    """
    for k, line in enumerate(lines[:20]):
        after = [other for other in lines[k + 1 : k + 6] if other.strip()][:1]
        for by in (",", "\t", ";", None):
            names = cells(line, by)
            if len(names) < 2 and by is not None:
                continue
            loss = "loss" in [kind(name) for name in names]
            if not loss or any([begins_number(name) for name in names]):
                continue
            under = cells(after[0], by) if after else []
            numbers = [cell for cell in under if number(cell) is not None]
            if numbers and len(under) == len(names):
                return k, by
    return None


def in_table(lines, head, by):
    """Rows {kind: number} below the line of names, and notes."""
    names, rows, notes, places = cells(lines[head], by), [], [], {}
    for k, name in enumerate(names):
        what = kind(name)
        if what and what not in places:
            places[what] = k
        elif what == "loss":
            notes.append(
                f"Several columns are a loss; “{names[places['loss']][:40]}” was read."
            )
    for k in range(head + 1, len(lines)):
        found = cells(lines[k], by)
        if found == names or len(found) <= places["loss"]:
            continue
        loss = found[places["loss"]]
        if loss and number(loss) is None:
            raise ValueError(
                f"line {k + 1}: the loss is “{loss[:40]}”, which is no number; a "
                "number, NaN, or nothing may stand there"
            )
        if loss:
            rows.append(row(found, places))
    return rows, notes


def row(found, places):
    """{kind: number} of the cells that hold one."""
    made = {}
    for what, at in places.items():
        value = number(found[at]) if at < len(found) else None
        if value is not None:
            made[what] = value
    return made


def in_lines(lines):
    """Rows {kind: number} of the lines with a loss, and notes."""
    rows, known, epoch, first = [], {}, None, None
    for line in lines:
        made = named_numbers(line, known)
        epoch = made.get("epoch", epoch)
        first = first or made.get("name")
        if "loss" in made and made["name"] == first:  # a last line may tell their mean
            if epoch is not None:
                made["epoch"] = epoch
            rows.append(made)
    return rows, []


def named_numbers(line, known):
    """{kind: number} of a line, and the "name" of its loss; the words before a number
    are its name, and the first number of a kind counts. `known` keeps kinds."""
    for sign in ":='\"{}[]()<>":
        line = line.replace(sign, " ")
    for sign in ",|;":
        line = line.replace(sign, " | ")
    made, name = {}, []
    for token in line.split():
        value = number(token)
        if value is None and token[0] in "0123456789" and "/" in token:
            value = number(token.split("/")[0])  # step 100/5000
        if value is None and token not in ("|", "-"):
            name.append(token)
            continue
        if value is not None and name:
            words = " ".join(name[-3:])
            if words not in known:
                known[words] = kind(words)
            if known[words] and known[words] not in made:
                made[known[words]] = value
                if known[words] == "loss":
                    made["name"] = name[-1]
        name = []
    return made


def columns(rows, notes):
    """The Log of rows."""
    nan, found = float("nan"), {}
    for what in ("step", "epoch", "loss", "grad_norm", "lr"):
        values = [made.get(what, nan) for made in rows]
        known = what == "loss" or any([v == v for v in values])
        found[what] = values if known else None
    step = found["step"] or found["epoch"]
    if step is None or not rises(step):
        said = "There are no steps" if step is None else "The steps do not go up"
        notes.append(f"{said}, so rows are counted from 1.")
        step = [float(k + 1) for k in range(len(rows))]
    made = [step, found["loss"], found["grad_norm"], found["lr"]]
    every = -(-len(rows) // ROWS)
    if every > 1:
        which = {2: "2nd", 3: "3rd"}.get(every, f"{every}th")
        notes.append(f"Of {len(rows)} rows each {which} was looked at.")
        made = [values and values[::every] for values in made]
    return Log(*made, notes)


def rises(step):
    """Whether steps go up; once they may go back, as after a resume."""
    pairs = list(zip(step, step[1:]))
    back = [1 for a, b in pairs if b < a]
    return len(back) <= 1 and all([b > a or b < a for a, b in pairs])
