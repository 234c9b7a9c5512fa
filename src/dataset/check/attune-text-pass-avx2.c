/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-scan"

#include "config.h"

#include "attune-text-pass.h"

#ifdef ATTUNE_TEXT_PASS_HAS_AVX

/* From here on, so that what is included chooses by it. */
#pragma GCC target ("arch=x86-64-v3")

#include "attune-text-pass-blocks.h"

void
attune_text_pass_run_avx2 (AttuneTextPass *self)
{
  attune_text_pass_look_at_blocks (self);
}

#endif
