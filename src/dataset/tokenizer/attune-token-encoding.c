/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-token-encoding"

#include "config.h"

#include <string.h>

#include "attune-token-encoding.h"

#define O200K  ATTUNE_TOKEN_ENCODING_O200K_BASE
#define CL100K ATTUNE_TOKEN_ENCODING_CL100K_BASE
#define P50K   ATTUNE_TOKEN_ENCODING_P50K_BASE
#define R50K   ATTUNE_TOKEN_ENCODING_R50K_BASE

typedef struct
{
  const char          *text;
  AttuneTokenEncoding  encoding;
} Entry;

/* The spellings of each; the special tokens in which the last three differ from their bases are
 * ordinary text here, so that they count alike. */
static const Entry names[] = {
  { "o200k_base", O200K },
  { "cl100k_base", CL100K },
  { "p50k_base", P50K },
  { "r50k_base", R50K },
  { "o200k_harmony", O200K },
  { "p50k_edit", P50K },
  { "gpt2", R50K },
};

/* What OpenAI published. A file that differs in one byte is not used: a wrong count looks like a
 * right one. */
static const AttuneTokenList lists[ATTUNE_N_TOKEN_ENCODINGS] = {
  [ATTUNE_TOKEN_ENCODING_O200K_BASE] = {
    "o200k_base.tiktoken", 3613922,
    "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
  },
  [ATTUNE_TOKEN_ENCODING_CL100K_BASE] = {
    "cl100k_base.tiktoken", 1681126,
    "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
  },
  [ATTUNE_TOKEN_ENCODING_P50K_BASE] = {
    "p50k_base.tiktoken", 836186,
    "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069"
  },
  [ATTUNE_TOKEN_ENCODING_R50K_BASE] = {
    "r50k_base.tiktoken", 835554,
    "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930"
  },
};

/* The tables of tiktoken's model.py, without its entries for fine-tuned models, which are looked up
 * by their base instead: there “ft:gpt-4” comes before “ft:gpt-4.1”, whose base is o200k_base. */
static const Entry models[] = {
  { "o1", O200K },
  { "o3", O200K },
  { "o4-mini", O200K },
  { "gpt-5", O200K },
  { "gpt-4.1", O200K },
  { "gpt-4o", O200K },
  { "gpt-4", CL100K },
  { "gpt-3.5-turbo", CL100K },
  { "gpt-3.5", CL100K },
  { "gpt-35-turbo", CL100K },
  { "davinci-002", CL100K },
  { "babbage-002", CL100K },
  { "text-embedding-ada-002", CL100K },
  { "text-embedding-3-small", CL100K },
  { "text-embedding-3-large", CL100K },
  { "text-davinci-003", P50K },
  { "text-davinci-002", P50K },
  { "text-davinci-001", R50K },
  { "text-curie-001", R50K },
  { "text-babbage-001", R50K },
  { "text-ada-001", R50K },
  { "davinci", R50K },
  { "curie", R50K },
  { "babbage", R50K },
  { "ada", R50K },
  { "code-davinci-002", P50K },
  { "code-davinci-001", P50K },
  { "code-cushman-002", P50K },
  { "code-cushman-001", P50K },
  { "davinci-codex", P50K },
  { "cushman-codex", P50K },
  { "text-davinci-edit-001", P50K },
  { "code-davinci-edit-001", P50K },
  { "gpt2", R50K },
  { "gpt-2", R50K },
};

static const Entry prefixes[] = {
  { "o1-", O200K },
  { "o3-", O200K },
  { "o4-mini-", O200K },
  { "gpt-5", O200K },
  { "gpt-4.5-", O200K },
  { "gpt-4.1-", O200K },
  { "chatgpt-4o-", O200K },
  { "gpt-4o-", O200K },
  { "gpt-oss-", O200K },
  { "gpt-4-", CL100K },
  { "gpt-3.5-turbo-", CL100K },
  { "gpt-35-turbo-", CL100K },
};

/**
 * attune_token_encoding_from_name:
 * @name: the name that OpenAI gives an encoding, such as `o200k_base`
 *
 * Returns: the encoding, or %ATTUNE_TOKEN_ENCODING_UNKNOWN
 */
AttuneTokenEncoding
attune_token_encoding_from_name (const char *name)
{
  g_return_val_if_fail (name != NULL, ATTUNE_TOKEN_ENCODING_UNKNOWN);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].text, name))
      return names[i].encoding;

  return ATTUNE_TOKEN_ENCODING_UNKNOWN;
}

/**
 * attune_token_encoding_get_name:
 * @encoding: an encoding
 *
 * Returns: the name that OpenAI gives it, `unknown` for %ATTUNE_TOKEN_ENCODING_UNKNOWN
 */
const char *
attune_token_encoding_get_name (AttuneTokenEncoding encoding)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].encoding == encoding)
      return names[i].text;

  return "unknown";
}

static AttuneTokenEncoding
find_model (const char *model)
{
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    if (g_str_equal (models[i].text, model))
      return models[i].encoding;

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (model, prefixes[i].text))
      return prefixes[i].encoding;

  return ATTUNE_TOKEN_ENCODING_UNKNOWN;
}

/**
 * attune_token_encoding_for_model:
 * @model: the name of a model, also of a fine-tuned one (`ft:BASE:…`, and
 *   `BASE:ft-…` in former days)
 * @is_exact: (out) (optional): whether @model is known to use the encoding; if not, a count is an
 *   estimate and must be shown as one
 *
 * The rules of tiktoken: exact names first, then prefixes. The base of a fine-tuned model decides.
 * A model that nobody knows is taken for a recent one.
 *
 * Returns: the encoding, never %ATTUNE_TOKEN_ENCODING_UNKNOWN
 */
AttuneTokenEncoding
attune_token_encoding_for_model (const char *model,
                                 gboolean   *is_exact)
{
  g_autofree char *base = NULL;
  AttuneTokenEncoding encoding;

  g_return_val_if_fail (model != NULL, O200K);

  if (g_str_has_prefix (model, "ft:"))
    model += strlen ("ft:");

  base = g_strndup (model, strcspn (model, ":"));
  encoding = find_model (base);

  if (is_exact != NULL)
    *is_exact = encoding != ATTUNE_TOKEN_ENCODING_UNKNOWN;

  return encoding != ATTUNE_TOKEN_ENCODING_UNKNOWN ? encoding : O200K;
}

/**
 * attune_token_encoding_get_list:
 * @encoding: an encoding
 *
 * Returns: (transfer none): which file its tokens come from, see attune_paths_find_ranks()
 */
const AttuneTokenList *
attune_token_encoding_get_list (AttuneTokenEncoding encoding)
{
  g_return_val_if_fail (encoding > ATTUNE_TOKEN_ENCODING_UNKNOWN, NULL);
  g_return_val_if_fail (encoding < ATTUNE_N_TOKEN_ENCODINGS, NULL);

  return &lists[encoding];
}
