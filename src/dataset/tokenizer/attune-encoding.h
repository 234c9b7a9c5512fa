/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneEncoding:
 *
 * The ways in which OpenAI's models cut text into tokens.
 */
typedef enum
{
  ATTUNE_ENCODING_UNKNOWN,
  ATTUNE_ENCODING_O200K_BASE,
  ATTUNE_ENCODING_CL100K_BASE,
  ATTUNE_ENCODING_P50K_BASE,
  ATTUNE_ENCODING_R50K_BASE,
  ATTUNE_N_ENCODINGS
} AttuneEncoding;

AttuneEncoding  attune_encoding_from_name (const char     *name);
const char     *attune_encoding_get_name  (AttuneEncoding  encoding);
AttuneEncoding  attune_encoding_for_model (const char     *model,
                                           gboolean       *is_exact);

G_END_DECLS
