/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message-tree"

#include "config.h"

#include "attune-message-private.h"
#include "attune-message-tree-private.h"

struct _AttuneMessageTree
{
  GHashTable *messages;   /* id → AttuneMessage, which has it */
  GHashTable *children;   /* id, 0 for the beginning → GPtrArray of AttuneMessage, oldest first */
};

static gint64 *
id_new (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

static void
update_places (GPtrArray *siblings)
{
  for (guint i = 0; i < siblings->len; i++)
    attune_message_set_place (siblings->pdata[i], i, siblings->len);
}

/**
 * attune_message_tree_new: (skip)
 *
 * Returns: (transfer full): a tree without messages
 */
AttuneMessageTree *
attune_message_tree_new (void)
{
  AttuneMessageTree *self = g_new0 (AttuneMessageTree, 1);

  self->messages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->children = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                          (GDestroyNotify)g_ptr_array_unref);

  return self;
}

/**
 * attune_message_tree_free: (skip)
 * @self: (transfer full): a tree
 */
void
attune_message_tree_free (AttuneMessageTree *self)
{
  g_hash_table_unref (self->messages);
  g_hash_table_unref (self->children);
  g_free (self);
}

/**
 * attune_message_tree_find: (skip)
 * @self: a tree
 * @id: a message's id
 *
 * Returns: (transfer none) (nullable): the message
 */
AttuneMessage *
attune_message_tree_find (AttuneMessageTree *self,
                          gint64             id)
{
  return g_hash_table_lookup (self->messages, &id);
}

/**
 * attune_message_tree_add: (skip)
 * @self: a tree
 * @message: a message that has its id, and follows one that is in the tree or nothing
 *
 * Ids grow, so that the newest of siblings comes last.
 */
void
attune_message_tree_add (AttuneMessageTree *self,
                         AttuneMessage     *message)
{
  gint64 parent_id = attune_message_get_parent_id (message);
  GPtrArray *siblings;
  guint at;

  /* Parents are older. What a damaged file says otherwise must not lead round in circles. */
  if (parent_id >= attune_message_get_id (message))
    {
      parent_id = 0;
      attune_message_set_parent_id (message, parent_id);
    }

  siblings = g_hash_table_lookup (self->children, &parent_id);

  if (siblings == NULL)
    {
      siblings = g_ptr_array_new ();
      g_hash_table_insert (self->children, id_new (parent_id), siblings);
    }

  at = siblings->len;

  while (at > 0 &&
         attune_message_get_id (siblings->pdata[at - 1]) > attune_message_get_id (message))
    at--;

  g_ptr_array_insert (siblings, at, message);
  g_hash_table_insert (self->messages, id_new (attune_message_get_id (message)),
                       g_object_ref (message));
  update_places (siblings);
}

/**
 * attune_message_tree_remove: (skip)
 * @self: a tree
 * @message: a message
 *
 * Takes it out; what follows it can no longer be reached.
 */
void
attune_message_tree_remove (AttuneMessageTree *self,
                            AttuneMessage     *message)
{
  g_autoptr(AttuneMessage) removed = g_object_ref (message);
  gint64 parent_id = attune_message_get_parent_id (message);
  gint64 id = attune_message_get_id (message);
  GPtrArray *siblings = g_hash_table_lookup (self->children, &parent_id);

  if (siblings != NULL && g_ptr_array_remove (siblings, message))
    update_places (siblings);

  g_hash_table_remove (self->messages, &id);
}

/**
 * attune_message_tree_get_children: (skip)
 * @self: a tree
 * @parent_id: a message's id, or 0 for the first ones
 *
 * Returns: (transfer none) (nullable) (element-type AttuneMessage): what follows it, oldest first
 */
GPtrArray *
attune_message_tree_get_children (AttuneMessageTree *self,
                                  gint64             parent_id)
{
  GPtrArray *children = g_hash_table_lookup (self->children, &parent_id);

  return children != NULL && children->len > 0 ? children : NULL;
}

/**
 * attune_message_tree_find_leaf: (skip)
 * @self: a tree
 * @id: a message's id, or 0 for the beginning
 *
 * Returns: the end of the newest branch that goes through it
 */
gint64
attune_message_tree_find_leaf (AttuneMessageTree *self,
                               gint64             id)
{
  GPtrArray *children;

  while ((children = attune_message_tree_get_children (self, id)) != NULL)
    id = attune_message_get_id (children->pdata[children->len - 1]);

  return id;
}

/**
 * attune_message_tree_list_path: (skip)
 * @self: a tree
 * @leaf_id: a message's id
 *
 * Returns: (transfer full) (element-type AttuneMessage): what leads from the beginning to it
 */
GPtrArray *
attune_message_tree_list_path (AttuneMessageTree *self,
                               gint64             leaf_id)
{
  GPtrArray *path = g_ptr_array_new_with_free_func (g_object_unref);
  AttuneMessage *message = attune_message_tree_find (self, leaf_id);

  while (message != NULL)
    {
      g_ptr_array_add (path, g_object_ref (message));
      message = attune_message_tree_find (self, attune_message_get_parent_id (message));
    }

  for (guint i = 0; i < path->len / 2; i++)
    {
      gpointer last = path->pdata[path->len - 1 - i];

      path->pdata[path->len - 1 - i] = path->pdata[i];
      path->pdata[i] = last;
    }

  return path;
}
