/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-export"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-edits.h"
#include "attune-export-private.h"
#include "attune-free-space.h"
#include "attune-row-cursor.h"

/* Between two reports of progress, and looks at whether to go on. */
#define PROGRESS_STEP (1024 * 1024)

static gboolean
write_text (AttuneExport  *export,
            guint64        number,
            const char    *text,
            gsize          length,
            GError       **error)
{
  g_autoptr(AttuneExample) example = NULL;

  if (text != NULL)
    example = attune_example_new_from_json (number, text, length, NULL);

  if (example != NULL)
    return attune_export_add (export, example, error);

  export->result->n_unreadable++;

  return TRUE;
}

static gboolean
write_rows (AttuneExport        *export,
            AttuneExampleFile   *file,
            AttuneEdits         *edits,
            AttuneProgressFunc   progress,
            gpointer             user_data,
            GCancellable        *cancellable,
            GError             **error)
{
  g_autoptr(AttuneRowCursor) cursor = attune_row_cursor_new (file, edits);
  g_autoptr(GError) local_error = NULL;
  guint64 next_progress = 0;
  AttuneRow row;

  while (attune_row_cursor_next (cursor, &row, &local_error))
    {
      if (row.end >= next_progress)
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;

          if (progress != NULL)
            progress (row.end, attune_example_file_get_stamp (file)->size, user_data);

          next_progress = row.end + PROGRESS_STEP;
        }

      if ((row.state & ATTUNE_ROW_OUT) == 0 &&
          !write_text (export, (guint64)row.index + 1, row.text, row.length, error))
        return FALSE;
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/**
 * attune_export_file:
 * @path: (type filename): a file of examples that Attune wrote; the changes to it count
 * @options: how to write it
 * @out_path: (type filename): where it goes
 * @result: (out caller-allocates): what was written, and what was left out
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Writes examples in another format, whole or not at all, without holding them in memory. Fails
 * with %ATTUNE_ERROR_STORAGE, and with %ATTUNE_ERROR_DATA when there is no example. Blocks: call
 * it on a thread.
 *
 * Returns: %FALSE with an error, and with nothing left behind
 */
gboolean
attune_export_file (const char                 *path,
                    const AttuneExportOptions  *options,
                    const char                 *out_path,
                    AttuneExportResult         *result,
                    AttuneProgressFunc          progress,
                    gpointer                    user_data,
                    GCancellable               *cancellable,
                    GError                    **error)
{
  g_auto(AttuneExport) export = { .options = options, .result = result };
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (options != NULL && options->format < ATTUNE_N_EXPORT_FORMATS, FALSE);
  g_return_val_if_fail (out_path != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *result = (AttuneExportResult) { 0 };

  return (file = attune_example_file_open (path, cancellable, error)) &&
         (edits = attune_edits_open (file, error)) &&
         attune_edits_check (edits, error) &&
         attune_check_free_space (out_path, attune_example_file_get_stamp (file)->size, error) &&
         attune_export_begin (&export, out_path, error) &&
         write_rows (&export, file, edits, progress, user_data, cancellable, error) &&
         attune_export_end (&export, error) &&
         attune_atomic_file_commit (export.output, error);
}

/* The files into which the examples of a file of another program go. */
typedef struct
{
  AttuneExport  exports[2];         /* by fate: training, validation */
  const char   *validation_path;
} ForeignExport;

static void
foreign_export_clear (ForeignExport *self)
{
  attune_export_clear (&self->exports[ATTUNE_FATE_TRAINING]);
  attune_export_clear (&self->exports[ATTUNE_FATE_VALIDATION]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ForeignExport, foreign_export_clear)

/* Whether any are held out is only known when the first one comes. */
static gboolean
write_foreign (AttuneFate   fate,
               const char  *line,
               gsize        length,
               gpointer     user_data,
               GError     **error)
{
  ForeignExport *self = user_data;
  AttuneExport *export = &self->exports[fate];

  return (export->output != NULL || attune_export_begin (export, self->validation_path, error)) &&
         write_text (export, 0, line, length, error);
}

/**
 * attune_export_foreign_file:
 * @path: (type filename): any file that can be imported
 * @import_options: how to read it, and what is held out
 * @options: how to write it
 * @out_path: (type filename): where it goes
 * @validation_path: (type filename) (nullable): where the held-out examples go; needed when any are
 *   wanted
 * @results: (out caller-allocates) (array fixed-size=2): what was written to each of the two
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Writes the examples of a file in another format without keeping anything of it on the way. The
 * files appear whole and both together, or neither; where there are too few examples to hold one
 * out, only the first. Fails as attune_import_file() does. Blocks: call it on a thread.
 *
 * Returns: %FALSE with an error, and with nothing left behind
 */
gboolean
attune_export_foreign_file (const char                 *path,
                            const AttuneImportOptions  *import_options,
                            const AttuneExportOptions  *options,
                            const char                 *out_path,
                            const char                 *validation_path,
                            AttuneExportResult          results[2],
                            AttuneProgressFunc          progress,
                            gpointer                    user_data,
                            GCancellable               *cancellable,
                            GError                    **error)
{
  g_auto(ForeignExport) self = {
    .exports = { { options, &results[ATTUNE_FATE_TRAINING] },
                 { options, &results[ATTUNE_FATE_VALIDATION] } },
    .validation_path = validation_path,
  };
  AttuneExport *training = &self.exports[ATTUNE_FATE_TRAINING];
  AttuneExport *validation = &self.exports[ATTUNE_FATE_VALIDATION];
  AttuneImportResult imported = { 0 };
  gboolean is_done;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (import_options != NULL, FALSE);
  g_return_val_if_fail (options != NULL && options->format < ATTUNE_N_EXPORT_FORMATS, FALSE);
  g_return_val_if_fail (out_path != NULL, FALSE);
  g_return_val_if_fail (results != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  results[ATTUNE_FATE_TRAINING] = (AttuneExportResult) { 0 };
  results[ATTUNE_FATE_VALIDATION] = (AttuneExportResult) { 0 };

  is_done = attune_import_check_room (path, &import_options->scan, out_path, error) &&
            attune_export_begin (training, out_path, error) &&
            attune_import_each (path, import_options, write_foreign, &self, &imported, progress,
                                user_data, cancellable, error) &&
            attune_export_end (training, error) &&
            (validation->output == NULL || attune_export_end (validation, error)) &&
            attune_atomic_file_commit_both (training->output, validation->output, error);
  results[ATTUNE_FATE_TRAINING].is_cut_off = imported.is_cut_off;

  return is_done;
}

static void
append_loss (GString    *sentences,
             const char *format,
             guint64     count)
{
  g_autoptr(GString) sentence = g_string_new (format);
  g_autofree char *number = g_strdup_printf ("%'" G_GUINT64_FORMAT, count);

  if (count == 0)
    return;

  g_string_replace (sentence, "%s", number, 1);

  if (sentences->len > 0)
    g_string_append_c (sentences, ' ');

  g_string_append (sentences, sentence->str);
}

/**
 * attune_export_result_dup_losses:
 * @result: what was written
 *
 * Returns: (transfer full) (nullable): what the format had no place for, in sentences; %NULL when
 *   nothing was left out
 */
char *
attune_export_result_dup_losses (const AttuneExportResult *result)
{
  g_autoptr(GString) sentences = g_string_new (NULL);

  g_return_val_if_fail (result != NULL, NULL);

  /* Translators: %s is a number, here and in the next four. */
  append_loss (sentences, ngettext ("%s rejected answer was left out, so that no model learns it.",
                                    "%s rejected answers were left out, so that no model learns "
                                    "them.", result->n_rejected),
               result->n_rejected);
  append_loss (sentences, ngettext ("%s system text was left out.",
                                    "%s system texts were left out.", result->n_systems),
               result->n_systems);
  append_loss (sentences, ngettext ("%s turn after the first answer was left out.",
                                    "%s turns after the first answers were left out.",
                                    result->n_turns),
               result->n_turns);
  append_loss (sentences, ngettext ("%s example lost its tools, pictures, weights or remarks.",
                                    "%s examples lost their tools, pictures, weights or remarks.",
                                    result->n_details),
               result->n_details);
  append_loss (sentences, ngettext ("%s example is too long or damaged and was left out.",
                                    "%s examples are too long or damaged and were left out.",
                                    result->n_unreadable),
               result->n_unreadable);

  if (sentences->len == 0)
    return NULL;

  return g_string_free_and_steal (g_steal_pointer (&sentences));
}
