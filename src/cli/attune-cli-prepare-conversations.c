/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-prepare"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-prepare.h"
#include "attune-error.h"
#include "attune-import.h"
#include "attune-remedy.h"

/* What one remedy would do. */
typedef struct
{
  AttuneRemedy  remedy;
  guint64       count;      /* how many examples it concerns */
  GArray       *lines;      /* of guint64: the first of them … */
  GArray       *examples;   /* of guint64: … and their numbers in the file, from 1 */
} Suggestion;

typedef struct
{
  AttuneCliPrepare   *options;
  AttuneScan         *scan;
  GArray             *suggestions;   /* of Suggestion: the remedies that would do something */
  guint64             remedies;      /* a mask: those that are accepted */
  AttuneImportResult  result;
} Work;

static void
suggestion_clear (gpointer data)
{
  Suggestion *suggestion = data;

  g_clear_pointer (&suggestion->lines, g_array_unref);
  g_clear_pointer (&suggestion->examples, g_array_unref);
}

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->suggestions, g_array_unref);
  g_clear_object (&work->scan);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* What cannot be used is left out in any case. */
static gboolean
is_necessary (AttuneRemedy remedy)
{
  return remedy == ATTUNE_REMEDY_REMOVE_UNUSABLE;
}

static gboolean
is_default (AttuneRemedy remedy)
{
  return (attune_remedies_get_defaults () & attune_remedy_bit (remedy)) != 0;
}

static gboolean
is_accepted (const Work   *work,
             AttuneRemedy  remedy)
{
  return is_necessary (remedy) || (work->remedies & attune_remedy_bit (remedy)) != 0;
}

/* What cannot be used is so in spite of what is accepted; what has no answer, in spite of all that
 * could give it one. */
static gboolean
concerns (const Work      *work,
          AttuneSelection *accepted,
          AttuneSelection *recommended,
          AttuneRemedy     remedy,
          guint            position)
{
  AttuneIndex *index = attune_scan_get_index (work->scan);

  if (is_necessary (remedy))
    return attune_selection_get_fate (accepted, position) == ATTUNE_FATE_UNUSABLE;

  if (remedy == ATTUNE_REMEDY_DROP_UNANSWERED &&
      attune_selection_get_fate (recommended, position) != ATTUNE_FATE_UNUSABLE)
    return FALSE;

  return (attune_index_get (index, position)->issues & attune_remedy_get_issues (remedy)) != 0;
}

static void
suggest (Work            *work,
         AttuneSelection *accepted,
         AttuneSelection *recommended,
         AttuneRemedy     remedy)
{
  AttuneIndex *index = attune_scan_get_index (work->scan);
  Suggestion suggestion = {
    .remedy = remedy,
    .lines = g_array_new (FALSE, FALSE, sizeof (guint64)),
    .examples = g_array_new (FALSE, FALSE, sizeof (guint64)),
  };

  for (guint i = 0; i < attune_index_get_length (index); i++)
    {
      guint64 line = attune_index_get (index, i)->line;
      guint64 number = (guint64)i + 1;

      if (!concerns (work, accepted, recommended, remedy, i))
        continue;

      suggestion.count++;

      if (suggestion.lines->len == ATTUNE_REPORT_MAX_LINES)
        continue;

      g_array_append_val (suggestion.lines, line);
      g_array_append_val (suggestion.examples, number);
    }

  if (suggestion.count > 0)
    g_array_append_val (work->suggestions, suggestion);
  else
    suggestion_clear (&suggestion);
}

static void
suggest_all (Work *work)
{
  const AttuneSplit no_split = { 0 };
  const AttuneCliFixes *fixes = &work->options->fixes;
  guint64 remedies = attune_cli_fixes_apply (fixes, attune_remedies_get_defaults ());
  g_autoptr(AttuneSelection) recommended = attune_selection_new (work->scan, remedies, &no_split);
  g_autoptr(AttuneSelection) accepted = NULL;

  /* Nobody is asked. */
  work->remedies = work->options->accept_all ? remedies : attune_cli_fixes_apply (fixes, 0);
  accepted = attune_selection_new (work->scan, work->remedies, &no_split);
  work->suggestions = g_array_new (FALSE, FALSE, sizeof (Suggestion));
  g_array_set_clear_func (work->suggestions, suggestion_clear);

  for (AttuneRemedy remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
    suggest (work, accepted, recommended, remedy);
}

/* Providers and recipes decide what a file holds; here the person says what it must hold. */
static gboolean
check_kind (Work    *work,
            GError **error)
{
  AttuneExampleKind kind = attune_scan_get_kind (work->scan);
  g_autofree char *name = g_filename_display_basename (work->options->path);

  if (attune_scan_get_n_examples (work->scan) == 0 || kind == work->options->target)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("The examples of “%s” are not what --target says. Name another target, or say "
                      "with --recipe, or with --question and --answer, what to make of the file."),
                    name);

  return FALSE;
}

static DexFuture *
scan_thread (gpointer user_data)
{
  Work *work = user_data;
  g_autoptr(GError) error = NULL;

  work->scan = attune_scan_file (work->options->path, &work->options->where.scan,
                                 attune_cli_show_progress, NULL, NULL, &error);

  if (work->scan == NULL || !check_kind (work, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  suggest_all (work);

  return dex_future_new_true ();
}

static DexFuture *
write_thread (gpointer user_data)
{
  Work *work = user_data;
  AttuneImportOptions options = {
    .scan = work->options->where.scan,
    .split = work->options->held_out,
  };
  g_autoptr(GError) error = NULL;

  options.scan.remedies = work->remedies;

  if (!attune_import_file (work->options->path, &options, work->options->training,
                           work->options->validation, &work->result, attune_cli_show_progress, NULL,
                           NULL, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static const char *
get_mark (const Work   *work,
          AttuneRemedy  remedy)
{
  if (is_necessary (remedy))
    return _("Necessary");

  if (is_accepted (work, remedy))
    return _("Accepted");

  return is_default (remedy) ? _("Recommended") : _("Possible");
}

static gboolean
is_cut_off (const Work *work)
{
  return attune_report_get_count (attune_scan_get_report (work->scan), ATTUNE_ISSUE_TRUNCATED) > 0;
}

static void
print_work (gconstpointer data)
{
  const Work *work = data;
  gboolean has_declined = FALSE;

  g_print (ngettext ("%lu usable example", "%lu usable examples",
                     attune_scan_get_n_examples (work->scan)),
           (gulong)attune_scan_get_n_examples (work->scan));
  g_print ("\n");

  attune_cli_print_cut_off (is_cut_off (work));

  for (guint i = 0; i < work->suggestions->len; i++)
    {
      const Suggestion *suggestion = &g_array_index (work->suggestions, Suggestion, i);
      AttuneRemedy remedy = suggestion->remedy;
      g_autofree char *effect = attune_remedy_dup_effect (remedy, suggestion->count);

      g_print ("\n%s: %s [%s]\n", get_mark (work, remedy), effect, attune_remedy_get_id (remedy));
      attune_cli_prepare_print_lines ((const guint64 *)(void *)suggestion->lines->data,
                                      suggestion->lines->len);
      attune_cli_prepare_print_examples ((const guint64 *)(void *)suggestion->examples->data,
                                         suggestion->examples->len);
      has_declined |= is_default (remedy) && !is_accepted (work, remedy);
    }

  attune_cli_prepare_print_hints (work->options, has_declined);

  if (work->options->output == NULL)
    g_print ("\n%s\n", _("Nothing was written. -o FILE writes the result."));
}

static void
build_suggestion (JsonBuilder      *builder,
                  const Work       *work,
                  const Suggestion *suggestion)
{
  g_autofree char *effect = attune_remedy_dup_effect (suggestion->remedy, suggestion->count);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, attune_remedy_get_id (suggestion->remedy));
  json_builder_set_member_name (builder, "severity");
  json_builder_add_string_value (builder, is_necessary (suggestion->remedy) ? "necessary" : "optional");
  json_builder_set_member_name (builder, "recommended");
  json_builder_add_boolean_value (builder, is_default (suggestion->remedy));
  json_builder_set_member_name (builder, "accepted");
  json_builder_add_boolean_value (builder, is_accepted (work, suggestion->remedy));
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, effect);
  json_builder_set_member_name (builder, "count");
  json_builder_add_int_value (builder, suggestion->count);
  attune_cli_add_numbers (builder, "lines", (const guint64 *)(void *)suggestion->lines->data,
                          suggestion->lines->len);
  attune_cli_add_numbers (builder, "examples",
                          (const guint64 *)(void *)suggestion->examples->data,
                          suggestion->examples->len);
  json_builder_end_object (builder);
}

static void
build_work (gconstpointer  data,
            JsonBuilder   *builder)
{
  const Work *work = data;

  json_builder_set_member_name (builder, "examples");
  json_builder_add_int_value (builder, attune_scan_get_n_examples (work->scan));
  attune_cli_add_boolean (builder, "cut_off", is_cut_off (work));
  json_builder_set_member_name (builder, "suggestions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < work->suggestions->len; i++)
    build_suggestion (builder, work, &g_array_index (work->suggestions, Suggestion, i));
  json_builder_end_array (builder);
  attune_cli_prepare_build_written (builder, work->options, work->result.n_training,
                                    work->result.n_validation);
}

static void
print_written (gconstpointer data)
{
  const Work *work = data;

  attune_cli_prepare_print_written (work->options, work->result.n_training,
                                    work->result.n_validation);
}

/* Does what the remedies make of conversations and preference pairs. Returns an exit status. */
int
attune_cli_prepare_conversations (AttuneCliPrepare *self)
{
  const AttuneCliPrepareWay way = {
    scan_thread, write_thread, print_work, print_written, build_work
  };
  g_auto(Work) work = { .options = self };
  int status = ATTUNE_CLI_DONE;

  attune_cli_prepare_run (self, &way, &work, &status);

  return status;
}
