/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-scan"

#include "config.h"

#include "attune-text-pass-blocks.h"

/* For any processor. */
void
attune_text_pass_run (AttuneTextPass *self)
{
  attune_text_pass_look_at_blocks (self);
}

static void
run (AttuneTextPass *pass)
{
#ifdef ATTUNE_TEXT_PASS_HAS_AVX
  if (__builtin_cpu_supports ("x86-64-v4"))
    attune_text_pass_run_avx512 (pass);
  else if (__builtin_cpu_supports ("x86-64-v3"))
    attune_text_pass_run_avx2 (pass);
  else
#endif
    attune_text_pass_run (pass);
}

/**
 * attune_text_scan_get_kinds:
 *
 * Returns: the bits of all kinds that are found in texts alone
 */
guint64
attune_text_scan_get_kinds (void)
{
  return attune_issue_bit (ATTUNE_ISSUE_SPECIAL_TOKEN) |
         attune_issue_bit (ATTUNE_ISSUE_TEMPLATE_TOKEN) |
         attune_issue_bit (ATTUNE_ISSUE_MOJIBAKE) |
         attune_issue_bit (ATTUNE_ISSUE_ESCAPED_TEXT) |
         attune_issue_bit (ATTUNE_ISSUE_INVALID_CHARACTER) |
         attune_issue_bit (ATTUNE_ISSUE_SECRET) |
         attune_issue_bit (ATTUNE_ISSUE_EMAIL) |
         attune_issue_bit (ATTUNE_ISSUE_PHONE) |
         attune_issue_bit (ATTUNE_ISSUE_IDENTITY_NUMBER) |
         attune_issue_bit (ATTUNE_ISSUE_CARD_NUMBER);
}

/**
 * attune_text_scan_run:
 * @self: what to look for; what is found is added
 * @text: (array length=length): a text, valid UTF-8
 * @length: its length in bytes
 *
 * Looks once through a text for everything that may be wrong with a text.
 */
void
attune_text_scan_run (AttuneTextScan *self,
                      const char     *text,
                      gsize           length)
{
  AttuneTextPass pass = { .scan = self, .text = text, .length = length };

  run (&pass);
  attune_text_pass_finish (&pass);
}
