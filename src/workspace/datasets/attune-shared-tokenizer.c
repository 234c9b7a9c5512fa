/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-shared-tokenizer"

#include "config.h"

#include "attune-fetch.h"
#include "attune-paths.h"

#include "attune-shared-tokenizer.h"

/* Where OpenAI publishes its lists of tokens; $ATTUNE_RANKS_URL says otherwise, for tests and for
 * networks with a copy of their own. What comes is verified, wherever it comes from. */
#define RANKS_URL "https://openaipublic.blob.core.windows.net/encodings/"

static const char *
get_base_url (void)
{
  const char *own_url = g_getenv ("ATTUNE_RANKS_URL");

  return own_url != NULL && own_url[0] != '\0' ? own_url : RANKS_URL;
}

/**
 * attune_shared_tokenizer_load:
 *
 * Gives what to count datasets with, of which there is one however many works count at the same
 * time. Takes a tenth of a second when there is none yet: to be called on a thread. Who gets none,
 * because the list of its tokens is missing, works with estimates and says so.
 *
 * Returns: (transfer full) (nullable): the tokenizer of %ATTUNE_SHARED_ENCODING
 */
AttuneTokenizer *
attune_shared_tokenizer_load (void)
{
  g_autoptr(GError) error = NULL;
  AttuneTokenizer *tokenizer = attune_tokenizer_load (ATTUNE_SHARED_ENCODING, &error);

  if (tokenizer == NULL)
    g_info ("Tokens are estimated: %s", error->message);

  return tokenizer;
}

/**
 * attune_shared_tokenizer_dup_place:
 *
 * Returns: (transfer full): the name of the computer that attune_shared_tokenizer_fetch() asks, for
 *   the person to read before they decide
 */
char *
attune_shared_tokenizer_dup_place (void)
{
  g_autoptr(GUri) uri = g_uri_parse (get_base_url (), G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return g_strdup (host != NULL ? host : get_base_url ());
}

/**
 * attune_shared_tokenizer_fetch:
 * @encoding: an encoding
 * @progress: (nullable): called on this thread with the bytes that are there
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data when it has ended
 *
 * Downloads the list of tokens of an encoding from OpenAI, because a person asked for it, and puts
 * it where attune_paths_find_ranks() looks first. Its SHA-256 is verified before. Dropping the
 * future stops it; several programs may do it at once.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_shared_tokenizer_fetch (AttuneTokenEncoding encoding,
                               AttuneProgressFunc  progress,
                               gpointer            user_data,
                               GDestroyNotify      destroy)
{
  const char *base_url = get_base_url ();
  const AttuneTokenList *list;
  g_autofree char *url = NULL;
  g_autofree char *dir = NULL;
  g_autofree char *path = NULL;
  AttuneFetch download = { 0 };

  dex_return_error_if_fail (encoding > ATTUNE_TOKEN_ENCODING_UNKNOWN);
  dex_return_error_if_fail (encoding < ATTUNE_N_TOKEN_ENCODINGS);

  list = attune_token_encoding_get_list (encoding);
  url = g_strconcat (base_url, g_str_has_suffix (base_url, "/") ? "" : "/", list->name, NULL);
  dir = attune_paths_dup_ranks_dir ();
  path = g_build_filename (dir, list->name, NULL);
  download.url = url;
  download.path = path;
  download.size = list->size;
  download.sha256 = list->sha256;

  return attune_fetch_start (&download, progress, user_data, destroy);
}
