/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-reader-options.h"
#include "attune-text.h"

G_BEGIN_DECLS

/* The longest label that is recognised, in bytes, with the spaces, number and colon around it. */
#define ATTUNE_TEXT_MAX_LABEL 64

typedef enum
{
  ATTUNE_TEXT_LABEL_NONE,
  ATTUNE_TEXT_LABEL_QUESTION,
  ATTUNE_TEXT_LABEL_ANSWER,
} AttuneTextLabel;

AttuneTextLabel attune_text_label_match (const char  *line,
                                         const char  *end,
                                         const char **rest);
AttuneTextMode  attune_text_mode_sniff  (const char  *text,
                                         gsize        length);

G_END_DECLS
