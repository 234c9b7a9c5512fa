/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-prepare"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-prepare.h"
#include "attune-thread.h"

/* Lines named for each suggestion in the text for people; --json gives all that are kept. */
#define MAX_LINES_SHOWN 10

static void
prepare_clear (AttuneCliPrepare *self)
{
  attune_cli_scan_clear (&self->words);
  attune_scan_options_clear (&self->where.scan);
  g_free (self->output);
  attune_cli_split_clear (&self->split);
  g_free (self->training);
  g_free (self->validation);
  attune_cli_fixes_clear (&self->fixes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneCliPrepare, prepare_clear)

static void
print_json (AttuneCliPrepare          *self,
            const AttuneCliPrepareWay *way,
            gconstpointer              work)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "file");
  json_builder_add_string_value (builder, self->path);
  way->build (work, builder);
  json_builder_end_object (builder);
  attune_cli_print_json (builder);
}

/* Looks, says what would be done, and does it where that is wanted. FALSE with an exit status when
 * it fails. */
gboolean
attune_cli_prepare_run (AttuneCliPrepare          *self,
                        const AttuneCliPrepareWay *way,
                        gpointer                   work,
                        int                       *status)
{
  g_autoptr(GError) error = NULL;
  gboolean is_done;

  if (!dex_await (attune_thread_spawn ("attune-prepare", way->look, work, NULL), &error))
    {
      *status = attune_cli_fail (error);
      return FALSE;
    }

  if (!self->json)
    way->print (work);

  is_done = self->output == NULL ||
            dex_await (attune_thread_spawn ("attune-prepare", way->write, work, NULL), &error);

  if (self->json)
    print_json (self, way, work);
  else if (is_done && self->output != NULL)
    way->print_written (work);

  if (!is_done)
    *status = attune_cli_fail (error);

  return is_done;
}

/* What a person may say next. */
void
attune_cli_prepare_print_hints (AttuneCliPrepare *self,
                                gboolean          has_declined)
{
  if (has_declined && !self->accept_all)
    g_print ("\n%s\n", _("--accept-all does what is recommended; --skip ID leaves one of it undone, "
                         "and --fix ID does one alone."));
}

static char *
join (const guint64 *numbers,
      gsize          n_numbers)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize i = 0; i < MIN (n_numbers, MAX_LINES_SHOWN); i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "", numbers[i]);

  if (n_numbers > MAX_LINES_SHOWN)
    g_string_append (text, ", …");

  return g_string_free_and_steal (g_steal_pointer (&text));
}

void
attune_cli_prepare_print_lines (const guint64 *lines,
                                gsize          n_lines)
{
  g_autofree char *text = join (lines, n_lines);

  if (n_lines == 0)
    return;

  /* Translators: %s is a list of line numbers */
  g_print (_("  Lines: %s"), text);
  g_print ("\n");
}

/* Of examples that share a line, the line says nothing. */
void
attune_cli_prepare_print_examples (const guint64 *examples,
                                   gsize          n_examples)
{
  g_autofree char *text = join (examples, n_examples);

  if (n_examples == 0)
    return;

  /* Translators: %s is a list of the numbers of examples in a file */
  g_print (_("  Examples: %s"), text);
  g_print ("\n");
}

static void
print_file (const char *path,
            guint64     n)
{
  g_print (ngettext ("%lu example written to %s", "%lu examples written to %s", n), (gulong)n, path);
  g_print ("\n");
}

void
attune_cli_prepare_print_written (AttuneCliPrepare *self,
                                  guint64           n_training,
                                  guint64           n_validation)
{
  g_print ("\n");
  print_file (self->training, n_training);

  if (n_validation > 0)
    print_file (self->validation, n_validation);
  else if (self->validation != NULL)
    g_print ("%s\n", _("There are too few examples to hold some out."));
}

void
attune_cli_prepare_build_written (JsonBuilder      *builder,
                                  AttuneCliPrepare *self,
                                  guint64           n_training,
                                  guint64           n_validation)
{
  json_builder_set_member_name (builder, "output");
  json_builder_add_string_value (builder, self->training);
  json_builder_set_member_name (builder, "written");
  json_builder_add_int_value (builder, n_training);
  json_builder_set_member_name (builder, "validation_output");
  json_builder_add_string_value (builder, n_validation > 0 ? self->validation : NULL);
  json_builder_set_member_name (builder, "validation_written");
  json_builder_add_int_value (builder, n_validation);
}

static void
name_output (AttuneCliPrepare *self)
{
  if (self->output != NULL && attune_split_holds_out (&self->held_out))
    {
      self->training = attune_cli_name_beside (self->output, "_train");
      self->validation = attune_cli_name_beside (self->output, "_valid");
    }
  else
    {
      self->training = g_strdup (self->output);
    }
}

static gboolean
check_words (AttuneCliPrepare *self,
             int               n_files,
             int              *status)
{
  *status = ATTUNE_CLI_DONE;

  if (n_files != 1 && !self->fixes.lists)
    *status = attune_cli_usage (_("“prepare” takes one file."));
  else if (self->words.target != NULL &&
           !attune_cli_parse_target (self->words.target, &self->target))
    *status = attune_cli_usage (_("“%s” is no target. Choose chat, completion or preference."),
                                self->words.target);
  else
    attune_cli_split_parse (&self->split, &self->held_out, status);

  return *status == ATTUNE_CLI_DONE;
}

static gboolean
check_fixes (AttuneCliPrepare *self,
             int              *status)
{
  return self->target == ATTUNE_EXAMPLE_COMPLETION
           ? attune_cli_fixes_check_rules (&self->fixes, status)
           : attune_cli_fixes_check_remedies (&self->fixes, status);
}

static int
list_fixes (AttuneCliPrepare *self)
{
  gboolean is_said = self->words.target != NULL;

  if (!is_said || self->target == ATTUNE_EXAMPLE_COMPLETION)
    attune_cli_fixes_print_rules ();

  if (!is_said || self->target != ATTUNE_EXAMPLE_COMPLETION)
    attune_cli_fixes_print_remedies ();

  return ATTUNE_CLI_DONE;
}

/* Prompts and completions stand in columns unless something is to be made of them first. */
static gboolean
uses_columns (AttuneCliPrepare *self)
{
  return self->target == ATTUNE_EXAMPLE_COMPLETION && self->words.recipe == NULL &&
         self->words.system == NULL && self->words.system_text == NULL;
}

static gboolean
find_pairs (AttuneCliPrepare *self,
            int              *status)
{
  AttuneCliScan words = self->words;
  g_autoptr(GError) error = NULL;

  if (uses_columns (self))
    {
      self->where.prompt = words.question;
      self->where.completion = words.answer;
      words.question = words.answer = words.target = NULL;
    }
  else if (words.recipe == NULL && words.question == NULL)
    {
      /* It says what the file is; nothing else is made of it. */
      words.target = NULL;
    }
  else if (words.recipe == NULL && words.target == NULL)
    {
      words.target = (char *)"completion";
    }

  if (!attune_cli_scan_check (&words, status))
    return FALSE;

  if (!attune_cli_scan_to_options (&words, self->path, FALSE, &self->where.scan, &error))
    {
      *status = attune_cli_fail (error);
      return FALSE;
    }

  /* What a recipe makes is what it is prepared as, unless the person says otherwise. */
  if (words.recipe != NULL && words.target == NULL)
    self->target = attune_recipe_get_target (self->where.scan.recipe);

  self->where.scan.source.survey = TRUE;
  self->where.scan.rules.wants_preference = self->target == ATTUNE_EXAMPLE_PREFERENCE;

  return TRUE;
}

/**
 * attune_cli_prepare:
 * @argc: number of words
 * @argv: the words
 *
 * Lists what the rules for completion models, or the remedies for conversations, make of a file, or
 * does it with `-o`. Asks nothing: without `--accept-all` it does only what is necessary. Fails
 * when there is something that must be mended by hand.
 *
 * Returns: an exit status
 */
int
attune_cli_prepare (int   argc,
                    char *argv[])
{
  g_auto(AttuneCliPrepare) self = { .target = ATTUNE_EXAMPLE_COMPLETION };
  int status;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self.output,
      N_("Write the result as JSON Lines; without it, only say what would be done"), N_("FILE") },
    ATTUNE_CLI_SCAN_ENTRIES (&self.words),
    ATTUNE_CLI_SPLIT_ENTRIES (&self.split),
    { "accept-all", 0, 0, G_OPTION_ARG_NONE, &self.accept_all,
      N_("Do everything that is recommended, not only what is necessary"), NULL },
    ATTUNE_CLI_FIXES_ENTRIES (&self.fixes),
    { "force", 0, 0, G_OPTION_ARG_NONE, &self.force,
      N_("Write over a file that exists, but never over the one that is read"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "FILE",
                         _("Makes examples fit for training: prompts and completions by the rules for "
                           "completion models, conversations and preferences by remedies."),
                         &status) ||
      !check_words (&self, argc - 1, &status))
    return status;

  if (self.fixes.lists)
    return list_fixes (&self);

  self.path = argv[1];
  name_output (&self);

  if (!attune_cli_check_destination (self.path, self.training, self.force, &status) ||
      !attune_cli_check_destination (self.path, self.validation, self.force, &status))
    return status;

  if (!find_pairs (&self, &status) || !check_fixes (&self, &status))
    return status;

  return self.target == ATTUNE_EXAMPLE_COMPLETION ? attune_cli_prepare_pairs (&self)
                                                  : attune_cli_prepare_conversations (&self);
}
