/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-edit-history"

#include "config.h"

#include "attune-edit-history.h"

struct _AttuneEditStep
{
  AttuneChangeKind  kind;     /* neither UNDO nor REDO, which move between steps */
  AttuneRowSet     *rows;     /* those that really changed */
  GBytes           *before;   /* the text of a replaced row; NULL: that of the file */
  GBytes           *after;
};

struct _AttuneEditHistory
{
  GPtrArray *steps;    /* of AttuneEditStep; those from @n_done on were taken back */
  guint      n_done;
};

static void
make_step (const AttuneEditStep *step,
           AttuneRowStates      *states,
           gboolean              forwards)
{
  switch (step->kind)
    {
    case ATTUNE_CHANGE_REPLACE:
      attune_row_states_set_text (states, attune_row_set_get_first (step->rows),
                                  forwards ? step->after : step->before);
      break;

    case ATTUNE_CHANGE_OUT:
    case ATTUNE_CHANGE_IN:
      attune_row_states_set_out (states, step->rows,
                                 (step->kind == ATTUNE_CHANGE_OUT) == forwards);
      break;

    case ATTUNE_CHANGE_ADD:
      if (forwards)
        attune_row_states_add (states, step->after);
      else
        attune_row_states_drop_added (states);
      break;

    case ATTUNE_CHANGE_UNDO:
    case ATTUNE_CHANGE_REDO:
    case ATTUNE_N_CHANGES:
    default:
      g_assert_not_reached ();
    }
}

/* Returns: (transfer full): which rows would change, none when the change cannot be made */
static AttuneRowSet *
find_rows (const AttuneChange    *change,
           const AttuneRowStates *states)
{
  guint n_rows = attune_row_states_get_n_rows (states);

  if (change->kind == ATTUNE_CHANGE_ADD)
    return attune_row_set_new_for_row (n_rows);

  if (change->rows == NULL || attune_row_set_get_end (change->rows) > n_rows)
    return attune_row_set_new ();

  if (change->kind != ATTUNE_CHANGE_REPLACE)
    return attune_row_states_pick (states, change->rows, change->kind == ATTUNE_CHANGE_IN);

  return attune_row_set_get_n_rows (change->rows) == 1 ? attune_row_set_ref (change->rows)
                                                       : attune_row_set_new ();
}

/*
 * attune_edit_step_new:
 * @change: a change, neither UNDO nor REDO
 * @states: the rows as they are
 *
 * Returns: (transfer full) (nullable): what it does to the rows, or %NULL when it cannot be made or
 *   changes nothing
 */
AttuneEditStep *
attune_edit_step_new (const AttuneChange    *change,
                      const AttuneRowStates *states)
{
  gboolean has_text = change->kind == ATTUNE_CHANGE_ADD || change->kind == ATTUNE_CHANGE_REPLACE;
  g_autoptr(AttuneRowSet) rows = find_rows (change, states);
  AttuneEditStep *step;
  GBytes *before = NULL;

  if (attune_row_set_get_n_rows (rows) == 0 || has_text != (change->text != NULL))
    return NULL;

  if (change->kind == ATTUNE_CHANGE_REPLACE)
    before = attune_row_states_get_text (states, attune_row_set_get_first (rows));

  step = g_new0 (AttuneEditStep, 1);
  step->kind = change->kind;
  step->rows = g_steal_pointer (&rows);
  step->before = before != NULL ? g_bytes_ref (before) : NULL;
  step->after = has_text ? g_bytes_ref (change->text) : NULL;

  return step;
}

void
attune_edit_step_free (AttuneEditStep *step)
{
  g_clear_pointer (&step->rows, attune_row_set_unref);
  g_clear_pointer (&step->before, g_bytes_unref);
  g_clear_pointer (&step->after, g_bytes_unref);
  g_free (step);
}

/* Returns: (transfer none): the rows that it changes */
AttuneRowSet *
attune_edit_step_get_rows (const AttuneEditStep *step)
{
  return step->rows;
}

AttuneEditHistory *
attune_edit_history_new (void)
{
  AttuneEditHistory *self = g_new0 (AttuneEditHistory, 1);

  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_edit_step_free);

  return self;
}

void
attune_edit_history_free (AttuneEditHistory *self)
{
  g_ptr_array_unref (self->steps);
  g_free (self);
}

/* Returns: (transfer none) (nullable): what an UNDO or a REDO takes back or makes, or %NULL */
AttuneEditStep *
attune_edit_history_get_step (AttuneEditHistory *self,
                              AttuneChangeKind   kind)
{
  if (kind == ATTUNE_CHANGE_UNDO)
    return self->n_done > 0 ? self->steps->pdata[self->n_done - 1] : NULL;

  return self->n_done < self->steps->len ? self->steps->pdata[self->n_done] : NULL;
}

/* Makes a new step, @step (transfer full), behind those that hold; what was taken back is gone. */
void
attune_edit_history_take_step (AttuneEditHistory *self,
                               AttuneRowStates   *states,
                               AttuneEditStep    *step)
{
  g_ptr_array_set_size (self->steps, self->n_done);
  make_step (step, states, TRUE);
  g_ptr_array_add (self->steps, step);
  self->n_done++;
}

/* Takes the last step that holds back, or makes the next one again; there is one. */
void
attune_edit_history_move (AttuneEditHistory *self,
                          AttuneRowStates   *states,
                          AttuneChangeKind   kind)
{
  gboolean forwards = kind == ATTUNE_CHANGE_REDO;

  make_step (attune_edit_history_get_step (self, kind), states, forwards);
  self->n_done += forwards ? 1 : -1;
}
