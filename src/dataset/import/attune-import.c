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
#include "attune-stages.h"

/* One file on its way through: what was found in it, and where its examples go. */
typedef struct
{
  AttuneScan       *scan;
  AttuneSelection  *selection;
  AttuneImportFunc  func;
  gpointer          func_data;
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
  AttuneAtomicFile *files[2];     /* by fate: training, validation; NULL where none is wanted */
} Output;

static void
output_clear (Output *output)
{
  g_clear_object (&output->files[ATTUNE_FATE_TRAINING]);
  g_clear_object (&output->files[ATTUNE_FATE_VALIDATION]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Output, output_clear)

static gboolean
write_line (AttuneFate   fate,
            const char  *line,
            gsize        length,
            gpointer     user_data,
            GError     **error)
{
  AttuneAtomicFile **files = user_data;

  return attune_atomic_file_write (files[fate], line, length, error) &&
         attune_atomic_file_write (files[fate], "\n", 1, error);
}

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

/* What a person has looked at and agreed to is what is imported. */
static gboolean
check_seen (Passage                *passage,
            const AttuneFileStamp  *seen,
            GError                **error)
{
  AttuneSource *source = attune_scan_get_source (passage->scan);

  if (seen->size == 0 || attune_file_stamp_equal (attune_source_get_stamp (source), seen))
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” is no longer the file that you looked at: it was changed meanwhile. "
                      "Choose it again."),
                    attune_source_get_display_name (source));

  return FALSE;
}

/* The second reading finds what the first found, or the file has changed. What is seen only beside
 * the others was not looked for again. */
static gboolean
is_as_before (const AttuneIndexEntry *before,
              const AttuneEntry      *entry)
{
  return entry->offset == before->offset && entry->length == before->length &&
         entry->item == before->item && entry->facts.question == before->question &&
         (entry->facts.issues & ~before->issues) == 0;
}

static gboolean
write_entry (AttuneEntry  *entry,
             gpointer      user_data,
             GError      **error)
{
  Passage *passage = user_data;
  AttuneIndex *index = attune_scan_get_index (passage->scan);
  AttuneFate fate;

  if (passage->position == attune_index_get_length (index) ||
      !is_as_before (attune_index_get (index, passage->position), entry))
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

  return passage->func (fate, entry->json.bytes, entry->json.length, passage->func_data, error);
}

static gboolean
write_passage (Passage                  *passage,
               const AttuneScanOptions  *options,
               AttuneStages             *stages,
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
         attune_pipeline_run (&job, write_entry, passage, &totals, attune_stages_report, stages,
                              cancellable, error) &&
         (passage->position == length || fail_with_change (passage, error));
}

/* Nothing can be used, or all that can be was to be removed. */
static gboolean
fail_with_nothing (Passage  *passage,
                   GError  **error)
{
  const char *name = attune_source_get_display_name (attune_scan_get_source (passage->scan));

  /* Translators: in these three, %s is the name of a file. */
  if (attune_selection_count_reason (passage->selection, ATTUNE_ISSUE_LEAKAGE) > 0)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      _("Nothing is left of “%s” to validate with: all that it asks is trained on. "
                        "Choose a file with other questions, or keep those that stand in both "
                        "files."), name);
  else if (attune_selection_count (passage->selection, ATTUNE_FATE_REMOVED) > 0)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      _("Nothing is left of “%s”: every example of it that can be used was to be "
                        "removed. Choose less that is removed."), name);
  else
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      _("There is not one example in “%s” that can be used. Look at its problems, "
                        "or choose which columns hold question and answer."), name);

  return FALSE;
}

/* Reads a file once, and decides what becomes of each example. Tokens, which take most of the time,
 * are counted when the examples are written; here only where an example may have too many. */
static gboolean
scan_passage (Passage                  *passage,
              const char               *path,
              const AttuneScanOptions  *options,
              const AttuneSplit        *split,
              AttuneStages             *stages,
              GCancellable             *cancellable,
              GError                  **error)
{
  AttuneScanOptions scan_options = *options;

  if (options->rules.max_tokens == 0)
    scan_options.tokenizer = NULL;

  passage->scan = attune_scan_file (path, &scan_options, attune_stages_report, stages, cancellable,
                                    error);

  if (passage->scan == NULL)
    return FALSE;

  passage->selection = attune_selection_new (passage->scan, options->remedies, split);

  return attune_selection_count (passage->selection, ATTUNE_FATE_TRAINING) > 0 ||
         fail_with_nothing (passage, error);
}

static void
fill_result (AttuneImportResult *result,
             const Passage      *passage)
{
  *result = (AttuneImportResult) {
    .n_filtered = attune_scan_get_n_filtered (passage->scan),
    .n_training = attune_selection_count (passage->selection, ATTUNE_FATE_TRAINING),
    .n_validation = attune_selection_count (passage->selection, ATTUNE_FATE_VALIDATION),
    .n_skipped = attune_selection_count (passage->selection, ATTUNE_FATE_UNUSABLE),
    .n_duplicates = attune_selection_count (passage->selection, ATTUNE_FATE_DUPLICATE),
    .n_removed = attune_selection_count (passage->selection, ATTUNE_FATE_REMOVED),
    .n_not_sampled = attune_selection_count (passage->selection, ATTUNE_FATE_NOT_SAMPLED),
    .n_characters = passage->n_characters,
    .n_tokens = passage->n_tokens,
    .is_cut_off = attune_report_get_count (attune_scan_get_report (passage->scan),
                                           ATTUNE_ISSUE_TRUNCATED) > 0,
  };

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    result->reasons[kind] = attune_selection_count_reason (passage->selection, kind);
}

/* What is written is about as long as the part of the text that is kept. */
static gboolean
open_file (AttuneAtomicFile **file,
           const char        *path,
           const Passage     *passage,
           AttuneFate         fate,
           GError           **error)
{
  goffset length = attune_source_get_length (attune_scan_get_source (passage->scan));
  double share = (double)attune_selection_count (passage->selection, fate) /
                 attune_index_get_length (attune_scan_get_index (passage->scan));

  return attune_check_free_space (path, length * share, error) &&
         (*file = attune_atomic_file_new (path, error)) != NULL;
}

/* The file that validates is a file of its own, of which nothing is held out. */
static gboolean
import_validation (const Passage              *training,
                   const AttuneImportOptions  *options,
                   const char                 *validation_path,
                   Output                     *output,
                   AttuneImportResult         *result,
                   AttuneStages               *stages,
                   GCancellable               *cancellable,
                   GError                    **error)
{
  AttuneScanOptions scan_options = {
    .source.mend = options->scan.source.mend,
    .rules = options->scan.rules,
    .remedies = options->scan.remedies,
    .recipe = options->scan.recipe,
    .tokenizer = options->scan.rules.max_tokens > 0 ? options->scan.tokenizer : NULL,
    .training = training->scan,
  };
  AttuneSplit no_split = { 0 };
  AttuneAtomicFile **file = &output->files[ATTUNE_FATE_VALIDATION];
  g_auto(Passage) passage = { .func = write_line, .func_data = file };

  attune_stages_begin (stages, 2);

  /* Of this file all are training examples, as far as it knows. */
  if (!scan_passage (&passage, options->validation_file, &scan_options, &no_split, stages,
                     cancellable, error) ||
      !check_seen (&passage, &options->validation_seen, error) ||
      !open_file (file, validation_path, &passage, ATTUNE_FATE_TRAINING, error))
    return FALSE;

  result->n_validation = attune_selection_count (passage.selection, ATTUNE_FATE_TRAINING);
  result->n_leaked = attune_report_get_count (attune_scan_get_report (passage.scan),
                                              ATTUNE_ISSUE_LEAKAGE);

  attune_stages_begin (stages, 1);

  return write_passage (&passage, &scan_options, stages, cancellable, error);
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
  self->seen = other->seen;
  self->validation_seen = other->validation_seen;
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
 * attune_import_check_room:
 * @path: (type filename): a file that shall be imported
 * @options: how to read it
 * @out_path: (type filename): where the examples go
 * @error: (nullable): where to put an error
 *
 * Nobody waits for the reading of a large file of which all is wanted and that has no room.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when there is not enough room
 */
gboolean
attune_import_check_room (const char               *path,
                          const AttuneScanOptions  *options,
                          const char               *out_path,
                          GError                  **error)
{
  GStatBuf info;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (out_path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (options->recipe != NULL && attune_recipe_get_sample (options->recipe) != ATTUNE_SAMPLE_ALL)
    return TRUE;

  return g_stat (path, &info) != 0 || attune_check_free_space (out_path, info.st_size, error);
}

/**
 * attune_import_each:
 * @path: (type filename): a file that the person chose
 * @options: how to read it, and what is held out; no other file validates it
 * @func: told of each example
 * @func_data: for @func
 * @result: (out caller-allocates): what it was told of
 * @progress: (nullable): told how far it is, on the calling thread: once from the beginning to
 *   the end, though the file is read twice
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Does what attune_import_file() does, but leaves to @func what becomes of the lines. Fails as that
 * does, and as @func does. Blocks: call it on a thread.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_import_each (const char                 *path,
                    const AttuneImportOptions  *options,
                    AttuneImportFunc            func,
                    gpointer                    func_data,
                    AttuneImportResult         *result,
                    AttuneProgressFunc          progress,
                    gpointer                    user_data,
                    GCancellable               *cancellable,
                    GError                    **error)
{
  AttuneStages stages = ATTUNE_STAGES_INIT (progress, user_data);
  g_auto(Passage) passage = { .func = func, .func_data = func_data };

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (options != NULL && options->validation_file == NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *result = (AttuneImportResult) { 0 };
  attune_stages_begin (&stages, 2);

  if (!scan_passage (&passage, path, &options->scan, &options->split, &stages, cancellable, error))
    return FALSE;

  attune_stages_begin (&stages, 1);

  if (!write_passage (&passage, &options->scan, &stages, cancellable, error))
    return FALSE;

  fill_result (result, &passage);
  attune_stages_finish (&stages);

  return TRUE;
}

/**
 * attune_import_file:
 * @path: (type filename): a file that the person chose
 * @options: how to read it, and what to write
 * @training_path: (type filename): where the training examples go, as JSONL
 * @validation_path: (type filename) (nullable): where the held-out ones go; needed when any are
 *   wanted
 * @result: (out caller-allocates): what was written
 * @progress: (nullable): told how far it is, on the calling thread: once from the beginning to
 *   the end, though the files are read twice
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads a file once to judge every example among the others, with the remedies applied, and once
 * more to write those that are kept. The files appear whole and both together, or neither. When
 * there are too few examples to hold one out, no validation file is written and `n_validation` is
 * 0. Fails as attune_scan_file() does, with %ATTUNE_ERROR_DATA when nothing can be used, and with
 * %ATTUNE_ERROR_STORAGE when a file is not the one that the person saw.
 * Blocks: call it on a thread.
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
  AttuneStages stages = ATTUNE_STAGES_INIT (progress, user_data);
  g_auto(Output) output = { 0 };
  g_auto(Passage) passage = { .func = write_line, .func_data = output.files };
  guint n_later;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (training_path != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *result = (AttuneImportResult) { 0 };
  n_later = options->validation_file != NULL ? 2 : 0;
  attune_stages_begin (&stages, n_later + 2);

  if (!attune_import_check_room (path, &options->scan, training_path, error) ||
      !scan_passage (&passage, path, &options->scan, &options->split, &stages, cancellable,
                     error) ||
      !check_seen (&passage, &options->seen, error) ||
      !open_file (&output.files[ATTUNE_FATE_TRAINING], training_path, &passage,
                  ATTUNE_FATE_TRAINING, error))
    return FALSE;

  fill_result (result, &passage);

  if (result->n_validation > 0 &&
      !open_file (&output.files[ATTUNE_FATE_VALIDATION], validation_path, &passage,
                  ATTUNE_FATE_VALIDATION, error))
    return FALSE;

  attune_stages_begin (&stages, n_later + 1);

  if (!write_passage (&passage, &options->scan, &stages, cancellable, error))
    return FALSE;

  result->n_characters = passage.n_characters;
  result->n_tokens = passage.n_tokens;

  if (options->validation_file != NULL && output.files[ATTUNE_FATE_VALIDATION] == NULL &&
      !import_validation (&passage, options, validation_path, &output, result, &stages,
                          cancellable, error))
    return FALSE;

  if (!attune_atomic_file_commit_both (output.files[ATTUNE_FATE_TRAINING],
                                       output.files[ATTUNE_FATE_VALIDATION], error))
    return FALSE;

  attune_stages_finish (&stages);

  return TRUE;
}

/**
 * attune_import_result_count_left_out:
 * @self: what was written
 *
 * Returns: of how many examples, or records without one, nothing was written though the recipe
 *   wants them
 */
guint64
attune_import_result_count_left_out (const AttuneImportResult *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_skipped + self->n_duplicates + self->n_removed;
}
