/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter"

#include "config.h"

#include "attune-adapter-private.h"
#include "attune-profile-private.h"
#include "attune-wire-parse.h"

#define PAGE_LENGTH 100

static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  const AttuneEventInfo *event = a;
  const AttuneEventInfo *other = b;

  if (event->created_at != other->created_at)
    return event->created_at < other->created_at ? -1 : 1;

  if (!event->has_measures || !other->has_measures)
    return event->has_measures - other->has_measures;

  return event->measures.step < other->measures.step ? -1
         : event->measures.step > other->measures.step;
}

/* Where the only measures are those of the checkpoints, each of them is a point of the curve. */
static gboolean
add_curve (AttuneAdapter  *self,
           const char     *job_id,
           GPtrArray      *events,
           GError        **error)
{
  g_autoptr(GPtrArray) checkpoints = NULL;

  if ((checkpoints = attune_adapter_list_checkpoints (self, job_id, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < checkpoints->len; i++)
    {
      const AttuneCheckpointInfo *checkpoint = checkpoints->pdata[i];
      g_autofree char *id = g_strconcat ("measures:", checkpoint->id, NULL);

      g_ptr_array_add (events, attune_wire_new_measures (id, checkpoint->created_at,
                                                         &checkpoint->measures, -1));
    }

  attune_adapter_sort_events (events);

  return TRUE;
}

static GPtrArray *
attune_adapter_real_list_events (AttuneAdapter  *self,
                                 const char     *job_id,
                                 const char     *newest_known_id,
                                 GError        **error)
{
  AttuneProfile *profile = attune_adapter_get_profile (self);
  g_autoptr(GPtrArray) events = NULL;
  AttuneListQuery query = {
    .name = "events",
    .id = job_id,
    .until_id = newest_known_id,
    .limit = PAGE_LENGTH,
    .read = (AttuneReadFunc)attune_adapter_read_event,
    .free_record = (GDestroyNotify)attune_event_info_unref,
  };

  if (!attune_profile_can (profile, ATTUNE_ABILITY_EVENTS))
    return g_ptr_array_new_with_free_func (query.free_record);

  if (attune_profile_get_has_checkpoint_curve (profile))
    query.until_id = NULL;

  if ((events = attune_adapter_fetch_list (self, &query, error)) == NULL)
    return NULL;

  /* They come newest first. */
  for (guint i = 0; i < events->len / 2; i++)
    {
      gpointer other = events->pdata[events->len - 1 - i];

      events->pdata[events->len - 1 - i] = events->pdata[i];
      events->pdata[i] = other;
    }

  if (attune_profile_get_has_checkpoint_curve (profile) &&
      !add_curve (self, job_id, events, error))
    return NULL;

  return g_steal_pointer (&events);
}

/**
 * attune_adapter_class_init_events: (skip)
 * @klass: the base class
 */
void
attune_adapter_class_init_events (AttuneAdapterClass *klass)
{
  klass->list_events = attune_adapter_real_list_events;
}

/**
 * attune_adapter_sort_events: (skip)
 * @events: (element-type AttuneEventInfo): events of several sources
 *
 * Puts them in the order of time, and points of the curve of the same second in that of their step.
 */
void
attune_adapter_sort_events (GPtrArray *events)
{
  g_ptr_array_sort_values (events, compare_events);
}

/**
 * attune_adapter_list_events: (skip)
 * @self: an adapter
 * @job_id: a job
 * @newest_known_id: (nullable): the event that is known already
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full) (element-type AttuneEventInfo): the events, oldest first
 */
GPtrArray *
attune_adapter_list_events (AttuneAdapter  *self,
                            const char     *job_id,
                            const char     *newest_known_id,
                            GError        **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->list_events (self, job_id, newest_known_id, error);
}

/**
 * attune_adapter_list_checkpoints: (skip)
 * @self: an adapter
 * @job_id: a job
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full) (element-type AttuneCheckpointInfo): the states of the model that were
 *   kept; none where the provider keeps none
 */
GPtrArray *
attune_adapter_list_checkpoints (AttuneAdapter  *self,
                                 const char     *job_id,
                                 GError        **error)
{
  AttuneListQuery query = {
    .name = "checkpoints",
    .id = job_id,
    .limit = PAGE_LENGTH,
    .read = (AttuneReadFunc)attune_adapter_read_checkpoint,
    .free_record = (GDestroyNotify)attune_checkpoint_info_unref,
  };

  if (!attune_profile_can (attune_adapter_get_profile (self), ATTUNE_ABILITY_CHECKPOINTS))
    return g_ptr_array_new_with_free_func (query.free_record);

  return attune_adapter_fetch_list (self, &query, error);
}
