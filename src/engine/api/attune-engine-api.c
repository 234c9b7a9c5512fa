/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-api"

#include "config.h"

#include "attune-engine-api.h"
#include "attune-engine-error.h"

/* Where the page begins, counted in the order of the answer. */
static gboolean
find_start (GPtrArray                 *objects,
            const AttuneEngineCursor  *cursor,
            AttuneEngineGetId          get_id,
            guint                     *start,
            GError                   **error)
{
  *start = 0;

  if (cursor->after == NULL)
    return TRUE;

  for (guint i = 0; i < objects->len; i++)
    {
      if (g_str_equal (get_id (g_ptr_array_index (objects, i)), cursor->after))
        {
          *start = cursor->ascending ? i + 1 : objects->len - i;
          return TRUE;
        }
    }

  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "after",
                           "There is no “%s” to go on after.", cursor->after);

  return FALSE;
}

/**
 * attune_engine_api_page:
 * @objects: (element-type gpointer): everything that there is, oldest first
 * @cursor: which part is wanted
 * @has_ids: whether the envelope names its first and last id
 * @get_id: (scope call): the id of one of @objects
 * @to_json: (scope call): one of @objects as the client gets it
 *
 * Returns: (transfer full): resolves to the #AttuneEngineResponse with that part; rejects with a
 *   400 error when the cursor is behind nothing
 */
DexFuture *
attune_engine_api_page (GPtrArray                *objects,
                        const AttuneEngineCursor *cursor,
                        gboolean                  has_ids,
                        AttuneEngineGetId         get_id,
                        AttuneEngineToJson        to_json)
{
  g_autoptr(JsonArray) data = json_array_new ();
  g_autoptr(GError) error = NULL;
  guint start;
  guint end;

  if (!find_start (objects, cursor, get_id, &start, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  end = MIN (objects->len, start + cursor->limit);

  for (guint i = start; i < end; i++)
    {
      guint index = cursor->ascending ? i : objects->len - 1 - i;

      json_array_add_object_element (data, to_json (g_ptr_array_index (objects, index)));
    }

  return dex_future_new_take_object (attune_engine_response_new_list (g_steal_pointer (&data),
                                                                      end < objects->len, has_ids));
}

/**
 * attune_engine_api_respond:
 * @object: (transfer full): the answer
 *
 * Returns: (transfer full): resolves to the #AttuneEngineResponse with it
 */
DexFuture *
attune_engine_api_respond (JsonObject *object)
{
  return dex_future_new_take_object (attune_engine_response_new_json (object));
}
