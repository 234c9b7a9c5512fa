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

/* One file on its way through: what was found in it, and where its examples go. */
typedef struct
{
  AttuneScan       *scan;
  AttuneSelection  *selection;
  AttuneAtomicFile *files[2];       /* by fate: training and validation; NULL where none is wanted */
  guint             position;       /* of the next entry in the index of the scan */
  guint64           n_characters;   /* of what is written for training */
  guint64           n_tokens;
} Passage;

static void
passage_clear (Passage *passage)
{
  g_clear_pointer (&passage->selection, attune_selection_free);
  g_clear_object (&passage->scan);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Passage, passage_clear)

/* What is written, beside its place until both are complete. */
typedef struct
{
  AttuneAtomicFile *training;
  AttuneAtomicFile *validation;   /* NULL: nothing is held out */
} Output;

static void
output_clear (Output *output)
{
  g_clear_object (&output->training);
  g_clear_object (&output->validation);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Output, output_clear)

static gboolean
fail_with_change (Passage  *passage,
                  GError  **error)
{
  AttuneSource *source = attune_scan_get_source (passage->scan);

  attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” changed while it was being imported. Wait until no other program is "
                      "writing it, then try again."),
                    attune_source_get_display_name (source));

  return FALSE;
}

/* The second reading finds what the first found, entry for entry, or the file has changed. */
static gboolean
write_entry (AttuneEntry  *entry,
             gpointer      user_data,
             GError      **error)
{
  Passage *passage = user_data;
  AttuneFate fate;

  if (passage->position == attune_index_get_length (attune_scan_get_index (passage->scan)))
    return fail_with_change (passage, error);

  fate = attune_selection_get_fate (passage->selection, passage->position++);

  if (fate != ATTUNE_FATE_TRAINING && fate != ATTUNE_FATE_VALIDATION)
    return TRUE;

  if (entry->json.bytes == NULL)
    return fail_with_change (passage, error);

  if (fate == ATTUNE_FATE_TRAINING)
    {
      passage->n_characters += entry->facts.n_characters;
      passage->n_tokens += entry->facts.n_tokens;
    }

  return attune_atomic_file_write (passage->files[fate], entry->json.bytes, entry->json.length,
                                   error) &&
         attune_atomic_file_write (passage->files[fate], "\n", 1, error);
}

static gboolean
write_passage (Passage                  *passage,
               const AttuneScanOptions  *options,
               AttuneProgressFunc        progress,
               gpointer                  user_data,
               GCancellable             *cancellable,
               GError                  **error)
{
  AttuneScan *scan = passage->scan;
  guint length = attune_index_get_length (attune_scan_get_index (scan));
  g_autoptr(AttuneReader) reader = NULL;
  AttunePipelineTotals totals;
  AttunePipelineJob job = {
    .recipe = attune_scan_get_recipe (scan),
    .rules = attune_scan_get_rules (scan),
    .remedies = options->remedies,
    .tokenizer = options->tokenizer,
    .writes_json = TRUE,
  };

  reader = attune_reader_open (attune_scan_get_source (scan),
                               attune_reader_get_options (attune_scan_get_reader (scan)), error);
  job.reader = reader;

  return reader != NULL &&
         attune_pipeline_run (&job, write_entry, passage, &totals, progress, user_data, cancellable,
                              error) &&
         (passage->position == length || fail_with_change (passage, error));
}

/* Reads a file once, and decides what becomes of each example. */
static gboolean
scan_passage (Passage                  *passage,
              const char               *path,
              const AttuneScanOptions  *options,
              const AttuneSplit        *split,
              AttuneProgressFunc        progress,
              gpointer                  user_data,
              GCancellable             *cancellable,
              GError                  **error)
{
  passage->scan = attune_scan_file (path, options, progress, user_data, cancellable, error);

  if (passage->scan == NULL)
    return FALSE;

  passage->selection = attune_selection_new (passage->scan, options->remedies, split);

  if (attune_selection_count (passage->selection, ATTUNE_FATE_TRAINING) > 0)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("There is not one example in “%s” that can be used. "
                      "Look at its problems, or choose which columns hold question and answer."),
                    attune_source_get_display_name (attune_scan_get_source (passage->scan)));

  return FALSE;
}

static void
fill_result (AttuneImportResult *result,
             const Passage      *passage)
{
  *result = (AttuneImportResult) {
    .n_training = attune_selection_count (passage->selection, ATTUNE_FATE_TRAINING),
    .n_validation = attune_selection_count (passage->selection, ATTUNE_FATE_VALIDATION),
    .n_skipped = attune_selection_count (passage->selection, ATTUNE_FATE_UNUSABLE),
    .n_duplicates = attune_selection_count (passage->selection, ATTUNE_FATE_DUPLICATE),
    .n_removed = attune_selection_count (passage->selection, ATTUNE_FATE_REMOVED),
    .n_not_sampled = attune_selection_count (passage->selection, ATTUNE_FATE_NOT_SAMPLED),
  };
}

/* What is written is about as long as the text that is read. */
static gboolean
open_file (AttuneAtomicFile **file,
           const char        *path,
           const Passage     *passage,
           GError           **error)
{
  goffset length = attune_source_get_length (attune_scan_get_source (passage->scan));

  return attune_check_free_space (path, length, error) &&
         (*file = attune_atomic_file_new (path, error)) != NULL;
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

/* The file that validates is a file of its own, of which nothing is held out. */
static gboolean
import_validation (const Passage              *training,
                   const AttuneImportOptions  *options,
                   const char                 *validation_path,
                   Output                     *output,
                   AttuneImportResult         *result,
                   AttuneProgressFunc          progress,
                   gpointer                    user_data,
                   GCancellable               *cancellable,
                   GError                    **error)
{
  AttuneScanOptions scan_options = {
    .rules = options->scan.rules,
    .remedies = options->scan.remedies,
    .recipe = options->scan.recipe,
    .tokenizer = options->scan.tokenizer,
    .training = training->scan,
  };
  AttuneSplit no_split = { 0 };
  g_auto(Passage) passage = { 0 };

  if (!scan_passage (&passage, options->validation_file, &scan_options, &no_split,
                     progress, user_data, cancellable, error) ||
      !open_file (&output->validation, validation_path, &passage, error))
    return FALSE;

  passage.files[ATTUNE_FATE_TRAINING] = output->validation;
  result->n_validation = attune_selection_count (passage.selection, ATTUNE_FATE_TRAINING);

  return write_passage (&passage, &scan_options, progress, user_data, cancellable, error);
}

/**
 * attune_import_options_copy:
 * @self: (out caller-allocates): where the copy goes
 * @other: options
 *
 * Makes options that last until attune_import_options_clear(), for work on another thread.
 */
void
attune_import_options_copy (AttuneImportOptions       *self,
                            const AttuneImportOptions *other)
{
  attune_scan_options_copy (&self->scan, &other->scan);
  self->split = other->split;
  self->validation_file = g_strdup (other->validation_file);
}

/**
 * attune_import_options_clear:
 * @self: options that attune_import_options_copy() made; all zero is allowed
 */
void
attune_import_options_clear (AttuneImportOptions *self)
{
  attune_scan_options_clear (&self->scan);
  g_free ((char *)self->validation_file);
  *self = (AttuneImportOptions) { 0 };
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
  g_auto(Output) output = { 0 };
  g_auto(Passage) passage = { 0 };

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (training_path != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *result = (AttuneImportResult) { 0 };

  if (!scan_passage (&passage, path, &options->scan, &options->split, progress, user_data,
                     cancellable, error) ||
      !open_file (&output.training, training_path, &passage, error))
    return FALSE;

  fill_result (result, &passage);

  if (result->n_validation > 0 && !open_file (&output.validation, validation_path, &passage, error))
    return FALSE;

  passage.files[ATTUNE_FATE_TRAINING] = output.training;
  passage.files[ATTUNE_FATE_VALIDATION] = output.validation;

  if (!write_passage (&passage, &options->scan, progress, user_data, cancellable, error))
    return FALSE;

  result->n_characters = passage.n_characters;
  result->n_tokens = passage.n_tokens;

  if (options->validation_file != NULL && output.validation == NULL &&
      !import_validation (&passage, options, validation_path, &output, result,
                          progress, user_data, cancellable, error))
    return FALSE;

  return commit (&output, validation_path, error);
}
