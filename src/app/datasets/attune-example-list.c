/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-list"

#include "config.h"

#include <gio/gio.h>

#include "attune-example-list.h"

/* A GtkListView keeps about two hundred rows; scrolling back a little then reads nothing anew. */
#define CACHE_SIZE 256

struct _AttuneExampleList
{
  GObject            parent_instance;

  AttuneExampleFile *file;
  AttuneExampleItem *cache[CACHE_SIZE];   /* the slot of a position is its remainder */
};

static GType
attune_example_list_get_item_type (GListModel *model)
{
  return ATTUNE_TYPE_EXAMPLE_ITEM;
}

static guint
attune_example_list_get_n_items (GListModel *model)
{
  AttuneExampleList *self = (AttuneExampleList *)model;

  return attune_example_file_get_n_examples (self->file);
}

static gpointer
attune_example_list_get_item (GListModel *model,
                              guint       position)
{
  AttuneExampleList *self = (AttuneExampleList *)model;
  AttuneExampleItem **slot;

  if (position >= attune_example_file_get_n_examples (self->file))
    return NULL;

  slot = &self->cache[position % CACHE_SIZE];

  if (*slot == NULL || attune_example_item_get_position (*slot) != position)
    {
      g_clear_object (slot);
      *slot = attune_example_item_new (self->file, position);
    }

  return g_object_ref (*slot);
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

static void
attune_example_list_finalize (GObject *object)
{
  AttuneExampleList *self = (AttuneExampleList *)object;

  for (guint i = 0; i < CACHE_SIZE; i++)
    g_clear_object (&self->cache[i]);

  g_clear_object (&self->file);

  G_OBJECT_CLASS (attune_example_list_parent_class)->finalize (object);
}

static void
attune_example_list_class_init (AttuneExampleListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_example_list_finalize;
}

static void
attune_example_list_init (AttuneExampleList *self)
{
}

AttuneExampleList *
attune_example_list_new (AttuneExampleFile *file)
{
  AttuneExampleList *self;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (file), NULL);

  self = g_object_new (ATTUNE_TYPE_EXAMPLE_LIST, NULL);
  self->file = g_object_ref (file);

  return self;
}
