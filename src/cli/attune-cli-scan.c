/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-scan"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-scan.h"
#include "attune-cli.h"
#include "attune-encoding.h"
#include "attune-recipe-library.h"
#include "attune-selection.h"

/**
 * attune_cli_scan_clear:
 * @self: words; all zero is allowed
 */
void
attune_cli_scan_clear (AttuneCliScan *self)
{
  g_free (self->encoding);
  g_free (self->member);
  g_free (self->sheet);
  g_free (self->records);
  g_free (self->recipe);
  g_free (self->target);
  g_free (self->question);
  g_free (self->answer);
  g_free (self->system);
  g_free (self->system_text);
  g_free (self->model);
  *self = (AttuneCliScan) { 0 };
}

/**
 * attune_cli_parse_target:
 * @name: a word
 * @target: (out): what it means
 *
 * Returns: %FALSE when it is no target
 */
gboolean
attune_cli_parse_target (const char        *name,
                         AttuneExampleKind *target)
{
  g_autoptr(GEnumClass) kinds = g_type_class_ref (ATTUNE_TYPE_EXAMPLE_KIND);
  const GEnumValue *value = g_enum_get_value_by_nick (kinds, name);

  if (value == NULL)
    return FALSE;

  *target = value->value;

  return TRUE;
}

/**
 * attune_cli_parse_share:
 * @text: a word; “10%”, “10” and “0.1” all mean a tenth: what is below 1 can only be a share
 * @share: (out): what it means
 *
 * Returns: %FALSE when it is no share that may be held out
 */
gboolean
attune_cli_parse_share (const char *text,
                        double     *share)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (end == text || value < 0)
    return FALSE;

  if (*end == '%' && end[1] == '\0')
    value /= 100;
  else if (*end != '\0')
    return FALSE;
  else if (value >= 1)
    value /= 100;

  *share = value;

  return value <= ATTUNE_MAX_VALIDATION_SHARE;
}

/**
 * attune_cli_scan_check:
 * @self: the words of a command line
 * @status: (out): the exit status when they are wrong
 *
 * Says what is wrong with words by themselves, whatever is in the files that they name.
 *
 * Returns: %FALSE when something is
 */
gboolean
attune_cli_scan_check (const AttuneCliScan *self,
                       int                 *status)
{
  gboolean has_parts = self->recipe != NULL || self->question != NULL;
  AttuneExampleKind target;

  *status = ATTUNE_CLI_DONE;

  if ((self->question == NULL) != (self->answer == NULL))
    *status = attune_cli_usage (_("--question and --answer belong together."));
  else if (self->target != NULL && !attune_cli_parse_target (self->target, &target))
    *status = attune_cli_usage (_("“%s” is no target. Choose chat, completion or preference."),
                                self->target);
  else if (self->encoding != NULL && attune_encoding_find (self->encoding) == NULL)
    *status = attune_cli_usage (_("“%s” is no encoding that can be read. UTF-8, GB18030 and "
                                  "Windows-1252 are some that can."), self->encoding);
  else if (!has_parts &&
           (self->system != NULL || self->system_text != NULL || self->target != NULL))
    *status = attune_cli_usage (_("--system, --system-text and --target need to know what is made of "
                                  "the file. Give a --recipe, or both --question and --answer."));

  return *status == ATTUNE_CLI_DONE;
}

/* A file that is there comes first; then what comes with Attune. */
static AttuneRecipe *
load_recipe (const char  *name,
             GError     **error)
{
  AttuneRecipe *recipe = NULL;

  if (!g_file_test (name, G_FILE_TEST_EXISTS))
    recipe = attune_recipe_library_get (name);

  return recipe != NULL ? recipe : attune_recipe_load (name, error);
}

static AttuneRecipe *
make_recipe (const AttuneCliScan  *self,
             GError              **error)
{
  g_autoptr(AttuneRecipe) recipe = NULL;
  AttuneExampleKind target;

  recipe = self->recipe != NULL ? load_recipe (self->recipe, error) : attune_recipe_new ();

  if (recipe == NULL)
    return NULL;

  if (self->question != NULL)
    {
      attune_recipe_set_question_field (recipe, self->question);
      attune_recipe_set_answer_field (recipe, self->answer);
    }

  if (self->system != NULL)
    attune_recipe_set_system_field (recipe, self->system);

  if (self->system_text != NULL)
    attune_recipe_set_system_text (recipe, self->system_text);

  if (self->target != NULL && attune_cli_parse_target (self->target, &target))
    attune_recipe_set_target (recipe, target);

  return g_steal_pointer (&recipe);
}

/* Without the files that it needs the checks still work, so this is no failure. */
static AttuneTokenizer *
load_tokenizer (const char *model)
{
  AttuneTokenEncoding encoding = ATTUNE_TOKEN_ENCODING_O200K_BASE;
  AttuneTokenizer *tokenizer;
  g_autoptr(GError) error = NULL;

  if (model != NULL)
    encoding = attune_token_encoding_for_model (model, NULL);

  tokenizer = attune_tokenizer_load (encoding, &error);

  if (tokenizer == NULL)
    g_printerr ("attune-cli: %s\n", error->message);

  return tokenizer;
}

/**
 * attune_cli_scan_to_options:
 * @self: the words of a command line, which attune_cli_scan_check() found right
 * @counts_tokens: whether the tokens are wanted
 * @options: (out caller-allocates): what they mean, for attune_scan_options_clear()
 * @error: where to put an error
 *
 * Fails as attune_recipe_load() does.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_cli_scan_to_options (const AttuneCliScan  *self,
                            gboolean              counts_tokens,
                            AttuneScanOptions    *options,
                            GError              **error)
{
  *options = (AttuneScanOptions) { 0 };

  if ((self->recipe != NULL || self->question != NULL) &&
      !(options->recipe = make_recipe (self, error)))
    return FALSE;

  options->source.encoding = g_strdup (self->encoding);
  options->source.mend = TRUE;
  options->source.member = g_strdup (self->member);
  options->source.sheet = g_strdup (self->sheet);
  options->reader.records_path = g_strdup (self->records);

  if (counts_tokens)
    options->tokenizer = load_tokenizer (self->model);

  return TRUE;
}
