/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-scan-kind"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-scan-kind.h"

static const char *
get_phrase (AttuneExampleKind kind)
{
  switch (kind)
    {
    case ATTUNE_EXAMPLE_COMPLETION:
      /* Translators: what a file has; in the middle of a sentence, as the next two are. */
      return _("prompts with completions");

    case ATTUNE_EXAMPLE_PREFERENCE:
      return _("preferred and rejected answers");

    case ATTUNE_EXAMPLE_CHAT:
    default:
      return _("conversations");
    }
}

/**
 * attune_scan_kind_adapt:
 * @training: the scan of a file
 * @recipe: what was recognised for the file that shall validate it
 *
 * A question with its answer can be a conversation or a prompt with its completion: it becomes what
 * is trained on.
 */
void
attune_scan_kind_adapt (AttuneScan   *training,
                        AttuneRecipe *recipe)
{
  AttuneExampleKind wanted = attune_scan_get_kind (training);

  if (attune_scan_get_n_examples (training) > 0 && wanted != ATTUNE_EXAMPLE_PREFERENCE &&
      attune_recipe_get_target (recipe) != ATTUNE_EXAMPLE_PREFERENCE &&
      !attune_recipe_passes_examples (recipe) &&
      attune_recipe_get_turns (recipe, ATTUNE_RECIPE_QUESTION) == NULL)
    attune_recipe_set_target (recipe, wanted);
}

/**
 * attune_scan_kind_check:
 * @training: the scan of a file
 * @source: the file that shall validate it
 * @kind: what the examples of @source are
 * @error: (nullable): where to put an error
 *
 * What another kind of examples says about a model means nothing, and providers refuse such files.
 * Fails with %ATTUNE_ERROR_DATA.
 *
 * Returns: %FALSE with an error, when the kinds are not the same
 */
gboolean
attune_scan_kind_check (AttuneScan         *training,
                        AttuneSource       *source,
                        AttuneExampleKind   kind,
                        GError            **error)
{
  AttuneExampleKind wanted = attune_scan_get_kind (training);

  if (attune_scan_get_n_examples (training) == 0 || kind == wanted)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: the first and the third %s are names of files, the second and
                     * the fourth say what they have, such as “conversations”. */
                    _("“%s” has %s, but “%s”, which it shall validate, has %s. Choose a file with "
                      "examples of the same kind."),
                    attune_source_get_display_name (source), get_phrase (kind),
                    attune_source_get_display_name (attune_scan_get_source (training)),
                    get_phrase (wanted));

  return FALSE;
}
