/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_CODE_BLOCK (attune_code_block_get_type ())

/**
 * AttuneCodeBlock:
 *
 * A code with its language and a button that copies it. Long lines scroll. It is shown at once and
 * coloured when there is time, line groups by themselves, so that a code may grow at its end.
 */
G_DECLARE_FINAL_TYPE (AttuneCodeBlock, attune_code_block, ATTUNE, CODE_BLOCK, GtkWidget)

AttuneCodeBlock *attune_code_block_new      (void);
void             attune_code_block_set_code (AttuneCodeBlock *self,
                                             const char      *text,
                                             const char      *language,
                                             GArray          *marks);

G_END_DECLS
