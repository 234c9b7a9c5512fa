/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-job-private.h"
#include "attune-json.h"

/**
 * attune_job_dup_request_text:
 * @self: a fine-tune
 *
 * The body of the create request as it went to the provider; as long as there is none, what was
 * asked for in the words of OpenAI's protocol. Keys are no part of it.
 *
 * Returns: (transfer full): JSON, indented for a person to read
 */
char *
attune_job_dup_request_text (AttuneJob *self)
{
  const AttuneJobRow *row;
  const char *text;
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  row = attune_job_get_row (self);
  text = row->sent_request != NULL ? row->sent_request : row->request;

  if ((node = attune_json_parse (text, -1, NULL)) == NULL)
    return g_strdup (text);

  return json_to_string (node, TRUE);
}

/**
 * attune_job_dup_request_note:
 * @self: a fine-tune
 *
 * Returns: (transfer full) (nullable): what attune_job_dup_request_text() is, in a sentence or two,
 *   unless it is just what was sent
 */
char *
attune_job_dup_request_note (AttuneJob *self)
{
  const AttuneJobRow *row;

  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  row = attune_job_get_row (self);

  if (row->sent_request != NULL)
    return NULL;

  if (row->is_foreign)
    return g_strdup (_("Another program began this fine-tune, so its request is not known. This is what "
                       "the service says of it."));

  if (row->creating_at == 0)
    return g_strdup (_("Nothing has been sent yet. This is what will be asked for, in the words of "
                       "OpenAI’s protocol; each service gets it in its own."));

  return g_strdup (_("An earlier version of Attune sent this fine-tune, and did not keep the request. This "
                     "is what was asked for, in the words of OpenAI’s protocol."));
}
