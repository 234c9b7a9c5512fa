/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-prepare"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-error.h"
#include "attune-prepare.h"
#include "attune-thread.h"

/* Lines named for each suggestion in the text for people; --json gives all that are kept. */
#define MAX_LINES_SHOWN 10

typedef struct
{
  char      *target;
  char      *output;
  char      *question;
  char      *answer;
  char     **skipped;      /* ids */
  gboolean   accept_all;
  gboolean   force;
  gboolean   json;
} Options;

/* What the thread works on; the fiber waits meanwhile. */
typedef struct
{
  const char        *path;
  const Options     *options;
  AttunePreparation *preparation;
  guint64            n_written;
} Work;

static void
options_clear (Options *options)
{
  g_free (options->target);
  g_free (options->output);
  g_free (options->question);
  g_free (options->answer);
  g_strfreev (options->skipped);
}

static void
work_clear (Work *work)
{
  g_clear_object (&work->preparation);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* Nobody is asked: --accept-all accepts what is suggested, --skip takes out of that. */
static void
accept_suggestions (AttunePreparation *preparation,
                    const Options     *options)
{
  g_autoptr(GListModel) suggestions = attune_preparation_list_suggestions (preparation);

  attune_preparation_accept_all (preparation, options->accept_all);

  for (guint i = 0; i < g_list_model_get_n_items (suggestions); i++)
    {
      g_autoptr(AttuneSuggestion) suggestion = g_list_model_get_item (suggestions, i);

      if (options->skipped != NULL &&
          g_strv_contains ((const char * const *)options->skipped,
                           attune_suggestion_get_id (suggestion)))
        attune_suggestion_set_accepted (suggestion, FALSE);
    }
}

static DexFuture *
survey_thread (gpointer user_data)
{
  Work *work = user_data;
  AttunePrepareOptions columns = { work->options->question, work->options->answer };
  g_autoptr(GError) error = NULL;

  work->preparation = attune_prepare_survey_file (work->path, &columns, NULL, NULL, NULL, &error);

  if (work->preparation == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  accept_suggestions (work->preparation, work->options);

  return dex_future_new_true ();
}

static DexFuture *
write_thread (gpointer user_data)
{
  Work *work = user_data;
  g_autoptr(GError) error = NULL;

  if (!attune_prepare_write_file (work->path, work->preparation, work->options->output,
                                  &work->n_written, NULL, NULL, NULL, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static const char *
nick_of (GType type,
         int   value)
{
  g_autoptr(GEnumClass) enum_class = g_type_class_ref (type);

  return g_enum_get_value (enum_class, value)->value_nick;
}

static void
build_suggestion (JsonBuilder      *builder,
                  AttuneSuggestion *suggestion)
{
  gsize n_lines;
  const guint64 *lines = attune_suggestion_get_lines (suggestion, &n_lines);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, attune_suggestion_get_id (suggestion));
  json_builder_set_member_name (builder, "severity");
  json_builder_add_string_value (builder, nick_of (ATTUNE_TYPE_SUGGESTION_SEVERITY,
                                                   attune_suggestion_get_severity (suggestion)));
  json_builder_set_member_name (builder, "accepted");
  json_builder_add_boolean_value (builder, attune_suggestion_is_accepted (suggestion));
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, attune_suggestion_get_title (suggestion));
  json_builder_set_member_name (builder, "advice");
  json_builder_add_string_value (builder, attune_suggestion_get_advice (suggestion));
  json_builder_set_member_name (builder, "count");
  json_builder_add_int_value (builder, attune_suggestion_get_count (suggestion));
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n_lines; i++)
    json_builder_add_int_value (builder, lines[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_work_json (const Work *work)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GListModel) suggestions = attune_preparation_list_suggestions (work->preparation);
  g_autofree char *prompt_suffix = attune_preparation_dup_prompt_suffix (work->preparation);
  g_autofree char *completion_suffix = attune_preparation_dup_completion_suffix (work->preparation);
  AttuneTask task = attune_preparation_get_task (work->preparation);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "file");
  json_builder_add_string_value (builder, work->path);
  json_builder_set_member_name (builder, "examples");
  json_builder_add_int_value (builder, attune_preparation_get_n_examples (work->preparation));
  json_builder_set_member_name (builder, "task");
  json_builder_add_string_value (builder, nick_of (ATTUNE_TYPE_TASK, task));
  json_builder_set_member_name (builder, "suggestions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (suggestions); i++)
    {
      g_autoptr(AttuneSuggestion) suggestion = g_list_model_get_item (suggestions, i);

      build_suggestion (builder, suggestion);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "prompt_suffix");
  json_builder_add_string_value (builder, prompt_suffix);
  json_builder_set_member_name (builder, "stop");
  json_builder_add_string_value (builder, completion_suffix);
  json_builder_set_member_name (builder, "output");
  json_builder_add_string_value (builder, work->options->output);
  json_builder_set_member_name (builder, "written");
  json_builder_add_int_value (builder, work->n_written);
  json_builder_end_object (builder);
  attune_cli_print_json (builder);
}

static const char *
get_mark (AttuneSuggestion *suggestion)
{
  switch (attune_suggestion_get_severity (suggestion))
    {
    case ATTUNE_SUGGESTION_ERROR:
      return _("Error");

    case ATTUNE_SUGGESTION_NECESSARY:
      return _("Necessary");

    case ATTUNE_SUGGESTION_OPTIONAL:
      return attune_suggestion_is_accepted (suggestion) ? _("Accepted") : _("Recommended");

    case ATTUNE_SUGGESTION_INFORMATION:
    default:
      return NULL;
    }
}

static void
print_lines (AttuneSuggestion *suggestion)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gsize n_lines;
  const guint64 *lines = attune_suggestion_get_lines (suggestion, &n_lines);

  if (n_lines == 0)
    return;

  for (gsize i = 0; i < MIN (n_lines, MAX_LINES_SHOWN); i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "", lines[i]);

  /* Translators: %s is a list of line numbers */
  g_print (_("  Lines: %s"), text->str);
  g_print ("%s\n", n_lines > MAX_LINES_SHOWN ? ", …" : "");
}

/* Returns whether it could be accepted and is not. */
static gboolean
print_suggestion (AttuneSuggestion *suggestion)
{
  const char *mark = get_mark (suggestion);

  if (mark != NULL)
    g_print ("\n%s: %s [%s]\n", mark, attune_suggestion_get_title (suggestion),
             attune_suggestion_get_id (suggestion));
  else
    g_print ("\n%s\n", attune_suggestion_get_title (suggestion));

  print_lines (suggestion);

  if (attune_suggestion_get_advice (suggestion) != NULL)
    g_print ("  %s\n", attune_suggestion_get_advice (suggestion));

  return attune_suggestion_get_severity (suggestion) == ATTUNE_SUGGESTION_OPTIONAL &&
         !attune_suggestion_is_accepted (suggestion);
}

static void
print_work (const Work *work)
{
  g_autoptr(GListModel) suggestions = attune_preparation_list_suggestions (work->preparation);
  gboolean has_declined = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (suggestions); i++)
    {
      g_autoptr(AttuneSuggestion) suggestion = g_list_model_get_item (suggestions, i);

      has_declined |= print_suggestion (suggestion);
    }

  if (has_declined && !work->options->accept_all)
    g_print ("\n%s\n", _("--accept-all does what is recommended; --skip ID leaves one of it undone."));

  if (attune_preparation_get_prompt_column (work->preparation) == NULL ||
      attune_preparation_get_completion_column (work->preparation) == NULL)
    g_print ("\n%s\n", _("--question COLUMN and --answer COLUMN say which columns to read."));

  if (work->options->output == NULL && !attune_preparation_has_errors (work->preparation))
    g_print ("\n%s\n", _("Nothing was written. -o FILE writes the result."));
}

static void
print_written (const Work *work)
{
  g_autofree char *prompt_suffix = attune_preparation_dup_prompt_suffix (work->preparation);
  g_autofree char *completion_suffix = attune_preparation_dup_completion_suffix (work->preparation);
  g_autofree char *prompt_end = g_strescape (prompt_suffix, NULL);
  g_autofree char *stop = g_strescape (completion_suffix, NULL);

  g_print ("\n");
  g_print (ngettext ("%lu example written to %s", "%lu examples written to %s", work->n_written),
           (gulong)work->n_written, work->options->output);
  g_print ("\n");

  if (*prompt_end != '\0')
    {
      /* Translators: %s is a short text such as “ ->”. */
      g_print (_("End each prompt with “%s” when you use the model."), prompt_end);
      g_print ("\n");
    }

  if (*stop != '\0')
    {
      /* Translators: %s is a short text such as “ END”. */
      g_print (_("Use “%s” as the stop sequence."), stop);
      g_print ("\n");
    }
}

static gboolean
check_options (const Options *options,
               int            n_files,
               int           *status)
{
  *status = ATTUNE_CLI_DONE;

  if (n_files != 1)
    *status = attune_cli_usage (_("“prepare” takes one file."));
  else if (options->target != NULL && !g_str_equal (options->target, "completion"))
    *status = attune_cli_usage (_("There is no target “%s”. The rules are for “completion”."),
                                options->target);
  else if (options->output != NULL && !options->force &&
           g_file_test (options->output, G_FILE_TEST_EXISTS))
    *status = attune_cli_usage (_("“%s” exists already. --force writes over it."), options->output);

  for (gsize i = 0; options->skipped != NULL && options->skipped[i] != NULL; i++)
    if (!attune_preparation_is_rule (options->skipped[i]))
      *status = attune_cli_usage (_("There is no suggestion “%s” to skip."), options->skipped[i]);

  return *status == ATTUNE_CLI_DONE;
}

static int
prepare (Work *work)
{
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_thread_spawn ("attune-prepare", survey_thread, work, NULL), &error))
    return attune_cli_fail (error);

  if (!work->options->json)
    print_work (work);

  if (work->options->output != NULL &&
      !dex_await (attune_thread_spawn ("attune-prepare", write_thread, work, NULL), &error))
    {
      if (work->options->json)
        print_work_json (work);

      return attune_cli_fail (error);
    }

  if (work->options->json)
    print_work_json (work);
  else if (work->options->output != NULL)
    print_written (work);

  return attune_preparation_has_errors (work->preparation) ? ATTUNE_CLI_FAILED : ATTUNE_CLI_DONE;
}

/**
 * attune_cli_prepare:
 * @argc: number of words
 * @argv: the words
 *
 * Lists what the rules for completion models make of a file, or does it with `-o`. Asks nothing:
 * without `--accept-all` it does only what is necessary. Fails when there is something that must
 * be mended by hand.
 *
 * Returns: an exit status
 */
int
attune_cli_prepare (int   argc,
                    char *argv[])
{
  g_auto(Options) options = { 0 };
  g_auto(Work) work = { .options = &options };
  int status;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_("Write the result as JSON Lines; without it, only say what would be done"), N_("FILE") },
    { "target", 0, 0, G_OPTION_ARG_STRING, &options.target,
      N_("What the model is trained for: completion"), N_("TARGET") },
    { "question", 0, 0, G_OPTION_ARG_STRING, &options.question,
      N_("Column that holds the prompts, if not “prompt”"), N_("COLUMN") },
    { "answer", 0, 0, G_OPTION_ARG_STRING, &options.answer,
      N_("Column that holds the completions, if not “completion”"), N_("COLUMN") },
    { "accept-all", 0, 0, G_OPTION_ARG_NONE, &options.accept_all,
      N_("Do everything that is recommended, not only what is necessary"), NULL },
    { "skip", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.skipped,
      N_("Leave this suggestion undone; can be given several times"), N_("ID") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options.force,
      N_("Write over a file that exists, but never over the one that is read"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "FILE",
                         _("Makes prompts and completions fit for training a completion model."),
                         &status) ||
      !check_options (&options, argc - 1, &status))
    return status;

  work.path = argv[1];

  return prepare (&work);
}
