// SPDX-FileCopyrightText: 2026 The Attune Authors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

/* What test-openai-node.py runs: arguments are the address of the engine, its key, and a file of examples. Prints TAP. */

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { execFileSync } = require('node:child_process');
const { setTimeout: sleep } = require('node:timers/promises');
const OpenAI = require('openai');

const [url, key, examples] = process.argv.slice(2);
const client = new OpenAI({ apiKey: key, baseURL: url, maxRetries: 0 });
const jobs = client.fineTuning.jobs;
const PATIENCE = 120_000;
const POLL = 50;
let file;
let model;
let first;

async function all(pages) {
  const items = [];
  for await (const item of pages)
    items.push(item);
  return items;
}

async function waitFor(job, ...statuses) {
  const deadline = Date.now() + PATIENCE;
  while (!statuses.includes(job.status)) {
    assert(!['failed', 'cancelled'].includes(job.status) && Date.now() < deadline, JSON.stringify(job));
    await sleep(POLL);
    job = await jobs.retrieve(job.id);
  }
  return job;
}

function hasLlamaServer() {
  try {
    execFileSync('llama-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const cases = {
  async 'models are listed and retrieved; an unknown one is the error that a program expects'() {
    const names = (await all(client.models.list())).map(entry => entry.id);
    assert(names.includes('attune-practice'), names.join());
    assert.equal((await client.models.retrieve('attune-practice')).object, 'model');
    await assert.rejects(client.models.retrieve('no-such-model'),
      error => error instanceof OpenAI.NotFoundError && error.status === 404 && error.param === 'model');
  },

  async 'without the right key there is the error for that'() {
    const stranger = new OpenAI({ apiKey: 'sk-wrong', baseURL: url, maxRetries: 0 });
    await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
  },

  async 'files are uploaded, listed in pages, read back and deleted'() {
    const uploaded = [];
    for (let i = 0; i < 5; i++)
      uploaded.push(await client.files.create({ file: fs.createReadStream(examples), purpose: 'fine-tune' }));
    assert.equal(uploaded[0].filename, 'examples.jsonl');
    assert.equal(uploaded[0].bytes, fs.statSync(examples).size);
    const listed = (await all(client.files.list({ limit: 2 }))).map(entry => entry.id);
    assert.deepEqual(listed.sort(), uploaded.map(entry => entry.id).sort());
    const content = await client.files.content(uploaded[0].id);
    assert.equal(await content.text(), fs.readFileSync(examples, 'utf8'));
    for (const other of uploaded.slice(1))
      assert((await client.files.delete(other.id)).deleted);
    assert.equal((await all(client.files.list())).length, 1);
    file = uploaded[0].id;
  },

  async 'a large file comes in parts'() {
    const bytes = fs.readFileSync(examples);
    const middle = Math.floor(bytes.length / 2);
    const upload = await client.uploads.create({
      filename: 'parts.jsonl', bytes: bytes.length, mime_type: 'application/jsonl', purpose: 'fine-tune',
    });
    const parts = [];
    for (const data of [bytes.subarray(0, middle), bytes.subarray(middle)])
      parts.push(await client.uploads.parts.create(upload.id, { data: await OpenAI.toFile(data, 'part') }));
    const complete = await client.uploads.complete(upload.id, { part_ids: parts.map(part => part.id) });
    assert.equal(complete.status, 'completed');
    const content = await client.files.content(complete.file.id);
    assert.equal(await content.text(), bytes.toString());
    await client.files.delete(complete.file.id);
  },

  async 'what cannot be done is a 400 that names the member'() {
    await assert.rejects(jobs.create({ model: 'attune-practice', training_file: 'file-none' }),
      error => error instanceof OpenAI.BadRequestError && error.param === 'training_file' &&
        error.code === 'file_not_found' && error.type === 'invalid_request_error' && error.message.includes('file-none'));
  },

  async 'a job is created, followed by its events, and has checkpoints and results'() {
    const hyperparameters = { n_epochs: 2, batch_size: 4, lora_rank: 4, tuning: 'adapter' };
    const created = await jobs.create({
      model: 'attune-practice', training_file: file, suffix: 'sums', seed: 3,
      method: { type: 'supervised', supervised: { hyperparameters } }, metadata: { from: 'a test' },
    });
    assert.deepEqual(created.metadata, { from: 'a test' });
    const done = await waitFor(created, 'succeeded');
    assert.equal(done.method.supervised.hyperparameters.n_epochs, 2);
    assert(done.trained_tokens > 0 && done.fine_tuned_model.startsWith('ft:attune-practice:local:sums:'));
    const events = await all(jobs.listEvents(done.id, { limit: 3 }));
    assert(events.length > 6 && new Set(events.map(event => event.id)).size === events.length);
    assert(events.some(event => event.type === 'metrics' && event.data.train_loss > 0));
    const checkpoints = await all(jobs.checkpoints.list(done.id, { limit: 1 }));
    assert.deepEqual(checkpoints.map(checkpoint => checkpoint.step_number), [6, 3]);
    assert(checkpoints.every(checkpoint => checkpoint.metrics.train_loss > 0));
    const results = await client.files.content(done.result_files[0]);
    assert((await results.text()).startsWith('step,'));
    model = done.fine_tuned_model;
    first = done.id;
  },

  async 'a job is paused, resumed and cancelled by OpenAI’s own verbs'() {
    const created = await jobs.create({
      model: 'attune-practice', training_file: file, hyperparameters: { n_epochs: 50, batch_size: 1 },
    });
    await waitFor(created, 'running');
    assert.equal((await jobs.pause(created.id)).status, 'paused');
    assert(['queued', 'running'].includes((await jobs.resume(created.id)).status));
    assert.equal((await jobs.cancel(created.id)).status, 'cancelled');
    assert.deepEqual((await all(jobs.list({ limit: 1 }))).map(job => job.id), [created.id, first]);
  },

  async 'the tuned model answers, at once and piece by piece'() {
    if (!hasLlamaServer()) {
      console.log('# llama-server is not installed: nobody answers');
      return;
    }
    const question = { model, messages: [{ role: 'user', content: '3 + 1?' }], max_tokens: 8, temperature: 0 };
    const answer = await client.chat.completions.create(question);
    assert(answer.model === model && answer.usage.completion_tokens > 0);
    const chunks = await all(await client.chat.completions.create(
      { ...question, stream: true, stream_options: { include_usage: true } }));
    const text = chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join('');
    assert.equal(text, answer.choices[0].message.content);
    assert.equal(chunks.at(-1).usage.completion_tokens, answer.usage.completion_tokens);
    await assert.rejects(client.chat.completions.create({ ...question, temperature: 3 }),
      error => error instanceof OpenAI.BadRequestError && error.param === 'temperature');
  },

  async 'a tuned model goes, and is gone'() {
    assert((await client.models.delete(model)).deleted);
    assert(!(await all(client.models.list())).some(entry => entry.id === model));
  },
};

async function main() {
  let number = 0;
  console.log(`1..${Object.keys(cases).length}`);
  for (const [title, run] of Object.entries(cases)) {
    number++;
    try {
      await run();
      console.log(`ok ${number} ${title}`);
    } catch (error) {
      console.log(`not ok ${number} ${title}`);
      console.error(`# ${error.stack.replaceAll('\n', '\n# ')}`);
      process.exitCode = 1;
    }
  }
}

main();
