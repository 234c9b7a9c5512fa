/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-comparison"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-comparison-private.h"
#include "attune-conversation-private.h"
#include "attune-workspace-private.h"

enum {
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_IS_BLIND,
  PROP_IS_ANSWERING,
  PROP_N_TURNS,
  PROP_UPDATED_AT,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneComparison, attune_comparison, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

/* A change of the comparison's own words. */
typedef struct
{
  AttuneComparison    *comparison;
  AttuneComparisonRow *row;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->comparison);
  attune_comparison_row_free (change->row);
  g_free (change);
}

static void
notify (AttuneComparison *self,
        guint             prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
update_answering (AttuneComparison *self)
{
  g_autoptr(GPtrArray) columns = attune_comparison_list_columns (self);
  gboolean is_answering = self->is_asking;

  for (guint i = 0; i < columns->len && !is_answering; i++)
    is_answering = attune_conversation_get_is_answering (columns->pdata[i]);

  if (self->is_answering != is_answering)
    {
      self->is_answering = is_answering;
      notify (self, PROP_IS_ANSWERING);
    }
}

static void
messages_changed_cb (AttuneComparison *self)
{
  notify (self, PROP_N_TURNS);
}

/* The same order for the same seed, so that a comparison that was shuffled looks the same after a
 * restart, and once it is no longer blind: what has a name now stays where it stood. */
static void
update_order (AttuneComparison *self)
{
  guint n_columns = g_list_model_get_n_items (G_LIST_MODEL (self->columns));
  g_autoptr(GRand) rand = g_rand_new_with_seed ((guint32)self->row->seed);
  guint *order;

  g_array_set_size (self->order, n_columns);
  order = (guint *)(void *)self->order->data;

  for (guint i = 0; i < n_columns; i++)
    order[i] = i;

  for (guint i = n_columns; self->row->seed != ATTUNE_COMPARISON_NO_SEED && i > 1; i--)
    {
      guint other = g_rand_int_range (rand, 0, i);
      guint column = order[i - 1];

      order[i - 1] = order[other];
      order[other] = column;
    }
}

static DexFuture *
attune_comparison_change_fiber (gpointer user_data)
{
  Change *change = user_data;
  g_autoptr(GError) error = NULL;

  if (!attune_comparison_save (change->comparison, change->row, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* Takes over @row. */
static DexFuture *
change (AttuneComparison    *self,
        AttuneComparisonRow *row)
{
  Change *change = g_new0 (Change, 1);

  change->comparison = g_object_ref (self);
  change->row = row;

  return dex_scheduler_spawn (NULL, 0, attune_comparison_change_fiber, change, change_free);
}

static void
attune_comparison_dispose (GObject *object)
{
  AttuneComparison *self = (AttuneComparison *)object;

  g_clear_object (&self->columns);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (attune_comparison_parent_class)->dispose (object);
}

static void
attune_comparison_finalize (GObject *object)
{
  AttuneComparison *self = (AttuneComparison *)object;

  g_clear_pointer (&self->row, attune_comparison_row_free);
  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->votes, g_hash_table_unref);

  G_OBJECT_CLASS (attune_comparison_parent_class)->finalize (object);
}

static void
attune_comparison_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  AttuneComparison *self = ATTUNE_COMPARISON (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->row->id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, attune_comparison_get_title (self));
      break;

    case PROP_IS_BLIND:
      g_value_set_boolean (value, self->row->is_blind);
      break;

    case PROP_IS_ANSWERING:
      g_value_set_boolean (value, self->is_answering);
      break;

    case PROP_N_TURNS:
      g_value_set_uint (value, attune_comparison_get_n_turns (self));
      break;

    case PROP_UPDATED_AT:
      g_value_set_int64 (value, self->row->updated_at);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_comparison_class_init (AttuneComparisonClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_comparison_dispose;
  object_class->finalize = attune_comparison_finalize;
  object_class->get_property = attune_comparison_get_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_IS_BLIND] =
    g_param_spec_boolean ("is-blind", NULL, NULL, FALSE, flags);
  properties[PROP_IS_ANSWERING] =
    g_param_spec_boolean ("is-answering", NULL, NULL, FALSE, flags);
  properties[PROP_N_TURNS] =
    g_param_spec_uint ("n-turns", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_UPDATED_AT] =
    g_param_spec_int64 ("updated-at", NULL, NULL, 0, G_MAXINT64, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * AttuneComparison::vote-changed:
   * @self: a comparison
   * @turn: of which question
   */
  g_signal_new ("vote-changed",
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
attune_comparison_init (AttuneComparison *self)
{
  self->row = g_new0 (AttuneComparisonRow, 1);
  self->columns = g_list_store_new (ATTUNE_TYPE_CONVERSATION);
  self->order = g_array_new (FALSE, TRUE, sizeof (guint));
  self->votes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify)g_ptr_array_unref);

  /* Before anybody else hears that the columns are others. */
  g_signal_connect_object (self->columns, "items-changed", G_CALLBACK (update_order), self,
                           G_CONNECT_SWAPPED);
}

/**
 * attune_comparison_new:
 * @store: where it is
 * @row: what the store holds
 *
 * Returns: (transfer full): a comparison, without columns yet
 */
AttuneComparison *
attune_comparison_new (AttuneStore               *store,
                       const AttuneComparisonRow *row)
{
  AttuneComparison *self = g_object_new (ATTUNE_TYPE_COMPARISON, NULL);

  self->store = g_object_ref (store);
  g_clear_pointer (&self->row, attune_comparison_row_free);
  self->row = attune_comparison_row_copy (row);

  return self;
}

/**
 * attune_comparison_apply:
 * @self: a comparison
 * @row: what the store holds now
 */
void
attune_comparison_apply (AttuneComparison          *self,
                         const AttuneComparisonRow *row)
{
  g_return_if_fail (ATTUNE_IS_COMPARISON (self));

  if (g_set_str (&self->row->title, row->title))
    notify (self, PROP_TITLE);

  if (self->row->is_blind != row->is_blind || self->row->seed != row->seed)
    {
      self->row->is_blind = row->is_blind;
      self->row->seed = row->seed;
      update_order (self);
      notify (self, PROP_IS_BLIND);
    }

  attune_comparison_touch (self, row->updated_at);
}

/**
 * attune_comparison_apply_columns:
 * @self: a comparison
 * @columns: (element-type AttuneConversation): its columns, in order
 */
void
attune_comparison_apply_columns (AttuneComparison *self,
                                 GPtrArray        *columns)
{
  g_return_if_fail (ATTUNE_IS_COMPARISON (self));

  for (guint i = 0; i < columns->len; i++)
    {
      guint position;

      if (g_list_store_find (self->columns, columns->pdata[i], &position))
        continue;

      g_signal_connect_object (columns->pdata[i], "notify::is-answering",
                               G_CALLBACK (update_answering), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (attune_conversation_get_messages (columns->pdata[i]),
                               "items-changed", G_CALLBACK (messages_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }

  attune_list_store_assign (self->columns, columns);
  update_answering (self);
}

/**
 * attune_comparison_touch:
 * @self: a comparison
 * @updated_at: when it changed last, Unix seconds
 */
void
attune_comparison_touch (AttuneComparison *self,
                         gint64            updated_at)
{
  if (self->row->updated_at != updated_at)
    {
      self->row->updated_at = updated_at;
      notify (self, PROP_UPDATED_AT);
    }
}

/**
 * attune_comparison_set_asking:
 * @self: a comparison
 * @is_asking: whether all columns are being asked, from before the first to after the last answer
 */
void
attune_comparison_set_asking (AttuneComparison *self,
                              gboolean          is_asking)
{
  self->is_asking = is_asking;
  update_answering (self);
}

/**
 * attune_comparison_list_columns:
 * @self: a comparison
 *
 * Returns: (transfer full) (element-type AttuneConversation): its columns, which stay the same
 *   while the array is used
 */
GPtrArray *
attune_comparison_list_columns (AttuneComparison *self)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->columns)); i++)
    g_ptr_array_add (columns, g_list_model_get_item (G_LIST_MODEL (self->columns), i));

  return columns;
}

/**
 * attune_comparison_save:
 * @self: a comparison
 * @row: what it shall be
 * @error: return location for an error
 *
 * To be called in a fiber.
 *
 * Returns: whether it is stored, and shown
 */
gboolean
attune_comparison_save (AttuneComparison           *self,
                        const AttuneComparisonRow  *row,
                        GError                    **error)
{
  if (!dex_await (attune_store_save_comparison (self->store, row), error))
    return FALSE;

  attune_comparison_apply (self, row);

  return TRUE;
}

/**
 * attune_comparison_get_id:
 * @self: a comparison
 *
 * Returns: (transfer none): our name for it
 */
const char *
attune_comparison_get_id (AttuneComparison *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), NULL);

  return self->row->id;
}

/**
 * attune_comparison_get_title:
 * @self: a comparison
 *
 * Returns: (transfer none): the first words of it, or what the person called it
 */
const char *
attune_comparison_get_title (AttuneComparison *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), NULL);

  return self->row->title != NULL ? self->row->title : _("New Comparison");
}

/**
 * attune_comparison_get_is_blind:
 * @self: a comparison
 *
 * Returns: whether the person shall not know which column is whose
 */
gboolean
attune_comparison_get_is_blind (AttuneComparison *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), FALSE);

  return self->row->is_blind;
}

/**
 * attune_comparison_get_is_answering:
 * @self: a comparison
 *
 * Returns: whether an answer is coming in any column
 */
gboolean
attune_comparison_get_is_answering (AttuneComparison *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), FALSE);

  return self->is_answering;
}

/**
 * attune_comparison_get_updated_at:
 * @self: a comparison
 *
 * Returns: when something was asked last, Unix seconds
 */
gint64
attune_comparison_get_updated_at (AttuneComparison *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), 0);

  return self->row->updated_at;
}

/**
 * attune_comparison_get_columns:
 * @self: a comparison
 *
 * Returns: (transfer none): a list of #AttuneConversation, in the order in which they were chosen;
 *   for the one in which they stand see attune_comparison_get_order()
 */
GListModel *
attune_comparison_get_columns (AttuneComparison *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), NULL);

  return G_LIST_MODEL (self->columns);
}

/**
 * attune_comparison_get_order:
 * @self: a comparison
 * @n_columns: (out): how many columns there are
 *
 * Returns: (transfer none) (array length=n_columns): which column stands where, from the left
 */
const guint *
attune_comparison_get_order (AttuneComparison *self,
                             guint            *n_columns)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), NULL);
  g_return_val_if_fail (n_columns != NULL, NULL);

  *n_columns = self->order->len;

  return (guint *)(void *)self->order->data;
}

/* Among several columns with the same model the second is the second one; 0 for a model alone. */
static guint
get_number (AttuneComparison *self,
            guint             column)
{
  g_autoptr(GPtrArray) columns = attune_comparison_list_columns (self);
  const AttuneConversation *wanted = columns->pdata[column];
  guint number = 0;
  guint n_same = 0;

  for (guint i = 0; i < columns->len; i++)
    {
      const AttuneConversation *other = columns->pdata[i];

      if (!g_str_equal (other->row->account_id, wanted->row->account_id) ||
          !g_str_equal (other->row->model, wanted->row->model))
        continue;

      n_same++;
      if (i <= column)
        number++;
    }

  return n_same > 1 ? number : 0;
}

/**
 * attune_comparison_dup_label:
 * @self: a comparison
 * @column: a column, from 0
 * @name: what its model is called
 *
 * Returns: (transfer full): what the column is called: a letter while nobody shall know which model
 *   it is, and otherwise @name, with a number when several columns have the same model
 */
char *
attune_comparison_dup_label (AttuneComparison *self,
                             guint             column,
                             const char       *name)
{
  guint number;

  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), NULL);
  g_return_val_if_fail (column < self->order->len, NULL);

  for (guint i = 0; self->row->is_blind && i < self->order->len; i++)
    if (g_array_index (self->order, guint, i) == column)
      /* Translators: a model whose name shall not be known; %c is a letter from A to D. */
      return g_strdup_printf (_("Model %c"), 'A' + i);

  number = get_number (self, column);

  /* Translators: the name of a model, and which of several columns with this model it is. */
  return number > 0 ? g_strdup_printf (_("%s (%u)"), name, number) : g_strdup (name);
}

/**
 * attune_comparison_create_seed:
 *
 * Returns: a seed of a new order of the columns
 */
gint64
attune_comparison_create_seed (void)
{
  return (gint64)g_random_int () + 1;
}

/**
 * attune_comparison_set_title:
 * @self: a comparison
 * @title: what the person calls it
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and shown
 */
DexFuture *
attune_comparison_set_title (AttuneComparison *self,
                             const char       *title)
{
  AttuneComparisonRow *row;

  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (self));
  dex_return_error_if_fail (title != NULL && *title != '\0');

  row = attune_comparison_row_copy (self->row);
  g_set_str (&row->title, title);

  return change (self, row);
}

/**
 * attune_comparison_set_blind:
 * @self: a comparison
 * @is_blind: whether the person shall not know which column is whose
 *
 * Each time that it becomes blind, the columns are shuffled anew; they stay so when it no longer
 * is.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and shown
 */
DexFuture *
attune_comparison_set_blind (AttuneComparison *self,
                             gboolean          is_blind)
{
  AttuneComparisonRow *row;

  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (self));

  row = attune_comparison_row_copy (self->row);
  row->is_blind = is_blind;

  if (is_blind && !self->row->is_blind)
    row->seed = attune_comparison_create_seed ();

  return change (self, row);
}
