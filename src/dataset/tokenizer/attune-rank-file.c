/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-rank-file"

#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-paths.h"
#include "attune-rank-file-private.h"

#define INVALID 0xff

/* Returns the value of a digit of base64 (RFC 4648), or %INVALID. */
static guint8
get_digit (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';

  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;

  if (c >= '0' && c <= '9')
    return c - '0' + 52;

  return c == '+' ? 62 : c == '/' ? 63 : INVALID;
}

typedef struct
{
  guint8      digits[256];
  const char *p;
  const char *end;
} Parser;

/* Reads one token in base64 into @bytes, which has space for three bytes of every four. */
static gboolean
parse_token (Parser *parser,
             guint8 *bytes,
             guint  *length)
{
  const char *start = parser->p;
  guint8 *out = bytes;
  guint32 bits = 0;
  guint n_digits = 0;

  for (; parser->p < parser->end; parser->p++, n_digits++)
    {
      guint8 digit = parser->digits[(guint8)*parser->p];

      if (digit == INVALID)
        break;

      bits = bits << 6 | digit;

      if (n_digits % 4 != 0)
        *out++ = bits >> (6 - 2 * (n_digits % 4));
    }

  while (parser->p < parser->end && *parser->p == '=')
    parser->p++;

  *length = out - bytes;

  return (parser->p - start) % 4 == 0 && *length > 0 && *length <= ATTUNE_RANK_MAX_LENGTH;
}

/* Reads “ RANK\n”. */
static gboolean
parse_rank (Parser  *parser,
            guint32 *rank)
{
  const char *start;

  if (parser->p == parser->end || *parser->p++ != ' ')
    return FALSE;

  start = parser->p;
  *rank = 0;

  while (parser->p < parser->end && g_ascii_isdigit (*parser->p) && parser->p - start < 8)
    *rank = *rank * 10 + (*parser->p++ - '0');

  return parser->p > start && parser->p < parser->end && *parser->p++ == '\n';
}

/* Lines “TOKEN RANK”, ascending; a few ranks in between belong to special tokens. */
static AttuneRankFile *
parse (const char *text,
       gsize       length)
{
  g_autoptr(AttuneRankFile) self = g_new0 (AttuneRankFile, 1);
  Parser parser = { .p = text, .end = text + length };
  /* A line has at least seven bytes. */
  gsize max_ranks = length / 7 + 2;
  guint32 offset = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parser.digits); i++)
    parser.digits[i] = get_digit (i);

  self->bytes = g_malloc (length);
  self->offsets = g_new (guint32, max_ranks + 1);

  while (parser.p < parser.end)
    {
      guint32 rank;
      guint n_bytes;

      if (!parse_token (&parser, self->bytes + offset, &n_bytes) ||
          !parse_rank (&parser, &rank) || rank < self->n_ranks || rank >= max_ranks)
        return NULL;

      while (self->n_ranks <= rank)
        self->offsets[self->n_ranks++] = offset;

      offset += n_bytes;
    }

  self->offsets[self->n_ranks] = offset;
  self->bytes = g_realloc (self->bytes, offset);
  self->offsets = g_renew (guint32, self->offsets, self->n_ranks + 1);

  return g_steal_pointer (&self);
}

static gboolean
is_genuine (const AttuneTokenList *wanted,
            const char            *text,
            gsize                  length)
{
  g_autofree char *sha256 = NULL;

  if (length != wanted->size)
    return FALSE;

  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text, length);

  return g_str_equal (sha256, wanted->sha256);
}

/**
 * attune_rank_file_load:
 * @encoding: an encoding
 * @error: return location
 *
 * Finds the rank file of @encoding, see attune_paths_find_ranks(), and reads it. Size and SHA-256
 * are always verified. Fails with %ATTUNE_ERROR_NOT_FOUND when there is none, and with
 * %ATTUNE_ERROR_STORAGE when it is not what OpenAI published.
 *
 * Returns: (transfer full) (nullable): the tokens
 */
AttuneRankFile *
attune_rank_file_load (AttuneTokenEncoding   encoding,
                       GError              **error)
{
  g_autoptr(AttuneRankFile) self = NULL;
  g_autoptr(GMappedFile) file = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autofree char *path = NULL;
  const AttuneTokenList *list;

  g_return_val_if_fail (encoding > ATTUNE_TOKEN_ENCODING_UNKNOWN, NULL);
  g_return_val_if_fail (encoding < ATTUNE_N_TOKEN_ENCODINGS, NULL);

  list = attune_token_encoding_get_list (encoding);

  if (!(path = attune_paths_find_ranks (list->name, error)))
    return NULL;

  if (!(file = g_mapped_file_new (path, FALSE, &io_error)))
    {
      attune_set_error_from_io (error, io_error, path);
      return NULL;
    }

  if (is_genuine (list,
                  g_mapped_file_get_contents (file), g_mapped_file_get_length (file)))
    self = parse (g_mapped_file_get_contents (file), g_mapped_file_get_length (file));

  if (self == NULL)
    attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                      /* Translators: %s is the path of a file. */
                      _("“%s” is damaged, so tokens cannot be counted. Delete it and fetch it again."),
                      path);

  return g_steal_pointer (&self);
}

/**
 * attune_rank_file_free:
 * @self: (transfer full): what attune_rank_file_load() returned
 */
void
attune_rank_file_free (AttuneRankFile *self)
{
  g_free (self->bytes);
  g_free (self->offsets);
  g_free (self);
}
