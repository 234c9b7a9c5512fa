#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""attune-cli as a program: the real workspace, the real engine, a real keyring, and a provider that wants a key."""

import concurrent.futures
import hashlib
import http.server
import itertools
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile

from cli_test import FOLDER, chat_line, cli, export_lines, find_issue, tap, write

SAMPLE = pathlib.Path(os.environ["ATTUNE_SAMPLE"])
KEY = "sk-test-not-a-real-key-0123456789abcdef"


def test_usage():
    """Wrong words end with 2 and say what is known."""
    assert "Commands" in cli(status=2).stderr
    cli("nonsense", status=2)
    cli("check", status=2)
    cli("tune", str(SAMPLE), "--epochs", "51", status=2)
    cli("import", str(SAMPLE), "--validation", "60%", status=2)
    assert "--follow" in cli("tune", "--help").stdout
    assert "supervised" in cli("tune", str(SAMPLE), "--method", "magic", status=2).stderr


def test_tune_refused():
    """What a service would refuse is said before anything is sent, in words that tell what is there."""
    unknown = cli("tune", str(SAMPLE), "--model", "attune-practice", "--set", "warmth=3", status=1).stderr
    assert "no setting “warmth”" in unknown and "n_epochs" in unknown
    assert "from 1 to 50" in cli("tune", str(SAMPLE), "--model", "attune-practice", "--set", "n_epochs=99", status=1).stderr
    assert "NAME=VALUE" in cli("tune", str(SAMPLE), "--model", "attune-practice", "--set", "n_epochs", status=1).stderr
    assert "pairs" in cli("tune", str(SAMPLE), "--model", "attune-practice", "--method", "dpo", status=1).stderr
    assert "nowhere" in cli("tune", str(SAMPLE), "--model", "attune-practice", "--validation-dataset", "nowhere", status=1).stderr
    assert "Weights" in cli("tune", str(SAMPLE), "--model", "attune-practice", "--wandb-project", "p", status=1).stderr

    # The same sentences as in the window, whatever was asked for by name.
    pairs = FOLDER / "pairs.jsonl"
    pairs.write_text("".join(json.dumps({
        "input": {"messages": [{"role": "user", "content": f"Question {i}?"}]},
        "preferred_output": [{"role": "assistant", "content": f"Answer {i}."}],
        "non_preferred_output": [{"role": "assistant", "content": f"Go away {i}."}]}) + "\n" for i in range(12)))
    cli("import", str(pairs), "--name", "Pairs")
    kinds = ("tune", str(SAMPLE), "--model", "attune-practice", "--method", "supervised")
    assert "are of another kind" in cli(*kinds, "--validation-dataset", "Pairs", status=1).stderr
    assert "Train from preferences" in cli("tune", "Pairs", *kinds[2:], status=1).stderr


def test_check_good():
    """A good file is described, for people and for programs."""
    assert "usable examples" in cli("check", str(SAMPLE)).stdout
    answer = json.loads(cli("check", str(SAMPLE), "--json").stdout)
    assert answer["records"] == answer["examples"] >= 40
    assert not any(issue["severity"] == "error" for issue in answer["issues"])


def test_check_bad():
    """A bad line is named by its number, and the check fails."""
    path = write("bad.jsonl", *[chat_line(f"q{n}", f"a{n}") for n in range(12)], "{ not json", chat_line("last", "one"))
    result = cli("check", str(path), "--json", status=1)
    issues = {issue["issue"]: issue for issue in json.loads(result.stdout)["issues"]}
    assert issues["not-json"]["lines"] == [13]
    assert "13" in cli("check", str(path), status=1).stdout


def test_check_places():
    """An issue names the line, the example and the place in it; in an array on one line, the line alone says nothing."""
    chats = [chat_line(f"q{n}", f"a{n}") for n in range(12)]
    bad = [chat_line("你好？", "你好 <|endoftext|> 再见"), chat_line("mail", "anna.schmidt@beispiel.org")]
    path = FOLDER / "array.json"
    path.write_text("[" + ",".join(chats + bad) + "]", encoding="utf-8")
    result = cli("check", str(path), "--no-tokens", "--json", status=1)
    found = find_issue(json.loads(result.stdout), "special-token")
    assert found["lines"] == [1] and found["examples"] == [
        {"line": 1, "example": 13, "item": 1, "places": [{"turn": 2, "character": 4, "length": 13}]}], found
    text = cli("check", str(path), "--no-tokens", status=1).stdout
    assert "Line 1, example 13: message 2 (assistant), character 4\n" in text, text
    assert "Line 1, example 14: message 2 (assistant), character 1\n" in text, text
    assert "Line 1, example 5\n  … and 9 more\n" in text, text


def test_check_target():
    """What stops a fine-tune depends on the provider and on the method."""
    path = write("turns.jsonl", *[json.dumps({"messages": [{"role": "user", "content": f"q{n}"}, {"role": "user", "content": "more"},
                                                           {"role": "assistant", "content": f"a{n}"}]}) for n in range(60)])
    assert find_issue(json.loads(cli("check", str(path), "--json").stdout), "not-alternating")["severity"] == "warning"
    answer = json.loads(cli("check", str(path), "--json", "--provider", "together", status=1).stdout)
    assert answer["provider"] == "together" and find_issue(answer, "not-alternating")["severity"] == "error", answer
    assert answer["statistics"]["exact"] is False and answer["training"]["exact"] is False, answer
    assert "Error: 60 conversations have two turns" in cli("check", str(path), "--provider", "together", status=1).stdout
    answer = json.loads(cli("check", str(path), "--json", "--method", "preference", status=1).stdout)
    assert find_issue(answer, "wrong-kind")["count"] == 60 and answer["method"] == "preference", answer
    answer = json.loads(cli("check", str(path), "--json", "--account", "This Computer").stdout)
    assert answer["provider"] == "local", answer
    few = write("few.jsonl", *[chat_line(f"q{n}", f"a{n}") for n in range(4)])
    cli("check", str(few), status=1)
    cli("check", str(few), "--provider", "fireworks")
    cli("check", str(few), "--account", "Nobody", status=1)
    assert "openai" in cli("check", str(few), "--provider", "nobody", status=2).stderr
    cli("check", str(few), "--provider", "openai", "--account", "This Computer", status=2)
    cli("check", str(few), "--method", "magic", status=2)
    assert "preferences" in cli("check", str(few), "--provider", "nebius", "--method", "preference", status=2).stderr


def test_check_figures():
    """Tokens, lengths, languages and prices, of what the recipe wants; a count that is a guess says so."""
    path = write("figures.jsonl", *[chat_line("What is it?", "It is " + "very " * n + "nice.") for n in range(40)],
                 *[chat_line("这是什么东西？", "这是一本很好看的书，大家都很喜欢它。") for _ in range(20)])
    answer = json.loads(cli("check", str(path), "--json", "--provider", "openai").stdout)
    training = answer["training"]
    assert training["exact"] is True and training["examples"] == 60, training
    assert training["billable_tokens_per_epoch"] == training["tokens"] == answer["statistics"]["tokens"]["total"], answer
    assert (training["longest"][0]["line"], training["longest"][0]["tokens"]) == (40, answer["statistics"]["tokens"]["max"]), training
    cost = next(cost for cost in training["costs"] if cost["model"].startswith("gpt-4.1-mini"))
    assert cost["epochs_low"] == cost["epochs_high"] == 3 and cost["prices_as_of"].startswith("20"), cost
    assert 0 < cost["usd_low"] <= cost["usd_high"], cost
    assert len(json.loads(cli("check", str(path), "--json").stdout)["training"]["costs"]) >= 1
    home = FOLDER / "fresh-home"
    assert json.loads(cli("check", str(path), "--json", "--provider", "openai", data_home=home).stdout)["training"]["costs"] == training["costs"]
    free = json.loads(cli("check", str(path), "--json", data_home=home).stdout)["training"]["costs"]
    assert [(cost["account"], cost["usd_high"]) for cost in free] == [("This Computer", None)], free
    assert json.loads(cli("check", str(path), "--json", "--provider", "local", data_home=home).stdout)["training"]["costs"] == free
    assert not [found for found in home.rglob("*") if found.is_file()], "to look at a file needs nothing of a person's own"

    text = cli("check", str(path), "--provider", "openai").stdout
    for part in ("Languages: English 67%, Chinese (Simplified) 33%", "Tokens per example: half have at most", "Longest examples: line 40, example 40",
                 "tokens are paid for in each epoch", "OpenAI · GPT-4.1 mini: ", "3 epochs", "prices of "):
        assert part in text, text
    text = cli("check", str(path), "--model", "llama3").stdout
    assert "\nAbout " in text and json.loads(cli("check", str(path), "--model", "llama3", "--json").stdout)["training"]["exact"] is False, text
    assert "training" not in json.loads(cli("check", str(path), "--no-tokens", "--json").stdout)

    recipe = FOLDER / "ten.json"
    recipe.write_text(json.dumps({"attune-recipe": 1, "sample": {"first": 10}}), encoding="utf-8")
    answer = json.loads(cli("check", str(path), "--recipe", str(recipe), "--json").stdout)
    assert answer["examples"] == 60 and answer["training"]["examples"] == 10, answer
    assert 10 * 10 < answer["training"]["tokens"] < training["tokens"] / 3, answer
    assert "10 of them are drawn by the recipe" in cli("check", str(path), "--recipe", str(recipe)).stdout


def test_check_validation():
    """Questions that stand in both files are counted, and what validates may be short."""
    path = write("learned.jsonl", *[chat_line(f"q{n}", f"a{n}") for n in range(60)])
    other = write("asked.csv", "question,answer", "q3,x", "new,y", "q5,z")
    answer = json.loads(cli("check", str(path), "--validation-file", str(other), "--json").stdout)
    assert answer["validation"]["leaked"] == 2 and answer["validation"]["examples"] == 3, answer
    assert find_issue(answer["validation"], "leakage")["lines"] == [2, 4], answer
    assert not any(issue["issue"].startswith("too-few") for issue in answer["validation"]["issues"]), answer
    text = cli("check", str(path), "--validation-file", str(other)).stdout
    assert "2 questions stand in both files" in text and "Line 4, example 3" in text, text
    fresh = write("fresh.csv", "question,answer", "new,y")
    assert "No question stands in both files" in cli("check", str(path), "--validation-file", str(fresh)).stdout
    assert cli("check", str(path), "--validation-file", str(FOLDER / "nothing"), status=1).stderr


def test_tokens():
    """Tokens are counted, of a text and of every line of a file of texts."""
    prose = "Counting is exact, in English and in 中文。\n"
    count = json.loads(cli("tokens", "--json", text=prose).stdout)["tokens"]
    assert count == 10, count
    assert cli("tokens", text=prose).stdout.split() == ["10", "tokens", "(o200k_base)"]
    path = FOLDER / "prose.txt"
    path.write_text(prose * 50000, encoding="utf-8")
    assert json.loads(cli("tokens", "--json", str(path)).stdout) == {"tokens": 10 * 50000, "exact": True}
    lines = write("texts.jsonl", json.dumps({"text": prose}), json.dumps({"other": 1}), "{", json.dumps({"text": ""}))
    answers = [json.loads(line) for line in cli("tokens", "--json", str(lines)).stdout.split("\n") if line]
    assert answers[0] == {"tokens": 10, "exact": True} and answers[3] == {"tokens": 0, "exact": True}, answers
    assert all(list(answer) == ["error"] for answer in answers[1:3]), answers
    assert cli("tokens", str(lines)).stdout.startswith("10 ")


def serve(folder):
    """The base URL of a server on this machine that hands out the files of a folder."""
    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, directory=folder, **options)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def test_tokens_fetch():
    """The list of tokens is downloaded when somebody asks, by two at once if need be, and verified."""
    ranks = os.environ["ATTUNE_RANKS_DIR"]
    try:
        os.environ["ATTUNE_RANKS_DIR"] = str(FOLDER / "ranks")
        os.environ["ATTUNE_RANKS_URL"] = serve(str(FOLDER))
        assert "tokens --fetch" in cli("tokens", status=1, text="Hello").stderr
        (FOLDER / "r50k_base.tiktoken").write_text("<p>Log in</p>")
        assert "is not the file" in cli("tokens", "--fetch", "--encoding", "r50k_base", status=1).stderr
        assert "does not have the file" in cli("tokens", "--fetch", "--encoding", "p50k_base", status=1).stderr
        assert os.listdir(FOLDER / "ranks") == []

        os.environ["ATTUNE_RANKS_URL"] = serve(ranks)
        both = [subprocess.Popen(["attune-cli", "tokens", "--fetch"], stderr=subprocess.PIPE, text=True) for _ in range(2)]
        for process in both:
            said = process.communicate(timeout=60)[1]
            assert "127.0.0.1" in said or "already" in said, said
            assert process.returncode == 0
        assert os.listdir(FOLDER / "ranks") == ["o200k_base.tiktoken"]
        assert cli("tokens", text="Hello").stdout.startswith("1 token ")

        # A second time, nothing is asked of anybody.
        os.environ["ATTUNE_RANKS_URL"] = "http://127.0.0.1:9/"
        answer = cli("tokens", "--fetch", "-", text="Hello")
        assert "already" in answer.stderr and answer.stdout.startswith("1 token ")
    finally:
        os.environ["ATTUNE_RANKS_DIR"] = ranks
        del os.environ["ATTUNE_RANKS_URL"]


def test_tokens_encoding():
    """The encoding is named, or follows from the model, which may be unknown."""
    text = "人工智能"
    assert json.loads(cli("tokens", "--json", "--encoding", "cl100k_base", text=text).stdout) == {"tokens": 5, "exact": True}
    assert "cl100k_base" in cli("tokens", "--model", "gpt-3.5-turbo", text=text).stdout
    assert "o200k_base" in cli("tokens", "--model", "ft:gpt-4.1-mini-2025-04-14:me::x", text=text).stdout
    assert cli("tokens", "--model", "some-other-model", text=text).stdout.startswith("About ")
    assert json.loads(cli("tokens", "--model", "some-other-model", "--json", text=text).stdout)["exact"] is False
    assert "o200k_base" in cli("tokens", "--encoding", "o300k", status=2).stderr
    cli("tokens", "--encoding", "o200k_base", "--model", "gpt-4o", status=2)
    assert cli("tokens", str(FOLDER), status=1).stderr.startswith("attune-cli: ")
    assert cli("tokens", str(FOLDER / "missing.jsonl"), status=1).stderr.startswith("attune-cli: ")


def test_import_csv():
    """A CSV is mapped by its header or by what one says; examples are held out."""
    path = write("pairs.csv", "Question,Answer,Note", *[f'"What, {n}?",Answer {n},x' for n in range(40)])
    answer = json.loads(cli("import", str(path), "--validation", "10%", "--json").stdout)
    assert (answer["examples"], answer["validation_examples"]) == (36, 4)
    other = write("odd.csv", "first;second", *[f"one {n};two {n}" for n in range(20)])
    answer = json.loads(cli("import", str(other), "--question", "first", "--answer", "second", "--name", "Odd", "--json").stdout)
    assert answer["name"] == "Odd" and answer["examples"] == 20


def heroes():
    return write("heroes.csv", "age,Prompt,completion", '18,"18, man, can eat a lot",He eats.', "30,a woman flies,She flies",
                 "30,a woman flies,She flies", "40,nobody,")


def read_pairs(path):
    return [tuple(json.loads(line)[name] for name in ("prompt", "completion")) for line in path.read_text("utf-8").splitlines()]


def test_prepare_lists():
    """Without -o nothing is written; what would be done is said, for people and for programs."""
    path = heroes()
    before = sorted(FOLDER.iterdir())
    text = cli("prepare", str(path)).stdout
    assert "Recommended: Adds “ ->” to the end of 3 prompts [prompt-suffix]" in text, text
    assert "--accept-all" in text and "Nothing was written" in text
    answer = json.loads(cli("prepare", str(path), "--json").stdout)
    severities = {entry["id"]: entry["severity"] for entry in answer["suggestions"]}
    assert severities == {"example-count": "information", "prompt-column": "necessary", "extra-columns": "necessary",
                          "empty-completion": "necessary", "duplicates": "optional", "prompt-suffix": "optional",
                          "completion-suffix": "optional", "leading-space": "optional"}, severities
    assert not any(entry["accepted"] for entry in answer["suggestions"] if entry["severity"] == "optional")
    assert (answer["examples"], answer["task"], answer["written"]) == (3, "conditional", 0)
    assert sorted(FOLDER.iterdir()) == before


def test_prepare_writes():
    """--accept-all does what is recommended, --skip leaves one out, neither does what is necessary."""
    path, out = heroes(), FOLDER / "prepared.jsonl"
    out.unlink(missing_ok=True)
    text = cli("prepare", str(path), "-o", str(out), "--target", "completion", "--accept-all").stdout
    assert "2 examples written" in text and "“ ->”" in text and "stop sequence" in text, text
    assert read_pairs(out) == [("18, man, can eat a lot ->", " He eats.\n"), ("a woman flies ->", " She flies\n")]
    cli("prepare", str(path), "-o", str(out), "--force", "--accept-all", "--skip", "duplicates", "--skip", "completion-suffix")
    assert read_pairs(out)[1:] == [("a woman flies ->", " She flies")] * 2
    answer = json.loads(cli("prepare", str(path), "-o", str(out), "--force", "--json").stdout)
    assert answer["written"] == 3 and answer["output"] == str(out)
    assert read_pairs(out) == [("18, man, can eat a lot", "He eats.")] + [("a woman flies", "She flies")] * 2


def test_prepare_columns():
    """Other columns can be named; a file without any says which it has."""
    path, out = write("other.csv", "sub_prompt,response_txt", "a,x", "b,y"), FOLDER / "other.jsonl"
    result = cli("prepare", str(path), "-o", str(out), status=1)
    assert "“sub_prompt”" in result.stdout and "--answer" in result.stdout
    assert "other.csv" in result.stderr and not out.exists()
    cli("prepare", str(path), "-o", str(out), "--question", "sub_prompt", "--answer", "response_txt")
    assert read_pairs(out) == [("a", "x"), ("b", "y")]
    # Each line of a text is a completion, as it was for the old tool.
    path, out = write("verse.txt", "the first line", "the second line"), FOLDER / "verse.jsonl"
    cli("prepare", str(path), "-o", str(out), "--target", "completion", "--accept-all")
    assert read_pairs(out) == [("", " the first line"), ("", " the second line")]


def test_prepare_refuses():
    """What exists is not written over, the input never, and wrong words end with 2."""
    path = write("pairs.jsonl", '{"prompt":"a","completion":"x"}', '{"prompt":"b","completion":"y"}')
    out = write("kept", "kept")
    before = path.read_bytes()
    assert "--force" in cli("prepare", str(path), "-o", str(out), status=2).stderr
    assert out.read_text() == "kept\n"
    cli("prepare", str(path), "-o", str(path), "--force", status=1)
    assert path.read_bytes() == before
    cli("prepare", status=2)
    cli("prepare", str(path), "--target", "poem", status=2)
    cli("prepare", str(path), "--accept-all", "--skip", "no-such-rule", status=2)
    assert "same" in cli("prepare", str(write("same.jsonl", *['{"prompt":"a","completion":"x"}'] * 2)), status=1).stdout


def psychological_qa():
    """A list of questions, each with answers of which some are recommended, in the form of Chinese-Psychological-QA."""
    items = [{"ques_info": {"title": f"第{n}个烦恼，", "content": "我总是睡不着，怎么办？", "view_count": n, "tags": ["失眠"]},
              "answers_info": [{"content": f"先放松，{n}。", "recommend_flag": "推荐", "zan": "3"},
                               {"content": f"没什么，{n}。", "recommend_flag": "", "zan": "0"},
                               {"content": f"多运动，{n}。", "recommend_flag": "推荐", "zan": "1"}][:n % 4]} for n in range(24)]
    path = FOLDER / "ques_ans_info.json"
    path.write_text(json.dumps(items, indent=2), encoding="utf-8")
    return path


def efaqa():
    """Conversations, each of whose turns is labelled, some incompletely, in the form of efaqa."""
    lines = [json.dumps({"md5": f"{n:032x}", "title": f"女 年龄{n}岁 心情低落", "label": {"s1": "1.13", "s2": "2.7", "s3": "3.4"}, "chats": [
        {"sender": "audience", "type": "textMessage", "time": "11:02:45", "value": f"抱抱你，{n}", "label": {"question": False, "knowledge": True, "negative": False}},
        {"sender": "owner", "type": "textMessage", "time": "11:08:40", "value": "谢谢", "label": {"question": False, "negative": False}},
        {"sender": "audience", "type": "textMessage", "time": "11:09:01", "value": "活该", "label": {"question": False, "knowledge": True, "negative": True}},
        {"sender": "audience", "type": "textMessage", "time": "11:10:12", "value": f"早点睡会好一些，{n}", "label": {"question": False, "knowledge": True, "negative": False}},
    ]}, ensure_ascii=False) for n in range(12)]
    return write("efaqa-corpus-zh.txt", *lines)


def test_counselling_bot():
    """Two public corpora become conversations, by recognition and by the names of their recipes."""
    for path, recipe, title, expected in ((psychological_qa(), "chinese-psychological-qa", "Psychological", 24),
                                          (efaqa(), "efaqa", "efaqa", 24)):
        answer = json.loads(cli("check", "--no-tokens", str(path), "--json").stdout)
        assert title in answer["recipe"] and answer["encoding"] == "UTF-8", answer
        assert answer["examples"] == expected, answer
        assert not any(issue["severity"] == "error" for issue in answer["issues"]), answer
        text = cli("check", "--no-tokens", str(path)).stdout
        assert "UTF-8" in text and "Recipe: " in text and title in text, text
        kept = []
        for name, words in (("Recognised", ()), ("Named", ("--recipe", recipe))):
            answer = json.loads(cli("import", str(path), "--name", f"{name} {recipe}", "--mend", *words, "--json").stdout)
            assert answer["examples"] == expected, answer
            kept.append(export_lines(f"{name} {recipe}"))
        assert kept[0] == kept[1] and all([message["role"] for message in chat] == ["user", "assistant"] for chat in kept[0])
        assert not any(word in chat[1]["content"] for chat in kept[0] for word in ("活该", "没什么", "谢谢"))
    assert kept[0][0] == [{"role": "user", "content": "女 年龄0岁 心情低落"}, {"role": "assistant", "content": "抱抱你，0"}]
    assert "\\u" not in (FOLDER / "exported.jsonl").read_text("utf-8")
    cli("import", str(path), "--recipe", str(FOLDER / "no-such-recipe"), status=1)


def test_medical_assistant():
    """A hundred rows of a corpus are drawn at random and get a system message; the same seed draws the same."""
    path = write("test_datasets.jsonl", *[json.dumps({"questions": f"得了第{n}种病怎么办？", "answers": f"第{n}种药。"}, ensure_ascii=False)
                                          for n in range(1000)])
    assert json.loads(cli("check", "--no-tokens", str(path), "--json").stdout)["examples"] == 1000
    recipe = FOLDER / "hundred.json"
    recipe.write_text(json.dumps({"attune-recipe": 1, "system": "你是一名医生。", "user": "{questions}", "assistant": "{answers}",
                                  "sample": {"random": 100, "seed": 7}}), encoding="utf-8")
    kept = []
    for name in ("One", "Two"):
        answer = json.loads(cli("import", str(path), "--recipe", str(recipe), "--name", name, "--json").stdout)
        assert answer["examples"] == 100, answer
        kept.append(export_lines(name))
    assert kept[0] == kept[1] and len({chat[1]["content"] for chat in kept[0]}) == 100
    assert all(chat[0] == {"role": "system", "content": "你是一名医生。"} for chat in kept[0])
    cli("import", str(path), "--recipe", "huatuo", "--system-text", "Be brief.", "--name", "All", "--validation", "10%")
    assert len(export_lines("All")) == 900 and export_lines("All")[0][0]["content"] == "Be brief."


def test_encodings():
    """An encoding is found out or said; lines in another one are mended."""
    text = "问题,回答\n" + "".join(f"第{n}个问题是什么？,这是第{n}个回答。\n" for n in range(30))
    path = FOLDER / "gb.csv"
    path.write_bytes(text.encode("gb18030"))
    answer = json.loads(cli("check", "--no-tokens", str(path), "--json").stdout)
    assert answer["examples"] == 30 and answer["encoding"].startswith("GB"), answer
    cli("import", str(path), "--encoding", "GB18030", "--name", "GB")
    assert export_lines("GB")[3][0]["content"] == "第3个问题是什么？"
    cli("check", str(path), "--encoding", "nonsense", status=2)
    mixed = FOLDER / "mixed.jsonl"
    lines = [chat_line(f"第{n}个问题是什么？", f"这是第{n}个回答，大家都看得懂。") for n in range(300)]
    mixed.write_bytes(b"".join((line + "\n").encode("gb18030" if n == 250 else "utf-8") for n, line in enumerate(lines)))
    text = cli("check", "--no-tokens", str(mixed)).stdout
    assert "1 line was mended" in text and "300 usable examples" in text, text
    cli("import", str(mixed), "--name", "Mixed")
    assert export_lines("Mixed")[250][0]["content"] == "第250个问题是什么？"


def test_import_mends():
    """--mend does what is recommended; a second file validates, and has no question of the first."""
    path = write("messy.jsonl", *[chat_line(f"q{n}", f"a{n}") for n in range(12)], chat_line("q0", "a0"),
                 json.dumps({"messages": [{"role": "human", "content": "who?"}, {"role": "gpt", "content": "me <|endoftext|>"}]}))
    other = write("valid.csv", "question,answer", "q3,another answer", "new,y")
    words = ("import", str(path), "--validation-file", str(other), "--json", "--name")
    answer = json.loads(cli(*words, "Plain").stdout)
    assert (answer["examples"], answer["validation_examples"], answer["leaked"]) == (12, 2, 1), answer
    answer = json.loads(cli(*words, "Mended", "--mend").stdout)
    assert (answer["examples"], answer["validation_examples"], answer["leaked"]) == (13, 1, 1), answer
    told = ("import", str(path), "--validation-file", str(other), "--name")
    assert "1 example for validation asks what is trained on; --mend" in cli(*told, "Told").stdout
    assert "1 example for validation asks what is trained on, and was left out" in cli(*told, "Told Again", "--mend").stdout
    known = write("known.csv", "question,answer", "q3,another answer", "q4,y")
    refused = cli("import", str(path), "--validation-file", str(known), "--name", "Known", "--mend", status=1).stderr
    assert "known.csv" in refused and "other questions" in refused and "columns" not in refused, refused
    assert export_lines("Mended")[-1][1] == {"role": "assistant", "content": "me <| endoftext|>"}
    assert export_lines("Mended", "--validation")[0][0]["content"] == "new"
    cli("import", str(path), "--validation-file", str(FOLDER / "nothing"), status=1)
    pairs = write("pairs.jsonl", json.dumps({"prompt": "a", "completion": "b"}))
    refused = cli("import", str(path), "--validation-file", str(pairs), "--name", "Kinds", status=1).stderr
    assert "pairs.jsonl" in refused and "prompts with completions" in refused and "messy.jsonl" in refused, refused
    cli("import", str(path), "--validation-file", str(other), "--validation", "10%", status=2)


def test_check_words():
    """Wrong words end with 2, whatever is in the file; what is wrong in a file ends with 1."""
    path = write("rows.csv", "x,y", *[f"{n},{n}" for n in range(12)])
    cli("check", str(path), "--question", "x", status=2)
    cli("check", str(path), "--target", "chat", status=2)
    cli("check", str(path), "--question", "x", "--answer", "y", "--target", "poem", status=2)
    cli("check", str(path), "--question", "x", "--answer", "y", "--target", "completion")
    cli("check", str(path), "--question", "x", "--answer", "nothing", status=1)


def test_table_options():
    """What stands between columns and around texts, and whether there is a header, can be said; what does not apply is refused."""
    path = write("hash.txt", *[f"'what is, {n}?'#'it is, {n}'" for n in range(20)])
    words = ("--delimiter", "#", "--quote", "single", "--no-header", "--question", "Column 1", "--answer", "Column 2")
    assert json.loads(cli("check", str(path), "--no-tokens", "--json", *words).stdout)["examples"] == 20
    cli("import", str(path), "--name", "Hash", *words)
    assert export_lines("Hash")[0][0]["content"] == "what is, 0?"
    out = FOLDER / "hash.jsonl"
    cli("prepare", str(path), "-o", str(out), *words)
    assert len(read_pairs(out)) == 20 and read_pairs(out)[3][0] == "what is, 3?", read_pairs(out)
    cli("export", str(path), "-o", str(out), "--force", *words)
    assert "it is, 19" in out.read_text("utf-8")
    table = write("table.csv", "question,answer", *[f"q{n},a{n}" for n in range(12)])
    answer = json.loads(cli("check", str(table), "--no-tokens", "--json", "--no-header", "--question", "Column 1", "--answer", "Column 2").stdout)
    assert answer["examples"] == 13, answer
    for words in (("--delimiter", "ab"), ("--quote", "round"), ("--header", "--no-header")):
        assert cli("check", str(table), *words, status=2).stderr.startswith("attune-cli: ")

    lines, before = write("lines.jsonl", *[chat_line(f"q{n}", f"a{n}") for n in range(12)]), len(cli("jobs", "--json").stdout)
    for file, words, kind in ((table, ("--sheet", "One"), "spreadsheet"), (table, ("--member", "x"), "ZIP file"), (lines, ("--records", "data"), "JSON document"),
                              (lines, ("--delimiter", ";"), "table"), (lines, ("--quote", "none"), "table"), (lines, ("--no-header",), "table")):
        for verb in (("check", "--no-tokens"), ("import", "--name", "Never"), ("prepare", "--target", "chat"), ("export", "-o", str(FOLDER / "never"))):
            refused = cli(*verb, str(file), *words, status=1).stderr
            assert words[0] in refused and kind in refused and file.name in refused, refused
    assert not (FOLDER / "never").exists() and before
    cli("export", "Never", "-o", str(FOLDER / "never"), status=1)
    assert "dataset" in cli("export", "Hash", "-o", str(FOLDER / "never"), "--encoding", "UTF-8", status=2).stderr


def sheet(name, rows):
    cells = "".join("<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
                                                  for cell in row) + "</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}">{cells}</table:table>'


def test_check_sheets():
    """Of a spreadsheet the first sheet is read, or the one that is asked for, and all are named."""
    path = FOLDER / "several.ods"
    names = "office table text"
    space = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names.split())
    rows = [("question", "answer")] + [(f"q{n}", f"a{n}") for n in range(12)]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {space}><office:body><office:spreadsheet>{sheet('First', rows)}"
                                        f"{sheet('Second', rows[:12])}</office:spreadsheet></office:body></office:document-content>")
    answer = json.loads(cli("check", "--no-tokens", str(path), "--json").stdout)
    assert (answer["sheet"], answer["sheets"], answer["examples"]) == ("First", ["First", "Second"], 12), answer
    assert "Sheet: First (there are: First, Second)" in cli("check", "--no-tokens", str(path)).stdout
    assert json.loads(cli("check", "--no-tokens", str(path), "--sheet", "Second", "--json").stdout)["examples"] == 11
    assert "Third" in cli("check", "--no-tokens", str(path), "--sheet", "Third", status=1).stderr


def test_split():
    """A share, a number, or one in so many is held out, by every verb that writes; a number alone could mean both and is refused."""
    path = write("forty.jsonl", *[chat_line(f"question {n}", f"a{n}") for n in range(40)])
    wanted = ((("--split", "10%"), 4), (("--split", "0.25"), 10), (("--split-count", "7"), 7), (("--split-every", "8"), 5))
    for number, (words, count) in enumerate(wanted):
        answer = json.loads(cli("import", str(path), "--name", f"Split {number}", "--json", *words).stdout)
        assert (answer["examples"], answer["validation_examples"]) == (40 - count, count), (words, answer)
        for verb in (("prepare", "--target", "chat"), ("export", "--format", "alpaca")):
            out = FOLDER / "split.jsonl"
            text = cli(*verb, str(path), "-o", str(out), "--force", *words, "--seed", "3").stdout
            assert f"{40 - count} examples written to" in text and f"{count} examples written to" in text, (words, text)
            assert not out.exists() and (FOLDER / "split_train.jsonl").exists() and (FOLDER / "split_valid.jsonl").exists()
    assert len(json.loads((FOLDER / "split_valid.jsonl").read_text())) == 5
    assert json.loads(cli("import", str(path), "--validation", "10%", "--name", "Old Name", "--json").stdout)["validation_examples"] == 4
    for words in (("--split", "20"), ("--validation", "20"), ("--split", "1")):
        assert "--split-count " + words[1] in cli("import", str(path), *words, status=2).stderr
    for words in (("--split", "60%"), ("--split", "x"), ("--split", "0.1x"), ("--split-count", "0"), ("--split-every", "1"), ("--seed", "-1"),
                  ("--split", "10%", "--split-count", "3")):
        for verb in ("import", "prepare", "export"):
            assert cli(verb, str(path), *(("-o", "x") if verb != "import" else ()), *words, status=2).stderr.startswith("attune-cli: ")
    cli("export", str(path), "-o", str(FOLDER / "split.jsonl"), "--format", "alpaca", "--split-count", "3", status=2)


def test_import_left_out():
    """How many records were left out and why is told; the reasons add up."""
    path = write("half.jsonl", *[chat_line(f"q{n}", f"a{n}") for n in range(19)], *[chat_line(f"e{n}", "") for n in range(12)],
                 *["{ broken"] * 5, *[chat_line("q0", "a0")] * 4)
    answer = json.loads(cli("import", str(path), "--name", "Half", "--json").stdout)
    assert (answer["examples"], answer["left_out"]) == (19, 21), answer
    assert answer["reasons"] == {"not-json": 5, "empty-answer": 12, "duplicate": 4}, answer
    text = cli("import", str(path), "--name", "Half Again").stdout
    assert "21 records were left out:" in text and "12 examples have an empty answer" in text and "5 lines are not valid JSON" in text, text
    recipe = FOLDER / "some.json"
    recipe.write_text(json.dumps({"attune-recipe": 1, "where": [{"field": "n", "at-least": 5}], "user": "{q}", "assistant": "{a}",
                                  "sample": {"first": 3}}), encoding="utf-8")
    rows = write("rows.jsonl", *[json.dumps({"n": n, "q": f"q{n}", "a": f"a{n}"}) for n in range(12)])
    answer = json.loads(cli("import", str(rows), "--recipe", str(recipe), "--name", "Some", "--json").stdout)
    assert (answer["examples"], answer["left_out"], answer["filtered"], answer["not_sampled"]) == (3, 0, 5, 4), answer


def test_check_shapes():
    """What is known of records is said by its name, whatever document they come in."""
    articles = [{"title": "T", "paragraphs": [{"context": f"Text {n}.", "qas": [
        {"id": str(n), "question": f"What is {n}?", "answers": [{"text": f"It is {n}.", "answer_start": 0}]}]} for n in range(12)]}]
    rows = [{"row_idx": n, "row": {"instruction": f"Do {n}", "input": "", "output": f"Done {n}", "history": [["a", "b"]]}, "truncated_cells": []} for n in range(12)]
    dialogue = "\n\nHuman: Hello {0}\n\nAssistant: Hi.\n\nHuman: Why {0}?\n\nAssistant: {1} {0}."
    pairs = [{"chosen": dialogue.format(n, "Because"), "rejected": dialogue.format(n, "Go away")} for n in range(12)]
    for name, document, recipe, first in (
            ("squad.json", {"version": "1.1", "data": articles}, "SQuAD",
             {"messages": [{"role": "user", "content": "Text 0.\n\nWhat is 0?"}, {"role": "assistant", "content": "It is 0."}]}),
            ("rows.json", {"features": [], "rows": rows, "num_rows_total": 12}, "Alpaca",
             {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"},
                           {"role": "user", "content": "Do 0"}, {"role": "assistant", "content": "Done 0"}]}),
            ("pairs.json", pairs, "Chosen and Rejected Dialogues",
             {"input": {"messages": [{"role": "user", "content": "Hello 0"}, {"role": "assistant", "content": "Hi."}, {"role": "user", "content": "Why 0?"}]},
              "preferred_output": [{"role": "assistant", "content": "Because 0."}], "non_preferred_output": [{"role": "assistant", "content": "Go away 0."}]})):
        path = write(name, json.dumps(document))
        answer = json.loads(cli("check", "--no-tokens", str(path), "--json").stdout)
        assert answer["recipe"] == recipe and answer["examples"] == 12, answer
        assert f"Recipe: {recipe}" in cli("check", "--no-tokens", str(path)).stdout
        out = FOLDER / f"{name}.out.jsonl"
        cli("prepare", str(path), "--target", "preference" if "input" in first else "chat", "-o", str(out))
        assert json.loads(out.read_text("utf-8").splitlines()[0]) == first, out.read_text("utf-8")


def test_prepare_recipe():
    """What a recipe makes of a corpus is prepared; a share goes into a second file."""
    out = FOLDER / "corpus.jsonl"
    train, valid = FOLDER / "corpus_train.jsonl", FOLDER / "corpus_valid.jsonl"
    words = ("prepare", str(efaqa()), "--recipe", "efaqa", "--target", "completion", "--system-text", "Help:", "-o", str(out))
    text = cli(*words, "--accept-all", "--split", "25%", "--seed", "1").stdout
    assert "18 examples written to" in text and "6 examples written to" in text and not out.exists(), text
    pairs = read_pairs(train) + read_pairs(valid)
    assert len(pairs) == 24 and all(prompt.startswith("help:\n\n女") or prompt.startswith("Help:\n\n女") for prompt, _ in pairs)
    assert all(completion.startswith(" ") for _, completion in pairs)
    assert not {prompt for prompt, _ in read_pairs(train)} & {prompt for prompt, _ in read_pairs(valid)}
    cli(*words, "--split", "25%", status=2)
    answer = json.loads(cli(*words, "--split", "25%", "--force", "--json").stdout)
    assert (answer["written"], answer["validation_written"]) == (18, 6) and answer["validation_output"] == str(valid), answer
    cli(*words, "--split", "60%", status=2)
    text = cli("prepare", str(psychological_qa()), "--recipe", "chinese-psychological-qa", "--target", "completion",
               "-o", str(out)).stdout
    assert "End each prompt with “个烦恼，我总是睡不着，怎么办？”" in text, text
    table = write("pairs.csv", "prompt,completion", *[f"p{n},c{n}" for n in range(20)])
    cli("prepare", str(table), "--encoding", "UTF-8", "-o", str(FOLDER / "plain.jsonl"))
    assert len(read_pairs(FOLDER / "plain.jsonl")) == 20


def test_prepare_conversations():
    """Conversations and preferences are prepared by remedies, which are listed with what they do."""
    path = write("talk.jsonl", *[chat_line(f"q{n}", f"a{n}") for n in range(12)], chat_line("q0", "a0"), "{ broken",
                 json.dumps({"messages": [{"role": "human", "content": "who?"}, {"role": "gpt", "content": "me"}]}),
                 chat_line("mail?", "anna.schmidt@beispiel.org"))
    out = FOLDER / "talk-out.jsonl"
    text = cli("prepare", str(path), "--target", "chat").stdout
    assert "Recommended: Removes 1 duplicate. [remove-duplicates]\n  Lines: 13\n  Examples: 13\n" in text, text
    assert "Recommended: Names the speakers in 1 conversation" in text and "Possible: " in text and "[mask-personal-data]" in text, text
    assert "Necessary: Removes 2 records that cannot be used. [remove-unusable]\n  Lines: 14, 15" in text and "Nothing was written" in text, text
    answer = json.loads(cli("prepare", str(path), "--target", "chat", "--accept-all", "-o", str(out), "--json").stdout)
    found = {entry["id"]: (entry["severity"], entry["accepted"], entry["count"]) for entry in answer["suggestions"]}
    assert found["remove-unusable"] == ("necessary", True, 1) and found["map-roles"] == ("optional", True, 1), found
    assert found["mask-personal-data"] == ("optional", False, 1), found
    assert [entry["examples"] for entry in answer["suggestions"] if entry["id"] == "remove-duplicates"] == [[13]], answer
    assert answer["written"] == 14 == len(out.read_text().splitlines()), answer
    cli("prepare", str(path), "--target", "chat", "--accept-all", "--skip", "remove-duplicates", "-o", str(out), "--force")
    assert len(out.read_text().splitlines()) == 15
    assert "drop-unanswered" not in found, found
    cli("prepare", str(path), "--target", "chat", "-o", str(path), "--force", status=1)
    refused = cli("prepare", str(path), "--target", "chat", "--skip", "prompt-suffix", status=2).stderr
    assert "“prompt-suffix”" in refused and "--list" in refused, refused
    assert "3 usable examples" in cli("prepare", str(heroes()), "--target", "chat").stdout
    pairs = write("pairs.jsonl", *['{"prompt":"a","completion":"x"}', '{"prompt":"b","completion":"y"}'])
    assert "--target" in cli("prepare", str(pairs), "--target", "chat", status=1).stderr
    cli("prepare", str(pairs), "--target", "chat", "--question", "prompt", "--answer", "completion")
    pair = {"input": {"messages": [{"role": "user", "content": "q"}]}, "preferred_output": [{"role": "assistant", "content": "yes"}],
            "non_preferred_output": [{"role": "assistant", "content": "no"}]}
    preference = write("preference.jsonl", json.dumps(pair), chat_line("no", "pair"))
    assert "1 usable example" in cli("prepare", str(preference), "--target", "preference").stdout


def test_prepare_fix():
    """--fix does one thing, also what is not recommended; --list names all that can be done; import knows the same names."""
    path = write("fix.jsonl", chat_line("mail?", "anna.schmidt@beispiel.org"), chat_line("mail?", "anna.schmidt@beispiel.org"),
                 chat_line("codes?", "\\u4f60\\u597d is hello"))
    out = FOLDER / "fix-out.jsonl"
    prepare = ("prepare", str(path), "--target", "chat", "-o", str(out), "--force")
    cli(*prepare)
    assert "anna.schmidt" in out.read_text("utf-8") and len(out.read_text("utf-8").splitlines()) == 3
    answer = json.loads(cli(*prepare, "--fix", "mask-personal-data", "--json").stdout)
    assert {entry["id"]: entry["accepted"] for entry in answer["suggestions"]}["mask-personal-data"] is True, answer
    assert "anna.schmidt" not in out.read_text("utf-8") and len(out.read_text("utf-8").splitlines()) == 3
    text = cli(*prepare, "--accept-all", "--fix", "unescape", "--fix", "mask-personal-data").stdout
    assert "[unescape]" in text and "2 examples written" in text, text
    assert "你好" in out.read_text("utf-8")
    for words in (("--fix", "nonsense"), ("--fix", "leading-space"), ("--fix", "unescape", "--skip", "unescape"), ("--fix",)):
        refused = cli(*prepare, *words, status=2)
        assert refused.stderr.startswith("attune-cli: "), refused.stderr
    assert "“nonsense”" in cli("import", str(path), "--fix", "nonsense", status=2).stderr

    listed = cli("prepare", "--list").stdout
    assert "mask-personal-data" in listed and "leading-space" in listed, listed
    assert "leading-space" not in cli("prepare", "--list", "--target", "chat").stdout
    assert "mask-personal-data" not in cli("prepare", "--list", "--target", "completion").stdout
    assert "mask-personal-data" in cli("import", "--list").stdout
    assert "--fix" in cli("prepare", "--help").stdout

    pairs, result = write("fix-pairs.jsonl", '{"prompt":"a","completion":"x"}', '{"prompt":"b","completion":"yy"}'), FOLDER / "fix-pairs-out.jsonl"
    cli("prepare", str(pairs), "-o", str(result), "--fix", "leading-space")
    assert [pair[1] for pair in read_pairs(result)] == [" x", " yy"], read_pairs(result)
    cli("prepare", str(pairs), "-o", str(result), "--force", "--fix", "task", status=2)

    cli("import", str(path), "--name", "Fixed", "--fix", "mask-personal-data", "--skip", "remove-duplicates")
    lines = export_lines("Fixed")
    assert len(lines) == 3 and "anna" not in json.dumps(lines), lines


def test_export():
    """A dataset or a file goes out in every format; what is left out is said."""
    path = write("out.csv", "question,answer,system", '"What, then?",Yes,Be kind.', *(f"q{i},a{i}," for i in range(12)))
    cli("import", str(path), "--name", "Out")
    target = FOLDER / "out.json"
    result = cli("export", "Out", "-o", str(target), "--format", "alpaca")
    rows = json.loads(target.read_text())
    assert "13" in result.stdout and rows[0] == {"instruction": "What, then?", "input": "", "output": "Yes"}
    cli("export", str(path), "-o", str(target), "--format", "completion", "--bom", "--force")
    assert target.read_bytes().startswith(b"\xef\xbb\xbf{\"prompt\":")
    assert not [name for name in os.listdir(FOLDER) if name.startswith(".attune")]
    cli("export", "Out", "-o", str(target), "--format", "word", status=2)
    cli("export", "Out", status=2)
    cli("export", "Nothing", "-o", str(target), status=1)
    assert cli("export", "Out", "-o", "/nowhere/x", status=1).stderr


def test_export_refuses():
    """What exists is written over only with --force, and what is read never, whatever its name."""
    path = write("self.jsonl", *[chat_line(f"q{n}", f"a{n}") for n in range(12)])
    kept, symbolic, hard = write("kept.csv", "kept"), FOLDER / "symbolic.csv", FOLDER / "hard.csv"
    symbolic.symlink_to(path)
    hard.hardlink_to(path)
    before = path.read_bytes()
    assert "--force" in cli("export", str(path), "-o", str(kept), "--format", "csv", status=2).stderr
    assert kept.read_text() == "kept\n"
    dataset = json.loads(cli("import", str(path), "--name", "Itself", "--json").stdout)["id"]
    for name in (path, symbolic, hard):
        for words in ((), ("--force",)):
            assert "that is read" in cli("export", str(path), "-o", str(name), "--format", "csv", *words, status=1).stderr
            assert "that is read" in cli("prepare", str(path), "--target", "chat", "-o", str(name), *words, status=1).stderr
    assert path.read_bytes() == before and symbolic.is_symlink()
    own = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "attune" / "datasets" / dataset / "training.jsonl"
    assert "that is read" in cli("export", "Itself", "-o", str(own), "--force", status=1).stderr
    cli("export", str(path), "-o", str(kept), "--format", "csv", "--force")
    assert kept.read_text().startswith("system,question,answer")


def writes_into(process, folder):
    """Whether a process has a file open that is in a folder, with a name or without."""
    for link in pathlib.Path(f"/proc/{process}/fd").iterdir():
        try:
            if os.readlink(link).startswith(str(folder)):
                return True
        except FileNotFoundError:  # it was closed meanwhile
            pass
    return False


def test_export_killed():
    """Stopped at any moment, it leaves nothing behind."""
    path, folder = FOLDER / "long.csv", FOLDER / "killed"
    path.write_text("question,answer\n" + "".join(f"What is {n}?,It is {n * 7}.\n" for n in range(400000)))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        folder.mkdir(exist_ok=True)
        process = subprocess.Popen(["attune-cli", "export", str(path), "-o", str(folder / "out.jsonl")], stderr=subprocess.DEVNULL)
        try:
            while not writes_into(process.pid, folder):
                assert process.poll() is None
        finally:
            process.send_signal(number)
        assert process.wait(timeout=60) != 0
        assert os.listdir(folder) == [], os.listdir(folder)


def test_tune_and_chat():
    """A file is tuned on this computer to the end, and the model answers."""
    result = cli("tune", str(SAMPLE), "--epochs", "2", "--suffix", "cli", "--seed", "7", "--follow")
    model = result.stdout.strip().split("\n")[-1]
    assert "New fine-tuned model created" in result.stdout, result.stdout[-600:]
    assert model.startswith("ft:attune-practice:") and ":cli:" in model
    jobs = json.loads(cli("jobs", "--json").stdout)
    assert jobs[0]["status"] == "succeeded" and jobs[0]["fine_tuned_model"] == model
    assert "Finished" in cli("jobs", "show", jobs[0]["id"]).stdout
    assert model in [entry["id"] for entry in json.loads(cli("models", "--json").stdout)]
    assert cli("chat", model, "Hello?", "--max-tokens", "8", "--temperature", "0").stdout.strip()
    assert cli("chat", model, "--max-tokens", "8", "--temperature", "0", text="Who are you?\n").stdout.strip()


def answer_of(model):
    """The likeliest one: of a model that has learned little it may be blanks, but never depends on luck."""
    return cli("chat", model, "Who are you?", "--max-tokens", "8", "--temperature", "0").stdout.removesuffix("\n")


def gguf(path):
    assert path.read_bytes()[:4] == b"GGUF", path
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_models_save():
    """A tuned model, and what was trained of it alone, become files that the engine loads, with a card that says what they are."""
    result = cli("tune", str(SAMPLE), "--model", "attune-practice", "--set", "tuning=adapter", "--epochs", "1", "--suffix", "saved",
                 "--follow")
    model = result.stdout.strip().split("\n")[-1]
    whole, adapter = FOLDER / "whole.gguf", FOLDER / "adapter.gguf"
    card = pathlib.Path(cli("models", "save", model, "-o", str(whole)).stdout.strip())
    assert card == FOLDER / "whole.md", card
    text = card.read_text(encoding="utf-8")
    assert gguf(whole) in text and f"| whole.gguf | {whole.stat().st_size} |" in text, text
    lines = [line for line in SAMPLE.read_text(encoding="utf-8").splitlines() if line]
    assert f"| Examples | {len(lines)} |" in text and "attune-practice" in text and "Made with | Attune" in text, text
    assert "## Losses" in text and '"tuning"' in text and "Licence of the base" in text, text
    # The very bytes that were trained on: those of the dataset as it was then.
    trained = next(path for path in pathlib.Path(os.environ["XDG_DATA_HOME"]).rglob("training.jsonl")
                   if hashlib.sha256(path.read_bytes()).hexdigest() in text)
    assert len(trained.read_text(encoding="utf-8").splitlines()) == len(lines)
    assert str(FOLDER) not in text and str(pathlib.Path.home()) not in text, text

    card = pathlib.Path(cli("models", "save", model, "--adapter", "-o", str(adapter)).stdout.strip())
    assert gguf(adapter) in card.read_text(encoding="utf-8") and adapter.stat().st_size < whole.stat().st_size / 2
    cli("models", "save", model, "-o", str(whole), status=2)
    again = cli("models", "save", model, "--force", "-o", str(whole)).stdout.strip()
    assert again == str(FOLDER / "whole-2.md"), again
    assert "no adapter" in cli("models", "save", "attune-practice", "--adapter", "-o", str(FOLDER / "x.gguf"), status=1).stderr
    cli("models", "save", model, status=2)

    # The file is a model like any other: it can be added, talked to and taken away again, and stays where it is.
    added = cli("models", "add", str(whole)).stdout.strip()
    assert added == "whole" and added in [entry["id"] for entry in json.loads(cli("models", "--json").stdout)]
    assert answer_of(added)
    assert "already" in cli("models", "add", str(whole), status=1).stderr
    cli("models", "remove", added)
    assert whole.exists() and added not in [entry["id"] for entry in json.loads(cli("models", "--json").stdout)]
    assert "no model" in cli("models", "remove", added, status=1).stderr
    assert "GGUF" in cli("models", "add", str(write("text.gguf", "no model")), status=1).stderr
    assert "file" in cli("models", "add", str(FOLDER / "nowhere.gguf"), status=1).stderr


class Shelf(http.server.BaseHTTPRequestHandler):
    """Hands out one file, in ranges, and as slowly as it is told."""

    def do_GET(self):
        first = int(self.headers.get("Range", "bytes=0-").split("=")[1].rstrip("-"))
        if first > 0 and self.headers.get("If-Range") != '"one"':
            first = 0
        self.server.asked.append(first)
        body = self.server.body[first:]
        self.send_response(206 if first else 200)
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(body)))
        if first:
            self.send_header("Content-Range", f"bytes {first}-{len(self.server.body) - 1}/{len(self.server.body)}")
        self.end_headers()
        try:
            for at in range(0, len(body), 65536):
                self.wfile.write(body[at:at + 65536])
                if self.server.slow.is_set():
                    time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, *arguments):
        pass


def describe(url, body, **changes):
    """A model that can be had, as a person would describe it."""
    return json.dumps({"name": "Shelf Model", "maker": "Somebody", "license": {"id": "CC0-1.0", "url": url}, "languages": ["en"],
                       "good-for": "Nothing but this test.", "page": url, "date": "2026-11-30",
                       "file": {"name": "shelf.gguf", "url": url + "/shelf.gguf", "size": len(body), "sha256": hashlib.sha256(body).hexdigest()},
                       "model": {"architecture": "llama", "parameters": 1000000, "weights": "f32", "context_length": 512}} | changes)


def offer(server, body, **changes):
    folder = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "attune/models"
    folder.mkdir(exist_ok=True)
    (folder / "shelf.json").write_text(describe(f"http://127.0.0.1:{server.server_port}", body, **changes), encoding="utf-8")
    return folder / "shelf.json"


def test_models_get():
    """A download that is killed goes on where it was; what comes is verified, and is a model like any other."""
    shipped = json.loads(cli("models", "get", "--json").stdout)
    assert len(shipped) >= 5 and all(len(entry["sha256"]) == 64 and entry["state"] == "none" for entry in shipped), shipped
    assert "no model" in cli("models", "get", "nobody's", status=1).stderr

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    server.body, server.asked, server.slow = (FOLDER / "whole.gguf").read_bytes(), [], threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    models = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "attune/engine/models"
    part = models / "shelf.gguf.part"
    try:
        description = offer(server, server.body)
        server.slow.set()
        process = subprocess.Popen(["attune-cli", "models", "get", "shelf model"], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not (part.exists() and part.stat().st_size > 200_000):
            assert process.poll() is None and time.monotonic() < deadline, "nothing comes"
            time.sleep(0.01)
        process.kill()
        process.wait()
        kept = part.stat().st_size
        assert [entry for entry in json.loads(cli("models", "get", "--json").stdout) if entry["id"] == "shelf"][0]["done"] == kept
        server.slow.clear()
        assert cli("models", "get", "Shelf Model").stdout.strip() == "shelf"
        assert server.asked[0] == 0 and 0 < server.asked[-1] == kept, (server.asked, kept)
        assert (models / "shelf.gguf").read_bytes() == server.body and not part.exists()
        assert answer_of("shelf")
        cli("models", "remove", "shelf")
        assert not (models / "shelf.gguf").exists()

        # Not what was described: nothing of it stays.
        offer(server, server.body[:-1] + b"?")
        assert "is not the file" in cli("models", "get", "shelf", status=1).stderr
        assert not list(models.glob("shelf*"))
        description.write_text("{}", encoding="utf-8")
        assert "name" in cli("models", "get", status=1).stderr
    finally:
        description.unlink()
        server.shutdown()


def test_follow_again():
    """Who follows a fine-tune may be killed and come back: it is told whole, each event once."""
    job = cli("tune", str(SAMPLE), "--epochs", "8", "--suffix", "again", "--seed", "7").stdout.strip()
    with subprocess.Popen(["attune-cli", "jobs", "follow", job], stdout=subprocess.PIPE, text=True) as process:
        first = process.stdout.readline()
        process.kill()
    lines = cli("jobs", "follow", job).stdout.strip().split("\n")
    assert first.strip() and lines[0] == first.rstrip("\n"), (first, lines[:3])
    assert len(set(lines)) == len(lines) > 10 and "New fine-tuned model created" in "".join(lines), lines[-5:]
    assert lines[-1].startswith("ft:attune-practice:"), lines[-3:]
    assert cli("jobs", "follow", job).stdout.strip().split("\n") == lines


def test_tokens_locally():
    """A model on this computer counts with its own vocabulary; the practice model has a token for each byte."""
    model = str(next(pathlib.Path(os.environ["XDG_DATA_HOME"]).rglob("*.gguf")))
    text = write("plain.txt", "abc 你好 <|im_end|>")
    assert cli("tokens", "--model", model, str(text)).stdout.startswith(str(text.stat().st_size))
    lines = write("lines.jsonl", '{"text": "ab"}', '{"text": "你"}', '{"other": 1}')
    answers = [json.loads(line) for line in cli("tokens", "--model", model, "--json", str(lines)).stdout.splitlines()]
    assert [answer.get("tokens") for answer in answers] == [2, 3, None], answers
    assert [answer.get("exact") for answer in answers] == [True, True, None], answers
    assert "GGUF" in cli("tokens", "--model", str(write("broken.gguf", "no model")), str(text), status=1).stderr


def job_status(job):
    return json.loads(cli("jobs", "show", job, "--json").stdout)["status"]


def test_cancel():
    """A running job is cancelled by the time the command ends, whether or not anything else of Attune runs."""
    job = cli("tune", str(SAMPLE), "--epochs", "50").stdout.strip()
    cli("jobs", "cancel", job)
    assert job_status(job) == "cancelled"
    cli("jobs", "follow", job, status=1)


def test_pause():
    """One that runs waits and goes on, and is so by the time each command ends."""
    assert "pause" in cli("jobs", "pause", status=2).stderr and "resume ID" in cli("jobs", "--help").stdout
    job = cli("tune", str(SAMPLE), "--epochs", "50").stdout.strip()
    assert "cannot be resumed" in cli("jobs", "resume", job, status=1).stderr
    cli("jobs", "pause", job)
    assert job_status(job) == "paused"
    assert "cannot be paused" in cli("jobs", "pause", job, status=1).stderr
    assert job_status(job) == "paused"
    cli("jobs", "resume", job)
    assert job_status(job) in ("queued", "running")
    cli("jobs", "pause", job)
    cli("jobs", "cancel", job)
    assert job_status(job) == "cancelled"
    assert "cannot be paused" in cli("jobs", "pause", job, status=1).stderr
    assert "cannot be resumed" in cli("jobs", "resume", job, status=1).stderr


def find_trainer():
    """The process that trains here; it is told a file in the folder of the job."""
    home = os.environ["XDG_DATA_HOME"].encode()
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue             # it ended while we looked
        if b"train" in arguments and arguments[-2].startswith(home):
            return int(folder.name)
    return None


def wait_until(condition, what):
    deadline = time.monotonic() + 60
    while not (result := condition()):
        assert time.monotonic() < deadline, f"still no {what}"
        time.sleep(0.05)
    return result


def test_waits():
    """Where a fine-tune waits, it is said why: here, as if memory had run out."""
    job = cli("tune", str(SAMPLE), "--epochs", "50").stdout.strip()
    os.kill(wait_until(find_trainer, "trainer"), signal.SIGKILL)
    reason = "Status: Paused: Not Enough Memory\nMemory ran out."
    with subprocess.Popen(["attune-cli", "jobs", "follow", job], stdout=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: reason in cli("jobs", "show", job).stdout, "reason")
        finally:
            process.kill()
    cli("jobs", "cancel", job)


class Mute:
    """A service that takes every request and answers none, or tells everybody to come back in a minute."""

    def __init__(self, answer=b""):
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/v1"
        self.taken = []
        self.answered = 0
        threading.Thread(target=self.take, daemon=True).start()

    def take(self):
        while True:
            try:
                connection = self.listener.accept()[0]
            except OSError:
                return               # it was closed
            self.taken.append(connection)
            if self.answer:
                connection.recv(65536)
                connection.sendall(self.answer)
                self.answered += 1


SILENT_HOME = FOLDER / "silent-home"


def interrupt_after_line(line, *arguments, happened=lambda: True):
    """A command says that line and no other, also when something else has happened, and ends as Ctrl+C ends it."""
    command = subprocess.Popen(["attune-cli", *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True, env={**os.environ, "XDG_DATA_HOME": str(SILENT_HOME)})
    command.stdin.write("\n")
    command.stdin.close()
    try:
        said = command.stderr.readline()
        if said.startswith("Downloading"):
            said = command.stderr.readline()
        assert said == f"attune-cli: {line}. Press Ctrl+C to stop waiting.\n", (arguments, said)
        wait_until(happened, "what happens next")
        command.send_signal(signal.SIGINT)
        assert command.wait(timeout=20) == -signal.SIGINT, arguments
        assert command.stderr.read() == "", arguments
    finally:
        command.kill()
        command.wait()
        command.stderr.close()


def test_silent_service():
    """Who waits for a service that does not answer is told so, by each command that asks one; and that one of them wants to rest."""
    mute = Mute()
    busy = Mute(b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n")
    silence = "127.0.0.1: The service has not answered yet"
    add = ("accounts", "add", "--provider", "compatible", "--name")
    quick = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Telling)
    threading.Thread(target=quick.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{quick.server_port}/v1"
    here = {"data_home": SILENT_HOME}
    assert cli(*add, "Mute", "--base-url", url, text="\n", **here).stderr == ""
    assert cli("accounts", "check", "Mute", **here).stderr == ""
    cli("accounts", "edit", "Mute", "--base-url", mute.url, **here)
    begun = time.monotonic()
    (SILENT_HOME / "attune/models").mkdir()
    (SILENT_HOME / "attune/models/shelf.json").write_text(describe(mute.url.removesuffix("/v1"), b"Nothing"), encoding="utf-8")
    asking = [("tokens", "--fetch"), ("models", "get", "shelf"), ("accounts", "check", "Mute"), (*add, "Other", "--base-url", mute.url), ("models",), ("jobs",),
              ("chat", "--account", "Mute", "any", "Hello"), ("rescue", "Mute"),
              ("tune", str(SAMPLE), "--account", "Mute", "--model", "any")]
    ranks = os.environ["ATTUNE_RANKS_DIR"]
    os.environ.update(ATTUNE_RANKS_URL=mute.url, ATTUNE_RANKS_DIR=str(FOLDER / "no-ranks"))
    try:
        with concurrent.futures.ThreadPoolExecutor(len(asking)) as pool:
            list(pool.map(lambda arguments: interrupt_after_line(silence, *arguments), asking))
    finally:
        os.environ["ATTUNE_RANKS_DIR"] = ranks
        del os.environ["ATTUNE_RANKS_URL"]
    assert 8 <= time.monotonic() - begun < 60
    assert "Other" not in cli("accounts", **here).stdout
    interrupt_after_line("127.0.0.1: Waiting 60 seconds, as the service asked", *add, "Busy", "--base-url", busy.url,
                         happened=lambda: busy.answered == 3)
    for service in (mute, busy):
        service.listener.close()
    quick.shutdown()


def test_unknown():
    """Unknown models, jobs, accounts and datasets fail with a sentence."""
    cli("chat", "no-such-model", "Hello", status=1)
    cli("jobs", "show", "no-such-job", status=1)
    cli("accounts", "remove", "Nobody", status=1)
    cli("tune", "no such dataset", status=1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def rescue_elsewhere(add, model):
    """Another computer with the same account: what was begun here is there, and is rescued with its examples, once."""
    elsewhere = FOLDER / "elsewhere"
    cli(*add, text=KEY + "\n", data_home=elsewhere)
    assert model in cli("jobs", data_home=elsewhere).stdout
    for _ in range(2):
        rescued = json.loads(cli("rescue", "Other", "--json", data_home=elsewhere).stdout)
        assert [entry["state"] for entry in rescued] == ["done"], rescued
    copy = FOLDER / "rescued.jsonl"
    cli("export", rescued[0]["dataset"], "-o", str(copy), data_home=elsewhere)
    assert len(copy.read_text("utf-8").splitlines()) == json.loads(cli("check", str(SAMPLE), "--json").stdout)["examples"]
    assert len(list((elsewhere / "attune" / "datasets").iterdir())) == 1


def save_what_came_of_it():
    """The results are saved; a service that hands out no model says so."""
    job = next(job for job in json.loads(cli("jobs", "--json").stdout) if job["account"] == "Other")
    cli("jobs", "results", job["id"], str(FOLDER / "results.csv"))
    assert (FOLDER / "results.csv").read_text("utf-8").startswith("step,")
    assert "hands out no files" in cli("jobs", "model", job["id"], str(FOLDER), status=1).stderr
    cli("jobs", "results", job["id"], status=2)


def edit_account(url):
    """What is said changes, what is not said stays; a key comes from standard input only."""
    cli("accounts", "edit", "Other", "--name", "Another")
    cli("accounts", "edit", "Other", "--name", "No", status=1)
    assert "✓ Models" in cli("accounts", "check", "Another").stdout
    assert "address of a proxy" in cli("accounts", "edit", "Another", "--proxy", "ftp://nowhere", status=1).stderr
    cli("accounts", "edit", "Another", "--key", text="sk-wrong-key-000000000000\n")
    assert "key" in cli("accounts", "check", "Another", status=1).stderr.lower()
    cli("accounts", "edit", "Another", "--key", text="\n")
    assert "key" in cli("accounts", "check", "Another", status=1).stderr.lower()
    cli("accounts", "edit", "Another", "--key", "--base-url", url, "--proxy", "direct://", "--name", "Other", text=KEY + "\n")
    assert "✓ Models" in cli("accounts", "check", "Other").stdout
    assert json.loads(cli("accounts", "--json").stdout)[-1]["base_url"] == url


def answers_of(account):
    """What can be said of what an account's key may do."""
    found = json.loads(cli("accounts", "check", account, "--json").stdout)
    return {what: found[what]["answer"] for what in ("models", "files", "jobs", "training", "chat")}


class Telling(http.server.BaseHTTPRequestHandler):
    """A service that tells a price before it trains, and for some models that the account may not start it."""

    numbers = itertools.count()
    FILE = {"id": "file-1", "object": "file", "bytes": 1, "filename": "a.jsonl", "purpose": "fine-tune"}

    def do_GET(self):
        if self.path == "/v1/files/file-1":
            self.answer(self.FILE)
        elif self.path.startswith("/v1/fine_tuning/jobs/ft-") and self.path.count("/") == 4:
            self.answer({"id": self.path.split("/")[-1], "object": "fine_tuning.job", "model": "base", "status": "succeeded"})
        else:
            self.answer({"object": "list", "data": [], "has_more": False})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/v1/files":
            self.answer(self.FILE)
        elif self.path == "/v1/price":
            self.answer({"estimated_total_price": 4.206, "allowed_to_proceed": json.loads(body)["model"] != "dear"})
        else:
            self.answer({"id": f"ft-{next(self.numbers)}", "object": "fine_tuning.job", "model": "base", "status": "queued"})

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_price_told():
    """What a service says that it will cost is said before the start, and kept."""
    providers = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "attune/providers"
    providers.mkdir(parents=True, exist_ok=True)
    (providers / "telling.json").write_text(json.dumps({
        "id": "telling", "name": "Telling", "adapter": "together", "base-url": None, "base-path": "/v1",
        "key": {"needed": False}, "paths": {"price": "/price"}}))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Telling)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    cli("accounts", "add", "--provider", "telling", "--name", "Teller", "--base-url", url, text="\n")
    tune = ("tune", str(SAMPLE), "--account", "Teller", "--json", "--model")
    told = "“Teller” expects this to cost $4.21."
    # The first time the examples have to be there before anybody can tell; afterwards it comes before anything else.
    for _ in range(2):
        result = cli(*tune, "base")
        assert told in result.stderr, result.stderr
        job = json.loads(result.stdout)
        assert job["quoted_price"] == 4.206
        cli("jobs", "follow", job["id"])
    jobs = json.loads(cli("jobs", "--json").stdout)
    refused = cli(*tune, "dear", status=1)
    assert "Add credit" in refused.stderr and told not in refused.stderr, refused.stderr
    assert len(json.loads(cli("jobs", "--json").stdout)) == len(jobs), "it was started all the same"
    cli("accounts", "remove", "Teller")
    server.shutdown()


def test_account_with_key():
    """An account with a key works, a wrong key does not, and the key is in no file and no argument."""
    port = free_port()
    key_file = FOLDER / "key"
    key_file.write_text(KEY + "\n")
    key_file.chmod(0o600)
    state = FOLDER / "other-engine"
    engine = subprocess.Popen(["attune-engine", "--listen", f"127.0.0.1:{port}", "--api-key-file", str(key_file),
                               "--state-dir", str(state), "--socket", str(FOLDER / "other.sock")])
    try:
        deadline = time.monotonic() + 20
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert engine.poll() is None and time.monotonic() < deadline, "the engine does not listen"
        url = f"http://127.0.0.1:{port}/v1"
        add = ("accounts", "add", "--provider", "compatible", "--name", "Other", "--base-url", url)
        assert "key" in cli(*add, text="sk-wrong-key-000000000000\n", status=1).stderr.lower()
        elsewhere = (*add[:-1], url.replace("/v1", "/api"), "--name", "Elsewhere")
        assert "most end in “/v1”" in cli(*elsewhere, text=KEY + "\n").stderr
        assert "most end in “/v1”" in cli("accounts", "check", "Elsewhere", status=1).stderr
        cli("accounts", "remove", "Elsewhere")
        cli(*add, text=KEY + "\n")
        assert "✓ Models: 1 model is offered." in cli("accounts", "check", "Other").stdout
        assert answers_of("Other") == {"models": "yes", "files": "yes", "jobs": "yes", "training": "unknown", "chat": "yes"}
        assert "address of a proxy" in cli(*add, "--proxy", "ftp://nowhere", text=KEY + "\n", status=1).stderr
        result = cli("tune", str(SAMPLE), "--account", "Other", "--model", "attune-practice", "--epochs", "1", "--follow")
        assert "ft:attune-practice:" in result.stdout
        assert answers_of("Other")["training"] == "yes"
        data = pathlib.Path(os.environ["XDG_DATA_HOME"])
        for path in [path for path in data.rglob("*") if path.is_file() and "keyrings" not in path.parts]:
            assert KEY.encode() not in path.read_bytes(), f"the key is in {path}"
        rescue_elsewhere(add, result.stdout.split()[-1])
        save_what_came_of_it()
        edit_account(url)
        cli("accounts", "remove", "Other")
        assert "Other" not in cli("accounts").stdout
    finally:
        engine.send_signal(signal.SIGTERM)
        engine.wait(timeout=20)


sys.exit(tap.run([test_usage, test_tune_refused, test_check_good, test_check_bad, test_check_places, test_check_target,
                  test_check_figures, test_check_validation, test_check_words,
                  test_check_shapes, test_check_sheets, test_table_options, test_split, test_import_left_out, test_tokens, test_tokens_fetch, test_tokens_encoding, test_import_csv, test_import_mends,
                  test_encodings, test_counselling_bot,
                  test_medical_assistant, test_export, test_export_refuses, test_export_killed, test_prepare_lists, test_prepare_writes, test_prepare_columns,
                  test_prepare_refuses, test_prepare_recipe, test_prepare_conversations, test_prepare_fix, test_tune_and_chat, test_models_save, test_models_get, test_follow_again,
                  test_tokens_locally, test_cancel, test_pause, test_waits, test_silent_service, test_unknown, test_price_told, test_account_with_key]))
