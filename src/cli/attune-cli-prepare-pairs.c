/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-prepare"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-prepare.h"

/* What the thread works on; the fiber waits meanwhile. */
typedef struct
{
  AttuneCliPrepare    *options;
  AttunePreparation   *preparation;
  AttunePrepareResult  result;
} Work;

static void
work_clear (Work *work)
{
  g_clear_object (&work->preparation);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* Nobody is asked: --accept-all accepts what is suggested, --skip takes out of that, --fix adds. */
static void
accept_suggestions (Work *work)
{
  g_autoptr(GListModel) suggestions = attune_preparation_list_suggestions (work->preparation);

  attune_preparation_accept_all (work->preparation, work->options->accept_all);

  for (guint i = 0; i < g_list_model_get_n_items (suggestions); i++)
    {
      g_autoptr(AttuneSuggestion) suggestion = g_list_model_get_item (suggestions, i);

      const char *id = attune_suggestion_get_id (suggestion);

      if (attune_cli_fixes_does (&work->options->fixes, id))
        attune_suggestion_set_accepted (suggestion, TRUE);
      else if (attune_cli_fixes_skips (&work->options->fixes, id))
        attune_suggestion_set_accepted (suggestion, FALSE);
    }
}

static DexFuture *
survey_thread (gpointer user_data)
{
  Work *work = user_data;
  g_autoptr(GError) error = NULL;

  work->preparation = attune_prepare_survey_file (work->options->path, &work->options->where,
                                                  attune_cli_show_progress, NULL, NULL, &error);

  if (work->preparation == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  accept_suggestions (work);

  return dex_future_new_true ();
}

static DexFuture *
write_thread (gpointer user_data)
{
  Work *work = user_data;
  const AttunePrepareOutput output = {
    .training = work->options->training,
    .validation = work->options->validation,
    .split = work->options->held_out,
  };
  g_autoptr(GError) error = NULL;

  if (!attune_prepare_write_file (work->options->path, &work->options->where, work->preparation,
                                  &output, &work->result, attune_cli_show_progress, NULL, NULL,
                                  &error))
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
  attune_cli_add_numbers (builder, "lines", lines, n_lines);
  json_builder_end_object (builder);
}

static void
build_work (gconstpointer  data,
            JsonBuilder   *builder)
{
  const Work *work = data;
  g_autoptr(GListModel) suggestions = attune_preparation_list_suggestions (work->preparation);
  g_autofree char *prompt_suffix = attune_preparation_dup_prompt_suffix (work->preparation);
  g_autofree char *completion_suffix = attune_preparation_dup_completion_suffix (work->preparation);
  AttuneTask task = attune_preparation_get_task (work->preparation);

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
  attune_cli_prepare_build_written (builder, work->options, work->result.n_training,
                                    work->result.n_validation);
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

/* Returns whether it could be accepted and is not. */
static gboolean
print_suggestion (AttuneSuggestion *suggestion)
{
  const char *mark = get_mark (suggestion);
  gsize n_lines;
  const guint64 *lines = attune_suggestion_get_lines (suggestion, &n_lines);

  if (mark != NULL)
    g_print ("\n%s: %s [%s]\n", mark, attune_suggestion_get_title (suggestion),
             attune_suggestion_get_id (suggestion));
  else
    g_print ("\n%s\n", attune_suggestion_get_title (suggestion));

  attune_cli_prepare_print_lines (lines, n_lines);

  if (attune_suggestion_get_advice (suggestion) != NULL)
    g_print ("  %s\n", attune_suggestion_get_advice (suggestion));

  return attune_suggestion_get_severity (suggestion) == ATTUNE_SUGGESTION_OPTIONAL &&
         !attune_suggestion_is_accepted (suggestion);
}

static void
print_work (gconstpointer data)
{
  const Work *work = data;
  g_autoptr(GListModel) suggestions = attune_preparation_list_suggestions (work->preparation);
  gboolean has_declined = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (suggestions); i++)
    {
      g_autoptr(AttuneSuggestion) suggestion = g_list_model_get_item (suggestions, i);

      has_declined |= print_suggestion (suggestion);
    }

  attune_cli_prepare_print_hints (work->options, has_declined);

  if (attune_preparation_get_prompt_column (work->preparation) == NULL ||
      attune_preparation_get_completion_column (work->preparation) == NULL)
    g_print ("\n%s\n", _("--question COLUMN and --answer COLUMN say which columns to read."));

  if (work->options->output == NULL && !attune_preparation_has_errors (work->preparation))
    g_print ("\n%s\n", _("Nothing was written. -o FILE writes the result."));
}

/* Line feeds and their like can be seen; letters of any language stay. */
static char *
escape (const char *text)
{
  char letters[0x81];

  for (guint i = 0; i < 0x80; i++)
    letters[i] = (char)(0x80 + i);

  letters[0x80] = '\0';

  return g_strescape (text, letters);
}

static void
print_written (gconstpointer data)
{
  const Work *work = data;
  g_autofree char *prompt_suffix = attune_preparation_dup_prompt_suffix (work->preparation);
  g_autofree char *completion_suffix = attune_preparation_dup_completion_suffix (work->preparation);
  g_autofree char *prompt_end = escape (prompt_suffix);
  g_autofree char *stop = escape (completion_suffix);

  attune_cli_prepare_print_written (work->options, work->result.n_training,
                                    work->result.n_validation);

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

/* Does what the fifteen rules make of prompts and their completions. Returns an exit status. */
int
attune_cli_prepare_pairs (AttuneCliPrepare *self)
{
  const AttuneCliPrepareWay way = {
    survey_thread, write_thread, print_work, print_written, build_work
  };
  g_auto(Work) work = { .options = self };
  int status = ATTUNE_CLI_DONE;

  if (attune_cli_prepare_run (self, &way, &work, &status) &&
      attune_preparation_has_errors (work.preparation))
    status = ATTUNE_CLI_FAILED;

  return status;
}
