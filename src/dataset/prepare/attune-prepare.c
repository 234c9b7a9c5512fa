/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-prepare"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-draft.h"
#include "attune-lottery.h"
#include "attune-prepare-file.h"
#include "attune-prepare.h"

/* So often does attune_preparation_survey() go over the pairs. */
#define N_SURVEY_PASSES 2

/* What becomes of the pairs that are written. */
typedef struct
{
  AttunePreparation *preparation;
  AttuneLottery     *lottery;      /* which are held out; NULL: none */
  AttuneAtomicFile  *training;
  AttuneAtomicFile  *validation;   /* NULL: none are held out */
  AttuneDraft        draft;
  GString           *prompt;
  GString           *completion;
  guint64            row;
  guint64            n_training;
  guint64            n_validation;
} Writer;

static void
writer_clear (Writer *self)
{
  g_clear_object (&self->training);
  g_clear_object (&self->validation);
  g_clear_pointer (&self->lottery, attune_lottery_free);
  attune_draft_clear (&self->draft);
  g_string_free (self->prompt, TRUE);
  g_string_free (self->completion, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static void
choose_columns (AttunePrepareFile *file,
                AttunePreparation *preparation)
{
  attune_prepare_file_choose_columns (file,
                                      attune_preparation_get_prompt_column (preparation),
                                      attune_preparation_get_completion_column (preparation));
}

/**
 * attune_prepare_survey_file:
 * @path: (type filename): a file that the person chose
 * @options: (nullable): where the pairs are in it
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
  g_autoptr(AttunePrepareFile) file = NULL;
  g_auto(GStrv) columns = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  file = attune_prepare_file_new (path, options != NULL ? &options->scan : NULL, N_SURVEY_PASSES,
                                  progress, user_data);

  if (!(columns = attune_prepare_file_read_columns (file, cancellable, error)))
    return NULL;

  if (!attune_preparation_set_columns (preparation, (const char * const *)columns,
                                       options != NULL ? options->prompt : NULL,
                                       options != NULL ? options->completion : NULL))
    return g_steal_pointer (&preparation);

  choose_columns (file, preparation);

  if (!attune_preparation_survey (preparation, attune_prepare_file_go_over, file,
                                  cancellable, error))
    return NULL;

  if (attune_prepare_file_is_cut_off (file))
    attune_preparation_note_cut_off (preparation);

  return g_steal_pointer (&preparation);
}

/* Makes an example of a pair. Returns FALSE when nothing is left of it. */
static gboolean
make_example (Writer           *writer,
              const AttunePair *pair)
{
  guint64 row = writer->row++;

  if (pair->prompt == NULL || pair->completion == NULL)
    return FALSE;

  g_string_truncate (writer->prompt, 0);
  g_string_append_len (writer->prompt, pair->prompt, pair->prompt_length);
  g_string_truncate (writer->completion, 0);
  g_string_append_len (writer->completion, pair->completion, pair->completion_length);

  if (!attune_preparation_apply (writer->preparation, row, writer->prompt, writer->completion))
    return FALSE;

  attune_draft_reset (&writer->draft);
  writer->draft.kind = ATTUNE_EXAMPLE_COMPLETION;
  attune_draft_add_turn (&writer->draft, ATTUNE_ROLE_USER, ATTUNE_PART_CONVERSATION,
                         writer->prompt->str, writer->prompt->len);
  attune_draft_add_turn (&writer->draft, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION,
                         writer->completion->str, writer->completion->len);

  return TRUE;
}

static gboolean
enter_pair (const AttunePair  *pair,
            gpointer           user_data,
            GError           **error)
{
  Writer *writer = user_data;

  if (make_example (writer, pair))
    attune_lottery_add (writer->lottery, attune_draft_hash_question (&writer->draft));

  return TRUE;
}

static gboolean
write_pair (const AttunePair  *pair,
            gpointer           user_data,
            GError           **error)
{
  Writer *writer = user_data;
  AttuneAtomicFile *file = writer->training;
  const char *json;
  gsize length;

  if (!make_example (writer, pair))
    return TRUE;

  if (writer->validation != NULL &&
      attune_lottery_is_drawn (writer->lottery, attune_draft_hash_question (&writer->draft)))
    {
      file = writer->validation;
      writer->n_validation++;
    }
  else
    {
      writer->n_training++;
    }

  json = attune_draft_get_json (&writer->draft, &length);

  return attune_atomic_file_write (file, json, length, error) &&
         attune_atomic_file_write (file, "\n", 1, error);
}

/* Goes over the pairs once more beforehand to know how many there are, and which are alike. */
static gboolean
draw (Writer                     *writer,
      AttunePrepareFile          *file,
      const AttunePrepareOutput  *output,
      GCancellable               *cancellable,
      GError                    **error)
{
  guint64 n_wanted;

  writer->lottery = attune_lottery_new (output->split.seed);

  if (!attune_prepare_file_go_over (enter_pair, writer, file, cancellable, error))
    return FALSE;

  writer->row = 0;
  n_wanted = attune_split_get_count (&output->split, attune_lottery_get_size (writer->lottery));

  if (attune_lottery_draw (writer->lottery, n_wanted) == 0)
    return TRUE;

  return (writer->validation = attune_atomic_file_new (output->validation, error)) != NULL;
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
check_can_write (const char                 *path,
                 AttunePreparation          *preparation,
                 const AttunePrepareOutput  *output,
                 GError                    **error)
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

  if (is_same_file (path, output->training) ||
      (output->validation != NULL && is_same_file (path, output->validation)))
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
 * @options: (nullable): those that it was surveyed with
 * @preparation: what is to be done; what is accepted must not change meanwhile
 * @output: where the pairs go, as JSONL, in place of what is there
 * @result: (out caller-allocates) (optional): how many pairs were written
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Writes what the preparation makes of a file. The files appear whole and both together, or not at
 * all; when there are too few pairs to hold one out, only the first one. Fails as reading and
 * AttuneAtomicFile do, and with %ATTUNE_ERROR_DATA when the preparation has errors, when nothing is
 * left, or when the file is to be written over itself. Blocks: call it on a thread.
 *
 * Returns: %FALSE with an error, and with nothing left behind
 */
gboolean
attune_prepare_write_file (const char                  *path,
                           const AttunePrepareOptions  *options,
                           AttunePreparation           *preparation,
                           const AttunePrepareOutput   *output,
                           AttunePrepareResult         *result,
                           AttuneProgressFunc           progress,
                           gpointer                     user_data,
                           GCancellable                *cancellable,
                           GError                     **error)
{
  g_autoptr(AttunePrepareFile) file = NULL;
  g_auto(Writer) writer = {
    .preparation = preparation,
    .prompt = g_string_new (NULL),
    .completion = g_string_new (NULL),
  };

  attune_draft_init (&writer.draft);

  g_return_val_if_fail (path != NULL && output != NULL && output->training != NULL, FALSE);
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (preparation), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_can_write (path, preparation, output, error) ||
      !(writer.training = attune_atomic_file_new (output->training, error)))
    return FALSE;

  file = attune_prepare_file_new (path, options != NULL ? &options->scan : NULL,
                                  output->validation != NULL ? 2 : 1, progress, user_data);
  choose_columns (file, preparation);

  if ((output->validation != NULL && !draw (&writer, file, output, cancellable, error)) ||
      !attune_prepare_file_go_over (write_pair, &writer, file, cancellable, error))
    return FALSE;

  if (writer.n_training == 0)
    {
      g_autofree char *name = g_filename_display_basename (path);

      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("No example of “%s” is left. Accept fewer of the suggestions."), name);
      return FALSE;
    }

  if (result != NULL)
    *result = (AttunePrepareResult) { writer.n_training, writer.n_validation };

  return attune_atomic_file_commit_both (writer.training, writer.validation, error);
}
