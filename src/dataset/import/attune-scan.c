/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-scan"

#include "config.h"

#include <string.h>

#include "attune-near-set.h"
#include "attune-scan-kind.h"
#include "attune-scan.h"
#include "attune-stages.h"

/* From fewer examples nothing can be said about all of a file. */
#define MIN_SEEN 512

struct _AttuneScan
{
  GObject               parent_instance;

  char                 *path;
  AttuneSource         *source;
  AttuneReader         *reader;        /* already at its end: for reading single records again */
  AttuneRecognition    *recognition;
  AttuneRecipe         *recipe;
  AttuneRules           rules;
  guint64               errors;        /* a mask: what makes an example unusable by the rules */
  guint64               remedies;
  AttunePipelineTotals  totals;
  guint64               n_examples;
  AttuneExampleKind     kind;          /* of the first example, and so of all that can be used */
  gboolean              has_kind;
  gboolean              has_question;  /* any example that can be used */
  AttuneReport         *report;
  AttuneIndex          *index;

  /* While it is made. */
  AttuneFingerprintSet *fingerprints;
  AttuneNearSet        *near;
  AttuneScan           *training;      /* the file that this one validates; else NULL */
  AttuneFingerprintSet *questions;     /* of that; else NULL */
  gboolean              takes_utf8;    /* nobody looked yet at the encoding of all of it */
  gboolean              needs_survey;  /* it has lines that are not UTF-8 */
};

G_DEFINE_FINAL_TYPE (AttuneScan, attune_scan, G_TYPE_OBJECT)

/* A training file holds one kind of examples; providers refuse a mixture. */
static gboolean
compare_kind (AttuneScan   *self,
              AttuneEntry  *entry,
              GError      **error)
{
  if (!self->has_kind)
    {
      self->kind = entry->kind;
      self->has_kind = TRUE;

      if (self->training != NULL &&
          !attune_scan_kind_check (self->training, self->source, self->kind, error))
        return FALSE;
    }

  if (self->kind != entry->kind)
    entry->facts.issues |= attune_issue_bit (ATTUNE_ISSUE_MIXED_KINDS);

  return TRUE;
}

/* What can only be seen beside the others. */
static gboolean
compare_example (AttuneScan   *self,
                 AttuneEntry  *entry,
                 GError      **error)
{
  AttuneFacts *facts = &entry->facts;
  AttuneFingerprint fingerprint = { facts->fingerprint[0], facts->fingerprint[1] };
  AttuneFingerprint question = { facts->question, facts->question };
  g_autoptr(GError) local_error = NULL;
  guint32 similar;

  if (attune_fingerprint_set_add (self->fingerprints, &fingerprint, &local_error))
    {
      if (attune_near_set_add (self->near, facts, attune_index_get_length (self->index), &similar,
                               &local_error))
        facts->issues |= attune_issue_bit (ATTUNE_ISSUE_NEAR_DUPLICATE);
    }
  else if (local_error == NULL)
    {
      facts->issues |= attune_issue_bit (ATTUNE_ISSUE_DUPLICATE);
    }

  if (self->questions != NULL && attune_fingerprint_set_has (self->questions, &question))
    facts->issues |= attune_issue_bit (ATTUNE_ISSUE_LEAKAGE);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* Everything will be read again, so there is no use in going on. */
static gboolean
stop_for_survey (AttuneScan  *self,
                 GError     **error)
{
  self->needs_survey = TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Not all of it is UTF-8");

  return FALSE;
}

/* How many examples there will be is guessed from those that were read, anew each time they have
 * doubled; a sixteenth more, since to be a little too low costs as much as not to guess. Tables
 * that need not grow: a ninth of a scan of 1,000,000 short examples. */
static void
foresee (AttuneScan        *self,
         const AttuneEntry *entry)
{
  goffset done = entry->offset + entry->length;
  goffset length;
  double n_examples;

  if (self->n_examples < MIN_SEEN || (self->n_examples & (self->n_examples - 1)) != 0)
    return;

  length = attune_source_get_length (self->source);
  n_examples = (double)self->n_examples * length / MAX (done, 1) * 17 / 16;
  attune_fingerprint_set_reserve (self->fingerprints, n_examples);
  attune_near_set_reserve (self->near, n_examples);
  attune_index_reserve (self->index, n_examples);
}

static gboolean
has_issue (const AttuneEntry *entry,
           AttuneIssueKind    kind)
{
  return (entry->facts.issues & attune_issue_bit (kind)) != 0;
}

static gboolean
take_entry (AttuneEntry  *entry,
            gpointer      user_data,
            GError      **error)
{
  AttuneScan *self = user_data;

  if (self->takes_utf8 &&
      (has_issue (entry, ATTUNE_ISSUE_NOT_UTF8) || has_issue (entry, ATTUNE_ISSUE_ZERO_BYTE)))
    return stop_for_survey (self, error);

  if ((entry->facts.issues & self->errors) == 0 && !compare_kind (self, entry, error))
    return FALSE;

  if ((entry->facts.issues & self->errors) == 0)
    {
      self->n_examples++;
      self->has_question |= !has_issue (entry, ATTUNE_ISSUE_EMPTY_QUESTION);
      foresee (self, entry);

      if (!compare_example (self, entry, error))
        return FALSE;
    }

  attune_report_add_facts (self->report, entry->line, &entry->facts);

  return attune_index_add (self->index, entry, error);
}

static void
expect_entry (const AttuneEntry *entry,
              gpointer           user_data)
{
  const AttuneFacts *facts = &entry->facts;
  AttuneFingerprint fingerprint = { facts->fingerprint[0], facts->fingerprint[1] };
  AttuneScan *self = user_data;

  attune_fingerprint_set_expect (self->fingerprints, &fingerprint);
  attune_near_set_expect (self->near, facts);
}

static gboolean
note_questions (AttuneScan  *self,
                AttuneScan  *training,
                GError     **error)
{
  guint length = attune_index_get_length (training->index);
  g_autoptr(GError) local_error = NULL;

  self->questions = attune_fingerprint_set_new ();

  for (guint i = 0; i < length && local_error == NULL; i++)
    {
      const AttuneIndexEntry *entry = attune_index_get (training->index, i);
      AttuneFingerprint question = { entry->question, entry->question };

      if ((entry->issues & training->errors) == 0)
        attune_fingerprint_set_add (self->questions, &question, &local_error);
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* Where no prompt says anything, the file has texts to go on learning from, which have no
 * question. */
static void
forgive_texts (AttuneScan *self)
{
  if (self->n_examples == 0 || self->kind != ATTUNE_EXAMPLE_COMPLETION || self->has_question)
    return;

  attune_report_forget (self->report, ATTUNE_ISSUE_EMPTY_QUESTION);
  attune_index_forget (self->index, attune_issue_bit (ATTUNE_ISSUE_EMPTY_QUESTION));
}

static guint64
count_distinct (AttuneScan *self)
{
  return self->n_examples - attune_report_get_count (self->report, ATTUNE_ISSUE_DUPLICATE);
}

static gboolean
run (AttuneScan               *self,
     const AttuneScanOptions  *options,
     AttuneProgressFunc        progress,
     gpointer                  user_data,
     GCancellable             *cancellable,
     GError                  **error)
{
  AttunePipelineJob job = {
    .reader = self->reader,
    .recipe = self->recipe,
    .rules = &self->rules,
    .remedies = self->remedies,
    .tokenizer = options->tokenizer,
    .expect = expect_entry,
  };
  gboolean is_done;

  self->fingerprints = attune_fingerprint_set_new ();
  self->near = attune_near_set_new ();
  self->training = options->training;

  is_done = (options->training == NULL || note_questions (self, options->training, error)) &&
            attune_pipeline_run (&job, take_entry, self, &self->totals, progress, user_data,
                                 cancellable, error);
  g_clear_pointer (&self->fingerprints, attune_fingerprint_set_free);
  g_clear_pointer (&self->near, attune_near_set_free);
  g_clear_pointer (&self->questions, attune_fingerprint_set_free);
  self->training = NULL;

  if (!is_done)
    return FALSE;

  forgive_texts (self);

  if (attune_reader_is_truncated (self->reader) || attune_source_is_cut_off (self->source))
    attune_report_add (self->report, ATTUNE_ISSUE_TRUNCATED, 0);

  /* To validate with, few are enough. */
  attune_report_finish (self->report, &self->rules,
                        options->training != NULL ? G_MAXUINT64 : count_distinct (self));

  return TRUE;
}

/* Returns NULL with an error, or without one when the file is to be surveyed first. */
static AttuneScan *
scan_once (const char               *path,
           const AttuneScanOptions  *options,
           AttuneStages             *stages,
           GCancellable             *cancellable,
           GError                  **error)
{
  g_autoptr(AttuneScan) self = g_object_new (ATTUNE_TYPE_SCAN, NULL);
  g_autoptr(GError) local_error = NULL;

  self->path = g_strdup (path);
  self->rules = options->rules;
  self->errors = attune_issue_get_errors_for (&options->rules);
  self->remedies = options->remedies;
  self->takes_utf8 = options->source.encoding == NULL && !options->source.survey;

  attune_stages_begin (stages, 2);

  if (!(self->source = attune_source_open_full (path, &options->source, attune_stages_report,
                                                stages, cancellable, error)) ||
      !(self->reader = attune_scan_open_reader (self->source, options, &self->recognition,
                                                cancellable, error)))
    return NULL;

  self->recipe = attune_recipe_copy (options->recipe != NULL ? options->recipe
                                                             : self->recognition->recipe);

  if (options->training != NULL && options->recipe == NULL)
    attune_scan_kind_adapt (options->training, self->recipe);

  attune_stages_begin (stages, 1);

  if (run (self, options, attune_stages_report, stages, cancellable, &local_error))
    return g_steal_pointer (&self);

  if (!self->needs_survey)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

static void
attune_scan_finalize (GObject *object)
{
  AttuneScan *self = (AttuneScan *)object;

  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->source);
  g_clear_object (&self->reader);
  g_clear_object (&self->recipe);
  g_clear_pointer (&self->recognition, attune_recognition_free);
  g_clear_object (&self->report);
  g_clear_pointer (&self->index, attune_index_free);

  G_OBJECT_CLASS (attune_scan_parent_class)->finalize (object);
}

static void
attune_scan_class_init (AttuneScanClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_scan_finalize;
}

static void
attune_scan_init (AttuneScan *self)
{
  self->report = attune_report_new ();
  self->index = attune_index_new ();
}

/**
 * attune_scan_file:
 * @path: (type filename): a file that the person chose
 * @options: (nullable): what is known or wanted
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads all of a file, on all processors, and finds out what is in it. A record that cannot be used
 * is an issue of the report; an error means that the file as a whole cannot be read:
 * %ATTUNE_ERROR_STORAGE, %ATTUNE_ERROR_DATA, or %G_IO_ERROR_CANCELLED. That its examples are of
 * another kind than those of the file that it shall validate is %ATTUNE_ERROR_DATA, too. A file
 * that looks like UTF-8 and turns out to have other lines is begun once more with the encoding that
 * fits them. Blocks: call it on a thread.
 *
 * Returns: (transfer full) (nullable): what was found
 */
AttuneScan *
attune_scan_file (const char               *path,
                  const AttuneScanOptions  *options,
                  AttuneProgressFunc        progress,
                  gpointer                  user_data,
                  GCancellable             *cancellable,
                  GError                  **error)
{
  AttuneScanOptions all = options != NULL ? *options : (AttuneScanOptions) { 0 };
  AttuneStages stages = ATTUNE_STAGES_INIT (progress, user_data);
  g_autoptr(GError) local_error = NULL;
  AttuneScan *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = scan_once (path, &all, &stages, cancellable, &local_error);

  if (self == NULL && local_error == NULL)
    {
      all.source.survey = TRUE;
      self = scan_once (path, &all, &stages, cancellable, &local_error);
    }

  if (self != NULL)
    attune_stages_finish (&stages);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));

  return self;
}

/* A recipe knows where the records are, unless the person does. */
static AttuneReaderOptions
get_reader_options (const AttuneScanOptions *options)
{
  AttuneReaderOptions reader_options = options->reader;

  if (options->recipe != NULL && reader_options.records_path == NULL)
    reader_options.records_path = attune_recipe_get_records (options->recipe);

  return reader_options;
}

/**
 * attune_scan_open_reader:
 * @source: the text of a file
 * @options: what is known or wanted
 * @recognition: (out) (transfer full): what its first records show, and the recipe that fits them
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Finds out what a file is. Fails as attune_reader_open() does.
 *
 * Returns: (transfer full) (nullable): a reader before its first record
 */
AttuneReader *
attune_scan_open_reader (AttuneSource             *source,
                         const AttuneScanOptions  *options,
                         AttuneRecognition       **recognition,
                         GCancellable             *cancellable,
                         GError                  **error)
{
  AttuneReaderOptions reader_options = get_reader_options (options);
  g_autoptr(AttuneReader) reader = NULL;

  /* Recognising takes the first records; what was found out about the file stays. */
  if (!(reader = attune_reader_open_full (source, &reader_options, cancellable, error)) ||
      !(*recognition = attune_recognition_new (reader, cancellable, error)))
    return NULL;

  return attune_reader_open (source, attune_reader_get_options (reader), error);
}

/**
 * attune_scan_get_path:
 * @self: a scan
 *
 * Returns: (transfer none) (type filename): the file
 */
const char *
attune_scan_get_path (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return self->path;
}

/**
 * attune_scan_get_source:
 * @self: a scan
 *
 * Returns: (transfer none): its text, and what it was made of
 */
AttuneSource *
attune_scan_get_source (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return self->source;
}

/**
 * attune_scan_get_reader:
 * @self: a scan
 *
 * Returns: (transfer none): what its records were found with; it has come to its end
 */
AttuneReader *
attune_scan_get_reader (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return self->reader;
}

/**
 * attune_scan_get_format:
 * @self: a scan
 *
 * Returns: its format, as its content shows
 */
AttuneFormat
attune_scan_get_format (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), ATTUNE_FORMAT_UNKNOWN);

  return attune_reader_get_format (self->reader);
}

/**
 * attune_scan_get_format_name:
 * @self: a scan
 *
 * Returns: (transfer none): what the file is, in the person's language: its format, or the kind of
 *   spreadsheet
 */
const char *
attune_scan_get_format_name (AttuneScan *self)
{
  const char *spreadsheet;

  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  spreadsheet = attune_source_get_spreadsheet (attune_reader_get_source (self->reader));

  return spreadsheet != NULL ? spreadsheet
                             : attune_format_get_title (attune_reader_get_format (self->reader));
}

/**
 * attune_scan_get_size:
 * @self: a scan
 *
 * Returns: the size of the file in bytes
 */
guint64
attune_scan_get_size (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), 0);

  return attune_source_get_file_size (self->source);
}

/**
 * attune_scan_get_n_records:
 * @self: a scan
 *
 * Returns: how many records there are, good and bad
 */
guint64
attune_scan_get_n_records (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), 0);

  return self->totals.n_records;
}

/**
 * attune_scan_get_n_filtered:
 * @self: a scan
 *
 * Returns: how many records the recipe leaves out
 */
guint64
attune_scan_get_n_filtered (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), 0);

  return self->totals.n_filtered;
}

/**
 * attune_scan_get_n_examples:
 * @self: a scan
 *
 * Returns: how many examples can be used, duplicates among them
 */
guint64
attune_scan_get_n_examples (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), 0);

  return self->n_examples;
}

/**
 * attune_scan_get_kind:
 * @self: a scan
 *
 * Returns: what the examples are
 */
AttuneExampleKind
attune_scan_get_kind (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), ATTUNE_EXAMPLE_CHAT);

  return self->kind;
}

/**
 * attune_scan_get_columns:
 * @self: a scan
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the header of a table
 */
const char * const *
attune_scan_get_columns (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return attune_reader_get_columns (self->reader);
}

/**
 * attune_scan_get_recipe:
 * @self: a scan
 *
 * Returns: (transfer none): a copy of the recipe that was given, or the one that was recognised;
 *   copy it to change it
 */
AttuneRecipe *
attune_scan_get_recipe (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return self->recipe;
}

/**
 * attune_scan_get_recognition:
 * @self: a scan
 *
 * Returns: (transfer none): what the first records show: their fields, and the recipe that fits
 */
AttuneRecognition *
attune_scan_get_recognition (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return self->recognition;
}

/**
 * attune_scan_get_report:
 * @self: a scan
 *
 * Returns: (transfer none): every problem, counted, and statistics
 */
AttuneReport *
attune_scan_get_report (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return self->report;
}

/**
 * attune_scan_get_index:
 * @self: a scan
 *
 * Returns: (transfer none): where every example is, and what is wrong with it
 */
AttuneIndex *
attune_scan_get_index (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return self->index;
}

/**
 * attune_scan_get_rules:
 * @self: a scan
 *
 * Returns: (transfer none): the rules that were applied
 */
const AttuneRules *
attune_scan_get_rules (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return &self->rules;
}

/**
 * attune_scan_get_remedies:
 * @self: a scan
 *
 * Returns: the mask of the remedies that were applied before the checks
 */
guint64
attune_scan_get_remedies (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), 0);

  return self->remedies;
}
