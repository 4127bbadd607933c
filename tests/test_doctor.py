"""The doctor: what it reads, what it says of logs by other trainers, and where."""

import json
import math
from pathlib import Path

import pytest

from adamedu.doctor import diagnose, read, told
from adamedu.doctor.advice import ADVICE
from adamedu.doctor.examples import RATES, example
from adamedu.doctor.figure import examine
from adamedu.doctor.illnesses import ILLNESSES
from adamedu.doctor.logs import LARGEST, ROWS
from tests.machines import page, translated

LOGS = Path(__file__).parent / "logs"
SEEN = sorted(LOGS.glob("healthy/*.csv")) + sorted(LOGS.glob("ill/*.csv"))
ALL = [*SEEN, *sorted(LOGS.glob("unseen_*/*.csv"))]
each_log = pytest.mark.parametrize(
    "path", SEEN, ids=lambda p: f"{p.parent.name}-{p.stem}"
)
NAN = float("nan")
FORMATS = {
    "csv": "step,loss,grad_norm,lr\n0,2.5,1.5,0.1\n10,2.25,0.5,0.1\n",
    "tsv": "Step\tTrain Loss\tgradient norm\tlearning rate\n0\t2.5\t1.5\t0.1\n"
           "10\t2.25\t0.5\t0.1",
    "semicolons": "iter;loss;grad_norm;lr\r\n0;2.5;1.5;1e-1\r\n10;2.25;.5;1e-1\r\n",
    "spaces": "step  loss  gnorm  lr\n0  2.5  1.5  0.1\n10  2.25  0.5  0.1",
    "json lines": '{"step": 0, "loss": 2.5, "grad_norm": 1.5, "lr": 0.1}\n'
                  '{"step": 10, "loss": 2.25, "grad_norm": 0.5, "lr": 0.1}',
    "fairseq": '{"num_updates": "0", "train_loss": "2.5", "train_gnorm": "1.5", '
               '"train_lr": "0.1"}\n{"num_updates": "10", "train_loss": "2.25", '
               '"train_gnorm": "0.5", "train_lr": "0.1"}',
    "free text": "step 0 | loss 2.5 | grad_norm 1.5 | lr 1e-1\n"
                 "step 10 | loss 2.25 | grad_norm 0.5 | lr 1e-1",
    "with dates": "2024-05-01 12:00:01,250 - INFO - step 0/500: loss: 2.5, grad norm: "
                  "1.5, lr=[0.1] (3.5 it/s)\n2024-05-01 12:00:02,250 - INFO - step "
                  "10/500: loss: 2.25, grad norm: 0.5, lr=[0.1] (3.5 it/s)",
    "Hugging Face":
        "{'loss': 2.5, 'grad_norm': 1.5, 'learning_rate': 0.1, 'epoch': 0}\n"
        "{'eval_loss': 9.5, 'eval_runtime': 7.5, 'epoch': 1.0}\n"
        "{'loss': 2.25, 'grad_norm': 0.5, 'learning_rate': 0.1, 'epoch': 10}\n"
        "{'train_runtime': 5.5, 'train_loss': 2.375, 'epoch': 11.0}",
    "W&B": '"Step","run-1 - train/loss","run-1 - train/loss__MIN","run-1 - '
           'train/loss__MAX","run-1 - train/grad_norm","run-1 - train/lr"\n'
           '"0","2.5","2.5","2.5","1.5","0.1"\n"10","2.25","2.25","2.25","0.5","0.1"',
    "Lightning": "epoch,step,lr-Adam,train_loss_step,val_loss,grad_norm\n"
                 "0,0,0.1,2.5,,1.5\n0,5,,,9.5,\n0,10,0.1,2.25,,0.5\n",
    "Megatron": " iteration 0/ 500 | elapsed time per iteration (ms): 9.5 | learning "
                "rate: 1.0E-01 | lm loss: 2.5E+00 | loss scale: 4096.0 | grad norm: "
                "1.5 |\n iteration 10/ 500 | learning rate: 1.0E-01 | lm loss: 2.25 "
                "| loss scale: 4096.0 | grad norm: 0.5 |",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_formats(form):
    log = read(FORMATS[form])
    assert log.step == [0, 10] and log.loss == [2.5, 2.25]
    assert log.grad_norm == [1.5, 0.5] and log.lr == [0.1, 0.1]


@pytest.mark.parametrize("text, step, loss", [
    ("iter 0: loss 4.5, time 99.5ms, mfu 12.5%\nstep 5: train loss 4.25, val loss 9\n"
     "iter 10: loss 4.0, time 9ms", [0, 5, 10], [4.5, 4.25, 4.0]),  # nanoGPT
    ("Epoch 1/2\n\r 5/18 [==>...] - ETA: 0s - loss: 2.5 - accuracy: 0.5"
     "\r18/18 [=====] - 1s 2ms/step - loss: 2.25\nEpoch 2/2\n"
     "18/18 [=====] - loss: 2.0", [1, 2, 3], [2.5, 2.25, 2.0]),  # Keras
    ("Epoch 0:  10%|█ | 1/9 [00:01<00:09, 9.0it/s, loss=2.5, v_num=0]\n"
     "Epoch 1:  10%|█ | 1/9 [00:01<00:09, 9.0it/s, loss=2, v_num=0]", [0, 1], [2.5, 2]),
    ("Epoch: [0][ 10/50]\tTime 0.5 (0.6)\tLoss 2.5e+00 (2.6e+00)\tAcc@1 9\n"
     "Epoch: [1][ 10/50]\tTime 0.5 (0.6)\tLoss 2.0e+00 (2.6e+00)", [0, 1], [2.5, 2]),
    ("step 1 best_loss 1.5 loss 2.5\nstep 2 best_loss 1.5 loss 2", [1, 2], [2.5, 2]),
    ("loss tensor(2.5, grad_fn=<NllLossBackward0>)\nloss tensor(2.)", [1, 2], [2.5, 2]),
])  # fmt: skip
def test_lines_of_other_programs(text, step, loss):
    log = read(text)
    assert log.step == step and log.loss == loss


def test_what_is_no_number_is_data():
    log = read("step,loss\n1,nan\n2,inf\n3,-Infinity\n4,1")
    assert log.loss[0] != log.loss[0]
    assert log.loss[1:] == [float("inf"), -float("inf"), 1]


@pytest.mark.parametrize("text, words", [
    ("", "text is empty"),
    ("hello\nworld", "line 1 is “hello”; a log has names and numbers"),
    ("step,acc\n1,2\n", "no training loss was found"),
    ("val_loss 2.5\nval_loss 2", "no training loss was found"),
    ("step,loss\n1,2\n2,oops\n", "line 3: the loss is “oops”, which is no number"),
    ("loss 1\n" * (LARGEST // 7 + 1), "text has more than 5,000,000 characters"),
])  # fmt: skip
def test_errors_name_the_line_and_what_would_be_right(text, words):
    with pytest.raises(ValueError, match=words):
        read(text)


def test_no_text():
    with pytest.raises(TypeError, match="text must be a str"):
        read(b"loss 1")


def test_what_is_not_read_is_said():
    (note,) = read("starting\nloss 2.5 step 1\nsaved\nloss 2 step 2\n\n").notes
    assert note == "Of 4 lines 2 hold no training loss and were not read."
    long = read("\n".join(f"step {k} loss 1" for k in range(3 * ROWS)))
    assert long.step[:3] == [0, 3, 6]
    assert long.notes == [f"Of {3 * ROWS} rows each 3rd was looked at."]
    assert "rows are counted from 1" in read("step 3 loss 1\n" * 5).notes[0]
    two = read("step,loss,aux,train_loss\n1,2,0,3").notes
    assert two == ["Several columns are a loss; “loss” was read."]


@each_log
def test_logs_by_other_trainers(path):
    """Healthy ones are never called ill; each illness has its name."""
    found = diagnose(read(path.read_text()))[0]["name"]
    if path.parent.name == "healthy":
        assert found == ("unknown" if path.stem == "digits_fine_tuned" else "healthy")
    else:
        assert found == path.stem


def test_no_healthy_log_that_set_no_threshold_is_called_ill():
    paths = sorted(LOGS.glob("unseen_healthy/*.csv"))
    names = [diagnose(read(path.read_text()))[0]["name"] for path in paths]
    assert len(names) == 24 and set(names) <= {"healthy", "unknown"}


@pytest.mark.parametrize("name", RATES)
def test_examples(name):
    assert diagnose(example(name))[0]["name"] == name


def test_all_illnesses_have_advice_an_example_and_a_log():
    names = {illness.__name__ for illness in ILLNESSES}
    assert names == {p.stem for p in LOGS.glob("ill/*.csv")} == set(RATES) - {"healthy"}
    assert names == set(ADVICE) - {"healthy", "unknown", "note"}


@each_log
@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_units_of_the_loss_do_not_matter(path, scale):
    log = read(path.read_text())
    before = diagnose(log)[0]["name"]
    log.loss = [v * scale for v in log.loss]
    assert diagnose(log)[0]["name"] == before


@pytest.mark.parametrize("without, name", [
    ("grad_norm", "unknown"), ("lr", "dead"),
])  # fmt: skip
def test_what_would_decide(without, name):
    log = read((LOGS / "ill/dead.csv").read_text())
    setattr(log, without, None)
    found = diagnose(log)[0]
    assert found["name"] == name
    assert ("grad_norm would decide" in found["evidence"]) == (name == "unknown")


def test_evidence_has_the_numbers_of_the_log():
    log = example("resumed")
    log.loss[:] = [2.0 - k / 300 for k in range(300)]
    log.loss[150:] = [3.5 - k / 300 for k in range(150)]
    log.grad_norm = None
    found = diagnose(log)[0]
    assert found["at"] == 150
    assert "At step 150 the loss jumps from 1.51 to 3.49" in found["evidence"]
    log.grad_norm = [0.5] * 300
    assert "the gradient norm stays near 0.5." in diagnose(log)[0]["evidence"]
    log.grad_norm = [0.5] * 150 + [1.5] * 150
    assert "the gradient norm goes from 0.5 to 1.5." in diagnose(log)[0]["evidence"]


@pytest.mark.parametrize("pace, name", [(0.0, "rate_too_low"), (0.8, "healthy")])
def test_a_fall_that_slows_down_is_no_rate_that_is_too_low(pace, name):
    """In all it is a tenth, along a line, or along an exponential to its end."""
    noise = example("healthy").grad_norm
    falls = [k / 300 if not pace else 1 - math.exp(-2 * pace * k / 300)
             for k in range(300)]  # fmt: skip
    rows = [f"loss {2 - 0.2 * f + 1e-4 * n}" for f, n in zip(falls, noise)]
    assert diagnose(read("\n".join(rows)))[0]["name"] == name


def test_notes():
    words = told(diagnose(example("healthy")))
    assert words.startswith("Nothing found. The loss falls from ")
    assert "A note. The rate is 0.02 in all rows" in words
    few = told(diagnose(read("loss 1\nloss 2")))
    assert few.startswith("Cannot say. The log has 2 rows with a loss; 20 show")


def test_a_log_of_any_shape_is_no_error():
    for values in ([1.0], [NAN] * 30, [0.0] * 30, [-1.0] * 100, [1e308, -1e308] * 20,
                   [5e-324] * 40, [1.0, float("inf")] * 30):  # fmt: skip
        rows = "\n".join(f"loss {v} grad_norm {v} lr {v}" for v in values)
        assert told(diagnose(read(rows)))
        assert examine(rows, "healthy")["text"]


def said_in_python(paths):
    return [examine(p.read_text(), "healthy")["text"] for p in paths]


def test_the_page_says_the_same():
    """Translated to JavaScript, as the page runs it at first."""
    calls = [("examine", {"log": p.read_text(), "example_of": "healthy"}) for p in ALL]
    text = "from adamedu.doctor.figure import examine as examine"
    ((loaded, *answers),) = translated.answers([([("figure", text)], calls)])
    assert loaded == {}
    assert [a["value"]["text"] for a in answers] == said_in_python(ALL)


ASKED = """
import json
from adamedu.doctor.figure import examine
logs = json.loads(open("/logs.json").read())
answer = json.dumps([examine(log, "healthy")["text"] for log in logs])
"""


def test_micropython_says_the_same():
    """As it runs there what the translated Python does not know."""
    few = SEEN[::3]
    logs = json.dumps([p.read_text() for p in few])
    found = json.loads(page.answer(ASKED, {"logs.json": logs}))
    assert found == said_in_python(few)
