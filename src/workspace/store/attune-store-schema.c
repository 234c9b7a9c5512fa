/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-schema"

#include "config.h"

#include "attune-store-schema.h"

/* Times are Unix seconds, 0 where something has not happened. A job keeps the names of its account
 * and dataset, because it outlives them. Points and events are numbered in the order in which they
 * were stored, so that a view can ask for what is new. */
static const char version_1[] =
  "CREATE TABLE accounts ("
  "  id TEXT NOT NULL PRIMARY KEY,"
  "  profile TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  base_url TEXT,"
  "  has_key INTEGER NOT NULL DEFAULT 0,"
  "  created_at INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE datasets ("
  "  id TEXT NOT NULL PRIMARY KEY,"
  "  name TEXT NOT NULL,"
  "  source_name TEXT NOT NULL,"
  "  n_training INTEGER NOT NULL,"
  "  n_validation INTEGER NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  text_bytes INTEGER NOT NULL,"
  "  text_tokens INTEGER NOT NULL,"
  "  created_at INTEGER NOT NULL,"
  "  deleted_at INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"

  "CREATE TABLE jobs ("
  "  id TEXT NOT NULL PRIMARY KEY,"
  "  remote_id TEXT,"
  "  title TEXT NOT NULL,"
  "  account_id TEXT NOT NULL,"
  "  account_name TEXT NOT NULL,"
  "  dataset_id TEXT NOT NULL,"
  "  dataset_name TEXT NOT NULL,"
  "  model TEXT NOT NULL,"
  "  request TEXT NOT NULL,"
  "  status TEXT NOT NULL,"
  "  fine_tuned_model TEXT,"
  "  result_file TEXT,"
  "  step INTEGER NOT NULL DEFAULT 0,"
  "  total_steps INTEGER NOT NULL DEFAULT 0,"
  "  trained_tokens INTEGER NOT NULL DEFAULT -1,"
  "  error_text TEXT,"
  "  error_detail TEXT,"
  "  cancel_requested INTEGER NOT NULL DEFAULT 0,"
  "  announced INTEGER NOT NULL DEFAULT 0,"
  "  model_gone INTEGER NOT NULL DEFAULT 0,"
  "  created_at INTEGER NOT NULL,"
  "  creating_at INTEGER NOT NULL DEFAULT 0,"
  "  started_at INTEGER NOT NULL DEFAULT 0,"
  "  finished_at INTEGER NOT NULL DEFAULT 0,"
  "  deleted_at INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"

  "CREATE TABLE job_events ("
  "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,"
  "  remote_id TEXT NOT NULL,"
  "  created_at INTEGER NOT NULL,"
  "  level TEXT NOT NULL,"
  "  message TEXT NOT NULL,"
  "  UNIQUE (job_id, remote_id)"
  ") STRICT;"

  "CREATE TABLE job_points ("
  "  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,"
  "  step INTEGER NOT NULL,"
  "  seq INTEGER NOT NULL,"
  "  train_loss REAL,"
  "  train_accuracy REAL,"
  "  valid_loss REAL,"
  "  valid_accuracy REAL,"
  "  full_valid_loss REAL,"
  "  full_valid_accuracy REAL,"
  "  PRIMARY KEY (job_id, step)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX job_points_by_seq ON job_points (job_id, seq);"

  "CREATE TABLE job_checkpoints ("
  "  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,"
  "  model TEXT NOT NULL,"
  "  step INTEGER NOT NULL,"
  "  train_loss REAL,"
  "  train_accuracy REAL,"
  "  valid_loss REAL,"
  "  valid_accuracy REAL,"
  "  full_valid_loss REAL,"
  "  full_valid_accuracy REAL,"
  "  PRIMARY KEY (job_id, model)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE uploads ("
  "  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,"
  "  digest TEXT NOT NULL,"
  "  file_id TEXT NOT NULL,"
  "  PRIMARY KEY (account_id, digest)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE models ("
  "  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,"
  "  id TEXT NOT NULL,"
  "  owned_by TEXT,"
  "  shutdown_date TEXT,"
  "  created_at INTEGER NOT NULL,"
  "  PRIMARY KEY (account_id, id)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE conversations ("
  "  id TEXT NOT NULL PRIMARY KEY,"
  "  title TEXT,"
  "  account_id TEXT NOT NULL,"
  "  model TEXT NOT NULL,"
  "  system_text TEXT,"
  "  created_at INTEGER NOT NULL,"
  "  updated_at INTEGER NOT NULL,"
  "  deleted_at INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"

  "CREATE TABLE messages ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,"
  "  author TEXT NOT NULL,"
  "  content TEXT NOT NULL,"
  "  state TEXT NOT NULL,"
  "  model TEXT,"
  "  error_text TEXT,"
  "  finish_reason TEXT,"
  "  created_at INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX messages_by_conversation ON messages (conversation_id, id);"

  "CREATE TABLE facts ("
  "  name TEXT NOT NULL PRIMARY KEY,"
  "  value REAL NOT NULL"
  ") STRICT, WITHOUT ROWID;"

  "INSERT INTO accounts (id, profile, name, created_at) VALUES ('local', 'local', '', 0);";

/* Tokens were only estimated before. */
static const char version_2[] =
  "ALTER TABLE datasets ADD COLUMN tokens_are_exact INTEGER NOT NULL DEFAULT 0;";

/* Fine-tunes that were begun elsewhere with the same account. What the person took out of the list
 * must not come back with the next look; a file that is fetched to be rescued has the name of its
 * dataset from the beginning, so that a crash never makes two. */
static const char version_3[] =
  "ALTER TABLE jobs ADD COLUMN is_foreign INTEGER NOT NULL DEFAULT 0;"
  "CREATE UNIQUE INDEX jobs_by_remote_id ON jobs (account_id, remote_id) WHERE remote_id IS NOT NULL;"

  "CREATE TABLE forgotten_jobs ("
  "  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,"
  "  remote_id TEXT NOT NULL,"
  "  PRIMARY KEY (account_id, remote_id)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE rescued_files ("
  "  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,"
  "  file_ids TEXT NOT NULL,"
  "  dataset_id TEXT NOT NULL,"
  "  PRIMARY KEY (account_id, file_ids)"
  ") STRICT, WITHOUT ROWID;";

/* What the person wants of a fine-tune that is under way, until its provider has heard it; a word
 * of the provider that we do not know; and what stands between the end and a conversation. An
 * upload in parts goes on where it was cut off. */
static const char version_4[] =
  "ALTER TABLE jobs ADD COLUMN wish TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE jobs ADD COLUMN status_text TEXT;"
  "ALTER TABLE jobs ADD COLUMN deployment TEXT;"
  "ALTER TABLE jobs ADD COLUMN deployment_status TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE jobs ADD COLUMN deployment_model TEXT;"
  "ALTER TABLE jobs ADD COLUMN deployment_error TEXT;"

  "CREATE TABLE parted_uploads ("
  "  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,"
  "  digest TEXT NOT NULL,"
  "  state TEXT NOT NULL,"
  "  PRIMARY KEY (account_id, digest)"
  ") STRICT, WITHOUT ROWID;";

/* For whom requests of an account are, and how they get there: NULL is the key's own organization
 * and the desktop's own proxy. */
static const char version_5[] =
  "ALTER TABLE accounts ADD COLUMN organization TEXT;"
  "ALTER TABLE accounts ADD COLUMN project TEXT;"
  "ALTER TABLE accounts ADD COLUMN proxy TEXT;";

/* All files of results, one name a line; the create request as it went out; what a provider says of
 * a model; and checkpoints that cannot be talked to but downloaded, which the provider knows by
 * another name than a model's. */
static const char version_6[] =
  "ALTER TABLE jobs RENAME COLUMN result_file TO result_files;"
  "ALTER TABLE jobs ADD COLUMN sent_request TEXT;"
  "ALTER TABLE models ADD COLUMN can_chat INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE models ADD COLUMN can_tune INTEGER NOT NULL DEFAULT 0;"

  "ALTER TABLE job_checkpoints RENAME TO old_checkpoints;"
  "CREATE TABLE job_checkpoints ("
  "  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,"
  "  remote_id TEXT NOT NULL,"
  "  model TEXT,"
  "  files TEXT,"
  "  step INTEGER NOT NULL,"
  "  train_loss REAL,"
  "  train_accuracy REAL,"
  "  valid_loss REAL,"
  "  valid_accuracy REAL,"
  "  full_valid_loss REAL,"
  "  full_valid_accuracy REAL,"
  "  PRIMARY KEY (job_id, remote_id)"
  ") STRICT, WITHOUT ROWID;"
  "INSERT INTO job_checkpoints (job_id, remote_id, model, step, train_loss, train_accuracy,"
  "  valid_loss, valid_accuracy, full_valid_loss, full_valid_accuracy) "
  "SELECT job_id, model, model, step, train_loss, train_accuracy,"
  "  valid_loss, valid_accuracy, full_valid_loss, full_valid_accuracy FROM old_checkpoints;"
  "DROP TABLE old_checkpoints;";

/* What looked like a fine-tune at its provider before it was created there, so that it can be found
 * among them when the answer was lost. */
static const char version_7[] =
  "ALTER TABLE jobs ADD COLUMN twins TEXT;";

/* Messages are a tree: a question that was edited, or an answer that was asked for again, stands
 * beside the one before. What was one list until now becomes one branch. Parents are no foreign
 * keys, since SQLite follows those a thousand steps only and a branch may be longer.
 *
 * The index of the texts holds what is complete, not what still grows. Two blanks behind each text
 * make every two characters the beginning of three, so that even the last ones of a text are found
 * when somebody looks for a Chinese word. */
static const char version_8[] =
  "CREATE TABLE comparisons ("
  "  id TEXT NOT NULL PRIMARY KEY,"
  "  title TEXT,"
  "  is_blind INTEGER NOT NULL DEFAULT 0,"
  "  seed INTEGER NOT NULL,"
  "  created_at INTEGER NOT NULL,"
  "  updated_at INTEGER NOT NULL,"
  "  deleted_at INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"

  "ALTER TABLE conversations ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE conversations ADD COLUMN draft TEXT;"
  "ALTER TABLE conversations ADD COLUMN parameters TEXT;"
  "ALTER TABLE conversations ADD COLUMN leaf_id INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE conversations ADD COLUMN imported_id TEXT;"
  "ALTER TABLE conversations ADD COLUMN comparison_id TEXT"
  "  REFERENCES comparisons (id) ON DELETE CASCADE;"
  "ALTER TABLE conversations ADD COLUMN comparison_column INTEGER NOT NULL DEFAULT 0;"
  "CREATE UNIQUE INDEX conversations_by_import ON conversations (imported_id)"
  "  WHERE imported_id IS NOT NULL;"
  "CREATE INDEX conversations_by_comparison ON conversations (comparison_id)"
  "  WHERE comparison_id IS NOT NULL;"

  "ALTER TABLE messages ADD COLUMN parent_id INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE messages ADD COLUMN reasoning TEXT;"
  "ALTER TABLE messages ADD COLUMN tool_calls TEXT;"
  "ALTER TABLE messages ADD COLUMN logprobs TEXT;"
  "ALTER TABLE messages ADD COLUMN account_id TEXT;"
  "ALTER TABLE messages ADD COLUMN parameters TEXT;"
  "ALTER TABLE messages ADD COLUMN prompt_tokens INTEGER NOT NULL DEFAULT -1;"
  "ALTER TABLE messages ADD COLUMN completion_tokens INTEGER NOT NULL DEFAULT -1;"
  "ALTER TABLE messages ADD COLUMN cached_tokens INTEGER NOT NULL DEFAULT -1;"
  "ALTER TABLE messages ADD COLUMN reasoning_tokens INTEGER NOT NULL DEFAULT -1;"
  "ALTER TABLE messages ADD COLUMN first_token_msec INTEGER NOT NULL DEFAULT -1;"
  "ALTER TABLE messages ADD COLUMN duration_msec INTEGER NOT NULL DEFAULT -1;"
  "ALTER TABLE messages ADD COLUMN cost REAL;"
  "ALTER TABLE messages ADD COLUMN deleted_at INTEGER NOT NULL DEFAULT 0;"
  "UPDATE messages SET parent_id = coalesce ((SELECT max (id) FROM messages AS earlier"
  "  WHERE earlier.conversation_id = messages.conversation_id AND earlier.id < messages.id), 0);"
  "UPDATE conversations SET leaf_id = coalesce ((SELECT max (id) FROM messages"
  "  WHERE conversation_id = conversations.id), 0);"
  "CREATE INDEX messages_by_parent ON messages (parent_id);"
  "CREATE INDEX messages_waiting ON messages (conversation_id) WHERE state = 'waiting';"

  "CREATE VIEW message_texts AS SELECT id, content || '  ' AS content FROM messages"
  "  WHERE state <> 'streaming';"
  "CREATE VIRTUAL TABLE message_index USING fts5 (content, content = 'message_texts',"
  "  content_rowid = 'id', tokenize = 'trigram', detail = none);"
  "CREATE VIRTUAL TABLE message_index_terms USING fts5vocab (message_index, instance);"
  "CREATE TRIGGER messages_index_insert AFTER INSERT ON messages"
  "  WHEN new.state <> 'streaming' BEGIN"
  "  INSERT INTO message_index (rowid, content) VALUES (new.id, new.content || '  ');"
  "END;"
  "CREATE TRIGGER messages_index_delete AFTER DELETE ON messages"
  "  WHEN old.state <> 'streaming' BEGIN"
  "  INSERT INTO message_index (message_index, rowid, content)"
  "    VALUES ('delete', old.id, old.content || '  ');"
  "END;"
  "CREATE TRIGGER messages_index_update AFTER UPDATE OF content, state ON messages"
  "  WHEN old.content <> new.content"
  "    OR (old.state = 'streaming') <> (new.state = 'streaming') BEGIN"
  "  INSERT INTO message_index (message_index, rowid, content)"
  "    SELECT 'delete', old.id, old.content || '  ' WHERE old.state <> 'streaming';"
  "  INSERT INTO message_index (rowid, content)"
  "    SELECT new.id, new.content || '  ' WHERE new.state <> 'streaming';"
  "END;"
  "INSERT INTO message_index (message_index) VALUES ('rebuild');"

  /* A vote is one row for each model that took part, for the very answers that stood beside each
   * other. It stays when its comparison goes. */
  "CREATE TABLE comparison_votes ("
  "  comparison_id TEXT NOT NULL,"
  "  answers TEXT NOT NULL,"
  "  comparison_column INTEGER NOT NULL,"
  "  account_id TEXT NOT NULL,"
  "  model TEXT NOT NULL,"
  "  outcome TEXT NOT NULL,"
  "  is_blind INTEGER NOT NULL,"
  "  created_at INTEGER NOT NULL,"
  "  PRIMARY KEY (comparison_id, answers, comparison_column)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE chat_presets ("
  "  name TEXT NOT NULL PRIMARY KEY,"
  "  system_text TEXT,"
  "  parameters TEXT NOT NULL"
  ") STRICT, WITHOUT ROWID;"

  /* Where rows of a dataset came from. A row is known by a digest of its text: its number changes
   * when the changes are written into the file, and its text when it is no longer what it was. */
  "CREATE TABLE corrections ("
  "  dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,"
  "  digest TEXT NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  conversation_id TEXT NOT NULL,"
  "  message_id INTEGER NOT NULL,"
  "  model TEXT,"
  "  created_at INTEGER NOT NULL,"
  "  PRIMARY KEY (dataset_id, digest)"
  ") STRICT, WITHOUT ROWID;";

/* What the engine on this computer says of a model. */
static const char version_9[] =
  "ALTER TABLE models ADD COLUMN details TEXT;";

/* How much a model reads at once, where its provider says so. */
static const char version_10[] =
  "ALTER TABLE models ADD COLUMN context_window INTEGER NOT NULL DEFAULT 0;";

/* The index takes most of the time of storing a message; what is imported by the thousand is
 * found by looking at it until the index has caught up (see attune-store-index.c). */
static const char version_11[] =
  "ALTER TABLE messages ADD COLUMN is_indexed INTEGER NOT NULL DEFAULT 1;"
  "CREATE INDEX messages_unindexed ON messages (id) WHERE is_indexed = 0;"
  "DROP VIEW message_texts;"
  "CREATE VIEW message_texts AS SELECT id, content || '  ' AS content FROM messages"
  "  WHERE state <> 'streaming' AND is_indexed;"
  "DROP TRIGGER messages_index_insert;"
  "DROP TRIGGER messages_index_delete;"
  "DROP TRIGGER messages_index_update;"
  "CREATE TRIGGER messages_index_insert AFTER INSERT ON messages"
  "  WHEN new.state <> 'streaming' AND new.is_indexed BEGIN"
  "  INSERT INTO message_index (rowid, content) VALUES (new.id, new.content || '  ');"
  "END;"
  "CREATE TRIGGER messages_index_delete AFTER DELETE ON messages"
  "  WHEN old.state <> 'streaming' AND old.is_indexed BEGIN"
  "  INSERT INTO message_index (message_index, rowid, content)"
  "    VALUES ('delete', old.id, old.content || '  ');"
  "END;"
  "CREATE TRIGGER messages_index_update AFTER UPDATE OF content, state, is_indexed ON messages"
  "  WHEN old.content <> new.content OR old.is_indexed <> new.is_indexed"
  "    OR (old.state = 'streaming') <> (new.state = 'streaming') BEGIN"
  "  INSERT INTO message_index (message_index, rowid, content)"
  "    SELECT 'delete', old.id, old.content || '  '"
  "      WHERE old.state <> 'streaming' AND old.is_indexed;"
  "  INSERT INTO message_index (rowid, content)"
  "    SELECT new.id, new.content || '  ' WHERE new.state <> 'streaming' AND new.is_indexed;"
  "END;";

const char * const attune_store_migrations[] = {
  version_1,
  version_2,
  version_3,
  version_4,
  version_5,
  version_6,
  version_7,
  version_8,
  version_9,
  version_10,
  version_11,
  NULL
};
