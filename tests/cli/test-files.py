#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What attune-cli says of files that are packed, cut off, damaged, hostile or just odd."""

import gzip
import json
import os
import pathlib
import random
import sys
import zipfile

from cli_test import FOLDER, chat_line, check_hostile, cli, export_lines, find_issue, tap, write
from hostile_files import HOSTILE_FILES, write_hostile_file

SAMPLE = pathlib.Path(os.environ["ATTUNE_SAMPLE"])


def test_check_archive():
    """Of several files in a ZIP file the largest is read, or the one that is asked for."""
    path = FOLDER / "several.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("talks/small.csv", "question,answer\nWho?,Me\n")
        archive.writestr("talks/large.jsonl", "".join(chat_line(f"Question {n}", f"Answer {n}") + "\n" for n in range(12)))
        archive.writestr("talks/cover.png", "x" * 100000)
    answer = json.loads(cli("check", "--no-tokens", str(path), "--json").stdout)
    assert answer["member"] == "talks/large.jsonl" and answer["examples"] == 12, answer
    assert "File in the archive: talks/large.jsonl (" in cli("check", "--no-tokens", str(path)).stdout
    answer = json.loads(cli("check", "--no-tokens", str(path), "--member", "talks/small.csv", "--json", status=1).stdout)
    assert answer["member"] == "talks/small.csv" and answer["examples"] == 1, answer
    assert "no “talks/none.csv” inside" in cli("check", str(path), "--member", "talks/none.csv", status=1).stderr


def test_check_cut_off():
    """Of a packed file that is cut off the records that are there are offered, and it says how much that is."""
    drawn = random.Random(1)
    whole = "".join(chat_line(f"Question {drawn.random()}", f"Answer {drawn.random()}") + "\n" for _ in range(8000)).encode()
    packed = gzip.compress(whole, mtime=0)
    # A plain file that ends between two records looks whole, so the cut is made inside one.
    for name, cut in (("cut.jsonl", whole[:whole.index(b"Answer", len(whole) // 2)]),
                      ("cut.jsonl.gz", packed[:len(packed) // 2])):
        path = FOLDER / name
        path.write_bytes(cut)
        answer = check_hostile(path)
        assert 3000 < answer["examples"] < 6000 and answer["cut_off"] == name.endswith(".gz"), answer
        assert find_issue(answer, "truncated")["severity"] == "warning", answer
    # What was unpacked may end between two records.
    status = int(any(issue["severity"] == "error" for issue in answer["issues"]))
    text = cli("check", "--no-tokens", str(path), status=status).stdout
    assert "The file is cut off: " in text and " of text could be unpacked" in text and "seems to be cut off at its end" in text, text
    assert "seems to be cut off" in cli("import", str(path), "--name", "Cut").stdout
    assert "seems to be cut off" in cli("prepare", str(path), "--target", "chat").stdout
    assert json.loads(cli("prepare", str(path), "--target", "chat", "--json").stdout)["cut_off"] is True
    out = FOLDER / "cut-out.jsonl"
    assert "seems to be cut off" in cli("export", str(path), "-o", str(out), "--force").stdout
    assert "cut off" not in cli("export", str(SAMPLE), "-o", str(out), "--force").stdout
    pairs = "".join(json.dumps({"prompt": f"Question {drawn.random()}", "completion": f"Answer {drawn.random()}"}) + "\n"
                    for _ in range(2000)).encode()
    for name, content in (("pairs.jsonl", pairs[:-20]), ("pairs.jsonl.gz", gzip.compress(pairs, mtime=0)[:-5000])):
        path = FOLDER / f"cut-{name}"
        path.write_bytes(content)
        assert "seems to be cut off" in cli("prepare", str(path), "--target", "completion").stdout
        rules = json.loads(cli("prepare", str(path), "--target", "completion", "--json").stdout)["suggestions"]
        assert [rule["severity"] for rule in rules if rule["id"] == "cut-off"] == ["information"], rules
    whole = write("whole-pairs.jsonl", *pairs.decode().splitlines())
    assert "cut off" not in cli("prepare", str(whole), "--target", "completion").stdout
    assert json.loads(cli("import", str(SAMPLE), "--name", "Whole", "--json").stdout)["cut_off"] is False
    assert len(export_lines("Cut")) == answer["examples"]


def test_changed():
    """A packed file in which a byte is not what it was is refused by every verb, and nothing is written."""
    drawn = random.Random(2)
    whole = "".join(chat_line(f"Question {drawn.random()}", f"Answer {drawn.random()}") + "\n" for _ in range(4000)).encode()
    packed = bytearray(gzip.compress(whole, mtime=0))
    packed[len(packed) // 2] ^= 1
    path = FOLDER / "changed.jsonl.gz"
    path.write_bytes(packed)
    out = FOLDER / "changed-out.jsonl"
    for words in (("check", "--no-tokens"), ("import", "--name", "Changed"), ("export", "-o", str(out)), ("prepare", "--target", "chat")):
        error = cli(words[0], str(path), *words[1:], status=1).stderr
        assert "“changed.jsonl.gz” is compressed, and damaged: " in error and " could be unpacked" in error, error
    assert not out.exists() and "Changed" not in cli("export", "Changed", "-o", str(out), status=1).stdout


def test_hostile_files():
    """Whatever a file holds, there is a sentence for it or its records are told apart, in bounded time and memory."""
    fifo = FOLDER / "fifo.jsonl"
    os.mkfifo(fifo)
    issues = {
        "truncated.jsonl": "truncated",
        "truncated.json": "truncated",
        "nested.json": "not-object",
        "nested.jsonl": "not-json",
        "nul.jsonl": "zero-byte",
        "utf8.jsonl": None,
        "surrogate.jsonl": "half-character",
        "twice.jsonl": "repeated-member",
        "huge.jsonl": "bad-weight",
        "quotes.csv": "ragged-row",
        "line.jsonl": "too-large",
    }
    assert issues.keys() == HOSTILE_FILES.keys()
    for name, issue in issues.items():
        path = write_hostile_file(FOLDER, name)
        before = os.stat(path)
        answer = check_hostile(path)
        assert isinstance(answer, dict), (name, answer)
        assert issue is None or issue in [entry["issue"] for entry in answer["issues"]], (name, answer["issues"])
        assert (os.stat(path).st_mtime_ns, os.stat(path).st_size) == (before.st_mtime_ns, before.st_size), name
        path.unlink()
    for path, words in ((FOLDER, "folder"), (fifo, "fifo.jsonl"), (write("empty.csv"), "is empty")):
        assert words in check_hostile(path), path
    for content in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf \n\n"):
        path = FOLDER / "mark.jsonl"
        path.write_bytes(content)
        assert "is empty" in check_hostile(path), content
    left = [found for found in pathlib.Path(os.environ["XDG_CACHE_HOME"]).rglob("*") if found.is_file() and found.stat().st_size > 1024 * 1024]
    assert not left, left


def test_check_unreadable():
    """Files that cannot be used are refused with a sentence."""
    for path in (FOLDER / "nothing.jsonl", FOLDER, write("empty.jsonl")):
        assert cli("check", str(path), status=1).stderr.startswith("attune-cli: ")


def test_bombs():
    """What would unpack without end is stopped at the limit that holds for everybody, whatever it is packed in."""
    piece = gzip.compress(bytes(64 * 1024 * 1024), mtime=0)
    several = piece * 20
    path = FOLDER / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("bomb.jsonl", "w") as member:
        for _ in range(20):
            member.write(bytes(64 * 1024 * 1024))
    for name, content in (("bomb.jsonl.gz", several), ("bomb.gz.gz", gzip.compress(several, mtime=0)), ("bomb.zip", None)):
        path = FOLDER / name
        if content is not None:
            path.write_bytes(content)
        assert path.stat().st_size < 2 * 1024 * 1024
        answer = check_hostile(path, kib=300 * 1024)
        assert isinstance(answer, str) and "holds far more text than its size on the disk can honestly hold" in answer, (name, answer)
        path.unlink()
    left = [found for found in pathlib.Path(os.environ["XDG_CACHE_HOME"]).rglob("*") if found.is_file()]
    assert not [found for found in left if found.stat().st_size > 1024 * 1024], left


def sheet_xml(rows):
    cells = "".join(f'<row r="{y}">' + "".join(f'<c r="{chr(65 + x)}{y}" {form}</c>' for x, form in enumerate(row) if form) + "</row>"
                    for y, row in enumerate(rows, 1))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData><mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A4:A6"/></mergeCells></worksheet>'


def write_workbook(path, sheets):
    """As a spreadsheet program writes it, but for what nobody reads."""
    office, package = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://schemas.openxmlformats.org/package/2006"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>' + "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1)) + "</sheets></workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">' + "".join(
            f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1)) +
            f'<Relationship Id="s" Type="{office}/styles" Target="styles.xml"/></Relationships>')
        archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>')
        for n, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", sheet_xml(rows))


def text_cell(text):
    return f't="inlineStr"><is><t>{text}</t></is>'


def make_odd_files():
    """What a newcomer may have, and the first question and answer that is in it."""
    title = [[text_cell("FAQ of 2024")], [], [text_cell(name) for name in ("Category", "Question", "Answer", "Date")]]
    rows = [[text_cell("Prices") if n % 3 == 0 else "", text_cell(f"Q{n}"), text_cell(f"A{n}"), f's="1"><v>{45352 + n}</v>'] for n in range(24)]
    write_workbook(FOLDER / "merged.xlsx", {"FAQ": title + rows, "Old": [[text_cell("question"), text_cell("answer")]]})
    nodes = {"0": {"message": None, "parent": None}}
    for n, (role, text) in enumerate((("system", ""), ("user", "Q0"), ("assistant", "A0")), 1):
        nodes[str(n)] = {"message": {"author": {"role": role}, "content": {"content_type": "text", "parts": [text]}}, "parent": str(n - 1)}
    nodes["4"] = {"message": {"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": ["Another"]}}, "parent": "2"}
    numbers = range(12)
    texts = {
        "kaggle.csv": "\ufeffid;question;answer;score\n" + "".join(f'{n};"Q{n}";"A{n}";{n},5\n' for n in numbers),
        "deep.json": json.dumps({"meta": {"v": 1}, "result": {"payload": {"items": [{"prompt": f"Q{n}", "response": f"A{n}"} for n in numbers]}}}),
        "hand.jsonl": "".join(f'{{"question": "Q{n}", "answer": "A{n}",}}\n' for n in numbers) + "// the end\n",
        "hand.json": "// mine\n[\n" + "".join(f'{{"question": "Q{n}", "answer": "A{n}",}}, // {n}\n' for n in numbers) + "]\n",
        "commas.jsonl": "".join(f'{{"question": "Q{n}", "answer": "A{n}"}},\n' for n in numbers),
        "conversations.json": json.dumps([{"title": f"T{n}", "mapping": nodes, "current_node": "3"} for n in numbers]),
        "asked.txt": "".join(f"问：Q{n}\n答：A{n}\n" for n in numbers),
        "counted.txt": "".join(f"{n + 1}. 问：Q{n}\n答：A{n}\n" for n in numbers),
        "bold.md": "".join(f"**Q:** Q{n}\n\n**A:** A{n}\n\n" for n in numbers),
        "gemini.jsonl": "".join(json.dumps({"contents": [{"role": "user", "parts": [{"text": f"Q{n}"}]}, {"role": "model", "parts": [{"text": f"A{n}"}]}]}) + "\n"
                                for n in numbers),
        "intents.json": json.dumps({"intents": [{"tag": f"t{n}", "patterns": [f"Q{n}"], "responses": [f"A{n}", "x"]} for n in numbers]}),
        "guanaco.jsonl": "".join(json.dumps({"text": f"### Human: Q{n}### Assistant: A{n}"}) + "\n" for n in numbers),
        "rows.json": json.dumps({"features": [{"name": name} for name in ("a", "b", "c")], "rows": [{"row": {"instruction": "Q0", "output": "A0"}}] * 2}),
    }
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    (FOLDER / "gbk.csv").write_bytes(("问题,答案\n" + "".join(f"Q{n}是什么？,A{n}在这里。\n" for n in numbers)).encode("gbk"))
    return ["merged.xlsx", "gbk.csv", *texts]


def test_odd_files():
    """What people have at hand is read without a word about how, and nothing of it is lost."""
    for name in make_odd_files():
        out = FOLDER / "odd.jsonl"
        cli("export", str(FOLDER / name), "-o", str(out), "--force")
        chats = [json.loads(line)["messages"] for line in out.read_text("utf-8").splitlines()]
        assert len(chats) in (2, 12, 24), (name, len(chats))
        assert [message["role"] for message in chats[0]] == ["user", "assistant"], (name, chats[0])
        assert chats[0][0]["content"].startswith("Q0") and chats[0][1]["content"].startswith("A0"), (name, chats[0])
    answer = json.loads(cli("check", "--no-tokens", "--json", str(FOLDER / "merged.xlsx")).stdout)
    assert answer["examples"] == 24 and answer["sheets"] == ["FAQ", "Old"] and answer["merged_cells"] == 2, answer
    assert "written into 2 rows below, too" in cli("check", "--no-tokens", str(FOLDER / "merged.xlsx")).stdout


sys.exit(tap.run([test_check_unreadable, test_hostile_files, test_bombs, test_check_archive, test_check_cut_off, test_changed, test_odd_files]))
