/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter-together"

#include "config.h"

#include <math.h>
#include <string.h>

#include "attune-adapter-private.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-wire-parse.h"

/* Together AI: events without names, and the measures in a list of their own. */
typedef struct
{
  AttuneAdapter parent_instance;
} AttuneAdapterTogether;

typedef AttuneAdapterClass AttuneAdapterTogetherClass;

G_DEFINE_FINAL_TYPE (AttuneAdapterTogether, attune_adapter_together, ATTUNE_TYPE_ADAPTER)

/* "warning", "legacy_iwarning", "legacy_ierror". */
static const char *
get_level (const char *word)
{
  if (word != NULL && strstr (word, "error") != NULL)
    return "error";

  return word != NULL && strstr (word, "warning") != NULL ? "warn" : "info";
}

static AttuneEventInfo *
attune_adapter_together_read_event (AttuneAdapter  *adapter,
                                    JsonObject     *object,
                                    GError        **error)
{
  AttuneEventInfo *event;

  event = ATTUNE_ADAPTER_CLASS (attune_adapter_together_parent_class)->read_event (adapter, object,
                                                                                   error);

  if (event == NULL)
    return NULL;

  g_set_str (&event->level, get_level (event->level));
  event->total_steps = attune_wire_get_int (object, "total_steps", -1);

  return event;
}

/* {"train/global_step": 10, "train/loss": 1.5, "eval/loss": 1.6}, of which any may be missing. */
static AttuneEventInfo *
read_metrics (JsonObject *object,
              gint64      total_steps)
{
  g_autofree char *id = NULL;
  AttuneMeasures measures;

  attune_measures_init (&measures);
  measures.step = attune_wire_get_int (object, "train/global_step",
                                       attune_wire_get_int (object, "eval/global_step", 0));
  measures.train_loss = attune_wire_get_double (object, "train/loss", NAN);
  measures.valid_loss = attune_wire_get_double (object, "eval/loss", NAN);

  if (isnan (measures.train_loss) && isnan (measures.valid_loss))
    return NULL;

  id = g_strdup_printf ("measures:%" G_GINT64_FORMAT "%s", measures.step,
                        isnan (measures.train_loss) ? ":eval" : "");

  return attune_wire_new_measures (id, attune_wire_get_time (object, "logged_at"), &measures,
                                   total_steps);
}

static gint64
find_total_steps (GPtrArray *events)
{
  gint64 total_steps = -1;

  for (guint i = 0; i < events->len; i++)
    total_steps = MAX (total_steps, ((AttuneEventInfo *)events->pdata[i])->total_steps);

  return total_steps;
}

static gboolean
add_metrics (AttuneAdapter  *adapter,
             const char     *job_id,
             GPtrArray      *events,
             GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(JsonObject) answer = NULL;
  gint64 total_steps = find_total_steps (events);
  JsonArray *metrics;

  answer = attune_adapter_get_object (adapter, "metrics", job_id, &local_error);

  /* The list is younger than some jobs, and does not exist before the first step. */
  if (g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    return TRUE;

  if (answer == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  metrics = attune_json_get_array (answer, "metrics");

  for (guint i = 0; metrics != NULL && i < json_array_get_length (metrics); i++)
    {
      JsonNode *node = json_array_get_element (metrics, i);
      AttuneEventInfo *event = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        event = read_metrics (json_node_get_object (node), total_steps);

      if (event != NULL)
        g_ptr_array_add (events, event);
    }

  return TRUE;
}

static GPtrArray *
attune_adapter_together_list_events (AttuneAdapter  *adapter,
                                     const char     *job_id,
                                     const char     *newest_known_id,
                                     GError        **error)
{
  AttuneAdapterClass *parent_class = ATTUNE_ADAPTER_CLASS (attune_adapter_together_parent_class);
  g_autoptr(GPtrArray) events = NULL;

  /* Both lists come whole, and either may get something older than what the other has. */
  events = parent_class->list_events (adapter, job_id, NULL, error);

  if (events == NULL || !add_metrics (adapter, job_id, events, error))
    return NULL;

  attune_adapter_sort_events (events);

  return g_steal_pointer (&events);
}

static void
attune_adapter_together_class_init (AttuneAdapterTogetherClass *klass)
{
  AttuneAdapterClass *adapter_class = ATTUNE_ADAPTER_CLASS (klass);

  adapter_class->read_event = attune_adapter_together_read_event;
  adapter_class->list_events = attune_adapter_together_list_events;
}

static void
attune_adapter_together_init (AttuneAdapterTogether *self)
{
}
