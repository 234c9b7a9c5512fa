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

/* What the engine on this computer says of a model. */
static const char version_model_details[] =
  "ALTER TABLE models ADD COLUMN details TEXT;";

const char * const attune_store_migrations[] = {
  version_1,
  version_2,
  version_3,
  version_4,
  version_5,
  version_model_details,
  NULL
};
