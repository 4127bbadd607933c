"""What Moodle and Canvas take back: grades and feedback, under their own names."""

import zipfile

import pytest

from tests.course.test_teachers_day import desk, read, result, run


def moodle_reads(name):
    """(participant, plugin) as Moodle reads a path in a zip of feedback."""
    for part in name.split("/"):
        info = part.split("_", 4)
        if len(info) >= 4 and info[1].isdigit():
            return int(info[1]), info[2:4]
    return None


def canvas_reads(name):
    """(user, upload) as Canvas reads a file's name: its first two numbers."""
    numbers = [part for part in name.split("/")[-1].split("_") if part.isdigit()]
    return tuple(map(int, numbers[:2]))


def exported(folder, platform):
    archive = zipfile.ZipFile(folder / f"{platform}-feedback.zip")
    files = {name: archive.read(name).decode() for name in archive.namelist()}
    return read(folder / f"{platform}.csv"), files


def test_moodle_takes_both_back(tmp_path):
    class_ = [result("Ada_B Lovelace_11"), result("=x_12", 0.0), result("../q_13", 0.0)]
    _, said = run(tmp_path, *class_, result("nobody"), platform="moodle")
    assert "not in them, having no id: nobody" in said
    rows, files = exported(tmp_path, "moodle")
    assert [row["Identifier"] for row in rows] == [
        f"Participant {n}" for n in (11, 12, 13)
    ]
    assert [row["Grade"] for row in rows] == ["7", "5", "5"]
    assert {row["Last modified (grade)"] for row in rows} == {"-"}
    assert rows[1]["Full name"] == "'=x"
    want = {(n, "assignsubmission", "file") for n in (11, 12, 13)}
    assert {(moodle_reads(n)[0], *moodle_reads(n)[1]) for n in files} == want
    assert all(".." not in name and name.endswith("/ps1.html") for name in files)
    [page] = [text for name, text in files.items() if moodle_reads(name)[0] == 11]
    assert "7 of 10 points" in page


def test_moodles_own_worksheet_is_filled(tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        '\ufeffIdentifier,"Full name","Email address",Group,Grade,"Maximum grade",'
        '"Last modified (grade)","Feedback comments"\n'
        'Participant 12,Bob,b@x.org,G1,3,10,"Monday, 2 November 2026, 9:00 AM",old\n'
        "Participant 11,=Ada,a@x.org,G2,,10,-,\n"
        "Participant 99,Eve,e@x.org,G2,4,10,-,stays\n"
    )
    unread = result("Bob_12") | {"score": None, "tasks": {}, "status": "unreadable"}
    run(tmp_path, result("Ada_11"), unread, platform="moodle", worksheet=sheet)
    bob, ada, eve = exported(tmp_path, "moodle")[0]
    assert (ada["Grade"], ada["Feedback comments"]) == ("7", "7 of 10 points.")
    assert (ada["Group"], ada["Full name"]) == ("G2", "'=Ada")
    assert (bob["Grade"], bob["Feedback comments"]) == ("3", "old")
    assert bob["Last modified (grade)"] == "Monday, 2 November 2026, 9:00 AM"
    assert (eve["Grade"], eve["Feedback comments"]) == ("4", "stays")


def test_canvas_takes_both_back(tmp_path):
    class_ = [
        result("lovelaceada_123", upload="all/lovelaceada_LATE_123_456_ps1-2.ipynb"),
        result("anon_4711", upload="anon_4711_99_ps1.ipynb"),
    ]
    _, said = run(tmp_path, *class_, platform="canvas")
    assert "not in them, having no id: anon_4711" in said
    rows, files = exported(tmp_path, "canvas")
    assert list(rows[0]) == ["Student", "ID", "SIS Login ID", "Section", "ps1"]
    assert "Points Possible" in rows[0]["Student"] and rows[0]["ps1"] == "10.0"
    assert [(row["ID"], row["ps1"]) for row in rows[1:]] == [("123", "7")]
    assert list(map(canvas_reads, files)) == [(123, 456)]
    assert list(files) == ["lovelaceada_LATE_123_456_ps1-2.html"]


def test_canvas_knows_whose_zip_a_notebook_was_in(tmp_path):
    class_ = [
        result("lada_1", upload="all/lada_1_34_ps1.zip/ps1.ipynb"),
        result("bbob_2", upload="bbob_LATE_2_35_ps1-3.zip/work_7_8_x/ps1.ipynb"),
        result("x_3", upload="x_3_36_ps1.ipynb.json"),
        result("de_la_4", upload="de_la_4_37_v1.2.ipynb"),
        result("eve_5", upload="mail/ps1.ipynb"),
        result("gil_6"),
    ]
    _, said = run(tmp_path, *class_, platform="canvas")
    left_out = "eve_5 (only the feedback), gil_6 (only the feedback)"
    assert f"not in them, having no id: {left_out}" in said
    rows, files = exported(tmp_path, "canvas")
    assert [row["ID"] for row in rows[1:]] == ["1", "2", "3", "4", "5", "6"]
    names = ["bbob_LATE_2_35_ps1-3", "de_la_4_37_v1.2", "lada_1_34_ps1", "x_3_36_ps1"]
    assert list(files) == [f"{name}.html" for name in names]


def test_canvas_own_gradebook_is_filled(tmp_path):
    sheet = tmp_path / "sheet.csv"
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,ps1 (77),ps10 (78),Final Score\n"
        "    Points Possible,,,,,10,10,(read only)\n"
        '"Lovelace, Ada",123,u1,ada,S1,1,2,50\n"Bobson, Bob",124,u2,bob,S1,3,4,60\n'
    )
    sheet.write_text(text)
    run(tmp_path, result("lovelaceada_123"), platform="canvas", worksheet=sheet)
    rows, _ = exported(tmp_path, "canvas")
    assert [row["ps1 (77)"] for row in rows] == ["10", "7", "3"]
    assert rows[1]["Student"] == "Lovelace, Ada" and rows[1]["SIS Login ID"] == "ada"
    assert "ps10 (78)" not in rows[0]  # nothing else is changed there
    sheet.write_text(text.replace("ps1 (77)", "set one (77)"))
    with pytest.raises(ValueError, match="0 columns that begin with ps1; name the"):
        run(tmp_path, result("lovelaceada_123"), platform="canvas", worksheet=sheet)


def test_the_worksheet_must_be_moodles(tmp_path):
    (tmp_path / "sheet.csv").write_text("Teilnehmer,Bewertung\n")
    with pytest.raises(ValueError, match="no column 'Identifier'; download it in Eng"):
        desk(tmp_path, platform="moodle", worksheet=tmp_path / "sheet.csv")
