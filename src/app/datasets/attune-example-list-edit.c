/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-list-edit"

#include "config.h"

#include "attune-edit-queue.h"
#include "attune-example-list-private.h"

typedef enum
{
  EDIT_REPLACE,
  EDIT_SET_OUT,
  EDIT_UNDO,
  EDIT_REDO,
} EditKind;

/* One change: the thread that makes it has it to itself, and then the main thread. */
typedef struct
{
  EditKind      kind;
  AttuneEdits  *edits;
  AttuneRowSet *rows;      /* to change, then those that were changed */
  GBytes       *json;
  gboolean      is_out;
  GWeakRef      list;      /* main thread only */
} Edit;

static void
edit_clear (gpointer data)
{
  Edit *edit = data;

  g_clear_object (&edit->edits);
  g_clear_pointer (&edit->rows, attune_row_set_unref);
  g_clear_pointer (&edit->json, g_bytes_unref);
  g_weak_ref_clear (&edit->list);
}

static void
edit_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, edit_clear);
}

static gboolean
make_edit (Edit    *edit,
           GError **error)
{
  gsize length;
  const char *json;

  switch (edit->kind)
    {
    case EDIT_REPLACE:
      json = g_bytes_get_data (edit->json, &length);
      return attune_edits_replace (edit->edits, attune_row_set_get_first (edit->rows), json, length,
                                   error);

    case EDIT_SET_OUT:
      return attune_edits_set_out (edit->edits, edit->rows, edit->is_out, error);

    case EDIT_UNDO:
      edit->rows = attune_edits_undo (edit->edits, error);
      return edit->rows != NULL;

    case EDIT_REDO:
    default:
      edit->rows = attune_edits_redo (edit->edits, error);
      return edit->rows != NULL;
    }
}

static DexFuture *
edit_thread (gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  if (!make_edit (user_data, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
edited_cb (DexFuture *completed,
           gpointer   user_data)
{
  Edit *edit = user_data;
  g_autoptr(AttuneExampleList) self = g_weak_ref_get (&edit->list);

  if (self != NULL)
    attune_example_list_end_edit (self, dex_future_is_resolved (completed) ? edit->rows : NULL);

  return dex_ref (completed);
}

/* The change goes on when nobody waits for it any more. */
static DexFuture *
start_edit (AttuneExampleList *self,
            EditKind           kind,
            AttuneRowSet      *rows,
            GBytes            *json,
            gboolean           is_out)
{
  Edit *edit = g_atomic_rc_box_new0 (Edit);

  edit->kind = kind;
  edit->edits = g_object_ref (attune_example_list_get_edits (self));
  edit->rows = rows != NULL ? attune_row_set_ref (rows) : NULL;
  edit->json = json != NULL ? g_bytes_ref (json) : NULL;
  edit->is_out = is_out;
  g_weak_ref_init (&edit->list, self);
  attune_example_list_begin_edit (self);

  return dex_future_finally (attune_edit_queue_push (edit_thread, g_atomic_rc_box_acquire (edit),
                                                     edit_unref),
                             edited_cb, edit, edit_unref);
}

DexFuture *
attune_example_list_replace (AttuneExampleList *self,
                             guint              row,
                             GBytes            *json)
{
  g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_row (row);

  dex_return_error_if_fail (ATTUNE_IS_EXAMPLE_LIST (self));
  dex_return_error_if_fail (json != NULL);

  return start_edit (self, EDIT_REPLACE, rows, json, FALSE);
}

DexFuture *
attune_example_list_set_out (AttuneExampleList *self,
                             AttuneRowSet      *rows,
                             gboolean           is_out)
{
  dex_return_error_if_fail (ATTUNE_IS_EXAMPLE_LIST (self));
  dex_return_error_if_fail (rows != NULL);

  return start_edit (self, EDIT_SET_OUT, rows, NULL, is_out);
}

DexFuture *
attune_example_list_undo (AttuneExampleList *self)
{
  dex_return_error_if_fail (ATTUNE_IS_EXAMPLE_LIST (self));

  return start_edit (self, EDIT_UNDO, NULL, NULL, FALSE);
}

DexFuture *
attune_example_list_redo (AttuneExampleList *self)
{
  dex_return_error_if_fail (ATTUNE_IS_EXAMPLE_LIST (self));

  return start_edit (self, EDIT_REDO, NULL, NULL, FALSE);
}
