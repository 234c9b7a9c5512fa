/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-fixes"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-fixes.h"
#include "attune-cli.h"
#include "attune-preparation.h"
#include "attune-remedy.h"

typedef gboolean (*KnowsFunc) (const char *id);

static gboolean
has_id (char       **ids,
        const char  *id)
{
  return ids != NULL && g_strv_contains ((const char * const *)ids, id);
}

static gboolean
is_remedy (const char *id)
{
  return attune_remedy_from_id (id) < ATTUNE_N_REMEDIES;
}

/* Of the rules, some are no choice; to leave them undone was never an error. */
static gboolean
is_choice (const char *id)
{
  return g_strv_contains (attune_preparation_get_choices (), id);
}

static gboolean
check_ids (char      **ids,
           KnowsFunc   knows,
           int        *status)
{
  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      if (!knows (ids[i]))
        {
          *status = attune_cli_usage (_("Nothing that can be done here is called “%s”. --list names "
                                        "what there is."), ids[i]);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check (const AttuneCliFixes *self,
       KnowsFunc             knows_done,
       KnowsFunc             knows_skipped,
       int                  *status)
{
  if (!check_ids (self->done, knows_done, status) ||
      !check_ids (self->skipped, knows_skipped, status))
    return FALSE;

  for (gsize i = 0; self->done != NULL && self->done[i] != NULL; i++)
    {
      if (has_id (self->skipped, self->done[i]))
        {
          *status = attune_cli_usage (_("“%s” can be given to --fix or to --skip, but not to both."),
                                      self->done[i]);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * attune_cli_fixes_clear:
 * @self: words; all zero is allowed
 */
void
attune_cli_fixes_clear (AttuneCliFixes *self)
{
  g_clear_pointer (&self->done, g_strfreev);
  g_clear_pointer (&self->skipped, g_strfreev);
}

/**
 * attune_cli_fixes_check_remedies:
 * @self: words
 * @status: (out): the exit status when they are wrong; else left alone
 *
 * Says what is wrong with words that are about conversations and preference pairs.
 *
 * Returns: %FALSE when something is
 */
gboolean
attune_cli_fixes_check_remedies (const AttuneCliFixes *self,
                                 int                  *status)
{
  return check (self, is_remedy, is_remedy, status);
}

/**
 * attune_cli_fixes_check_rules:
 * @self: words
 * @status: (out): the exit status when they are wrong; else left alone
 *
 * Says what is wrong with words that are about prompts and completions.
 *
 * Returns: %FALSE when something is
 */
gboolean
attune_cli_fixes_check_rules (const AttuneCliFixes *self,
                              int                  *status)
{
  return check (self, is_choice, attune_preparation_is_rule, status);
}

gboolean
attune_cli_fixes_does (const AttuneCliFixes *self,
                       const char           *id)
{
  return has_id (self->done, id);
}

gboolean
attune_cli_fixes_skips (const AttuneCliFixes *self,
                        const char           *id)
{
  return has_id (self->skipped, id);
}

/**
 * attune_cli_fixes_apply:
 * @self: words that attune_cli_fixes_check_remedies() found right
 * @remedies: a mask: what would be done without them
 *
 * Returns: a mask: what is done
 */
guint64
attune_cli_fixes_apply (const AttuneCliFixes *self,
                        guint64               remedies)
{
  for (AttuneRemedy remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
    {
      const char *id = attune_remedy_get_id (remedy);

      if (has_id (self->done, id))
        remedies |= attune_remedy_bit (remedy);
      else if (has_id (self->skipped, id))
        remedies &= ~attune_remedy_bit (remedy);
    }

  return remedies;
}

/**
 * attune_cli_fixes_print_remedies:
 *
 * Lists what can be done to conversations and preference pairs.
 */
void
attune_cli_fixes_print_remedies (void)
{
  guint64 defaults = attune_remedies_get_defaults ();

  g_print ("%s\n", _("Conversations and preference pairs:"));

  for (AttuneRemedy remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
    {
      g_print ("  %-24s ", attune_remedy_get_id (remedy));

      if ((defaults & attune_remedy_bit (remedy)) == 0)
        /* Translators: %s is what can be done, such as “Replace Personal Data”. */
        g_print (_("%s (only with --fix)"), attune_remedy_get_title (remedy));
      else
        g_print ("%s", attune_remedy_get_title (remedy));

      g_print ("\n");
    }
}

/**
 * attune_cli_fixes_print_rules:
 *
 * Lists what can be done to prompts and completions.
 */
void
attune_cli_fixes_print_rules (void)
{
  g_print ("%s\n", _("Prompts and completions:"));

  for (const char * const *id = attune_preparation_get_choices (); *id != NULL; id++)
    g_print ("  %s\n", *id);
}
