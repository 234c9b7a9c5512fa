/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneEncoding:
 * @name: the name that iconv knows, such as "GB18030"
 * @label: a name for a person, not yet translated
 *
 * One of the encodings that are offered.
 */
typedef struct
{
  const char *name;
  const char *label;
} AttuneEncoding;

const AttuneEncoding *attune_encoding_list      (gsize      *n_encodings);
const AttuneEncoding *attune_encoding_find      (const char *name);
const char           *attune_encoding_get_label (const char *name);

G_END_DECLS
