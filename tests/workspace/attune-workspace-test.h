/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib/gstdio.h>

#include "attune-test-account.h"
#include "attune-test.h"
#include "attune-workspace-private.h"

/* What the tests of the workspace share: a folder of their own, and a dataset in it. */

/* A future that must resolve; returns its value, valid as long as the future. */
#define attune_test_resolve(future, value) \
  G_STMT_START { \
    g_autoptr(DexFuture) future_ = (future); \
    g_autoptr(GError) error_ = NULL; \
    const GValue *value_ = attune_test_wait (future_, &error_); \
    g_assert_no_error (error_); \
    g_assert_nonnull (value_); \
    value; \
  } G_STMT_END

/* A future that must be rejected with a code of ATTUNE_ERROR. */
#define attune_test_reject(future, code_) \
  G_STMT_START { \
    g_autoptr(DexFuture) future_ = (future); \
    g_autoptr(GError) error_ = NULL; \
    g_assert_null (attune_test_wait (future_, &error_)); \
    g_assert_error (error_, ATTUNE_ERROR, code_); \
    g_assert_true (g_str_has_suffix (error_->message, ".") || \
                   strstr (error_->message, "”") != NULL); \
  } G_STMT_END

#define attune_test_run(future) attune_test_resolve (future, (void)value_)

/* Runs the main loop until @condition holds; meson's timeout ends a test that waits in vain. */
#define attune_test_wait_until(condition) \
  G_STMT_START { \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
  } G_STMT_END

static inline char *
attune_test_make_dir (void)
{
  g_autoptr(GError) error = NULL;
  char *path = g_dir_make_tmp ("attune-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

/* Providers of the person's own, who do not close as those do that ship: “pausable”, which speaks
 * OpenAI's protocol whole, “parted”, for whom some lines are a large file, “priced”, whose prices
 * are known, “open” and “packed”, who hand out their models, one as the files of its checkpoints and
 * with a body of its own, the other in one piece. They are read once, by the first who asks for any provider. */
static inline void
attune_test_write_profiles (void)
{
  static const char * const profiles[][2] = {
    { "pausable.json",
      "{\"id\":\"pausable\",\"name\":\"Pausable\",\"base-url\":null,\"base-path\":\"/v1\"}" },
    { "parted.json",
      "{\"id\":\"parted\",\"name\":\"Parted\",\"base-url\":null,\"base-path\":\"/v1\","
      "\"training\":{\"max-file-size\":200,\"parts\":{\"size\":300,\"total\":1000000}}}" },
    { "priced.json",
      "{\"id\":\"priced\",\"name\":\"Priced\",\"base-url\":null,\"base-path\":\"/v1\","
      "\"training\":{\"prices-as-of\":\"2025-12-01\",\"models\":[{\"id\":\"dear\","
      "\"training-price\":25.0}]}}" },
    { "open.json",
      "{\"id\":\"open\",\"name\":\"Open\",\"base-url\":null,\"base-path\":\"/v1\","
      "\"create\":{\"settings-path\":\"hyperparameters\",\"constants\":{\"lora\":true}},"
      "\"training\":{\"checkpoint-files\":true}}" },
    { "packed.json",
      "{\"id\":\"packed\",\"name\":\"Packed\",\"base-url\":null,\"base-path\":\"/v1\","
      "\"paths\":{\"weights\":\"/fine_tuning/jobs/{id}/weights\"}}" },
    { "streamed.json",
      "{\"id\":\"streamed\",\"name\":\"Streamed\",\"base-url\":null,\"base-path\":\"/v1\","
      "\"training\":{\"metrics\":\"stream\"}}" },
    { "telling.json",
      "{\"id\":\"telling\",\"name\":\"Telling\",\"adapter\":\"together\",\"base-url\":null,"
      "\"base-path\":\"/v1\",\"paths\":{\"price\":\"/price\"}}" },
  };
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "attune", "providers", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_autofree char *path = g_build_filename (folder, profiles[i][0], NULL);

      g_assert_true (g_file_set_contents (path, profiles[i][1], -1, NULL));
    }
}

static inline void
attune_test_remove_dir (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        attune_test_remove_dir (child);
      else
        g_remove (child);
    }

  g_rmdir (path);
}

static inline AttuneWorkspace *
attune_test_open (const char *data_dir)
{
  AttuneWorkspace *workspace = attune_workspace_new (data_dir);

  attune_workspace_set_haste (workspace, 100);
  attune_test_run (attune_workspace_open (workspace));

  return workspace;
}

/* Nothing may hold the workspace after it was closed. */
static inline void
attune_test_close (AttuneWorkspace *workspace)
{
  attune_test_run (attune_workspace_close (workspace));

  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_assert_finalize_object (workspace);
}

/* A file of @n_examples chat examples; the text of each is one of its own. */
static inline char *
attune_test_write_examples (const char *folder,
                            guint       n_examples)
{
  char *path = g_build_filename (folder, "colours.jsonl", NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n_examples; i++)
    g_string_append_printf (text,
                            "{\"messages\":["
                            "{\"role\":\"user\",\"content\":\"Which colour is %u?\"},"
                            "{\"role\":\"assistant\",\"content\":\"Number %u is blue.\"}]}\n",
                            i, i);

  g_file_set_contents (path, text->str, text->len, &error);
  g_assert_no_error (error);

  return path;
}

static inline AttuneDataset *
attune_test_import (AttuneWorkspace *workspace,
                    const char      *folder,
                    guint            n_examples,
                    double           validation_share)
{
  g_autofree char *path = attune_test_write_examples (folder, n_examples);
  AttuneImportOptions options = { .split = { .share = validation_share, .seed = 7 } };
  AttuneDataset *dataset = NULL;

  attune_test_resolve (attune_workspace_import (workspace, path, NULL, &options, NULL, NULL, NULL),
                       dataset = g_value_get_object (value_));

  return dataset;
}

static inline guint
attune_test_count (GListModel *list)
{
  return g_list_model_get_n_items (list);
}
