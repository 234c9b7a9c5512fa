/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-scan"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-scan.h"
#include "attune-cli.h"
#include "attune-delimiter.h"
#include "attune-encoding.h"
#include "attune-error.h"
#include "attune-recipe-library.h"

/* As much of a file is looked at to see whether what was said fits it. */
#define HEAD_LENGTH (64 * 1024)

static const struct
{
  const char  *name;
  AttuneQuote  quote;
} quotes[] = {
  { "double", ATTUNE_QUOTE_DOUBLE },
  { "single", ATTUNE_QUOTE_SINGLE },
  { "none", ATTUNE_QUOTE_NONE },
};

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
  g_free (self->delimiter);
  g_free (self->quote);
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

static gboolean
parse_quote (const char  *name,
             AttuneQuote *quote)
{
  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      if (g_str_equal (quotes[i].name, name))
        {
          *quote = quotes[i].quote;
          return TRUE;
        }
    }

  return FALSE;
}

/* Returns an exit status. */
static int
check_table (const AttuneCliScan *self)
{
  AttuneQuote quote;
  char delimiter;

  if (self->delimiter != NULL && !attune_delimiter_parse (self->delimiter, &delimiter))
    return attune_cli_usage (_("“%s” cannot stand between columns. Say one character, such as ;, "
                               "or tab or space."), self->delimiter);

  if (self->quote != NULL && !parse_quote (self->quote, &quote))
    return attune_cli_usage (_("“%s” is no kind of quotation marks. Choose double, single or "
                               "none."), self->quote);

  if (self->has_header && self->has_no_header)
    return attune_cli_usage (_("--header and --no-header exclude each other."));

  return ATTUNE_CLI_DONE;
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

  *status = check_table (self);

  if (*status != ATTUNE_CLI_DONE)
    return FALSE;

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

static gboolean
says_table (const AttuneCliScan *self)
{
  return self->delimiter != NULL || self->quote != NULL;
}

static gboolean
says_header (const AttuneCliScan *self)
{
  return self->has_header || self->has_no_header;
}

static gboolean
fail (GError     **error,
      const char  *option,
      const char  *name,
      const char  *kind)
{
  /* Translators: an option such as “--sheet”, the name of a file, and such as “a spreadsheet”. */
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("%1$s does not apply: “%2$s” is not %3$s. Leave the option out."), option, name,
                    kind);

  return FALSE;
}

/* Nothing that was said may be passed over in silence. */
static gboolean
check_applies (const AttuneCliScan  *self,
               AttuneSource         *source,
               AttuneFormat          format,
               GError              **error)
{
  const char *name = attune_source_get_display_name (source);
  gboolean is_spreadsheet = attune_source_get_sheets (source) != NULL;
  gboolean is_table = format == ATTUNE_FORMAT_TABLE || format == ATTUNE_FORMAT_TEXT;

  if (self->sheet != NULL && !is_spreadsheet)
    return fail (error, "--sheet", name, _("a spreadsheet"));

  if (self->member != NULL && attune_source_get_members (source) == NULL)
    return fail (error, "--member", name, _("a ZIP file"));

  if (self->records != NULL && format != ATTUNE_FORMAT_JSON)
    return fail (error, "--records", name, _("a JSON document"));

  if (says_table (self) && (is_spreadsheet || !is_table))
    return fail (error, self->delimiter != NULL ? "--delimiter" : "--quote", name,
                 _("a table of text, such as CSV"));

  if (says_header (self) && !is_table)
    return fail (error, self->has_header ? "--header" : "--no-header", name, _("a table"));

  return TRUE;
}

/* Looks at the beginning of the file, if anything was said that does not fit every one. */
static gboolean
fit_file (const AttuneCliScan  *self,
          const char           *path,
          AttuneScanOptions    *options,
          GError              **error)
{
  AttuneSourceOptions source_options = options->source;
  const AttuneReaderOptions nothing = { 0 };
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(AttuneReader) reader = NULL;

  if (self->sheet == NULL && self->member == NULL && self->records == NULL &&
      !says_table (self) && !says_header (self))
    return TRUE;

  source_options.head = HEAD_LENGTH;

  if (!(source = attune_source_open_full (path, &source_options, NULL, NULL, NULL, error)) ||
      !(reader = attune_reader_open (source, &nothing, error)) ||
      !check_applies (self, source, attune_reader_get_format (reader), error))
    return FALSE;

  /* What nobody takes for a table becomes one by its delimiter. */
  if (says_table (self) || says_header (self))
    options->reader.format = ATTUNE_FORMAT_TABLE;

  return TRUE;
}

/**
 * attune_cli_scan_is_empty:
 * @self: the words of a command line
 *
 * Returns: whether nothing was said of how to read a file
 */
gboolean
attune_cli_scan_is_empty (const AttuneCliScan *self)
{
  return self->encoding == NULL && self->member == NULL && self->sheet == NULL &&
         self->records == NULL && !says_table (self) && !says_header (self) &&
         self->recipe == NULL && self->target == NULL && self->question == NULL &&
         self->answer == NULL && self->system == NULL && self->system_text == NULL;
}

static void
fill_table (const AttuneCliScan *self,
            AttuneReaderOptions *options)
{
  if (self->delimiter != NULL)
    attune_delimiter_parse (self->delimiter, &options->delimiter);

  if (self->quote != NULL)
    parse_quote (self->quote, &options->quote);

  if (says_header (self))
    options->header = self->has_header ? ATTUNE_HEADER_PRESENT : ATTUNE_HEADER_ABSENT;
}

/**
 * attune_cli_scan_to_options:
 * @self: the words of a command line, which attune_cli_scan_check() found right
 * @path: (type filename): the file that they are about
 * @counts_tokens: whether the tokens are wanted
 * @options: (out caller-allocates): what they mean, for attune_scan_options_clear()
 * @error: where to put an error
 *
 * Fails as attune_recipe_load() does, when the file cannot be read, and with %ATTUNE_ERROR_DATA
 * when something was said that does not apply to it.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_cli_scan_to_options (const AttuneCliScan  *self,
                            const char           *path,
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
  fill_table (self, &options->reader);

  if (!fit_file (self, path, options, error))
    return FALSE;

  if (counts_tokens)
    options->tokenizer = load_tokenizer (self->model);

  return TRUE;
}
