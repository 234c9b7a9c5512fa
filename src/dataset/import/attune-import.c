/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import"

#include "config.h"

#include <math.h>
#include <sys/statvfs.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-import.h"
#include "attune-intake.h"

/* Of the examples that are held out; less than one in a million is none. */
#define MIN_SHARE 1e-6
#define MAX_SHARE 0.5

/* Chooses which examples are held out, without knowing how many there will be. The examples are cut
 * into stretches of 1/share; of each, the seed picks one. So the share is exact to one example, the
 * held-out ones are spread over the whole file, and the same seed picks the same ones. */
typedef struct
{
  double  share;
  guint32 seed;
  guint64 stretch;   /* the current one */
  guint64 end;       /* the first example behind it */
  guint64 picked;    /* the example of it that is held out */
  guint64 index;     /* of the next example */
} Splitter;

/* Where an import writes. */
typedef struct
{
  AttuneAtomicFile *training;
  AttuneAtomicFile *validation;   /* NULL: nothing is held out */
  const char       *validation_path;
  Splitter          splitter;
} Output;

static void
output_clear (Output *output)
{
  g_clear_object (&output->training);
  g_clear_object (&output->validation);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Output, output_clear)

static guint64
get_stretch_begin (const Splitter *splitter,
                   guint64         stretch)
{
  return (guint64)ceil (stretch / splitter->share);
}

/* Turns a seed and a number into a number without a pattern, the same on every machine and for
 * ever, which no library's generator promises: a split can be made again. */
static guint64
mix (guint64 seed,
     guint64 number)
{
  guint64 value = seed * G_GUINT64_CONSTANT (0x5851f42d4c957f2d) + number + 1;

  for (guint i = 0; i < 3; i++)
    {
      value ^= value >> 32;
      value *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
    }

  return value ^ (value >> 32);
}

static void
begin_stretch (Splitter *splitter)
{
  guint64 begin = get_stretch_begin (splitter, splitter->stretch);

  splitter->end = get_stretch_begin (splitter, splitter->stretch + 1);
  splitter->picked = begin + mix (splitter->seed, splitter->stretch) % (splitter->end - begin);
}

static gboolean
splitter_next (Splitter *splitter)
{
  if (splitter->share <= 0)
    return FALSE;

  if (splitter->index == 0)
    begin_stretch (splitter);

  if (splitter->index == splitter->end)
    {
      splitter->stretch++;
      begin_stretch (splitter);
    }

  return splitter->index++ == splitter->picked;
}

/* What is written is about as long as what is read. The disk may still fill up while we write, and
 * then the writing fails: this spares the person the wait. */
static gboolean
check_free_space (const char  *training_path,
                  guint64      size,
                  GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (training_path);
  g_autofree char *needed = g_format_size (size);
  g_autofree char *available = NULL;
  struct statvfs info;

  if (statvfs (folder, &info) != 0 || (guint64)info.f_bavail * info.f_frsize >= size)
    return TRUE;

  available = g_format_size ((guint64)info.f_bavail * info.f_frsize);
  attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                    /* Translators: both %s are sizes, such as “1.2 GB”. */
                    _("The import needs about %1$s, and the disk has only %2$s left. "
                      "Free some space, then try again."),
                    needed, available);

  return FALSE;
}

static gboolean
open_output (Output                     *output,
             const AttuneImportOptions  *options,
             const char                 *training_path,
             const char                 *validation_path,
             GError                    **error)
{
  if (options->validation_share >= MIN_SHARE)
    output->splitter.share = MIN (options->validation_share, MAX_SHARE);

  output->splitter.seed = options->seed;
  output->validation_path = validation_path;

  if (!(output->training = attune_atomic_file_new (training_path, error)))
    return FALSE;

  if (output->splitter.share > 0)
    output->validation = attune_atomic_file_new (validation_path, error);

  return output->splitter.share <= 0 || output->validation != NULL;
}

static gboolean
write_example (Output              *output,
               AttuneIntake        *intake,
               AttuneImportResult  *result,
               GError             **error)
{
  gboolean is_validation = splitter_next (&output->splitter);
  AttuneAtomicFile *file = is_validation ? output->validation : output->training;
  const char *json;
  gsize length;

  json = attune_draft_get_json (&intake->draft, &length);

  if (!attune_atomic_file_write (file, json, length, error) ||
      !attune_atomic_file_write (file, "\n", 1, error))
    return FALSE;

  if (is_validation)
    result->n_validation++;
  else
    result->n_training++;

  return TRUE;
}

static gboolean
write_examples (AttuneIntake               *intake,
                const AttuneImportOptions  *options,
                Output                     *output,
                AttuneImportResult         *result,
                GCancellable               *cancellable,
                GError                    **error)
{
  g_autoptr(GError) local_error = NULL;

  while (attune_intake_next (intake, cancellable, &local_error))
    {
      if (attune_issue_is_error (intake->issue))
        result->n_skipped++;
      else if (intake->is_duplicate && !options->keep_duplicates)
        result->n_duplicates++;
      else if (!write_example (output, intake, result, error))
        return FALSE;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (result->n_training > 0)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("There is not one example in this file that can be used. "
                      "Look at its problems, or choose which columns hold question and answer."));

  return FALSE;
}

/* Both files are on the disk before the first appears; what can still go wrong is the second
 * renaming, and then the first is taken back. */
static gboolean
commit (Output                    *output,
        const AttuneImportResult  *result,
        GError                   **error)
{
  gboolean has_validation = result->n_validation > 0;

  if (!attune_atomic_file_sync (output->training, error))
    return FALSE;

  if (has_validation && !attune_atomic_file_commit (output->validation, error))
    return FALSE;

  if (attune_atomic_file_commit (output->training, error))
    return TRUE;

  if (has_validation)
    g_unlink (output->validation_path);

  return FALSE;
}

/**
 * attune_import_file:
 * @path: (type filename): a file that the person chose
 * @options: what to write
 * @training_path: (type filename): where the training examples go, as JSONL
 * @validation_path: (type filename) (nullable): where the held-out ones go; needed when
 *   `validation_share` is above 0
 * @result: (out caller-allocates): what was written
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads a file, leaves out what cannot be used and what is there twice, and writes the rest. The
 * files appear whole and both together, or neither. When there are too few examples to hold one
 * out, no validation file is written and `n_validation` is 0. Fails as attune_scan_file() does,
 * and with %ATTUNE_ERROR_DATA when nothing can be used. Blocks: call it on a thread.
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
  g_autoptr(AttuneIntake) intake = NULL;
  g_auto(Output) output = { 0 };

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (training_path != NULL, FALSE);
  g_return_val_if_fail (validation_path != NULL || options->validation_share <= 0, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *result = (AttuneImportResult) { 0 };

  return (intake = attune_intake_open (path, options->recipe, progress, user_data,
                                       cancellable, error)) &&
         check_free_space (training_path, attune_source_get_file_size (attune_reader_get_source (intake->reader)), error) &&
         open_output (&output, options, training_path, validation_path, error) &&
         write_examples (intake, options, &output, result, cancellable, error) &&
         commit (&output, result, error);
}
