/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-tokenizer"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-tokenizer-private.h"

/* Tokenizers in use, so that each is made once. Taking one from here and dropping the last
 * reference exclude one another. */
static GMutex loaded_lock;
static AttuneTokenizer *loaded[ATTUNE_N_TOKEN_ENCODINGS];

static AttunePattern
get_pattern (AttuneTokenEncoding encoding)
{
  switch (encoding)
    {
    case ATTUNE_TOKEN_ENCODING_CL100K_BASE:
      return ATTUNE_PATTERN_CL100K;

    case ATTUNE_TOKEN_ENCODING_P50K_BASE:
    case ATTUNE_TOKEN_ENCODING_R50K_BASE:
      return ATTUNE_PATTERN_R50K;

    case ATTUNE_TOKEN_ENCODING_O200K_BASE:
    case ATTUNE_TOKEN_ENCODING_UNKNOWN:
    case ATTUNE_N_TOKEN_ENCODINGS:
    default:
      return ATTUNE_PATTERN_O200K;
    }
}

static void
free_tokenizer (AttuneTokenizer *self)
{
  g_clear_pointer (&self->ranks, attune_rank_file_free);
  g_clear_pointer (&self->vocabulary, attune_vocabulary_free);
  g_clear_pointer (&self->links, g_free);
  g_free (self);
}

static AttuneTokenizer *
make_tokenizer (AttuneTokenEncoding   encoding,
                GError              **error)
{
  g_autoptr(AttuneRankFile) ranks = NULL;
  g_autoptr(AttuneVocabulary) vocabulary = NULL;
  AttuneTokenizer *self;

  if (!(ranks = attune_rank_file_load (encoding, error)))
    return NULL;

  /* Only what OpenAI published comes here, so that this does not happen to a person. */
  if (!(vocabulary = attune_vocabulary_new (ranks)))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is a name such as “o200k_base”. */
                        _("The tokens of “%s” cannot be used. Choose another encoding."),
                        attune_token_encoding_get_name (encoding));
      return NULL;
    }

  self = g_new0 (AttuneTokenizer, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->encoding = encoding;
  self->pattern = get_pattern (encoding);
  self->classes = attune_unicode_classes_get ();
  self->links = attune_token_links_new (ranks, vocabulary, self->classes);
  self->ranks = g_steal_pointer (&ranks);
  self->vocabulary = g_steal_pointer (&vocabulary);

  return self;
}

/**
 * attune_tokenizer_load:
 * @encoding: which one
 * @error: return location
 *
 * Makes the tables of @encoding from its rank file, or shares those that are in use. May be called
 * on any thread; the first call takes about a tenth of a second. Fails when the file is missing or
 * damaged, see attune_paths_find_ranks().
 *
 * Returns: (transfer full) (nullable): the tokenizer
 */
AttuneTokenizer *
attune_tokenizer_load (AttuneTokenEncoding   encoding,
                       GError              **error)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (encoding > ATTUNE_TOKEN_ENCODING_UNKNOWN, NULL);
  g_return_val_if_fail (encoding < ATTUNE_N_TOKEN_ENCODINGS, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  locker = g_mutex_locker_new (&loaded_lock);

  if (loaded[encoding] != NULL)
    return attune_tokenizer_ref (loaded[encoding]);

  return loaded[encoding] = make_tokenizer (encoding, error);
}

/**
 * attune_tokenizer_ref:
 * @self: a tokenizer
 *
 * Returns: (transfer full): @self
 */
AttuneTokenizer *
attune_tokenizer_ref (AttuneTokenizer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * attune_tokenizer_unref:
 * @self: (transfer full): a tokenizer
 */
void
attune_tokenizer_unref (AttuneTokenizer *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_if_fail (self != NULL);

  locker = g_mutex_locker_new (&loaded_lock);

  if (g_atomic_ref_count_dec (&self->ref_count))
    {
      loaded[self->encoding] = NULL;
      free_tokenizer (self);
    }
}

/**
 * attune_tokenizer_get_encoding:
 * @self: a tokenizer
 *
 * Returns: what it was loaded for
 */
AttuneTokenEncoding
attune_tokenizer_get_encoding (AttuneTokenizer *self)
{
  g_return_val_if_fail (self != NULL, ATTUNE_TOKEN_ENCODING_UNKNOWN);

  return self->encoding;
}

/**
 * attune_tokenizer_get_n_tokens:
 * @self: a tokenizer
 *
 * Returns: one more than the highest token, without the special ones
 */
guint
attune_tokenizer_get_n_tokens (AttuneTokenizer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->ranks->n_ranks;
}

/**
 * attune_tokenizer_get_token:
 * @self: a tokenizer
 * @token: a token below attune_tokenizer_get_n_tokens()
 * @length: (out): its length
 *
 * Returns: (transfer none) (array length=length): the bytes that @token stands for, which may be
 *   part of a character; none for the few numbers that special tokens have
 */
const guint8 *
attune_tokenizer_get_token (AttuneTokenizer *self,
                            guint32          token,
                            gsize           *length)
{
  const guint8 *bytes;
  guint n_bytes;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (token < self->ranks->n_ranks, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  bytes = attune_rank_file_get (self->ranks, token, &n_bytes);
  *length = n_bytes;

  return bytes;
}

/**
 * attune_tokenizer_find_cut:
 * @self: a tokenizer
 * @text: (array length=length): the beginning of a longer text, any bytes
 * @length: how many
 *
 * Finds the last place where the text can be cut so that the tokens of its parts are those of the
 * whole, whatever comes after @length. So a long text can be counted in parts.
 *
 * Returns: the bytes before the cut; 0 when there is no such place
 */
gsize
attune_tokenizer_find_cut (AttuneTokenizer *self,
                           const char      *text,
                           gsize            length)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (text != NULL || length == 0, 0);

  return attune_pretokenizer_find_cut (self->classes, (const guint8 *)text, length);
}
