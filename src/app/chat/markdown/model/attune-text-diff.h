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

/**
 * AttuneTextLikeness:
 * @ATTUNE_TEXT_ALIKE: they were compared
 * @ATTUNE_TEXT_UNLIKE: they have so little in common that what differs is all but everything
 * @ATTUNE_TEXT_TOO_LONG: one of them is too long to be compared
 *
 * Whether it says something to tell in what two texts differ.
 */
typedef enum
{
  ATTUNE_TEXT_ALIKE,
  ATTUNE_TEXT_UNLIKE,
  ATTUNE_TEXT_TOO_LONG
} AttuneTextLikeness;

GArray *attune_text_diff (const char         *text,
                          const char         *other,
                          AttuneTextLikeness *likeness);

G_END_DECLS
