/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-profile"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-profile.h"

/* What a provider takes to train on, and for how long it still does. */

/* OpenAI's own limits, for a profile that does not say: characters of a suffix, bytes of a file. */
#define DEFAULT_MAX_SUFFIX 64
#define DEFAULT_MAX_FILE_SIZE (512 * 1024 * 1024)

static JsonObject *
get_training (AttuneProfile *self)
{
  return attune_profile_get_part (self, "training");
}

static JsonObject *
get_parts (AttuneProfile *self)
{
  return attune_profile_get_inner (self, "training", "parts");
}

/**
 * attune_profile_get_automatic_epochs:
 * @self: a profile
 * @n_examples: examples to train on
 * @n_tokens: tokens in all of them
 *
 * How often a provider goes through the examples when the person leaves that to it: so often that
 * it sees a number of tokens, within bounds, but a number of examples at least.
 *
 * Returns: the epochs, or 0 when the profile says nothing on it
 */
guint
attune_profile_get_automatic_epochs (AttuneProfile *self,
                                     guint64        n_examples,
                                     guint64        n_tokens)
{
  JsonObject *rule;
  guint64 n_tokens_wanted;
  guint64 n_examples_wanted;
  guint64 minimum;
  guint64 maximum;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  rule = attune_profile_get_inner (self, "training", "automatic");
  n_tokens_wanted = MAX (attune_json_get_int (rule, "tokens", 0), 0);
  n_examples_wanted = MAX (attune_json_get_int (rule, "examples", 0), 0);
  minimum = CLAMP (attune_json_get_int (rule, "minimum", 1), 1, G_MAXINT);
  maximum = CLAMP (attune_json_get_int (rule, "maximum", G_MAXINT), (gint64)minimum, G_MAXINT);

  if (n_tokens_wanted == 0)
    return 0;

  return MAX (CLAMP (n_tokens_wanted / MAX (n_tokens, 1), minimum, maximum),
              n_examples_wanted / MAX (n_examples, 1));
}

/**
 * attune_profile_get_max_suffix:
 * @self: a profile
 *
 * Returns: the greatest length of a suffix, in characters
 */
guint
attune_profile_get_max_suffix (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return CLAMP (attune_json_get_int (get_training (self), "max-suffix",
                                     DEFAULT_MAX_SUFFIX), 0, G_MAXINT);
}

/**
 * attune_profile_check_suffix:
 * @self: a profile
 * @suffix: a name that a person gave
 * @error: return location for %ATTUNE_ERROR_DATA
 *
 * Returns: whether the provider takes that suffix
 */
gboolean
attune_profile_check_suffix (AttuneProfile  *self,
                             const char     *suffix,
                             GError        **error)
{
  const char *pattern;
  guint max_suffix;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (suffix != NULL, FALSE);

  pattern = attune_json_get_string (get_training (self), "suffix-pattern", NULL);
  max_suffix = attune_profile_get_max_suffix (self);

  if (g_utf8_strlen (suffix, -1) > max_suffix)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        ngettext ("The name for the model may have at most %u character here. "
                                  "Choose a shorter one.",
                                  "The name for the model may have at most %u characters here. "
                                  "Choose a shorter one.", max_suffix),
                        max_suffix);
      return FALSE;
    }

  if (pattern != NULL && !g_regex_match_simple (pattern, suffix, 0, 0))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("The name for the model may have only letters without accents, digits, "
                          "“-” and “_” here. Choose another one."));
      return FALSE;
    }

  return TRUE;
}

/**
 * attune_profile_get_min_examples:
 * @self: a profile
 *
 * Returns: how many examples a training file must have at least
 */
guint
attune_profile_get_min_examples (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return CLAMP (attune_json_get_int (get_training (self), "min-examples", 1), 1, G_MAXINT);
}

/**
 * attune_profile_get_max_file_size:
 * @self: a profile
 *
 * Returns: the greatest size of a file, in bytes
 */
guint64
attune_profile_get_max_file_size (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return MAX (attune_json_get_int (get_training (self), "max-file-size",
                                   DEFAULT_MAX_FILE_SIZE), 0);
}

/**
 * attune_profile_get_part_size:
 * @self: a profile
 *
 * Returns: the greatest size of a part of an upload in parts, in bytes; 0 when there are none
 */
guint64
attune_profile_get_part_size (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return MAX (attune_json_get_int (get_parts (self), "size", 0), 0);
}

/**
 * attune_profile_get_max_upload_size:
 * @self: a profile
 *
 * Returns: the greatest size of a file that can be sent in any way, in bytes
 */
guint64
attune_profile_get_max_upload_size (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return MAX ((guint64)MAX (attune_json_get_int (get_parts (self), "total", 0), 0),
              attune_profile_get_max_file_size (self));
}

/**
 * attune_profile_get_wants_mark:
 * @self: a profile
 *
 * Returns: whether the provider's documents say that a file must begin with a byte order mark
 */
gboolean
attune_profile_get_wants_mark (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (attune_profile_get_part (self, "upload"), "byte-order-mark", FALSE);
}

/**
 * attune_profile_get_max_job_tokens:
 * @self: a profile
 *
 * Returns: how many tokens a fine-tune is said to be taken with, those of all epochs; 0 when that
 *   is not known
 */
guint64
attune_profile_get_max_job_tokens (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return MAX (attune_json_get_int (get_training (self), "max-job-tokens", 0), 0);
}

/**
 * attune_profile_get_must_alternate:
 * @self: a profile
 *
 * Returns: whether user and assistant must take turns in an example, after at most one system text
 */
gboolean
attune_profile_get_must_alternate (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (get_training (self), "must-alternate", FALSE);
}

/**
 * attune_profile_get_allows_output_turns:
 * @self: a profile
 *
 * Returns: whether the answers of a preference pair may have several messages
 */
gboolean
attune_profile_get_allows_output_turns (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (get_training (self), "output-turns", FALSE);
}

/**
 * attune_profile_get_tells_steps_once:
 * @self: a profile
 *
 * Returns: whether each step of a training is told once only, to whoever listens
 */
gboolean
attune_profile_get_tells_steps_once (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return g_str_equal (attune_json_get_string (get_training (self), "metrics", "events"),
                      "stream");
}

/**
 * attune_profile_get_is_closing:
 * @self: a profile
 *
 * Returns: whether the provider is closing fine-tuning, so that its refusal (403) of a new job
 *   most likely means just that; attune_profile_get_notice() has the dates
 */
gboolean
attune_profile_get_is_closing (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (get_training (self), "closing", FALSE);
}

/**
 * attune_profile_get_closing_date:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): the day from which on nobody can start a fine-tune there, as
 *   YYYY-MM-DD; %NULL when no such day is known
 */
const char *
attune_profile_get_closing_date (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (get_training (self), "closing-date", NULL);
}
