/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-search-hit"

#include "config.h"

#include "attune-search-hit.h"

struct _AttuneSearchHit
{
  GObject  parent_instance;

  char    *conversation_id;
  gint64   message_id;
  gint64   date;
  char    *snippet;
  GArray  *ranges;
};

enum {
  PROP_0,
  PROP_CONVERSATION_ID,
  PROP_MESSAGE_ID,
  PROP_SNIPPET,
  PROP_DATE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneSearchHit, attune_search_hit, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (AttuneSearchResult, attune_search_result,
                     attune_search_result_copy, attune_search_result_free)

static GParamSpec *properties[N_PROPS];

static void
attune_search_hit_finalize (GObject *object)
{
  AttuneSearchHit *self = (AttuneSearchHit *)object;

  g_clear_pointer (&self->conversation_id, g_free);
  g_clear_pointer (&self->snippet, g_free);
  g_clear_pointer (&self->ranges, g_array_unref);

  G_OBJECT_CLASS (attune_search_hit_parent_class)->finalize (object);
}

static void
attune_search_hit_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  AttuneSearchHit *self = ATTUNE_SEARCH_HIT (object);

  switch (prop_id)
    {
    case PROP_CONVERSATION_ID:
      g_value_set_string (value, self->conversation_id);
      break;

    case PROP_MESSAGE_ID:
      g_value_set_int64 (value, self->message_id);
      break;

    case PROP_SNIPPET:
      g_value_set_string (value, self->snippet);
      break;

    case PROP_DATE:
      g_value_set_int64 (value, self->date);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_search_hit_class_init (AttuneSearchHitClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_search_hit_finalize;
  object_class->get_property = attune_search_hit_get_property;

  properties[PROP_CONVERSATION_ID] =
    g_param_spec_string ("conversation-id", NULL, NULL, NULL, flags);
  properties[PROP_MESSAGE_ID] =
    g_param_spec_int64 ("message-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SNIPPET] =
    g_param_spec_string ("snippet", NULL, NULL, NULL, flags);
  properties[PROP_DATE] =
    g_param_spec_int64 ("date", NULL, NULL, 0, G_MAXINT64, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_search_hit_init (AttuneSearchHit *self)
{
}

/**
 * attune_search_hit_new:
 * @conversation_id: where it is
 * @message_id: in which message, or 0 for the title
 * @date: of that, Unix seconds
 * @query: what was looked for
 * @text: the whole text in which it was found
 *
 * Returns: (transfer full): a hit
 */
AttuneSearchHit *
attune_search_hit_new (const char            *conversation_id,
                       gint64                 message_id,
                       gint64                 date,
                       const AttuneTextQuery *query,
                       const char            *text)
{
  AttuneSearchHit *self = g_object_new (ATTUNE_TYPE_SEARCH_HIT, NULL);

  self->conversation_id = g_strdup (conversation_id);
  self->message_id = message_id;
  self->date = date;
  self->snippet = attune_text_query_dup_snippet (query, text, &self->ranges);

  return self;
}

/**
 * attune_search_hit_get_conversation_id:
 * @self: a hit
 *
 * Returns: (transfer none): where it is
 */
const char *
attune_search_hit_get_conversation_id (AttuneSearchHit *self)
{
  g_return_val_if_fail (ATTUNE_IS_SEARCH_HIT (self), NULL);

  return self->conversation_id;
}

/**
 * attune_search_hit_get_message_id:
 * @self: a hit
 *
 * Returns: in which message, see attune_conversation_show_message(); 0 for the title
 */
gint64
attune_search_hit_get_message_id (AttuneSearchHit *self)
{
  g_return_val_if_fail (ATTUNE_IS_SEARCH_HIT (self), 0);

  return self->message_id;
}

/**
 * attune_search_hit_get_date:
 * @self: a hit
 *
 * Returns: of the message, or of the last change of the conversation, Unix seconds
 */
gint64
attune_search_hit_get_date (AttuneSearchHit *self)
{
  g_return_val_if_fail (ATTUNE_IS_SEARCH_HIT (self), 0);

  return self->date;
}

/**
 * attune_search_hit_get_snippet:
 * @self: a hit
 *
 * Returns: (transfer none): what stands around it, on one line; text, not markup
 */
const char *
attune_search_hit_get_snippet (AttuneSearchHit *self)
{
  g_return_val_if_fail (ATTUNE_IS_SEARCH_HIT (self), NULL);

  return self->snippet;
}

/**
 * attune_search_hit_get_ranges:
 * @self: a hit
 * @n_ranges: (out): how many
 *
 * Returns: (transfer none) (array length=n_ranges): where in the snippet, in bytes, is what was
 *   looked for
 */
const AttuneTextRange *
attune_search_hit_get_ranges (AttuneSearchHit *self,
                              guint           *n_ranges)
{
  g_return_val_if_fail (ATTUNE_IS_SEARCH_HIT (self), NULL);
  g_return_val_if_fail (n_ranges != NULL, NULL);

  *n_ranges = self->ranges->len;

  return (AttuneTextRange *)(void *)self->ranges->data;
}

/**
 * attune_search_result_new:
 *
 * Returns: (transfer full): nothing found yet
 */
AttuneSearchResult *
attune_search_result_new (void)
{
  AttuneSearchResult *self = g_new0 (AttuneSearchResult, 1);

  self->hits = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

/**
 * attune_search_result_copy:
 * @self: what was found
 *
 * Returns: (transfer full): the same hits
 */
AttuneSearchResult *
attune_search_result_copy (AttuneSearchResult *self)
{
  AttuneSearchResult *copy = g_memdup2 (self, sizeof *self);

  copy->hits = g_ptr_array_ref (self->hits);

  return copy;
}

/**
 * attune_search_result_free:
 * @self: (transfer full): what was found
 */
void
attune_search_result_free (AttuneSearchResult *self)
{
  g_ptr_array_unref (self->hits);
  g_free (self);
}
