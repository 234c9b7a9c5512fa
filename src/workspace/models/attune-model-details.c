/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-details"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-json.h"
#include "attune-model-details.h"

/* No more compute beside each other than there are examples in a step. */
#define MOST_WORKERS 8

#define MILLION 1000000

/* Beyond this many the exact number tells a person nothing. */
#define MANY_PARAMETERS (1000 * (guint64)MILLION)

static guint64
get_number (JsonObject *object,
            const char *member)
{
  return MAX (attune_json_get_int (object, member, 0), 0);
}

static void
read_memory (AttuneModelDetails *self,
             JsonObject         *object)
{
  JsonArray *entries = attune_json_get_array (object, "memory");
  guint64 n_further = CLAMP (g_get_num_processors (), 2, MOST_WORKERS) - 1;

  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonNode *node = json_array_get_element (entries, i);
      JsonArray *entry = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      AttuneModelMemory memory;
      guint n = entry != NULL ? json_array_get_length (entry) : 0;

      if (n < 2)
        continue;

      memory.n_tokens = MAX (json_array_get_int_element (entry, 0), 0);
      memory.least = MAX (json_array_get_int_element (entry, 1), 0);
      memory.most = memory.least;

      if (n > 2)
        memory.most += n_further * MAX (json_array_get_int_element (entry, 2), 0);

      g_array_append_val (self->memory, memory);
    }
}

static void
read_epochs (AttuneModelDetails *self,
             JsonObject         *object)
{
  JsonObject *rule = attune_json_get_object (object, "automatic");

  if (rule == NULL)
    return;

  self->epochs.examples = get_number (rule, "examples");
  self->epochs.minimum = MAX (get_number (rule, "minimum"), 1);
  self->epochs.maximum = MAX (get_number (rule, "maximum"), self->epochs.minimum);
}

/**
 * attune_model_details_new:
 * @json: (nullable): what the engine said
 *
 * Returns: (transfer full) (nullable): the details, or %NULL where there are none
 */
AttuneModelDetails *
attune_model_details_new (const char *json)
{
  g_autoptr(JsonObject) object = json != NULL ? attune_json_parse_object (json, -1, NULL) : NULL;

  return object != NULL ? attune_model_details_new_from_object (object) : NULL;
}

/**
 * attune_model_details_new_from_object:
 * @object: what the engine said, or says of such a file
 *
 * Returns: (transfer full): the details
 */
AttuneModelDetails *
attune_model_details_new_from_object (JsonObject *object)
{
  AttuneModelDetails *self;

  self = g_new0 (AttuneModelDetails, 1);
  self->architecture = g_strdup (attune_json_get_string (object, "architecture", ""));
  self->license = g_strdup (attune_json_get_string (object, "license", NULL));
  self->weights = g_ascii_strup (attune_json_get_string (object, "weights", ""), -1);
  self->n_parameters = get_number (object, "parameters");
  self->n_context = get_number (object, "context_length");
  self->context_window = get_number (object, "context_window");
  self->file_size = get_number (object, "file_size");
  self->has_chat = attune_json_get_boolean (object, "chat", FALSE);
  self->trains_adapter = attune_json_get_boolean (object, "adapter", FALSE);
  self->is_linked = attune_json_get_boolean (object, "linked", FALSE);
  self->tokens_per_second = attune_json_get_double (object, "tokens_per_second", 0);
  self->operations_per_token = attune_json_get_double (object, "operations_per_token", 0);
  self->memory = g_array_new (FALSE, FALSE, sizeof (AttuneModelMemory));

  if (!attune_json_get_boolean (object, "trainable", FALSE))
    self->obstacle = g_strdup (attune_json_get_string (object, "reason",
                                                       _("This model cannot be trained on this computer.")));

  read_memory (self, object);
  read_epochs (self, object);

  return self;
}

/**
 * attune_model_details_free:
 * @self: (transfer full): details
 */
void
attune_model_details_free (AttuneModelDetails *self)
{
  g_free (self->architecture);
  g_free (self->license);
  g_free (self->weights);
  g_free (self->obstacle);
  g_array_unref (self->memory);
  g_free (self);
}

static guint64
interpolate (guint64 from,
             guint64 to,
             double  share)
{
  return to > from ? from + (to - from) * share : to;
}

/**
 * attune_model_details_get_memory:
 * @self: details
 * @n_tokens: of the longest example
 *
 * Returns: bytes that training takes, as far as they are known; else 0
 */
AttuneModelMemory
attune_model_details_get_memory (const AttuneModelDetails *self,
                                 guint64                   n_tokens)
{
  AttuneModelMemory last = { 0 };

  for (guint i = 0; i < self->memory->len; i++)
    {
      AttuneModelMemory next = g_array_index (self->memory, AttuneModelMemory, i);

      if (n_tokens <= next.n_tokens)
        {
          double share = last.n_tokens > 0 && next.n_tokens > last.n_tokens ?
                         (double)(n_tokens - last.n_tokens) / (next.n_tokens - last.n_tokens) : 1;

          return (AttuneModelMemory) {
            n_tokens, interpolate (last.least, next.least, share),
            interpolate (last.most, next.most, share),
          };
        }

      last = next;
    }

  return last;
}

static char *
format_parameters (guint64 n_parameters)
{
  guint millions = (n_parameters + MILLION / 2) / MILLION;

  if (n_parameters >= MANY_PARAMETERS)
    /* Translators: %.1f is a number; a billion is a thousand million. */
    return g_strdup_printf (_("%.1f billion parameters"), n_parameters / (double)MANY_PARAMETERS);

  return g_strdup_printf (ngettext ("%'u million parameters", "%'u million parameters", millions),
                          millions);
}

/**
 * attune_model_details_to_text:
 * @self: details
 *
 * Returns: (transfer full): what a model is like, in a line for a person
 */
char *
attune_model_details_to_text (const AttuneModelDetails *self)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_null_terminated (6, g_free, TRUE);

  g_ptr_array_add (parts, format_parameters (self->n_parameters));
  g_ptr_array_add (parts, g_strdup_printf ("%s, %s", self->architecture, self->weights));

  if (self->n_context > 0)
    /* Translators: how much text a model can take in at once. */
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("up to %'lu token", "up to %'lu tokens",
                                                       (gulong)self->n_context),
                                             (gulong)self->n_context));

  if (!self->has_chat)
    g_ptr_array_add (parts, g_strdup (_("no chat format")));

  if (self->license != NULL)
    g_ptr_array_add (parts, g_strdup (self->license));

  g_ptr_array_add (parts, g_format_size (self->file_size));

  return g_strjoinv (" · ", (char **)parts->pdata);
}
