/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-scan"

#include "config.h"

#include <string.h>

#include "attune-intake.h"
#include "attune-scan.h"

#define MAX_PREVIEW_LENGTH (64 * 1024)

struct _AttuneScan
{
  GObject        parent_instance;

  char          *path;
  AttuneFormat   format;
  guint64        size;
  guint64        n_records;
  guint64        n_examples;
  char         **columns;
  AttuneRecipe  *recipe;
  AttuneReport  *report;
};

G_DEFINE_FINAL_TYPE (AttuneScan, attune_scan, G_TYPE_OBJECT)

static void
count_record (AttuneScan         *self,
              const AttuneIntake *intake)
{
  self->n_records++;

  if (!attune_issue_is_error (intake->issue))
    self->n_examples++;

  if (intake->issue != ATTUNE_ISSUE_NONE)
    attune_report_add (self->report, intake->issue, intake->record.line);

  if (intake->record.note != ATTUNE_ISSUE_NONE)
    attune_report_add (self->report, intake->record.note, intake->record.line);

  if (intake->is_duplicate)
    attune_report_add (self->report, ATTUNE_ISSUE_DUPLICATE, intake->record.line);
}

static guint64
get_n_distinct (AttuneScan *self)
{
  return self->n_examples - attune_report_get_count (self->report, ATTUNE_ISSUE_DUPLICATE);
}

static char *
dup_preview_text (const AttuneRecord *record)
{
  const char *text = record->text;
  gsize length = MIN (record->length, MAX_PREVIEW_LENGTH);

  /* Back to where the character begins that the cut goes through. */
  for (guint i = 0; i < 3 && length < record->length && (text[length] & 0xc0) == 0x80; i++)
    length--;

  return g_utf8_make_valid (text, length);
}

static AttunePreview *
preview_new (AttuneIntake *intake)
{
  AttunePreview *self = g_new0 (AttunePreview, 1);

  self->line = intake->record.line;
  self->text = dup_preview_text (&intake->record);

  if (attune_issue_is_error (intake->issue))
    self->problem = g_strdup (attune_issue_get_reason (intake->issue));
  else
    self->example = attune_draft_to_example (&intake->draft, intake->record.line);

  return self;
}

static void
preview_free (AttunePreview *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->example, attune_example_unref);
  g_clear_pointer (&self->problem, g_free);
  g_free (self);
}

static void
attune_scan_finalize (GObject *object)
{
  AttuneScan *self = (AttuneScan *)object;

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->columns, g_strfreev);
  g_clear_object (&self->recipe);
  g_clear_object (&self->report);

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
}

/**
 * attune_scan_file:
 * @path: (type filename): a file that the person chose
 * @recipe: (nullable): how records become examples; %NULL to guess it from the file
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads all of a file and counts what is in it. A record that cannot be used is an issue of the
 * report; an error means that the file as a whole cannot be read: %ATTUNE_ERROR_STORAGE,
 * %ATTUNE_ERROR_DATA, or %G_IO_ERROR_CANCELLED. Blocks: call it on a thread.
 *
 * Returns: (transfer full) (nullable): what was found
 */
AttuneScan *
attune_scan_file (const char          *path,
                  AttuneRecipe        *recipe,
                  AttuneProgressFunc   progress,
                  gpointer             user_data,
                  GCancellable        *cancellable,
                  GError             **error)
{
  g_autoptr(AttuneScan) self = NULL;
  g_autoptr(AttuneIntake) intake = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (recipe == NULL || ATTUNE_IS_RECIPE (recipe), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!(intake = attune_intake_open (path, recipe, progress, user_data, cancellable, error)))
    return NULL;

  self = g_object_new (ATTUNE_TYPE_SCAN, NULL);

  while (attune_intake_next (intake, cancellable, &local_error))
    count_record (self, intake);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (get_n_distinct (self) < ATTUNE_MIN_EXAMPLES)
    attune_report_add (self->report, ATTUNE_ISSUE_TOO_FEW, 0);

  self->path = g_strdup (path);
  self->format = attune_reader_get_format (intake->reader);
  self->size = attune_source_get_file_size (attune_reader_get_source (intake->reader));
  self->columns = g_steal_pointer (&intake->columns);
  self->recipe = g_steal_pointer (&intake->recipe);

  return g_steal_pointer (&self);
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
 * attune_scan_get_format:
 * @self: a scan
 *
 * Returns: its format, as its content shows
 */
AttuneFormat
attune_scan_get_format (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), ATTUNE_FORMAT_UNKNOWN);

  return self->format;
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

  return self->size;
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

  return self->n_records;
}

/**
 * attune_scan_get_n_examples:
 * @self: a scan
 *
 * Returns: how many records can be used, duplicates among them
 */
guint64
attune_scan_get_n_examples (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), 0);

  return self->n_examples;
}

/**
 * attune_scan_get_columns:
 * @self: a scan
 *
 * Returns: (transfer none) (array zero-terminated=1): the names that a recipe can use: the header
 *   of a table, or the members of the first objects
 */
const char * const *
attune_scan_get_columns (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return (const char * const *)self->columns;
}

/**
 * attune_scan_get_recipe:
 * @self: a scan
 *
 * Returns: (transfer none): a copy of the recipe that was given, or the one that was guessed;
 *   copy it to change it
 */
AttuneRecipe *
attune_scan_get_recipe (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return self->recipe;
}

/**
 * attune_scan_get_report:
 * @self: a scan
 *
 * Returns: (transfer none): every problem
 */
AttuneReport *
attune_scan_get_report (AttuneScan *self)
{
  g_return_val_if_fail (ATTUNE_IS_SCAN (self), NULL);

  return self->report;
}

/**
 * attune_scan_preview:
 * @path: (type filename): a file that the person chose
 * @recipe: (nullable): how records become examples; %NULL to guess it from the file
 * @n_records: how many records to look at
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads the beginning of a file only. Fails as attune_scan_file() does. Blocks: call it on a
 * thread.
 *
 * Returns: (transfer full) (element-type AttunePreview) (nullable): the first records, fewer when
 *   the file has fewer
 */
GPtrArray *
attune_scan_preview (const char    *path,
                     AttuneRecipe  *recipe,
                     guint          n_records,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr(GPtrArray) previews = NULL;
  g_autoptr(AttuneIntake) intake = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (recipe == NULL || ATTUNE_IS_RECIPE (recipe), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!(intake = attune_intake_open (path, recipe, NULL, NULL, cancellable, error)))
    return NULL;

  previews = g_ptr_array_new_with_free_func ((GDestroyNotify)preview_free);

  while (previews->len < n_records && attune_intake_next (intake, cancellable, &local_error))
    g_ptr_array_add (previews, preview_new (intake));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&previews);
}
