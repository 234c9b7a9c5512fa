/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-prepare-file"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-example-private.h"
#include "attune-prepare-file.h"
#include "attune-reader.h"

/* Every file access of a preparation is here: the reader below, the JSONL above. */

#define PROGRESS_STEP (1024 * 1024)

/* A table has some columns; a file whose every record has names of its own is no table, and its
 * names are not collected for ever. */
#define MAX_COLUMNS     1000
#define MAX_COLUMN_NAME 1000

/* A file as a source of pairs. */
typedef struct
{
  const char         *path;
  AttuneFormat        format;        /* unknown before the first pass */
  const char         *prompt;        /* the names of the columns */
  const char         *completion;
  AttuneReader       *reader;        /* of the current pass */
  GString            *texts[2];      /* of values that are not texts in the file */
  guint               n_passes;      /* for the progress: how many there will be … */
  guint               pass;          /* … and which this is */
  goffset             next_progress;
  AttuneProgressFunc  progress;
  gpointer            user_data;
} FileSource;

/* What becomes of the pairs that are written. */
typedef struct
{
  AttunePreparation *preparation;
  AttuneAtomicFile  *output;
  yyjson_alc        *allocator;
  GString           *prompt;
  GString           *completion;
  guint64            row;
  guint64            n_written;
} Writer;

static void
file_source_clear (FileSource *self)
{
  g_clear_object (&self->reader);

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    if (self->texts[i] != NULL)
      g_string_free (g_steal_pointer (&self->texts[i]), TRUE);
}

static void
writer_clear (Writer *self)
{
  g_clear_object (&self->output);
  g_clear_pointer (&self->allocator, yyjson_alc_dyn_free);
  g_string_free (self->prompt, TRUE);
  g_string_free (self->completion, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FileSource, file_source_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static void
file_source_init (FileSource         *self,
                  const char         *path,
                  guint               n_passes,
                  AttuneProgressFunc  progress,
                  gpointer            user_data)
{
  *self = (FileSource) {
    .path = path,
    .n_passes = n_passes,
    .progress = progress,
    .user_data = user_data,
  };

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    self->texts[i] = g_string_new (NULL);
}

static gboolean
begin_pass (FileSource  *self,
            GError     **error)
{
  g_clear_object (&self->reader);

  if (!(self->reader = attune_reader_open (self->path, self->format, error)))
    return FALSE;

  self->format = attune_reader_get_format (self->reader);
  self->next_progress = 0;

  return TRUE;
}

static void
report_progress (FileSource *self,
                 gboolean    is_done)
{
  goffset size = attune_reader_get_size (self->reader);
  goffset position = is_done ? size : attune_reader_get_position (self->reader);

  if (self->progress == NULL || (!is_done && position < self->next_progress))
    return;

  self->next_progress = position + PROGRESS_STEP;
  self->progress (self->pass * size + position, self->n_passes * size, self->user_data);
}

/* Goes on to the next record; at the end the pass is over. */
static gboolean
next_record (FileSource    *self,
             AttuneRecord  *record,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  if (attune_reader_next (self->reader, record, cancellable, &local_error))
    {
      report_progress (self, FALSE);
      return TRUE;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  report_progress (self, TRUE);
  self->pass++;

  return FALSE;
}

/* The last of several members with the same name counts, as in Python and in browsers. */
static yyjson_val *
find_member (yyjson_val *object,
             const char *name)
{
  yyjson_val *found = NULL;
  yyjson_val *member;
  yyjson_obj_iter iter;

  yyjson_obj_iter_init (object, &iter);

  while ((member = yyjson_obj_iter_next (&iter)))
    if (yyjson_equals_str (member, name))
      found = yyjson_obj_iter_get_val (member);

  return found;
}

/* The text of a value: null and nothing are empty, a number or a truth value is as JSON writes it.
 * Returns NULL for a list or an object. */
static const char *
get_value_text (yyjson_val *value,
                GString    *text,
                gsize      *length)
{
  char *json;

  switch (yyjson_get_type (value))
    {
    case YYJSON_TYPE_STR:
      *length = unsafe_yyjson_get_len (value);
      return unsafe_yyjson_get_str (value);

    case YYJSON_TYPE_RAW:
      g_string_truncate (text, 0);
      g_string_append_len (text, unsafe_yyjson_get_raw (value), unsafe_yyjson_get_len (value));
      break;

    case YYJSON_TYPE_NONE:
    case YYJSON_TYPE_NULL:
      g_string_truncate (text, 0);
      break;

    case YYJSON_TYPE_BOOL:
    case YYJSON_TYPE_NUM:
      json = yyjson_val_write (value, YYJSON_WRITE_NOFLAG, NULL);
      g_string_assign (text, json);
      free (json);
      break;

    default:
      return NULL;
    }

  *length = text->len;

  return text->str;
}

static const char *
get_cell (const AttuneRecord *record,
          const char         *name,
          gsize              *length)
{
  for (gsize i = 0; record->columns[i] != NULL; i++)
    {
      if (strcmp (record->columns[i], name) == 0)
        {
          *length = strlen (record->cells[i]);
          return record->cells[i];
        }
    }

  return NULL;
}

static AttunePair
make_pair (FileSource         *self,
           const AttuneRecord *record)
{
  AttunePair pair = { .line = record->line };

  if (record->problem != ATTUNE_ISSUE_NONE)
    return pair;

  if (record->cells != NULL)
    {
      pair.prompt = get_cell (record, self->prompt, &pair.prompt_length);
      pair.completion = get_cell (record, self->completion, &pair.completion_length);
    }
  else if (yyjson_is_obj (record->root))
    {
      pair.prompt = get_value_text (find_member (record->root, self->prompt),
                                    self->texts[0], &pair.prompt_length);
      pair.completion = get_value_text (find_member (record->root, self->completion),
                                        self->texts[1], &pair.completion_length);
    }

  return pair;
}

/* The AttunePairSource. */
static gboolean
go_over_pairs (AttunePairFunc   each,
               gpointer         each_data,
               gpointer         user_data,
               GCancellable    *cancellable,
               GError         **error)
{
  FileSource *self = user_data;
  g_autoptr(GError) local_error = NULL;
  AttuneRecord record;

  if (!begin_pass (self, error))
    return FALSE;

  while (next_record (self, &record, cancellable, &local_error))
    {
      AttunePair pair = make_pair (self, &record);

      if (!each (&pair, each_data, error))
        return FALSE;
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static void
add_names (GHashTable *known,
           GPtrArray  *names,
           yyjson_val *object)
{
  yyjson_val *member;
  yyjson_obj_iter iter;

  yyjson_obj_iter_init (object, &iter);

  while ((member = yyjson_obj_iter_next (&iter)))
    {
      char *name = (char *)yyjson_get_str (member);

      if (names->len >= MAX_COLUMNS)
        return;

      if (yyjson_get_len (member) > MAX_COLUMN_NAME || g_hash_table_contains (known, name))
        continue;

      name = g_strdup (name);
      g_ptr_array_add (names, name);
      g_hash_table_add (known, name);
    }
}

/* The names of a table's columns stand in its header; those of JSON Lines are all the names that
 * its records use, so it takes a pass to know them. */
static char **
read_columns (FileSource    *self,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) local_error = NULL;
  AttuneRecord record;

  if (!begin_pass (self, error))
    return NULL;

  if (attune_reader_get_columns (self->reader) != NULL)
    return g_strdupv ((char **)attune_reader_get_columns (self->reader));

  self->n_passes++;

  while (next_record (self, &record, cancellable, &local_error))
    add_names (known, names, record.root);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_strdupv ((char **)names->pdata);
}

/**
 * attune_prepare_survey_file:
 * @path: (type filename): a file that the person chose
 * @options: (nullable): which columns to read
 * @progress: (nullable): told how far it is, on the calling thread; counts the bytes of all passes
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Looks at all pairs of a file. Fails as attune_reader_open() and attune_reader_next() do; that the
 * columns are missing or the data is of no use is no failure but a suggestion. Blocks: call it on a
 * thread.
 *
 * Returns: (transfer full) (nullable): what the rules suggest
 */
AttunePreparation *
attune_prepare_survey_file (const char                  *path,
                            const AttunePrepareOptions  *options,
                            AttuneProgressFunc           progress,
                            gpointer                     user_data,
                            GCancellable                *cancellable,
                            GError                     **error)
{
  g_autoptr(AttunePreparation) preparation = attune_preparation_new ();
  g_auto(FileSource) source = { 0 };
  g_auto(GStrv) columns = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  file_source_init (&source, path, 2, progress, user_data);

  if (!(columns = read_columns (&source, cancellable, error)))
    return NULL;

  if (!attune_preparation_set_columns (preparation, (const char * const *)columns,
                                       options != NULL ? options->prompt : NULL,
                                       options != NULL ? options->completion : NULL))
    return g_steal_pointer (&preparation);

  source.prompt = attune_preparation_get_prompt_column (preparation);
  source.completion = attune_preparation_get_completion_column (preparation);

  if (!attune_preparation_survey (preparation, go_over_pairs, &source, cancellable, error))
    return NULL;

  return g_steal_pointer (&preparation);
}

static gboolean
write_pair (const AttunePair  *pair,
            gpointer           user_data,
            GError           **error)
{
  Writer *writer = user_data;
  guint64 row = writer->row++;
  AttuneExampleParts parts = { .question = writer->prompt, .answer = writer->completion };
  gboolean is_written;
  gsize length;
  char *json;

  if (pair->prompt == NULL || pair->completion == NULL)
    return TRUE;

  g_string_truncate (writer->prompt, 0);
  g_string_append_len (writer->prompt, pair->prompt, pair->prompt_length);
  g_string_truncate (writer->completion, 0);
  g_string_append_len (writer->completion, pair->completion, pair->completion_length);

  if (!attune_preparation_apply (writer->preparation, row, writer->prompt, writer->completion))
    return TRUE;

  json = attune_example_parts_to_json (ATTUNE_EXAMPLE_COMPLETION, &parts, writer->allocator, &length);
  is_written = attune_atomic_file_write (writer->output, json, length, error) &&
               attune_atomic_file_write (writer->output, "\n", 1, error);
  writer->allocator->free (writer->allocator->ctx, json);
  writer->n_written += is_written;

  return is_written;
}

/* Two names of one file: the data must not be written over itself. */
static gboolean
is_same_file (const char *path,
              const char *other_path)
{
  GStatBuf info, other_info;

  return g_stat (path, &info) == 0 && g_stat (other_path, &other_info) == 0 &&
         info.st_dev == other_info.st_dev && info.st_ino == other_info.st_ino;
}

static gboolean
check_can_write (const char         *path,
                 AttunePreparation  *preparation,
                 const char         *output_path,
                 GError            **error)
{
  g_autofree char *name = g_filename_display_basename (path);

  if (attune_preparation_has_errors (preparation))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” cannot be prepared as it is. Mend what is listed as an error, then "
                          "try again."), name);
      return FALSE;
    }

  if (is_same_file (path, output_path))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is the file that is read. Choose another name to write to."), name);
      return FALSE;
    }

  return TRUE;
}

/**
 * attune_prepare_write_file:
 * @path: (type filename): the file that was surveyed
 * @preparation: what is to be done; what is accepted must not change meanwhile
 * @output_path: (type filename): where the pairs go, as JSONL, in place of what is there
 * @n_written: (out) (optional): how many pairs were written
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Writes what the preparation makes of a file. The output appears whole or not at all. Fails as
 * reading and AttuneAtomicFile do, and with %ATTUNE_ERROR_DATA when the preparation has errors, when
 * nothing is left, or when both paths are one file. Blocks: call it on a thread.
 *
 * Returns: %FALSE with an error, and with nothing left behind
 */
gboolean
attune_prepare_write_file (const char                  *path,
                           AttunePreparation           *preparation,
                           const char                  *output_path,
                           guint64                     *n_written,
                           AttuneProgressFunc           progress,
                           gpointer                     user_data,
                           GCancellable                *cancellable,
                           GError                     **error)
{
  g_auto(FileSource) source = { 0 };
  g_auto(Writer) writer = {
    .preparation = preparation,
    .allocator = yyjson_alc_dyn_new (),
    .prompt = g_string_new (NULL),
    .completion = g_string_new (NULL),
  };

  g_return_val_if_fail (path != NULL && output_path != NULL, FALSE);
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (preparation), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_can_write (path, preparation, output_path, error) ||
      !(writer.output = attune_atomic_file_new (output_path, error)))
    return FALSE;

  file_source_init (&source, path, 1, progress, user_data);
  source.prompt = attune_preparation_get_prompt_column (preparation);
  source.completion = attune_preparation_get_completion_column (preparation);

  if (!go_over_pairs (write_pair, &writer, &source, cancellable, error))
    return FALSE;

  if (writer.n_written == 0)
    {
      g_autofree char *name = g_filename_display_basename (path);

      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("No example of “%s” is left. Accept fewer of the suggestions."), name);
      return FALSE;
    }

  if (n_written != NULL)
    *n_written = writer.n_written;

  return attune_atomic_file_commit (writer.output, error);
}
