/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneTokenEncoding:
 *
 * The ways in which OpenAI's models cut text into tokens.
 */
typedef enum
{
  ATTUNE_TOKEN_ENCODING_UNKNOWN,
  ATTUNE_TOKEN_ENCODING_O200K_BASE,
  ATTUNE_TOKEN_ENCODING_CL100K_BASE,
  ATTUNE_TOKEN_ENCODING_P50K_BASE,
  ATTUNE_TOKEN_ENCODING_R50K_BASE,
  ATTUNE_N_TOKEN_ENCODINGS
} AttuneTokenEncoding;

/* The file in which OpenAI publishes the tokens of an encoding. */
typedef struct
{
  const char *name;     /* of the file */
  gsize       size;     /* bytes */
  const char *sha256;
} AttuneTokenList;

AttuneTokenEncoding  attune_token_encoding_from_name (const char          *name);
const char          *attune_token_encoding_get_name  (AttuneTokenEncoding  encoding);
AttuneTokenEncoding  attune_token_encoding_for_model (const char          *model,
                                                      gboolean            *is_exact);
const AttuneTokenList *
                     attune_token_encoding_get_list  (AttuneTokenEncoding  encoding);

G_END_DECLS
