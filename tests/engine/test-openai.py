#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenAI's own Python client against the engine, unchanged: argument, the program of the engine."""

import pathlib
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap  # noqa: E402
from openai_engine import KEY, Engine  # noqa: E402

try:
    import openai
except ImportError:
    print("1..0 # SKIP python3-openai is not installed")
    sys.exit(0)

PATIENCE = 120
state = {}


def client(key=KEY):
    return openai.OpenAI(api_key=key, base_url=engine.url, max_retries=0)


def wait_for(job, *statuses):
    deadline = time.monotonic() + PATIENCE
    while job.status not in statuses:
        assert job.status not in ("failed", "cancelled"), job
        assert time.monotonic() < deadline, job
        job = client().fine_tuning.jobs.retrieve(job.id)
    return job


def models():
    """Models are listed and retrieved; an unknown one is the error that a program expects."""
    names = [model.id for model in client().models.list()]
    assert "attune-practice" in names, names
    assert client().models.retrieve("attune-practice").object == "model"
    try:
        client().models.retrieve("no-such-model")
        raise AssertionError("found")
    except openai.NotFoundError as error:
        assert error.status_code == 404 and error.param == "model", error


def key():
    """Without the right key there is the error for that."""
    try:
        client("sk-wrong").models.list()
        raise AssertionError("let in")
    except openai.AuthenticationError as error:
        assert error.status_code == 401


def files():
    """Uploaded, listed in pages, read back, deleted."""
    path = engine.write_examples("examples.jsonl", 12)
    uploaded = [client().files.create(file=path, purpose="fine-tune") for _ in range(5)]
    assert uploaded[0].filename == "examples.jsonl" and uploaded[0].bytes == path.stat().st_size
    listed = [file.id for file in client().files.list(limit=2)]
    assert sorted(listed) == sorted(file.id for file in uploaded), "paging"
    assert client().files.content(uploaded[0].id).read() == path.read_bytes()
    assert client().files.retrieve(uploaded[1].id).purpose == "fine-tune"
    for file in uploaded[1:]:
        assert client().files.delete(file.id).deleted
    assert [file.id for file in client().files.list()] == [uploaded[0].id]
    chunked = client().uploads.upload_file_chunked(file=path, mime_type="application/jsonl", purpose="fine-tune",
                                                   part_size=path.stat().st_size // 3)
    assert chunked.status == "completed" and chunked.file.bytes == path.stat().st_size
    assert client().files.content(chunked.file.id).read() == path.read_bytes()
    client().files.delete(chunked.file.id)
    state["file"] = uploaded[0].id


def refused():
    """What cannot be done is a 400 that names the member."""
    try:
        client().fine_tuning.jobs.create(model="attune-practice", training_file="file-none")
        raise AssertionError("accepted")
    except openai.BadRequestError as error:
        assert error.param == "training_file" and error.code == "file_not_found", error
        assert error.type == "invalid_request_error" and "file-none" in error.message, error


def job():
    """Created with our own settings beside OpenAI's, followed by its events, with checkpoints at the end."""
    settings = {"n_epochs": 2, "batch_size": 4, "lora_rank": 4, "tuning": "adapter"}
    created = client().fine_tuning.jobs.create(
        model="attune-practice", training_file=state["file"], suffix="sums", seed=3,
        method={"type": "supervised", "supervised": {"hyperparameters": settings}}, metadata={"from": "a test"})
    assert created.status in ("validating_files", "queued", "running") and created.metadata == {"from": "a test"}
    done = wait_for(created, "succeeded")
    assert done.method.supervised.hyperparameters.n_epochs == 2 and done.seed == 3
    assert done.trained_tokens > 0 and done.fine_tuned_model.startswith("ft:attune-practice:local:sums:")
    events = list(client().fine_tuning.jobs.list_events(done.id, limit=3))
    assert len(events) > 6 and len({event.id for event in events}) == len(events), "paging"
    assert any(event.type == "metrics" and event.data["train_loss"] > 0 for event in events)
    checkpoints = list(client().fine_tuning.jobs.checkpoints.list(done.id, limit=1))
    assert [checkpoint.step_number for checkpoint in checkpoints] == [6, 3], checkpoints
    assert all(checkpoint.metrics.train_loss > 0 and checkpoint.fine_tuning_job_id == done.id for checkpoint in checkpoints)
    assert client().files.content(done.result_files[0]).read().startswith(b"step,")
    state["model"] = done.fine_tuned_model
    state["job"] = done.id


def pause_and_cancel():
    """Paused, resumed and cancelled by OpenAI's own verbs."""
    created = client().fine_tuning.jobs.create(model="attune-practice", training_file=state["file"],
                                               hyperparameters={"n_epochs": 50, "batch_size": 1})
    wait_for(created, "running")
    assert client().fine_tuning.jobs.pause(created.id).status == "paused"
    assert client().fine_tuning.jobs.resume(created.id).status in ("queued", "running")
    assert client().fine_tuning.jobs.cancel(created.id).status == "cancelled"
    listed = [job.id for job in client().fine_tuning.jobs.list(limit=1)]
    assert listed == [created.id, state["job"]], "paging"
    assert [job.id for job in client().fine_tuning.jobs.list(extra_query={"metadata[from]": "a test"})] == [state["job"]]


def chat():
    """The tuned model answers, at once and piece by piece."""
    if shutil.which("llama-server") is None:
        print("# llama-server is not installed: nobody answers", flush=True)
        return
    question = {"model": state["model"], "messages": [{"role": "user", "content": "3 + 1?"}], "max_tokens": 8, "temperature": 0}
    answer = client().chat.completions.create(**question)
    assert answer.model == state["model"] and answer.usage.completion_tokens > 0
    stream = client().chat.completions.create(**question, stream=True, stream_options={"include_usage": True})
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == answer.choices[0].message.content, (text, answer)
    assert chunks[-1].usage.completion_tokens == answer.usage.completion_tokens
    try:
        client().chat.completions.create(**{**question, "temperature": 3})
        raise AssertionError("accepted")
    except openai.BadRequestError as error:
        assert error.param == "temperature", error


def delete():
    """A tuned model goes, and is gone."""
    assert client().models.delete(state["model"]).deleted
    assert state["model"] not in [model.id for model in client().models.list()]


with Engine(sys.argv[1]) as engine:
    result = tap.run([models, key, files, refused, job, pause_and_cancel, chat, delete])
sys.exit(result)
