/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person says on the command line about what shall be mended; the verbs that mend share it.
 * An id is that of a remedy or of a rule. */
typedef struct
{
  char     **done;     /* ids */
  char     **skipped;  /* ids */
  gboolean   lists;    /* only say which there are */
} AttuneCliFixes;

#define ATTUNE_CLI_FIXES_ENTRIES(self) \
  { "fix", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(self)->done, N_("Do this, also if it is not recommended; can be given several times"), N_("ID") }, \
  { "skip", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(self)->skipped, N_("Leave this undone; can be given several times"), N_("ID") }, \
  { "list", 0, 0, G_OPTION_ARG_NONE, &(self)->lists, N_("List what --fix and --skip know, and do nothing"), NULL }

void     attune_cli_fixes_clear          (AttuneCliFixes       *self);
gboolean attune_cli_fixes_check_remedies (const AttuneCliFixes *self,
                                          int                  *status);
gboolean attune_cli_fixes_check_rules    (const AttuneCliFixes *self,
                                          int                  *status);
gboolean attune_cli_fixes_does           (const AttuneCliFixes *self,
                                          const char           *id);
gboolean attune_cli_fixes_skips          (const AttuneCliFixes *self,
                                          const char           *id);
guint64  attune_cli_fixes_apply          (const AttuneCliFixes *self,
                                          guint64               remedies);
void     attune_cli_fixes_print_remedies (void);
void     attune_cli_fixes_print_rules    (void);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneCliFixes, attune_cli_fixes_clear)

G_END_DECLS
