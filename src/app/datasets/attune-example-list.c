/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-list"

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "attune-thread.h"

#include "attune-example-list-private.h"

/* A GtkColumnView keeps about two hundred rows; scrolling back a little then reads nothing anew. */
#define CACHE_SIZE 256

typedef struct _Run Run;

struct _AttuneExampleList
{
  GObject             parent_instance;

  AttuneExampleFile  *file;
  AttuneEdits        *edits;

  GArray             *rows;                 /* of guint: what is shown; NULL: all, as they come */
  guint               n_items;
  AttuneExampleQuery  query;
  guint64            *issues;
  guint               n_issues;
  guint64             n_with_issues;
  guint64             issue_counts[64];  /* of rows, by AttuneIssueKind, whose bits are no more */
  Run                *run;                  /* the search under way */
  gboolean            is_asked;             /* it is a person's query, not what follows a change */
  gboolean            is_outdated;          /* @rows are still those of the query before */
  DexFuture          *search;
  char               *problem;
  guint               n_edits;              /* that are being written down */

  AttuneExampleItem  *cache[CACHE_SIZE];    /* the slot of a position is its remainder */
  GHashTable         *items;                /* position → AttuneExampleItem: all there are; weak */
};

enum {
  PROP_0,
  PROP_SEARCHING,
  PROP_PROBLEM,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS
};

enum {
  SIGNAL_REPLACED,
  SIGNAL_EDITED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static guint
get_row (AttuneExampleList *self,
         guint              position)
{
  return self->rows != NULL ? g_array_index (self->rows, guint, position) : position;
}

static void
item_gone_cb (gpointer  user_data,
              GObject  *where_the_item_was)
{
  gpointer *key = user_data;
  GHashTable *items = key[0];

  if (g_hash_table_lookup (items, key[1]) == where_the_item_was)
    g_hash_table_remove (items, key[1]);

  g_hash_table_unref (items);
  g_free (key);
}

static AttuneExampleItem *
create_item (AttuneExampleList *self,
             guint              position)
{
  AttuneExampleItem *item = attune_example_item_new (self->file, self->edits,
                                                     get_row (self, position));
  gpointer *key = g_new (gpointer, 2);

  key[0] = g_hash_table_ref (self->items);
  key[1] = GUINT_TO_POINTER (position);
  g_hash_table_insert (self->items, key[1], item);
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, key);

  return item;
}

static GType
attune_example_list_get_item_type (GListModel *model)
{
  return ATTUNE_TYPE_EXAMPLE_ITEM;
}

static guint
attune_example_list_get_n_items (GListModel *model)
{
  return ((AttuneExampleList *)model)->n_items;
}

static gpointer
attune_example_list_get_item (GListModel *model,
                              guint       position)
{
  AttuneExampleList *self = (AttuneExampleList *)model;
  AttuneExampleItem *item;

  if (position >= self->n_items)
    return NULL;

  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (position));

  if (item != NULL)
    {
      /* One that nobody showed when the rows were replaced. */
      attune_example_item_set_row (item, get_row (self, position));
      return g_object_ref (item);
    }

  item = create_item (self, position);
  g_set_object (&self->cache[position % CACHE_SIZE], item);

  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = attune_example_list_get_item_type;
  iface->get_n_items = attune_example_list_get_n_items;
  iface->get_item = attune_example_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AttuneExampleList, attune_example_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* --- Searching --- */

/* One search: shared by the main thread and the thread that searches. */
struct _Run
{
  GWeakRef            list;          /* main thread only */
  AttuneExampleFile  *file;
  AttuneEdits        *edits;
  AttuneExampleQuery  query;
  guint64            *issues;        /* a copy: the list may get others meanwhile */
  GCancellable       *cancellable;
  gboolean            has_rows;      /* some of its rows are shown; main thread only */

  GMutex              mutex;
  GArray             *found;         /* of guint: not yet shown */
  gboolean            is_scheduled;  /* the main thread is going to fetch them */
};

static void
run_clear (gpointer data)
{
  Run *run = data;

  g_weak_ref_clear (&run->list);
  g_clear_object (&run->file);
  g_clear_object (&run->edits);
  g_clear_object (&run->cancellable);
  g_clear_pointer (&run->found, g_array_unref);
  g_free (run->query.text);
  g_free (run->issues);
  g_mutex_clear (&run->mutex);
}

static void
run_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, run_clear);
}

/* Tells what became of the items that exist: there are few, and there may be a million rows. */
static void
renew_items (AttuneExampleList *self)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GArray) positions = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer key;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);

  while (g_hash_table_iter_next (&iter, &key, &item))
    {
      guint position = GPOINTER_TO_UINT (key);

      if (position >= self->n_items)
        continue;

      g_ptr_array_add (items, g_object_ref (item));
      g_array_append_val (positions, position);
    }

  for (guint i = 0; i < items->len; i++)
    attune_example_item_set_row (items->pdata[i],
                                 get_row (self, g_array_index (positions, guint, i)));
}

static void
set_n_items (AttuneExampleList *self,
             guint              n_items)
{
  guint before = self->n_items;
  guint kept = MIN (before, n_items);

  if (before == n_items)
    return;

  self->n_items = n_items;
  g_list_model_items_changed (G_LIST_MODEL (self), kept, before - kept, n_items - kept);
}

/* When rows go and others come at once, GTK throws its widgets away and makes new ones, a tenth of
 * a second for the two hundred rows that it keeps. The items therefore stay at their positions and
 * become those of other rows, and only the end of the list comes or goes. */
static void
set_rows (AttuneExampleList *self,
          GArray            *rows)
{
  guint n_items = rows != NULL ? rows->len : attune_edits_get_n_rows (self->edits);

  /* GTK asks for no item of those that go, and no other may be asked for its row. */
  if (n_items < self->n_items)
    set_n_items (self, n_items);

  g_clear_pointer (&self->rows, g_array_unref);
  self->rows = rows;
  self->is_outdated = FALSE;
  renew_items (self);
  set_n_items (self, n_items);
  g_signal_emit (self, signals[SIGNAL_REPLACED], 0, self->is_asked);
}

/* The rows of the search before stay until there are new ones, so that nothing flickers while the
 * person types. */
static void
show_found (AttuneExampleList *self,
            Run               *run,
            gboolean           is_end)
{
  g_autoptr(GArray) found = NULL;

  g_mutex_lock (&run->mutex);
  found = g_steal_pointer (&run->found);
  run->found = g_array_new (FALSE, FALSE, sizeof (guint));
  run->is_scheduled = FALSE;
  g_mutex_unlock (&run->mutex);

  if (self->run != run || (found->len == 0 && (run->has_rows || !is_end)))
    return;

  if (!run->has_rows)
    {
      run->has_rows = TRUE;
      set_rows (self, g_steal_pointer (&found));
      return;
    }

  g_array_append_vals (self->rows, found->data, found->len);
  set_n_items (self, self->rows->len);
}

static gboolean
show_found_cb (gpointer user_data)
{
  Run *run = user_data;
  g_autoptr(AttuneExampleList) self = g_weak_ref_get (&run->list);

  if (self != NULL)
    show_found (self, run, FALSE);

  return G_SOURCE_REMOVE;
}

/* On the searching thread. Rows come faster than a window draws, so they are fetched together. */
static void
rows_found_cb (const guint *rows,
               gsize        n_rows,
               gpointer     user_data)
{
  Run *run = user_data;
  gboolean is_scheduled;

  g_mutex_lock (&run->mutex);
  g_array_append_vals (run->found, rows, n_rows);
  is_scheduled = run->is_scheduled;
  run->is_scheduled = TRUE;
  g_mutex_unlock (&run->mutex);

  if (!is_scheduled)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_found_cb, g_atomic_rc_box_acquire (run),
                     run_unref);
}

static DexFuture *
search_thread (gpointer user_data)
{
  Run *run = user_data;
  g_autoptr(GError) error = NULL;

  if (!attune_example_query_run (&run->query, run->file, run->edits, rows_found_cb, NULL, run,
                                 run->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static void
set_problem (AttuneExampleList *self,
             const char        *problem)
{
  if (g_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
end_run (AttuneExampleList *self)
{
  if (self->run == NULL)
    return;

  g_cancellable_cancel (self->run->cancellable);
  g_clear_pointer (&self->run, run_unref);
  dex_clear (&self->search);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

static DexFuture *
searched_cb (DexFuture *completed,
             gpointer   user_data)
{
  Run *run = user_data;
  g_autoptr(AttuneExampleList) self = g_weak_ref_get (&run->list);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->run != run)
    return NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    set_problem (self, error->message);

  /* One that could not be carried through has found something, perhaps. */
  show_found (self, run, error == NULL);

  g_clear_pointer (&self->run, run_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);

  return NULL;
}

static void
start_run (AttuneExampleList *self)
{
  Run *run = g_atomic_rc_box_new0 (Run);

  g_weak_ref_init (&run->list, self);
  g_mutex_init (&run->mutex);
  run->file = g_object_ref (self->file);
  run->edits = g_object_ref (self->edits);
  run->query = self->query;
  run->query.text = g_strdup (self->query.text);
  run->issues = g_memdup2 (self->issues, self->n_issues * sizeof (guint64));
  run->query.issues = run->issues;
  run->query.n_issues = self->n_issues;
  run->cancellable = g_cancellable_new ();
  run->found = g_array_new (FALSE, FALSE, sizeof (guint));

  self->run = run;
  self->is_outdated = TRUE;
  self->search = dex_future_finally (attune_thread_spawn ("attune-search", search_thread,
                                                          g_atomic_rc_box_acquire (run), run_unref),
                                     searched_cb, g_atomic_rc_box_acquire (run), run_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

static void
search_again (AttuneExampleList *self,
              gboolean           is_asked)
{
  end_run (self);
  self->is_asked = is_asked;
  set_problem (self, NULL);

  if (!attune_example_query_is_plain (&self->query))
    start_run (self);
  else if (self->rows != NULL)
    set_rows (self, NULL);
  else
    self->is_outdated = FALSE;
}

/* --- Changing --- */

static void
refresh (AttuneExampleList *self,
         AttuneRowSet      *rows)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer key;
  gpointer item;

  /* There are few items, and there may be a million rows. */
  g_hash_table_iter_init (&iter, self->items);

  while (g_hash_table_iter_next (&iter, &key, &item))
    {
      if (attune_row_set_contains (rows, attune_example_item_get_row (item)))
        g_ptr_array_add (items, g_object_ref (item));
    }

  for (guint i = 0; i < items->len; i++)
    attune_example_item_invalidate (items->pdata[i]);

  if (self->query.filter == ATTUNE_ROWS_EDITED || self->query.filter == ATTUNE_ROWS_OUT)
    {
      search_again (self, FALSE);
      return;
    }

  if (self->rows == NULL)
    set_n_items (self, attune_edits_get_n_rows (self->edits));
}

void
attune_example_list_begin_edit (AttuneExampleList *self)
{
  self->n_edits++;
}

/* @rows: (nullable): those that were changed, or %NULL when that failed */
void
attune_example_list_end_edit (AttuneExampleList *self,
                              AttuneRowSet      *rows)
{
  self->n_edits--;

  if (rows == NULL)
    return;

  refresh (self, rows);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

/* --- The class --- */

static void
attune_example_list_dispose (GObject *object)
{
  AttuneExampleList *self = (AttuneExampleList *)object;

  if (self->run != NULL)
    g_cancellable_cancel (self->run->cancellable);

  g_clear_pointer (&self->run, run_unref);
  dex_clear (&self->search);

  for (guint i = 0; i < CACHE_SIZE; i++)
    g_clear_object (&self->cache[i]);

  G_OBJECT_CLASS (attune_example_list_parent_class)->dispose (object);
}

static void
attune_example_list_finalize (GObject *object)
{
  AttuneExampleList *self = (AttuneExampleList *)object;

  g_clear_object (&self->file);
  g_clear_object (&self->edits);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->query.text, g_free);
  g_clear_pointer (&self->issues, g_free);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (attune_example_list_parent_class)->finalize (object);
}

static void
attune_example_list_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneExampleList *self = ATTUNE_EXAMPLE_LIST (object);

  switch (prop_id)
    {
    case PROP_SEARCHING:
      g_value_set_boolean (value, self->run != NULL);
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    case PROP_CAN_UNDO:
      g_value_set_boolean (value, attune_edits_can_undo (self->edits));
      break;

    case PROP_CAN_REDO:
      g_value_set_boolean (value, attune_edits_can_redo (self->edits));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_boolean (guint       prop_id,
                 const char *name)
{
  properties[prop_id] =
    g_param_spec_boolean (name, NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));
}

static void
attune_example_list_class_init (AttuneExampleListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_example_list_dispose;
  object_class->finalize = attune_example_list_finalize;
  object_class->get_property = attune_example_list_get_property;

  install_boolean (PROP_SEARCHING, "searching");
  install_boolean (PROP_CAN_UNDO, "can-undo");
  install_boolean (PROP_CAN_REDO, "can-redo");

  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_REPLACED] =
    g_signal_new ("replaced",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_EDITED] =
    g_signal_new ("edited",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_example_list_init (AttuneExampleList *self)
{
  self->items = g_hash_table_new (NULL, NULL);
}

AttuneExampleList *
attune_example_list_new (AttuneExampleFile *file,
                         AttuneEdits       *edits)
{
  AttuneExampleList *self;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (file), NULL);
  g_return_val_if_fail (ATTUNE_IS_EDITS (edits), NULL);

  self = g_object_new (ATTUNE_TYPE_EXAMPLE_LIST, NULL);
  self->file = g_object_ref (file);
  self->edits = g_object_ref (edits);
  self->n_items = attune_edits_get_n_rows (edits);

  return self;
}

AttuneExampleFile *
attune_example_list_get_file (AttuneExampleList *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), NULL);

  return self->file;
}

AttuneEdits *
attune_example_list_get_edits (AttuneExampleList *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), NULL);

  return self->edits;
}

const AttuneExampleQuery *
attune_example_list_get_query (AttuneExampleList *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), NULL);

  return &self->query;
}

/* Which rows are shown; what problems they have is known from attune_example_list_set_issues(). */
void
attune_example_list_set_query (AttuneExampleList        *self,
                               const AttuneExampleQuery *query)
{
  char *text;

  g_return_if_fail (ATTUNE_IS_EXAMPLE_LIST (self));
  g_return_if_fail (query != NULL);

  text = g_strdup (query->text);
  g_free (self->query.text);
  self->query = *query;
  self->query.text = text;
  search_again (self, TRUE);
}

/* Once for all kinds: there may be a million rows, and this is the main thread. */
static void
count_issues (AttuneExampleList *self)
{
  self->n_with_issues = 0;
  memset (self->issue_counts, 0, sizeof self->issue_counts);

  for (guint i = 0; i < self->n_issues; i++)
    {
      self->n_with_issues += self->issues[i] != 0;

      for (guint64 mask = self->issues[i]; mask != 0; mask &= mask - 1)
        self->issue_counts[__builtin_ctzll (mask)]++;
    }
}

/* Which problems each row of the file has, a bit for each AttuneIssueKind. */
void
attune_example_list_set_issues (AttuneExampleList *self,
                                const guint64     *masks,
                                guint              n_masks)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_LIST (self));
  g_return_if_fail (masks != NULL || n_masks == 0);

  g_free (self->issues);
  self->issues = g_memdup2 (masks, n_masks * sizeof (guint64));
  self->n_issues = n_masks;
  count_issues (self);

  if (self->query.filter == ATTUNE_ROWS_PROBLEMS)
    search_again (self, FALSE);
}

/* How many rows have a problem; of ATTUNE_ISSUE_NONE: any. */
guint64
attune_example_list_get_n_issues (AttuneExampleList *self,
                                  AttuneIssueKind    kind)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), 0);
  g_return_val_if_fail (kind >= ATTUNE_ISSUE_NONE && kind < ATTUNE_N_ISSUES, 0);

  return kind == ATTUNE_ISSUE_NONE ? self->n_with_issues : self->issue_counts[kind];
}

/* What is wrong with a row, a bit for each AttuneIssueKind; nothing while that is not known. */
guint64
attune_example_list_get_issues (AttuneExampleList *self,
                                guint              row)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), 0);

  return row < self->n_issues ? self->issues[row] : 0;
}

/* Which row is shown at @position. */
guint
attune_example_list_get_row (AttuneExampleList *self,
                             guint              position)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), 0);
  g_return_val_if_fail (position < self->n_items, 0);

  return get_row (self, position);
}

/* Whether a row is shown, and where. */
gboolean
attune_example_list_find (AttuneExampleList *self,
                          guint              row,
                          guint             *position)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  if (self->rows == NULL)
    {
      *position = row;
      return row < self->n_items;
    }

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (g_array_index (self->rows, guint, i) == row)
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* Whether changes are being written down. */
gboolean
attune_example_list_get_is_changing (AttuneExampleList *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), FALSE);

  return self->n_edits > 0;
}

gboolean
attune_example_list_get_searching (AttuneExampleList *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), FALSE);

  return self->run != NULL;
}

/* Whether what is shown was found by the search before: this one has found nothing, or is none. */
gboolean
attune_example_list_is_outdated (AttuneExampleList *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), FALSE);

  return self->is_outdated;
}

const char *
attune_example_list_get_problem (AttuneExampleList *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_LIST (self), NULL);

  return self->problem;
}
