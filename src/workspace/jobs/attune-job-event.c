/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-event"

#include "config.h"

#include "attune-job-event.h"

struct _AttuneJobEvent
{
  GObject  parent_instance;

  char    *id;
  char    *level;
  char    *message;
  gint64   created_at;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_CREATED_AT,
  PROP_LEVEL,
  PROP_MESSAGE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneJobEvent, attune_job_event, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_job_event_finalize (GObject *object)
{
  AttuneJobEvent *self = (AttuneJobEvent *)object;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->level, g_free);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (attune_job_event_parent_class)->finalize (object);
}

static void
attune_job_event_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AttuneJobEvent *self = ATTUNE_JOB_EVENT (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_CREATED_AT:
      g_value_set_int64 (value, self->created_at);
      break;

    case PROP_LEVEL:
      g_value_set_string (value, self->level);
      break;

    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_event_class_init (AttuneJobEventClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_job_event_finalize;
  object_class->get_property = attune_job_event_get_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_CREATED_AT] =
    g_param_spec_int64 ("created-at", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_LEVEL] =
    g_param_spec_string ("level", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_MESSAGE] =
    g_param_spec_string ("message", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_job_event_init (AttuneJobEvent *self)
{
}

/**
 * attune_job_event_new:
 * @id: the provider's name for it
 * @created_at: when it happened, Unix seconds
 * @level: "info", "warn" or "error"
 * @message: what happened, in the provider's words
 *
 * Returns: (transfer full): an event
 */
AttuneJobEvent *
attune_job_event_new (const char *id,
                      gint64      created_at,
                      const char *level,
                      const char *message)
{
  AttuneJobEvent *self = g_object_new (ATTUNE_TYPE_JOB_EVENT, NULL);

  self->id = g_strdup (id);
  self->created_at = created_at;
  self->level = g_strdup (level);
  self->message = g_strdup (message);

  return self;
}

/**
 * attune_job_event_get_id:
 * @self: an event
 *
 * Returns: (transfer none): the provider's name for it
 */
const char *
attune_job_event_get_id (AttuneJobEvent *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_EVENT (self), NULL);

  return self->id;
}

/**
 * attune_job_event_get_created_at:
 * @self: an event
 *
 * Returns: when it happened, Unix seconds
 */
gint64
attune_job_event_get_created_at (AttuneJobEvent *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_EVENT (self), 0);

  return self->created_at;
}

/**
 * attune_job_event_get_level:
 * @self: an event
 *
 * Returns: (transfer none): "info", "warn" or "error"
 */
const char *
attune_job_event_get_level (AttuneJobEvent *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_EVENT (self), NULL);

  return self->level;
}

/**
 * attune_job_event_get_message:
 * @self: an event
 *
 * Returns: (transfer none): what happened, in the provider's words
 */
const char *
attune_job_event_get_message (AttuneJobEvent *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_EVENT (self), NULL);

  return self->message;
}
