/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-search"

#include "config.h"

#include "attune-store-search.h"
#include "attune-workspace-private.h"

typedef struct
{
  AttuneStore  *store;
  char         *query;
  GCancellable *cancellable;
} Search;

/* Also when nobody waits for the fiber any more: what is still in the store's queue ends at once.
 * */
static void
search_free (gpointer data)
{
  Search *search = data;

  g_cancellable_cancel (search->cancellable);
  g_object_unref (search->cancellable);
  g_object_unref (search->store);
  g_free (search->query);
  g_free (search);
}

static DexFuture *
attune_workspace_search_fiber (gpointer user_data)
{
  Search *search = user_data;
  g_autoptr(AttuneSearchResult) result = NULL;
  g_autoptr(GError) error = NULL;

  result = dex_await_boxed (attune_store_search (search->store, search->query,
                                                 search->cancellable), &error);

  if (result == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_SEARCH_RESULT, g_steal_pointer (&result));
}

/* Each part is a write of its own, so that others come in between. */
static DexFuture *
attune_workspace_index_fiber (gpointer user_data)
{
  AttuneStore *store = user_data;
  g_autoptr(GError) error = NULL;

  while (dex_await_int (attune_store_index_more (store), &error) > 0)
    continue;

  if (error != NULL)
    {
      g_debug ("The index is not up to date: %s", error->message);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

/**
 * attune_workspace_start_indexing:
 * @self: a workspace that is open
 *
 * Puts into the index for searching what was stored without, in the background. What is cut off by
 * the end of the program goes on with the next start.
 */
void
attune_workspace_start_indexing (AttuneWorkspace *self)
{
  g_return_if_fail (ATTUNE_IS_WORKSPACE (self));

  dex_clear (&self->indexing);
  self->indexing = dex_future_first (dex_scheduler_spawn (NULL, 0, attune_workspace_index_fiber,
                                                          g_object_ref (self->store),
                                                          g_object_unref),
                                     NULL);
}

/**
 * attune_workspace_finish_indexing:
 * @self: a workspace that is open
 *
 * Everything is found before as well, only more slowly where much was imported.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the index for searching is up to
 *   date
 */
DexFuture *
attune_workspace_finish_indexing (AttuneWorkspace *self)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (self->indexing != NULL);

  return dex_ref (self->indexing);
}

/**
 * attune_workspace_search_conversations:
 * @self: a workspace
 * @query: what a person looks for: words that must all occur, in either case
 *
 * Looks through titles and messages, those in branches that are not shown too. Cancelled by
 * dropping a future that awaits it.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneSearchResult
 */
DexFuture *
attune_workspace_search_conversations (AttuneWorkspace *self,
                                       const char      *query)
{
  Search *search;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (query != NULL);

  search = g_new0 (Search, 1);
  search->store = g_object_ref (self->store);
  search->query = g_strdup (query);
  search->cancellable = g_cancellable_new ();

  return dex_scheduler_spawn (NULL, 0, attune_workspace_search_fiber, search, search_free);
}
