/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-split"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-split.h"
#include "attune-cli.h"

/**
 * attune_cli_split_clear:
 * @self: words; all zero is allowed
 */
void
attune_cli_split_clear (AttuneCliSplit *self)
{
  g_free (self->share);
  g_free (self->count);
  g_free (self->every);
  g_free (self->seed);
  *self = (AttuneCliSplit) { 0 };
}

/* “10%” and “0.1” are shares; “10” could be one as well as a number of examples: it is neither. */
static gboolean
parse_share (const char *text,
             double     *share,
             int        *status)
{
  char *end;
  double value = g_ascii_strtod (text, &end);
  gboolean is_percentage = end != text && g_str_equal (end, "%");

  if (!is_percentage && end != text && *end == '\0' && value >= 1)
    {
      *status = attune_cli_usage (_("“%1$s” may be a share or a number of examples. Say %1$s%% for a "
                                    "share, or --split-count %1$s."), text);
      return FALSE;
    }

  *share = is_percentage ? value / 100 : value;

  if (end != text && (is_percentage || *end == '\0') &&
      *share >= 0 && *share <= ATTUNE_MAX_VALIDATION_SHARE)
    return TRUE;

  *status = attune_cli_usage (_("“%s” is not a share between 0%% and 50%%."), text);

  return FALSE;
}

static gboolean
parse_number (const char *text,
              guint64     minimum,
              guint64     maximum,
              guint64    *number,
              int        *status)
{
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, minimum, maximum, number, NULL))
    return TRUE;

  /* Translators: what was said, and the least and the greatest that may be. */
  *status = attune_cli_usage (_("“%1$s” is not a number from %2$lu to %3$lu."), text,
                              (gulong)minimum, (gulong)maximum);

  return FALSE;
}

/**
 * attune_cli_split_parse:
 * @self: words
 * @split: (out caller-allocates): what they mean
 * @status: (out): the exit status when they are wrong; else left alone
 *
 * Says what is wrong.
 *
 * Returns: %FALSE when something is
 */
gboolean
attune_cli_split_parse (const AttuneCliSplit *self,
                        AttuneSplit          *split,
                        int                  *status)
{
  guint64 every = 0;
  guint64 seed = 0;

  *split = (AttuneSplit) { 0 };

  if ((self->share != NULL) + (self->count != NULL) + (self->every != NULL) > 1)
    {
      *status = attune_cli_usage (_("--split, --split-count and --split-every exclude each other."));
      return FALSE;
    }

  if ((self->share != NULL && !parse_share (self->share, &split->share, status)) ||
      !parse_number (self->count, 1, G_MAXUINT32, &split->count, status) ||
      !parse_number (self->every, 2, G_MAXUINT32, &every, status))
    return FALSE;

  if (self->seed != NULL &&
      !g_ascii_string_to_unsigned (self->seed, 10, 0, G_MAXUINT32, &seed, NULL))
    {
      *status = attune_cli_usage (_("The seed must be between 0 and 4294967295."));
      return FALSE;
    }

  if (every > 0)
    split->share = 1.0 / every;

  split->seed = seed;

  return TRUE;
}
