/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-rescue-item"

#include "config.h"

#include "attune-rescue-item.h"

struct _AttuneRescueItem
{
  GObject            parent_instance;

  AttuneJob         *job;
  AttuneRescueState  state;
  char              *text;
};

enum {
  PROP_0,
  PROP_JOB,
  PROP_STATE,
  PROP_TEXT,
  N_PROPS
};

G_DEFINE_ENUM_TYPE (AttuneRescueState, attune_rescue_state,
                    G_DEFINE_ENUM_VALUE (ATTUNE_RESCUE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_RESCUE_FETCHING, "fetching"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_RESCUE_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_RESCUE_PARTIAL, "partial"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_RESCUE_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (AttuneRescueItem, attune_rescue_item, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_rescue_item_finalize (GObject *object)
{
  AttuneRescueItem *self = (AttuneRescueItem *)object;

  g_clear_object (&self->job);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (attune_rescue_item_parent_class)->finalize (object);
}

static void
attune_rescue_item_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AttuneRescueItem *self = ATTUNE_RESCUE_ITEM (object);

  switch (prop_id)
    {
    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_rescue_item_class_init (AttuneRescueItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_rescue_item_finalize;
  object_class->get_property = attune_rescue_item_get_property;

  properties[PROP_JOB] =
    g_param_spec_object ("job", NULL, NULL,
                         ATTUNE_TYPE_JOB,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL,
                       ATTUNE_TYPE_RESCUE_STATE,
                       ATTUNE_RESCUE_WAITING,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_rescue_item_init (AttuneRescueItem *self)
{
}

/**
 * attune_rescue_item_new:
 * @job: a fine-tune
 *
 * Returns: (transfer full): an item that waits for its turn
 */
AttuneRescueItem *
attune_rescue_item_new (AttuneJob *job)
{
  AttuneRescueItem *self;

  g_return_val_if_fail (ATTUNE_IS_JOB (job), NULL);

  self = g_object_new (ATTUNE_TYPE_RESCUE_ITEM, NULL);
  self->job = g_object_ref (job);

  return self;
}

/**
 * attune_rescue_item_get_job:
 * @self: an item
 *
 * Returns: (transfer none): the fine-tune
 */
AttuneJob *
attune_rescue_item_get_job (AttuneRescueItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_RESCUE_ITEM (self), NULL);

  return self->job;
}

/**
 * attune_rescue_item_get_state:
 * @self: an item
 *
 * Returns: how far it is
 */
AttuneRescueState
attune_rescue_item_get_state (AttuneRescueItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_RESCUE_ITEM (self), ATTUNE_RESCUE_WAITING);

  return self->state;
}

/**
 * attune_rescue_item_get_text:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): a sentence on what came of it
 */
const char *
attune_rescue_item_get_text (AttuneRescueItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_RESCUE_ITEM (self), NULL);

  return self->text;
}

/**
 * attune_rescue_item_set:
 * @self: an item
 * @state: how far it is now
 * @text: (nullable): a sentence on it
 */
void
attune_rescue_item_set (AttuneRescueItem  *self,
                        AttuneRescueState  state,
                        const char        *text)
{
  g_return_if_fail (ATTUNE_IS_RESCUE_ITEM (self));

  if (g_set_str (&self->text, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);

  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
}
