/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-adapter-private.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-profile-private.h"

/* A list longer than this many pages goes round in circles. */
#define MAX_PAGES 10000

/* How a list goes on after a page. */
typedef enum
{
  PAGING_NONE,       /* it does not: it comes whole */
  PAGING_CURSORS,    /* OpenAI: after the last entry's id, while `has_more` */
  PAGING_PAGES,      /* Mistral: by number, until one is not full */
  PAGING_TOKENS,     /* Fireworks: with the `nextPageToken` of the page before */
} Paging;

static Paging
get_paging (AttuneAdapter         *self,
            const AttuneListQuery *query)
{
  const char *word = attune_profile_get_paging (attune_adapter_get_profile (self));

  if (query->limit == 0)
    return PAGING_NONE;

  if (g_str_equal (word, "cursors"))
    return PAGING_CURSORS;

  /* What belongs to one job stands whole inside it. */
  if (query->id != NULL)
    return PAGING_NONE;

  if (g_str_equal (word, "pages"))
    return PAGING_PAGES;

  return g_str_equal (word, "tokens") ? PAGING_TOKENS : PAGING_NONE;
}

static const char *
get_id (gpointer record)
{
  return *(char **)record;
}

static char *
build_path (AttuneAdapter         *self,
            const AttuneListQuery *query,
            Paging                 paging,
            guint                  page,
            const char            *after)
{
  g_autofree char *base = attune_adapter_dup_path (self, query->name, query->id);
  g_autofree char *escaped = after != NULL ? g_uri_escape_string (after, NULL, FALSE) : NULL;
  g_autoptr(GString) path = g_string_new (base);

  switch (paging)
    {
    case PAGING_CURSORS:
      g_string_append_printf (path, "?limit=%u", query->limit);
      break;

    case PAGING_PAGES:
      g_string_append_printf (path, "?page=%u&page_size=%u", page, query->limit);
      break;

    case PAGING_TOKENS:
      g_string_append_printf (path, "?pageSize=%u", query->limit);
      break;

    case PAGING_NONE:
    default:
      break;
    }

  if (query->filter != NULL)
    g_string_append_printf (path, "&%s", query->filter);

  if (escaped != NULL)
    g_string_append_printf (path, "&%s=%s", paging == PAGING_TOKENS ? "pageToken" : "after",
                            escaped);

  return g_string_free_and_steal (g_steal_pointer (&path));
}

/* The entries of a page. Some servers leave the envelope out; some write null for an empty list, or
 * leave an empty list out. */
static JsonArray *
find_entries (AttuneAdapter         *self,
              const AttuneListQuery *query,
              JsonNode              *page)
{
  const char *member = attune_profile_get_entries (attune_adapter_get_profile (self), query->name);
  JsonObject *object;

  if (JSON_NODE_HOLDS_ARRAY (page))
    return json_array_ref (json_node_get_array (page));

  if (!JSON_NODE_HOLDS_OBJECT (page))
    return NULL;

  object = json_node_get_object (page);

  if (attune_json_get_array (object, member) != NULL)
    return json_array_ref (attune_json_get_array (object, member));

  if (json_object_has_member (object, member)
      ? json_object_get_null_member (object, member)
      : !g_str_equal (member, "data"))
    return json_array_new ();

  return NULL;
}

/* Adds the records of a page that were not there before. Returns whether to go on. */
static gboolean
add_entries (AttuneAdapter         *self,
             const AttuneListQuery *query,
             JsonArray             *entries,
             GPtrArray             *records,
             GHashTable            *seen)
{
  guint n_before = records->len;

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonNode *node = json_array_get_element (entries, i);
      g_autoptr(GError) error = NULL;
      gpointer record = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        record = query->read (self, json_node_get_object (node), &error);

      if (record == NULL)
        {
          g_debug ("Passed over an entry of %s", query->name);
          continue;
        }

      if (g_strcmp0 (get_id (record), query->until_id) == 0)
        {
          query->free_record (record);
          return FALSE;
        }

      if (g_hash_table_contains (seen, get_id (record)))
        {
          query->free_record (record);
          continue;
        }

      g_hash_table_add (seen, (gpointer)get_id (record));
      g_ptr_array_add (records, record);
    }

  return records->len > n_before;
}

/* Whether there is another page, and what it comes after. */
static gboolean
find_next (const AttuneListQuery  *query,
           Paging                  paging,
           JsonNode               *page,
           JsonArray              *entries,
           GPtrArray              *records,
           char                  **after)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (page) ? json_node_get_object (page) : NULL;

  switch (paging)
    {
    case PAGING_CURSORS:
      g_set_str (after, get_id (records->pdata[records->len - 1]));
      return attune_json_get_boolean (object, "has_more", FALSE);

    case PAGING_PAGES:
      return json_array_get_length (entries) >= query->limit;

    case PAGING_TOKENS:
      g_set_str (after, attune_json_get_string (object, "nextPageToken", NULL));
      return *after != NULL && **after != '\0';

    case PAGING_NONE:
    default:
      return FALSE;
    }
}

/**
 * attune_adapter_fetch_list: (skip)
 * @self: an adapter
 * @query: which list
 * @error: return location for %ATTUNE_ERROR
 *
 * Fetches page after page until the provider says that there is no more, the entry of the id to
 * stop at comes, or a page brings nothing new (a server that does not know how to go on sends the
 * first page for ever).
 *
 * Returns: (transfer full): the records in the provider's order, no id twice
 */
GPtrArray *
attune_adapter_fetch_list (AttuneAdapter          *self,
                           const AttuneListQuery  *query,
                           GError                **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (query->free_record);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *after = NULL;
  Paging paging = get_paging (self, query);

  if (!attune_adapter_has_path (self, query->name, error))
    return NULL;

  for (guint i = 0; i < MAX_PAGES; i++)
    {
      g_autofree char *path = build_path (self, query, paging, i, after);
      g_autoptr(JsonArray) entries = NULL;
      g_autoptr(JsonNode) page = NULL;
      AttuneHttpCall call = {
        .method = SOUP_METHOD_GET,
        .path = path,
        .act = query->id == NULL ? ATTUNE_HTTP_ACT_LIST : ATTUNE_HTTP_ACT_OTHER,
        .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
      };

      if ((page = attune_http_fetch (attune_adapter_get_http (self), &call, error)) == NULL)
        return NULL;

      if ((entries = find_entries (self, query, page)) == NULL)
        {
          attune_set_error (error, ATTUNE_ERROR_PROTOCOL, NULL,
                            _("“%s” gave an answer that cannot be understood. "
                              "Check the base URL in Preferences, or try again later."),
                            attune_http_get_host (attune_adapter_get_http (self)));
          return NULL;
        }

      if (!add_entries (self, query, entries, records, seen) || query->is_first_page ||
          !find_next (query, paging, page, entries, records, &after))
        break;
    }

  return g_steal_pointer (&records);
}
