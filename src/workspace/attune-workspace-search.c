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
