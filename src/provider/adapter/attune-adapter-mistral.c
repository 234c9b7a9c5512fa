/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter-mistral"

#include "config.h"

#include "attune-adapter-private.h"
#include "attune-json.h"

/* Mistral: what an event says is in its data, and a job may wait for being started. */
typedef struct
{
  AttuneAdapter parent_instance;
} AttuneAdapterMistral;

typedef AttuneAdapterClass AttuneAdapterMistralClass;

G_DEFINE_FINAL_TYPE (AttuneAdapterMistral, attune_adapter_mistral, ATTUNE_TYPE_ADAPTER)

static AttuneJobInfo *
attune_adapter_mistral_read_job (AttuneAdapter  *adapter,
                                 JsonObject     *object,
                                 GError        **error)
{
  AttuneJobInfo *job;

  job = ATTUNE_ADAPTER_CLASS (attune_adapter_mistral_parent_class)->read_job (adapter, object,
                                                                              error);

  if (job != NULL)
    job->needs_start = (g_strcmp0 (job->status_text, "VALIDATED") == 0 &&
                        !attune_json_get_boolean (object, "auto_start", FALSE));

  return job;
}

static AttuneEventInfo *
attune_adapter_mistral_read_event (AttuneAdapter  *adapter,
                                   JsonObject     *object,
                                   GError        **error)
{
  JsonObject *data = attune_json_get_object (object, "data");
  const char *failure = attune_json_get_string (data, "error", NULL);
  const char *words = failure != NULL ? failure : attune_json_get_string (data, "status", NULL);
  AttuneEventInfo *event;

  event = ATTUNE_ADAPTER_CLASS (attune_adapter_mistral_parent_class)->read_event (adapter, object,
                                                                                  error);

  if (event == NULL)
    return NULL;

  if (words != NULL && event->message != NULL)
    {
      g_autofree char *message = g_strconcat (event->message, ": ", words, NULL);

      g_set_str (&event->message, message);
    }

  g_set_str (&event->level, failure != NULL ? "error" : "info");

  return event;
}

static void
attune_adapter_mistral_class_init (AttuneAdapterMistralClass *klass)
{
  AttuneAdapterClass *adapter_class = ATTUNE_ADAPTER_CLASS (klass);

  adapter_class->read_job = attune_adapter_mistral_read_job;
  adapter_class->read_event = attune_adapter_mistral_read_event;
}

static void
attune_adapter_mistral_init (AttuneAdapterMistral *self)
{
}
