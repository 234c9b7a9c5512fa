/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts of more words than this are not compared. */
#define ATTUNE_TEXT_DIFF_MAX_WORDS 16384

/* A part of a text, in bytes. */
typedef struct
{
  guint start;
  guint end;
} AttuneDiffRange;

GArray *attune_text_diff (const char *text,       /* AttuneDiffRange: what @other does not say */
                          const char *other);

G_END_DECLS
