/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-intake"

#include "config.h"

#include "attune-intake.h"
#include "attune-example-private.h"

/* So many records of a file without a header are looked at to tell what is in it. */
#define N_SURVEYED 100

#define PROGRESS_STEP (1024 * 1024)

static void
add_names (GPtrArray  *columns,
           yyjson_val *object)
{
  yyjson_obj_iter iter;
  yyjson_val *name;

  yyjson_obj_iter_init (object, &iter);

  while ((name = yyjson_obj_iter_next (&iter)))
    if (!g_ptr_array_find_with_equal_func (columns, yyjson_get_str (name), g_str_equal, NULL))
      g_ptr_array_add (columns, g_strdup (yyjson_get_str (name)));
}

static gboolean
is_example (const AttuneRecord *record,
            AttuneExampleKind  *kind)
{
  AttuneIssueKind issue = attune_example_check (record->root, kind);

  return issue != ATTUNE_ISSUE_NOT_OBJECT && issue != ATTUNE_ISSUE_UNKNOWN_SHAPE;
}

/* Finds the columns of a file without a header, and the recipe that its first records call for:
 * none if one of them is an example already. Those records are gone from the reader afterwards. */
static gboolean
survey (AttuneIntake  *self,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(AttuneRecipe) own_recipe = NULL;
  g_autoptr(GError) local_error = NULL;

  for (guint i = 0; i < N_SURVEYED; i++)
    {
      AttuneExampleKind kind;

      if (!attune_reader_next (self->reader, &self->record, cancellable, &local_error))
        break;

      add_names (columns, self->record.root);

      if (own_recipe == NULL && is_example (&self->record, &kind))
        {
          own_recipe = attune_recipe_new ();
          attune_recipe_set_target (own_recipe, kind);
        }
    }

  /* A line that is too long stops the file where it stands, and is reported when it is reached. */
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_ptr_array_add (columns, NULL);
  self->columns = (char **)g_ptr_array_steal (columns, NULL);

  if (self->recipe == NULL && own_recipe != NULL)
    self->recipe = g_steal_pointer (&own_recipe);

  return TRUE;
}

static gboolean
open_reader (AttuneIntake  *self,
             const char    *path,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(AttuneSource) source = NULL;
  AttuneReaderOptions options = { 0 };

  if (!(source = attune_source_open (path, error)) ||
      !(self->reader = attune_reader_open (source, NULL, error)))
    return FALSE;

  self->columns = g_strdupv ((char **)attune_reader_get_columns (self->reader));

  if (self->columns != NULL)
    return TRUE;

  if (!survey (self, cancellable, error))
    return FALSE;

  options.format = attune_reader_get_format (self->reader);
  g_clear_object (&self->reader);
  self->reader = attune_reader_open (source, &options, error);

  return self->reader != NULL;
}

static void
report_progress (AttuneIntake *self,
                 gboolean      is_done)
{
  goffset size = attune_source_get_length (attune_reader_get_source (self->reader));
  goffset position = is_done ? size : attune_reader_get_position (self->reader);

  if (self->progress == NULL || (!is_done && position < self->next_progress))
    return;

  self->next_progress = position + PROGRESS_STEP;
  self->progress (position, size, self->user_data);
}

/* A training file holds conversations or plain texts; providers refuse both in one file. */
static void
check_kind (AttuneIntake *self)
{
  if (self->has_kind && self->kind != self->draft.kind)
    self->issue = ATTUNE_ISSUE_UNKNOWN_SHAPE;

  if (!self->has_kind)
    self->kind = self->draft.kind;

  self->has_kind = TRUE;
}

static gboolean
next_record (AttuneIntake  *self,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  if (!attune_reader_next (self->reader, &self->record, cancellable, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        report_progress (self, TRUE);

      return FALSE;
    }

  report_progress (self, FALSE);
  attune_mapper_begin (self->mapper, &self->record);

  return TRUE;
}

static gboolean
is_blank (const AttuneDraft *draft,
          AttuneRole         role)
{
  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);

      if (turn->role == role && attune_text_is_blank (turn->text.bytes, turn->text.length))
        return TRUE;
    }

  return FALSE;
}

static AttuneIssueKind
judge (AttuneIntake *self)
{
  AttuneExampleKind kind;

  if (self->draft.problem == ATTUNE_ISSUE_MISSING_FIELD)
    return ATTUNE_ISSUE_UNKNOWN_SHAPE;

  if (self->draft.problem != ATTUNE_ISSUE_NONE)
    return self->draft.problem;

  if (self->draft.root != NULL)
    return attune_example_check (self->draft.root, &kind);

  if (is_blank (&self->draft, ATTUNE_ROLE_ASSISTANT))
    return ATTUNE_ISSUE_EMPTY_ANSWER;

  return is_blank (&self->draft, ATTUNE_ROLE_USER) ? ATTUNE_ISSUE_EMPTY_QUESTION : ATTUNE_ISSUE_NONE;
}

/**
 * attune_intake_open:
 * @path: (type filename): a file that the person chose
 * @recipe: (nullable): how records become examples; %NULL to guess it from the file
 * @progress: (nullable): told how far it is, from time to time
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Fails as attune_reader_open() does.
 *
 * Returns: (transfer full) (nullable): an intake before the first record
 */
AttuneIntake *
attune_intake_open (const char          *path,
                    AttuneRecipe        *recipe,
                    AttuneProgressFunc   progress,
                    gpointer             user_data,
                    GCancellable        *cancellable,
                    GError             **error)
{
  g_autoptr(AttuneIntake) self = g_new0 (AttuneIntake, 1);

  self->progress = progress;
  self->user_data = user_data;
  self->recipe = recipe != NULL ? attune_recipe_copy (recipe) : NULL;
  self->fingerprints = attune_fingerprint_set_new ();
  attune_draft_init (&self->draft);

  if (!open_reader (self, path, cancellable, error))
    return NULL;

  if (self->recipe == NULL)
    self->recipe = attune_recipe_guess ((const char * const *)self->columns);

  self->mapper = attune_mapper_new (self->recipe, attune_reader_get_columns (self->reader));
  self->record = (AttuneRecord) { .text = NULL };
  report_progress (self, FALSE);

  return g_steal_pointer (&self);
}

/**
 * attune_intake_next:
 * @self: an intake
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Goes on to the next record and judges it.
 *
 * Returns: %FALSE at the end, or with an error of attune_reader_next()
 */
gboolean
attune_intake_next (AttuneIntake  *self,
                    GCancellable  *cancellable,
                    GError       **error)
{
  AttuneFingerprint fingerprint;

  while (self->record.text == NULL || !attune_mapper_next (self->mapper, &self->draft))
    if (!next_record (self, cancellable, error))
      return FALSE;

  self->is_duplicate = FALSE;
  self->issue = judge (self);

  if (attune_issue_is_error (self->issue))
    return TRUE;

  check_kind (self);

  if (attune_issue_is_error (self->issue))
    return TRUE;

  fingerprint = attune_draft_get_fingerprint (&self->draft);
  self->is_duplicate = !attune_fingerprint_set_add (self->fingerprints, &fingerprint);

  return TRUE;
}

/**
 * attune_intake_free:
 * @self: (transfer full): an intake
 */
void
attune_intake_free (AttuneIntake *self)
{
  attune_draft_clear (&self->draft);
  g_clear_pointer (&self->mapper, attune_mapper_free);
  g_clear_object (&self->reader);
  g_clear_object (&self->recipe);
  g_clear_pointer (&self->columns, g_strfreev);
  g_clear_pointer (&self->fingerprints, attune_fingerprint_set_free);
  g_free (self);
}
