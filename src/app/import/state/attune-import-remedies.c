/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-remedies"

#include "config.h"

#include "attune-import-remedies.h"

struct _AttuneImportRemedies
{
  GObject  parent_instance;

  GArray  *masks;      /* of guint64: what was wanted, one change after another */
  guint    position;   /* of what is wanted now */
};

enum {
  PROP_0,
  PROP_MASK,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneImportRemedies, attune_import_remedies, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
notify_all (AttuneImportRemedies *self)
{
  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static void
attune_import_remedies_finalize (GObject *object)
{
  AttuneImportRemedies *self = (AttuneImportRemedies *)object;

  g_clear_pointer (&self->masks, g_array_unref);

  G_OBJECT_CLASS (attune_import_remedies_parent_class)->finalize (object);
}

static void
attune_import_remedies_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  AttuneImportRemedies *self = ATTUNE_IMPORT_REMEDIES (object);

  switch (prop_id)
    {
    case PROP_MASK:
      g_value_set_uint64 (value, attune_import_remedies_get_mask (self));
      break;

    case PROP_CAN_UNDO:
      g_value_set_boolean (value, attune_import_remedies_get_can_undo (self));
      break;

    case PROP_CAN_REDO:
      g_value_set_boolean (value, attune_import_remedies_get_can_redo (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_remedies_class_init (AttuneImportRemediesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_import_remedies_finalize;
  object_class->get_property = attune_import_remedies_get_property;

  properties[PROP_MASK] =
    g_param_spec_uint64 ("mask", NULL, NULL,
                         0, G_MAXUINT64, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_CAN_UNDO] =
    g_param_spec_boolean ("can-undo", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_CAN_REDO] =
    g_param_spec_boolean ("can-redo", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_import_remedies_init (AttuneImportRemedies *self)
{
  guint64 none = 0;

  self->masks = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_array_append_val (self->masks, none);
}

AttuneImportRemedies *
attune_import_remedies_new (void)
{
  return g_object_new (ATTUNE_TYPE_IMPORT_REMEDIES, NULL);
}

/* Forgets every change: another file. */
void
attune_import_remedies_reset (AttuneImportRemedies *self,
                              guint64               mask)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_REMEDIES (self));

  g_array_set_size (self->masks, 0);
  g_array_append_val (self->masks, mask);
  self->position = 0;
  notify_all (self);
}

guint64
attune_import_remedies_get_mask (AttuneImportRemedies *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_REMEDIES (self), 0);

  return g_array_index (self->masks, guint64, self->position);
}

gboolean
attune_import_remedies_has (AttuneImportRemedies *self,
                            guint                 remedy)
{
  g_return_val_if_fail (remedy < 64, FALSE);

  return (attune_import_remedies_get_mask (self) & (G_GUINT64_CONSTANT (1) << remedy)) != 0;
}

void
attune_import_remedies_set (AttuneImportRemedies *self,
                            guint                 remedy,
                            gboolean              is_wanted)
{
  guint64 mask;
  guint64 bit;

  g_return_if_fail (ATTUNE_IS_IMPORT_REMEDIES (self));
  g_return_if_fail (remedy < 64);

  bit = G_GUINT64_CONSTANT (1) << remedy;
  mask = attune_import_remedies_get_mask (self);

  if (((mask & bit) != 0) == (is_wanted != FALSE))
    return;

  mask ^= bit;
  g_array_set_size (self->masks, self->position + 1);
  g_array_append_val (self->masks, mask);
  self->position++;
  notify_all (self);
}

gboolean
attune_import_remedies_get_can_undo (AttuneImportRemedies *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_REMEDIES (self), FALSE);

  return self->position > 0;
}

gboolean
attune_import_remedies_get_can_redo (AttuneImportRemedies *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_REMEDIES (self), FALSE);

  return self->position + 1 < self->masks->len;
}

void
attune_import_remedies_undo (AttuneImportRemedies *self)
{
  g_return_if_fail (attune_import_remedies_get_can_undo (self));

  self->position--;
  notify_all (self);
}

void
attune_import_remedies_redo (AttuneImportRemedies *self)
{
  g_return_if_fail (attune_import_remedies_get_can_redo (self));

  self->position++;
  notify_all (self);
}
