/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneUtf8Stats:
 * @n_bytes: how many bytes stand outside ASCII
 * @n_sequences: how many of the characters outside ASCII are well formed
 * @n_long: how many of these have three or four bytes
 * @n_bad: how many maximal ill-formed parts there are
 * @n_nul: how many NUL bytes there are
 *
 * What attune_utf8_scan() saw.
 */
typedef struct
{
  gsize n_bytes;
  gsize n_sequences;
  gsize n_long;
  gsize n_bad;
  gsize n_nul;
} AttuneUtf8Stats;

guint    attune_utf8_get_sequence   (const char      *bytes,
                                     gsize            length,
                                     guint           *bad_length);
void     attune_utf8_scan           (const char      *bytes,
                                     gsize            length,
                                     AttuneUtf8Stats *stats);
gboolean attune_utf8_is_damaged     (const AttuneUtf8Stats *stats);
gsize    attune_utf8_get_incomplete (const char      *bytes,
                                     gsize            length);
gboolean attune_utf8_is_ascii       (const char      *bytes,
                                     gsize            length);
void     attune_utf8_append_mended  (GString         *text,
                                     const char      *bytes,
                                     gsize            length);

G_END_DECLS
