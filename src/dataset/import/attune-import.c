/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-free-space.h"
#include "attune-import.h"

/* Where an import writes, and how far it is. */
typedef struct
{
  AttuneSelection    *selection;
  AttuneAtomicFile   *training;
  AttuneAtomicFile   *validation;   /* NULL: nothing is held out */
  AttuneImportResult *result;
  guint               position;     /* of the next entry in the index of the scan */
  guint               length;       /* of that index */
  const char         *name;         /* of the file that is read */
} Output;

static void
output_clear (Output *output)
{
  g_clear_pointer (&output->selection, attune_selection_free);
  g_clear_object (&output->training);
  g_clear_object (&output->validation);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Output, output_clear)

static gboolean
fail_with_change (const char  *name,
                  GError     **error)
{
  attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” changed while it was being imported. Wait until no other program is "
                      "writing it, then try again."),
                    name);

  return FALSE;
}

static gboolean
write_line (AttuneAtomicFile  *file,
            AttuneText         line,
            GError           **error)
{
  return attune_atomic_file_write (file, line.bytes, line.length, error) &&
         attune_atomic_file_write (file, "\n", 1, error);
}

/* The second reading finds what the first found, entry for entry, or the file has changed. */
static gboolean
write_entry (AttuneEntry  *entry,
             gpointer      user_data,
             GError      **error)
{
  Output *output = user_data;
  AttuneFate fate;

  if (output->position == output->length)
    return fail_with_change (output->name, error);

  fate = attune_selection_get_fate (output->selection, output->position++);

  if (fate != ATTUNE_FATE_TRAINING && fate != ATTUNE_FATE_VALIDATION)
    return TRUE;

  if (entry->json.bytes == NULL)
    return fail_with_change (output->name, error);

  if (fate == ATTUNE_FATE_VALIDATION)
    return write_line (output->validation, entry->json, error);

  output->result->n_characters += entry->facts.n_characters;
  output->result->n_tokens += entry->facts.n_tokens;

  return write_line (output->training, entry->json, error);
}

static void
fill_result (AttuneImportResult *result,
             AttuneSelection    *selection)
{
  *result = (AttuneImportResult) {
    .n_training = attune_selection_count (selection, ATTUNE_FATE_TRAINING),
    .n_validation = attune_selection_count (selection, ATTUNE_FATE_VALIDATION),
    .n_skipped = attune_selection_count (selection, ATTUNE_FATE_UNUSABLE),
    .n_duplicates = attune_selection_count (selection, ATTUNE_FATE_DUPLICATE),
    .n_removed = attune_selection_count (selection, ATTUNE_FATE_REMOVED),
    .n_not_sampled = attune_selection_count (selection, ATTUNE_FATE_NOT_SAMPLED),
  };
}

static gboolean
open_output (Output                     *output,
             AttuneScan                 *scan,
             const AttuneImportOptions  *options,
             const char                 *training_path,
             const char                 *validation_path,
             GError                    **error)
{
  output->selection = attune_selection_new (scan, options->scan.remedies, &options->split);
  output->length = attune_index_get_length (attune_scan_get_index (scan));
  output->name = attune_source_get_display_name (attune_scan_get_source (scan));
  fill_result (output->result, output->selection);

  if (output->result->n_training == 0)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("There is not one example in this file that can be used. "
                          "Look at its problems, or choose which columns hold question and answer."));
      return FALSE;
    }

  /* What is written is about as long as the text that is read. */
  if (!attune_check_free_space (training_path,
                                attune_source_get_length (attune_scan_get_source (scan)), error) ||
      !(output->training = attune_atomic_file_new (training_path, error)))
    return FALSE;

  if (output->result->n_validation > 0)
    output->validation = attune_atomic_file_new (validation_path, error);

  return output->result->n_validation == 0 || output->validation != NULL;
}

static gboolean
write_examples (Output                     *output,
                AttuneScan                 *scan,
                const AttuneImportOptions  *options,
                AttuneProgressFunc          progress,
                gpointer                    user_data,
                GCancellable               *cancellable,
                GError                    **error)
{
  g_autoptr(AttuneReader) reader = NULL;
  AttunePipelineTotals totals;
  AttunePipelineJob job = {
    .recipe = attune_scan_get_recipe (scan),
    .rules = attune_scan_get_rules (scan),
    .remedies = options->scan.remedies,
    .tokenizer = options->scan.tokenizer,
    .writes_json = TRUE,
  };

  reader = attune_reader_open (attune_scan_get_source (scan),
                               attune_reader_get_options (attune_scan_get_reader (scan)), error);
  job.reader = reader;

  return reader != NULL &&
         attune_pipeline_run (&job, write_entry, output, &totals, progress, user_data, cancellable,
                              error) &&
         (output->position == output->length || fail_with_change (output->name, error));
}

/* Both files are on the disk before the first appears; what can still go wrong is the second
 * renaming, and then the first is taken back. */
static gboolean
commit (Output      *output,
        const char  *validation_path,
        GError     **error)
{
  if (!attune_atomic_file_sync (output->training, error))
    return FALSE;

  if (output->validation != NULL && !attune_atomic_file_commit (output->validation, error))
    return FALSE;

  if (attune_atomic_file_commit (output->training, error))
    return TRUE;

  if (output->validation != NULL)
    g_unlink (validation_path);

  return FALSE;
}

/**
 * attune_import_file:
 * @path: (type filename): a file that the person chose
 * @options: how to read it, and what to write
 * @training_path: (type filename): where the training examples go, as JSONL
 * @validation_path: (type filename) (nullable): where the held-out ones go; needed when any are
 *   wanted
 * @result: (out caller-allocates): what was written
 * @progress: (nullable): told how far it is, on the calling thread; it reads the file twice
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads a file once to judge every example among the others, with the remedies applied, and once
 * more to write those that are kept. The files appear whole and both together, or neither. When
 * there are too few examples to hold one out, no validation file is written and `n_validation` is
 * 0. Fails as attune_scan_file() does, and with %ATTUNE_ERROR_DATA when nothing can be used. Blocks:
 * call it on a thread.
 *
 * Returns: %FALSE with an error, and with nothing left behind
 */
gboolean
attune_import_file (const char                 *path,
                    const AttuneImportOptions  *options,
                    const char                 *training_path,
                    const char                 *validation_path,
                    AttuneImportResult         *result,
                    AttuneProgressFunc          progress,
                    gpointer                    user_data,
                    GCancellable               *cancellable,
                    GError                    **error)
{
  g_autoptr(AttuneScan) scan = NULL;
  g_auto(Output) output = { .result = result };

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (training_path != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *result = (AttuneImportResult) { 0 };

  return (scan = attune_scan_file (path, &options->scan, progress, user_data, cancellable, error)) &&
         open_output (&output, scan, options, training_path, validation_path, error) &&
         write_examples (&output, scan, options, progress, user_data, cancellable, error) &&
         commit (&output, validation_path, error);
}
