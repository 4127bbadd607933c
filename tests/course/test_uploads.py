"""Uploads: whose each file is, in the layouts of platforms; odd names and zips."""

import io
import os
import zipfile

import pytest

from course.grade import uploads
from course.grade.owners import people
from course.grade.uploads import UnreadableError, files
from tests.course.toy_set import zipped

A, B = "Ada Lovelace_11_assignsubmission", "Bo_12_assignsubmission"
LAYOUTS = {
    "named by student": (["ada.ipynb", "bob.ipynb"], ["ada", "bob"]),
    "names that begin like a set": (["ps1_ada.ipynb", "ps1_bob.ipynb"],
                                    ["ps1_ada", "ps1_bob"]),
    "numbered by student": (["ps1-01.ipynb", "ps1-02.ipynb"], ["ps1-01", "ps1-02"]),
    "attachments of mails": (["all/ps1.ipynb", *(f"all/ps1 ({n}).ipynb"
                                                 for n in range(1, 5))],
                             ["ps1", *(f"ps1 ({n})" for n in range(1, 5))]),
    "folders": (["ada/ps1.ipynb", "bob/ps1.ipynb"], ["ada", "bob"]),
    "folders in folders": (["all/ps1/ada/ps1.ipynb", "all/ps1/bob/x/ps1.ipynb"],
                           ["ada", "bob"]),
    "a folder for the set": (["ps1/ada.ipynb", "ps1/bob.ipynb"], ["ada", "bob"]),
    "from macOS": (["all/ada.ipynb", "all/bob.ipynb", "__MACOSX/all/._ada.ipynb",
                    "all/.DS_Store"], ["ada", "bob"]),
    "from Windows": (["./", "./all/ada/ps1.ipynb", "./all/bob/ps1.ipynb"],
                     ["ada", "bob"]),
    "backslashes": (["all\\ada\\ps1.ipynb", "all\\bob\\ps1.ipynb"], ["ada", "bob"]),
    "lists beside them": (["ada.ipynb", "bob.ipynb", "roster.csv", "a.txt"],
                          ["ada", "bob"]),
    "who sent a PDF": (["ada.ipynb", "bob.pdf", "cy.ipynb"], ["ada", "bob", "cy"]),
    "Moodle 3": ([f"{A}_file_/ps1.ipynb", f"{B}_file_/ps1.ipynb"],
                 ["Ada Lovelace_11", "Bo_12"]),
    "Moodle 4": ([f"{A}_file/old/ps1.ipynb", f"{A}_onlinetext/onlinetext.html",
                  f"{B}_file/ps1.ipynb"], ["Ada Lovelace_11", "Bo_12"]),
    "Moodle without folders": ([f"{A}_file_ps1.ipynb", f"{B}_file_a b.ipynb"],
                               ["Ada Lovelace_11", "Bo_12"]),
    "Moodle, only one": ([f"{A}_file/ps1.ipynb", f"{A}_file/plot.png"],
                         ["Ada Lovelace_11"]),
    "Moodle, a group without number": (["Default group_assignsubmission_file/x.ipynb"],
                                       ["Default group"]),
    "Canvas": (["lada_1_34_ps1.ipynb", "bbob_LATE_5_78_ps1-2.ipynb",
                "de_la_cruz_9_80_a_1_b.ipynb", "eve_6_text.html"],
               ["bbob_5", "de_la_cruz_9", "eve_6", "lada_1"]),
    "Canvas, anonymous": (["anon_AB3dE_456_ps1.ipynb", "LATE_anon_Xy9zQ_7_ps1.ipynb"],
                          ["anon_AB3dE", "anon_Xy9zQ"]),
    "like Canvas": (["hw_1_1_ada.ipynb", "hw_1_1_bob.ipynb"],
                    ["hw_1_1_ada", "hw_1_1_bob"]),
    "Blackboard": ([f"Set 1_{who}_attempt_2026-03-01-10-00-00{what}"
                    for who in ("ada", "b_b") for what in ("_ps1.ipynb", ".txt")],
                   ["ada", "b_b"]),
    "Blackboard, only one": (["ps1_ada_attempt_2026-03-01-10-00-00_ps1.ipynb"],
                             ["ada"]),
    "ILIAS": (["Adam_ps1/Abgaben/Lovelace_Ada_al_4711/ps1.ipynb",
               "Adam_ps1/Abgaben/Boole_George_gb_4712/ps1.ipynb"],
              ["Boole_George_gb_4712", "Lovelace_Ada_al_4711"]),
    "ILIAS, only one": (["Adam_ps1/Abgaben/Lovelace_Ada_al_4711/ps1.ipynb"],
                        ["Lovelace_Ada_al_4711"]),
    "ILIAS, teams": (["X/Abgaben/Team 1/L_A_a_1/ps1.ipynb",
                      "X/Abgaben/Team 2/B_G_g_2/ps1.ipynb"], ["B_G_g_2", "L_A_a_1"]),
    "nbgrader": (["submitted/ada/ps1/ps1.ipynb", "submitted/ada/ps1/timestamp.txt",
                  "submitted/ada/ps2/ps2.ipynb", "submitted/bob/ps1/ps1.ipynb"],
                 ["ada", "bob"]),
    "nbgrader, only one": (["ada/ps1/ps1.ipynb", "ada/ps1/timestamp.txt"], ["ada"]),
    "one person's folder": (["all/ada/ps1.ipynb", "all/ada/plot.png"], ["ada"]),
    "one person's files": (["ps1.ipynb", "plot.png", "old/ps1.ipynb"], ["upload"]),
    "one person's own name for it": (["ada/final.ipynb", "ada/plot.png"], ["ada"]),
    "ILIAS, only one, a zip": (["X/Abgaben/L_Ada_a_4711/20260301_ps1.zip/ps1.ipynb",
                                "X/Abgaben/L_Ada_a_4711/note.txt"],
                               ["L_Ada_a_4711"]),
    "ILIAS, only one, twice": ([f"X/Abgaben/L_Ada_a_4711/2026030{n}_ps1.zip/my.ipynb"
                                for n in (1, 2)], ["L_Ada_a_4711"]),
    "ILIAS, only one, deeper": (["X/Abgaben/L_Ada_a_4711/a b/ps1.ipynb"],
                                ["L_Ada_a_4711"]),
    "ILIAS, only one, dated": ([f"X/Abgaben/L_A_a_1/2026030{n}101500_ps1.ipynb"
                                for n in range(1, 6)], ["L_A_a_1"]),
    "ILIAS, named like a person": (["X/Adam_for_all_2026/ada.ipynb",
                                    "X/Adam_for_all_2026/bob.ipynb"], ["ada", "bob"]),
    "ILIAS, only one, as a zip": (["week/L_Ada_a_4711.zip/x/ps1.ipynb"],
                                  ["L_Ada_a_4711"]),
    "one person's zips": (["ada/ps1.zip/ps1.ipynb", "ada/ps1 (1).zip/ps1.ipynb"],
                          ["ada"]),
    "one person's zip": (["ada/ps1.zip/ps1.ipynb"], ["ada"]),
    "one person's zip, named otherwise": (["ada/x.zip/y/ps1.ipynb"], ["ada"]),
    "one person's zip among all": (["all/ada.zip/ps1.ipynb"], ["ada"]),
    "a zip of all": (["week/class.zip/ada/ps1.ipynb", "week/class.zip/bob/ps1.ipynb"],
                     ["ada", "bob"]),
    "one person's own folder": (["ada/my/ps1.ipynb"], ["ada"]),
    "one person's dated folder": (["ada/ps1_2026-03-01/x.ipynb"], ["ada"]),
    "one person's copies": (["all/ada/ps1.ipynb", *(f"all/ada/ps1-Copy{n}.ipynb"
                                                    for n in range(1, 5))], ["ada"]),
    "numbers like dates": (["all/20231105_ps1.ipynb", "all/20240207_ps1.ipynb",
                            "all/20231199_ps1.ipynb"], ["20231105_ps1",
                            "20231199_ps1", "20240207_ps1"]),
    "a set's folder with one": (["ps1/ada.ipynb"], ["ada"]),
    "nbgrader, only one, named otherwise": (["ada/ps1/my.ipynb"], ["ada"]),
    "two sets side by side": (["ps1/ada.ipynb", "ps2/ada.ipynb", "ps2/bob.ipynb"],
                              ["ada", "bob"]),
    "ILIAS and a late mail": (["late/ps1.ipynb", "X.zip/X/Abgaben/L_A_a_1/ps1.ipynb",
                               "X.zip/X/Abgaben/B_G_g_2/ps1.ipynb"],
                              ["B_G_g_2", "L_A_a_1", "late"]),
    "Canvas and a late mail": (["late/ps1.ipynb", "c/lada_1_34_ps1.ipynb",
                                "c/bbob_2_35_ps1.ipynb"], ["bbob_2", "lada_1", "late"]),
    "one's own files like Canvas's": (["ada/ps1.ipynb", "ada/run_1_2_x.ipynb",
                                       "bob/run_1_2_y.png", "bob/a.ipynb",
                                       "cy/run_1_2_x.ipynb"], ["ada", "bob", "cy"]),
    "one's own files like Canvas's, alone": (["ada/ps1.ipynb", "ada/run_1_2_x.png"],
                                             ["ada"]),
    "a platform and a late mail": ([f"m/{A}_file/ps1.ipynb", f"m/{B}_file/ps1.ipynb",
                                    "late/ps1.ipynb", "cy.ipynb"],
                                   ["Ada Lovelace_11", "Bo_12", "cy", "late"]),
}  # fmt: skip


def owners(path):
    """{student: names of their files}, without what the system added."""
    return {
        student: [file.name for file in theirs]
        for student, theirs in people(files(path), path.stem, "ps1").items()
    }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whose_a_file_is(tmp_path, layout):
    names, students = LAYOUTS[layout]
    path = zipped(tmp_path / "upload.zip", dict.fromkeys(names, b"x"))
    found = owners(path)
    assert list(found) == students
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "upload")
    if "backslashes" not in layout:
        assert owners(tmp_path / "upload") == found
    if layout != "a set's folder with one":  # it may be a zip that a person has sent
        within = zipped(tmp_path / "upload2.zip", {"upload.zip": path.read_bytes()})
        assert list(owners(within)) == students


def test_a_zip_of_each_student(tmp_path):
    inner = io.BytesIO()
    zipped(inner, {"work/ps1.ipynb": b"deep"})
    twice = io.BytesIO()
    zipped(twice, {"ps1.zip": inner.getvalue()})
    path = zipped(
        tmp_path / "a.zip",
        {"ada.zip": inner.getvalue(), "bob/ps1.zip": twice.getvalue(), "cy.zip": b"PK"},
    )
    found = people(files(path), "a", "ps1")
    [ada], [bob], [cy] = found["ada"], found["bob"], found["cy"]
    assert (ada.read(), bob.read()) == (b"deep", b"deep")
    assert cy.trouble.startswith("is a damaged zip")


def test_names_in_old_and_new_writing(tmp_path):
    """Windows' old zips: cp437; macOS: NFD; Linux, unzipped: single bytes."""
    info = zipfile.ZipInfo("M\u00fcller/ps1.ipynb")
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("M__ller/ps1.ipynb", b"x")
        archive.writestr("Zoe\u0308/ps1.ipynb", b"x")
        archive.writestr("Zo\u00eb/more.ipynb", b"x")
    for raw in ("Müller".encode("cp437"), "Müller".encode()):
        name = raw.ljust(7, b"_")[:7]
        data = path.read_bytes().replace(b"M__ller", name)
        (tmp_path / "b.zip").write_bytes(data)
        assert info.filename.split("/")[0] in list(owners(tmp_path / "b.zip"))[0]
    assert owners(path)["Zoë"] == ["more.ipynb", "ps1.ipynb"]
    for raw in ("Müller".encode("cp437"), "Müller".encode("latin-1")):
        folder = os.fsencode(tmp_path / raw.hex()) + b"/" + raw
        os.makedirs(folder)
        with open(folder + b"/x.ipynb", "wb") as file:
            file.write(b"x")
        [found] = files(tmp_path / raw.hex())
        assert found.parts == ("Müller", "x.ipynb")


def test_a_zip_cannot_write_or_hide_anywhere(tmp_path):
    names = ["../../evil.ipynb", "/etc/bo.ipynb", "a/../cy.ipynb", "C:\\x\\d\0e.ipynb"]
    path = zipped(tmp_path / "a.zip", dict.fromkeys(names, b"x"))
    found = [file.path for file in files(path)]
    assert found == ["C:/x/d", "a/cy.ipynb", "etc/bo.ipynb", "evil.ipynb"]


def test_damage_costs_its_owner_only(tmp_path):
    path = zipped(
        tmp_path / "a.zip", {"ada.ipynb": b"a" * 999, "bob.ipynb": b"b" * 999}
    )
    data = bytearray(path.read_bytes())
    data[39:45] = b"\xff" * 6  # where the packed text begins
    path.write_bytes(data)
    ada, bob = files(path)
    with pytest.raises(UnreadableError, match="is damaged"):
        ada.read()
    assert bob.read() == b"b" * 999


@pytest.mark.parametrize("data", [b"", b"PK nonsense", b"no zip at all"])
def test_a_broken_zip_is_told_at_once(tmp_path, data):
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(ValueError, match="a folder or a zip file.*Download it again"):
        files(tmp_path / "a.zip")


def test_a_zip_without_its_list_is_told_at_once(tmp_path):
    path = zipped(tmp_path / "a.zip", {"ada.ipynb": b"a" * 999})
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ValueError, match="Download it again"):
        files(path)


def test_what_is_no_file_is_told(tmp_path):
    (tmp_path / "in/empty").mkdir(parents=True)
    (tmp_path / "in/linked").mkdir()
    (tmp_path / "in/linked/ps1.ipynb").symlink_to(tmp_path)
    (tmp_path / "in/all").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "in/pipe.ipynb")
    deep = tmp_path / "in/deep"
    for _ in range(40):
        deep.mkdir()
        deep = deep / "e"
    told = {file.parts[0]: file.trouble for file in files(tmp_path / "in")}
    assert told["empty"] == "is an empty folder"
    assert told["linked"] == told["all"] == "is a link, which is not followed"
    assert told["pipe.ipynb"] == "is no file"
    assert told["deep"] == "is deeper than 30 folders"
    found = owners(tmp_path / "in")
    assert sorted(found) == ["all", "deep", "empty", "linked", "pipe"]


def test_no_more_than_the_limit_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 1 << 20)
    files_in = {"ada.ipynb": b" " * (50 << 20), "bob.ipynb": b" " * (1 << 20)}
    inner = io.BytesIO()
    zipped(inner, files_in)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/x.zip").write_bytes(inner.getvalue())
    for name, text in files_in.items():
        (tmp_path / "in" / name).write_bytes(text)
    for file in files(tmp_path / "in"):
        if file.parts[-1] == "bob.ipynb":
            assert len(file.read()) == 1 << 20
        else:
            with pytest.raises(UnreadableError, match="is larger than 1 MB"):
                file.read()


def test_zips_in_zips_end(tmp_path):
    data = b"end"
    for depth in range(6):
        inner = io.BytesIO()
        zipped(inner, {f"{depth}.zip" if depth else "ps1.ipynb": data})
        data = inner.getvalue()
    (tmp_path / "a.zip").write_bytes(data)
    [found] = files(tmp_path / "a.zip")
    assert found.trouble == "is a zip in 3 others"
