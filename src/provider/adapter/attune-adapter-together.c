/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter-together"

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-adapter-private.h"
#include "attune-error.h"
#include "attune-job-body.h"
#include "attune-json.h"
#include "attune-wire-parse.h"

/* Together AI: events without names, the measures in a list of their own, and a price that is told
 * before a job is created. */
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

/* Where the person's limit is to be kept a price must be known; else a job may be tried without. */
static gboolean
may_try_without_price (AttuneJobRequest *request,
                       const GError     *error)
{
  if (attune_job_request_get_spending_limit (request) > 0)
    return FALSE;

  return (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_SERVER) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL));
}

static JsonNode *
build_price_body (AttuneAdapter    *adapter,
                  AttuneJobRequest *request)
{
  static const char * const members[] = {
    "training_file", "validation_file", "model", "from_checkpoint", "n_epochs", "n_evals",
    "training_method", "training_type",
  };
  g_autoptr(JsonNode) body = attune_adapter_build_job (adapter, request);
  g_autoptr(JsonObject) question = json_object_new ();
  JsonObject *object = json_node_get_object (body);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (json_object_has_member (object, members[i]))
      json_object_set_member (question, members[i],
                              json_node_copy (json_object_get_member (object, members[i])));

  return json_node_init_object (json_node_alloc (), question);
}

/* {"estimated_total_price": 1.25, "allowed_to_proceed": true, "user_limit": 50}, in USD. */
static gboolean
attune_adapter_together_ask_price (AttuneAdapter     *adapter,
                                   AttuneJobRequest  *request,
                                   double            *price,
                                   GError           **error)
{
  g_autofree char *path = attune_adapter_dup_path (adapter, "price", NULL);
  g_autoptr(JsonNode) body = build_price_body (adapter, request);
  g_autoptr(JsonObject) answer = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .path = path,
    .json = body,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  if ((answer = attune_http_fetch_object (attune_adapter_get_http (adapter), &call, error)) == NULL)
    return FALSE;

  if (!attune_json_get_boolean (answer, "allowed_to_proceed", TRUE))
    {
      attune_set_error (error, ATTUNE_ERROR_QUOTA, NULL,
                        _("Together AI does not let this account start it, since it would cost more than "
                          "the account may spend. Add credit there, or train on fewer examples."));
      return FALSE;
    }

  *price = attune_json_get_double (answer, "estimated_total_price", -1);

  return TRUE;
}

static gboolean
check_price (AttuneAdapter     *adapter,
             AttuneJobRequest  *request,
             GError           **error)
{
  double limit = attune_job_request_get_spending_limit (request);
  double price = attune_job_request_get_quoted_price (request);
  g_autoptr(GError) local_error = NULL;

  if (price < 0 && !attune_adapter_ask_price (adapter, request, &price, &local_error))
    {
      if (may_try_without_price (request, local_error))
        return TRUE;

      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (limit > 0 && price < 0)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      _("Together AI did not say what it would cost, so your spending limit cannot be "
                        "kept. Nothing was started. Start it without a limit."));
  else if (limit > 0 && price > limit)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      /* Translators: two prices in US dollars. */
                      _("Together AI expects this to cost $%.2f, and your limit is $%.2f. Nothing was "
                        "started. Raise the limit, choose fewer epochs, or import fewer examples."),
                      ceil (price * 100) / 100, limit);
  else
    return TRUE;

  return FALSE;
}

static AttuneJobInfo *
attune_adapter_together_create_job (AttuneAdapter     *adapter,
                                    AttuneJobRequest  *request,
                                    GError           **error)
{
  AttuneAdapterClass *parent_class = ATTUNE_ADAPTER_CLASS (attune_adapter_together_parent_class);
  AttuneProfile *profile = attune_adapter_get_profile (adapter);

  if (!attune_job_body_check (request, profile, error) ||
      (attune_profile_can (profile, ATTUNE_ABILITY_TELL_PRICE) &&
       !check_price (adapter, request, error)))
    return NULL;

  return parent_class->create_job (adapter, request, error);
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

  adapter_class->ask_price = attune_adapter_together_ask_price;
  adapter_class->create_job = attune_adapter_together_create_job;
  adapter_class->read_event = attune_adapter_together_read_event;
  adapter_class->list_events = attune_adapter_together_list_events;
}

static void
attune_adapter_together_init (AttuneAdapterTogether *self)
{
}
