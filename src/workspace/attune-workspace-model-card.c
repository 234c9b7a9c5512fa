/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-model-card"

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-file-digest.h"
#include "attune-job-private.h"
#include "attune-json.h"
#include "attune-thread-pool.h"
#include "attune-workspace-model-card.h"
#include "attune-workspace-private.h"

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
read_file (AttuneWorkspace  *self,
           Reading          *reading,
           GError          **error)
{
  return dex_await (attune_thread_pool_submit (self->pool, "attune-read-model",
                                               read_file_thread,
                                               g_atomic_rc_box_acquire (reading), reading_unref),
                    error);
}

/* The very bytes that were trained on, which the dataset may not be any more. Without them the card
 * says so. */
static Reading *
read_examples (AttuneWorkspace *self,
               AttuneJob       *job,
               AttuneClient    *client,
               const char      *member)
{
  const AttuneJobRow *row = attune_job_get_row (job);
  g_autoptr(JsonObject) request = NULL;
  g_autoptr(Reading) reading = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (self->data_dir, "results", uuid, NULL);
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
      read_file (self, reading, &error))
    return g_steal_pointer (&reading);

  g_info ("The model card lacks %s: %s", member, error->message);

  return NULL;
}

/* Never in place of what is there: “colours.md”, “colours-2.md” … */
static char *
choose_path (const char *stem)
{
  char *path = g_strconcat (stem, ".md", NULL);

  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s-%u.md", stem, i);
    }

  return path;
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

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

/* A file, or what is in a folder, in order of name. */
static GStrv
list_paths (const char *path)
{
  g_autoptr(GPtrArray) paths = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL)
    g_ptr_array_add (paths, g_strdup (path));

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (path, name, NULL));

  g_ptr_array_sort_values (paths, compare_paths);

  return (GStrv)g_ptr_array_steal (paths, NULL);
}

static void
file_clear (gpointer data)
{
  AttuneModelCardFile *file = data;

  g_free (file->name);
  g_free (file->sha256);
}

static GArray *
describe_files (AttuneWorkspace  *self,
                const char       *path,
                GError          **error)
{
  g_auto(GStrv) paths = list_paths (path);
  g_autoptr(GArray) files = g_array_new (FALSE, TRUE, sizeof (AttuneModelCardFile));

  g_array_set_clear_func (files, file_clear);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr(Reading) reading = reading_new (paths[i]);
      AttuneModelCardFile file;

      if (!read_file (self, reading, error))
        return NULL;

      file.name = g_filename_display_basename (paths[i]);
      file.size = reading->size;
      file.sha256 = g_steal_pointer (&reading->sha256);
      g_array_append_val (files, file);
    }

  return g_steal_pointer (&files);
}

/**
 * attune_workspace_write_model_card: (skip)
 * @self: a workspace
 * @job: the fine-tune that a model came of
 * @client: of its account
 * @facts: (inout): what kind of files they are, and what is known of the base; the rest is filled
 *   in, and is only good for as long as this runs
 * @path: (type filename): the file of the model, or the folder of its files
 * @stem: where the card shall be, without its suffix
 * @error: return location for an error
 *
 * In a fiber: writes beside a model where it comes from, and what its files are.
 *
 * Returns: (transfer full) (nullable): the path of the card, or %NULL with an #AttuneError
 */
char *
attune_workspace_write_model_card (AttuneWorkspace       *self,
                                   AttuneJob             *job,
                                   AttuneClient          *client,
                                   AttuneModelCardFacts  *facts,
                                   const char            *path,
                                   const char            *stem,
                                   GError               **error)
{
  g_autoptr(GArray) files = NULL;
  g_autoptr(Reading) examples = NULL;
  g_autoptr(Reading) checks = NULL;
  Card *card;

  if (!(files = describe_files (self, path, error)) ||
      !dex_await (attune_job_load_details (job), error))
    return NULL;

  facts->files = files;

  if ((examples = read_examples (self, job, client, "training_file")))
    {
      facts->data_sha256 = examples->sha256;
      facts->n_examples = examples->n_lines;
    }

  if ((checks = read_examples (self, job, client, "validation_file")))
    {
      facts->checks_sha256 = checks->sha256;
      facts->n_checks = checks->n_lines;
    }

  card = g_new0 (Card, 1);
  card->path = choose_path (stem);
  card->text = attune_model_card_write (job, facts);

  return dex_await_string (attune_thread_pool_submit (self->pool, "attune-model-card",
                                                      write_card_thread, card, card_free),
                           error);
}
