/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-model-save"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-file-digest.h"
#include "attune-free-space.h"
#include "attune-job-private.h"
#include "attune-json.h"
#include "attune-model-card.h"
#include "attune-thread-pool.h"
#include "attune-workspace-model-save.h"
#include "attune-workspace-private.h"

#define SUFFIX ".gguf"

/* Shared by the fiber and what it does on threads. */
typedef struct
{
  AttuneWorkspace    *workspace;
  AttuneModel        *model;
  AttuneJob          *job;
  AttuneModelForm     form;
  char               *path;
  AttuneProgressFunc  progress;
  gpointer            user_data;
  GDestroyNotify      destroy;
} Save;

/* A file, and what is known of it once it was read. */
typedef struct
{
  char    *path;
  gboolean counts_lines;
  gboolean is_removed;   /* once it is read */
  char    *sha256;
  guint64  size;
  guint64  n_lines;
} Reading;

static void
save_clear (gpointer data)
{
  Save *save = data;

  g_object_unref (save->workspace);
  g_object_unref (save->model);
  g_clear_object (&save->job);
  g_free (save->path);
}

static void
save_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, save_clear);
}

/* Nobody waits any more: what the caller gave is not touched again. */
static void
save_end (gpointer data)
{
  Save *save = data;

  save->progress = NULL;

  if (save->destroy != NULL)
    save->destroy (save->user_data);

  save_unref (save);
}

static void
reading_clear (gpointer data)
{
  Reading *reading = data;

  if (reading->is_removed)
    g_unlink (reading->path);

  g_free (reading->path);
  g_free (reading->sha256);
}

static void
reading_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, reading_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_unref)

static Reading *
reading_new (const char *path)
{
  Reading *reading = g_atomic_rc_box_new0 (Reading);

  reading->path = g_strdup (path);

  return reading;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Save *save = user_data;

  if (save->progress != NULL)
    save->progress (done, total, save->user_data);
}

/* One example a line, and the engine takes no empty ones. */
static guint64
count_lines (const char *path)
{
  g_autoptr(GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  const char *text = file != NULL ? g_mapped_file_get_contents (file) : NULL;
  const char *end;
  guint64 n_lines = 0;

  if (text == NULL)
    return 0;

  end = text + g_mapped_file_get_length (file);

  while (text < end)
    {
      const char *next = memchr (text, '\n', end - text);

      n_lines++;
      text = next != NULL ? next + 1 : end;
    }

  return n_lines;
}

static DexFuture *
read_file_thread (gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr(GError) error = NULL;
  GStatBuf info;

  if (!(reading->sha256 = attune_file_digest_sha256 (reading->path, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (g_stat (reading->path, &info) == 0)
    reading->size = info.st_size;

  if (reading->counts_lines)
    reading->n_lines = count_lines (reading->path);

  return dex_future_new_true ();
}

static gboolean
read_file (Save     *save,
           Reading  *reading,
           GError  **error)
{
  return dex_await (attune_thread_pool_submit (save->workspace->pool, "attune-read-model",
                                               read_file_thread,
                                               g_atomic_rc_box_acquire (reading), reading_unref),
                    error);
}

/* The very bytes that were trained on, which the dataset may not be any more. Without them the card
 * says so. */
static Reading *
read_examples (Save         *save,
               AttuneClient *client,
               const char   *member)
{
  const AttuneJobRow *row = attune_job_get_row (save->job);
  g_autoptr(JsonObject) request = NULL;
  g_autoptr(Reading) reading = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (save->workspace->data_dir, "results", uuid, NULL);
  g_autoptr(GError) error = NULL;
  const char *id;

  if (row->sent_request == NULL ||
      !(request = attune_json_parse_object (row->sent_request, -1, NULL)) ||
      !(id = attune_json_get_string (request, member, NULL)))
    return NULL;

  reading = reading_new (path);
  reading->counts_lines = TRUE;
  reading->is_removed = TRUE;

  if (dex_await (attune_client_download_file (client, id, path, NULL, NULL, NULL), &error) &&
      read_file (save, reading, &error))
    return g_steal_pointer (&reading);

  g_info ("The model card lacks %s: %s", member, error->message);

  return NULL;
}

/* Beside the model, and never in place of what is there: “colours.md”, “colours-2.md” … */
static char *
choose_card_path (const char *path)
{
  g_autofree char *stem = g_str_has_suffix (path, SUFFIX)
                          ? g_strndup (path, strlen (path) - strlen (SUFFIX))
                          : g_strdup (path);
  char *card_path = g_strconcat (stem, ".md", NULL);

  for (guint i = 2; g_file_test (card_path, G_FILE_TEST_EXISTS); i++)
    {
      g_free (card_path);
      card_path = g_strdup_printf ("%s-%u.md", stem, i);
    }

  return card_path;
}

typedef struct
{
  char *path;
  char *text;
} Card;

static void
card_free (gpointer data)
{
  Card *card = data;

  g_free (card->path);
  g_free (card->text);
  g_free (card);
}

static DexFuture *
write_card_thread (gpointer user_data)
{
  const Card *card = user_data;
  g_autoptr(GError) error = NULL;

  if (!attune_atomic_file_replace (card->path, card->text, strlen (card->text), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (g_strdup (card->path));
}

static char *
write_card (Save          *save,
            AttuneClient  *client,
            GError       **error)
{
  const AttuneModelDetails *details = attune_model_get_details (save->model);
  g_autofree char *name = g_filename_display_basename (save->path);
  g_autoptr(Reading) file = reading_new (save->path);
  g_autoptr(Reading) examples = NULL;
  g_autoptr(Reading) checks = NULL;
  AttuneModelCardFacts facts = { .is_adapter = save->form == ATTUNE_MODEL_FORM_ADAPTER };
  Card *card;

  if (!read_file (save, file, error) ||
      !dex_await (attune_job_load_details (save->job), error))
    return NULL;

  examples = read_examples (save, client, "training_file");
  checks = read_examples (save, client, "validation_file");
  facts.license = details != NULL ? details->license : NULL;
  facts.file_name = name;
  facts.file_size = file->size;
  facts.file_sha256 = file->sha256;

  if (examples != NULL)
    {
      facts.data_sha256 = examples->sha256;
      facts.n_examples = examples->n_lines;
    }

  if (checks != NULL)
    {
      facts.checks_sha256 = checks->sha256;
      facts.n_checks = checks->n_lines;
    }

  card = g_new0 (Card, 1);
  card->path = choose_card_path (save->path);
  card->text = attune_model_card_write (save->job, &facts);

  return dex_await_string (attune_thread_pool_submit (save->workspace->pool, "attune-model-card",
                                                      write_card_thread, card, card_free),
                           error);
}

static DexFuture *
fetch (Save         *save,
       AttuneClient *client)
{
  const char *id = attune_job_get_remote_id (save->job);

  if (save->form == ATTUNE_MODEL_FORM_ADAPTER)
    return attune_client_download_lora (client, id, save->path, progress_cb,
                                        g_atomic_rc_box_acquire (save), save_unref);

  return attune_client_download_weights (client, id, save->path, progress_cb,
                                         g_atomic_rc_box_acquire (save), save_unref);
}

static gboolean
check_room (Save    *save,
            GError **error)
{
  const AttuneModelDetails *details = attune_model_get_details (save->model);

  return save->form == ATTUNE_MODEL_FORM_ADAPTER || details == NULL ||
         attune_check_free_space (save->path, details->file_size, error);
}

static DexFuture *
attune_workspace_save_model_fiber (gpointer user_data)
{
  Save *save = user_data;
  AttuneAccount *account;
  g_autoptr(AttuneClient) client = NULL;
  g_autofree char *card_path = NULL;
  g_autoptr(GError) error = NULL;

  account = attune_workspace_find_account (save->workspace,
                                           attune_model_get_account_id (save->model));

  if (!check_room (save, &error) ||
      !(client = dex_await_object (attune_workspace_connect (save->workspace, account), &error)) ||
      !dex_await (fetch (save, client), &error) ||
      !(card_path = write_card (save, client, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (g_steal_pointer (&card_path));
}

static AttuneJob *
find_job (AttuneWorkspace *self,
          AttuneModel     *model)
{
  const char *job_id = attune_model_get_job_id (model);

  return job_id != NULL ? attune_workspace_find_job (self, job_id) : NULL;
}

/* What somebody has chosen, or what the engine does with such a base by itself. */
static gboolean
has_adapter (AttuneModel *model,
             AttuneJob   *job)
{
  const AttuneModelDetails *details = attune_model_get_details (model);
  JsonNode *tuning = attune_job_request_get_setting (attune_job_get_request (job), "tuning");

  if (tuning != NULL && JSON_NODE_HOLDS_VALUE (tuning) &&
      json_node_get_value_type (tuning) == G_TYPE_STRING &&
      !g_str_equal (json_node_get_string (tuning), "auto"))
    return g_str_equal (json_node_get_string (tuning), "adapter");

  return details != NULL && details->trains_adapter;
}

/**
 * attune_workspace_can_save_model:
 * @self: a workspace
 * @model: a model
 * @form: what of it
 *
 * Returns: whether it was tuned by a provider that hands such a file out, as this computer does
 */
gboolean
attune_workspace_can_save_model (AttuneWorkspace *self,
                                 AttuneModel     *model,
                                 AttuneModelForm  form)
{
  AttuneJob *job;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_MODEL (model), FALSE);

  if (!(job = find_job (self, model)) ||
      attune_job_get_status (job) != ATTUNE_JOB_STATUS_SUCCEEDED ||
      attune_job_get_remote_id (job) == NULL ||
      !attune_profile_can (attune_model_get_profile (model), ATTUNE_ABILITY_DOWNLOAD_LORA))
    return FALSE;

  return form == ATTUNE_MODEL_FORM_WHOLE || has_adapter (model, job);
}

/**
 * attune_workspace_save_model:
 * @self: an open workspace
 * @model: one that attune_workspace_can_save_model()
 * @form: what of it
 * @path: (type filename): where the GGUF file shall be; what is there is replaced
 * @progress: (nullable): called on the main thread with the bytes that are there
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data when nobody waits any more
 *
 * Writes a model to a file that other programs can use, which libllama has loaded before, and a
 * model card beside it. Dropping the future ends it.
 *
 * Returns: (transfer full): a future that resolves to a string, the path of the card, or rejects
 *   with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_save_model (AttuneWorkspace    *self,
                             AttuneModel        *model,
                             AttuneModelForm     form,
                             const char         *path,
                             AttuneProgressFunc  progress,
                             gpointer            user_data,
                             GDestroyNotify      destroy)
{
  Save *save;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_MODEL (model));
  dex_return_error_if_fail (path != NULL);

  if (!attune_workspace_can_save_model (self, model, form))
    {
      if (destroy != NULL)
        destroy (user_data);

      return dex_future_new_for_error (
        attune_error_new (ATTUNE_ERROR_REQUEST, NULL,
                          form == ATTUNE_MODEL_FORM_ADAPTER
                          /* Translators: %s is the name of a model. */
                          ? _("“%s” has no adapter: all its weights were trained, or it was not tuned on this computer.")
                          /* Translators: %s is the name of a model. */
                          : _("“%s” was not tuned on this computer, so there is no file of it here."),
                          attune_model_get_title (model)));
    }

  save = g_atomic_rc_box_new0 (Save);
  save->workspace = g_object_ref (self);
  save->model = g_object_ref (model);
  save->job = g_object_ref (find_job (self, model));
  save->form = form;
  save->path = g_strdup (path);
  save->progress = progress;
  save->user_data = user_data;
  save->destroy = destroy;

  return dex_scheduler_spawn (NULL, 0, attune_workspace_save_model_fiber, save, save_end);
}
