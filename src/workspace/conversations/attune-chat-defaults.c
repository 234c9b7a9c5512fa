/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-defaults"

#include "config.h"

#include <string.h>

#include "attune-chat-defaults.h"
#include "attune-chat-parameters.h"
#include "attune-common-affix.h"
#include "attune-example.h"

/* What the first examples have in common, all have: otherwise nobody could have learned it. Of
 * fewer than a training needs, chance has its part in it. */
#define MAX_EXAMPLES 200
#define MIN_EXAMPLES 10

/* What is known of a dataset after some of its examples. */
typedef struct
{
  guint              n_examples;
  gboolean           is_completion;
  char              *system_text;     /* of all so far */
  gboolean           has_others;      /* one has another system text, or none */
  AttuneCommonAffix  prompts;
  AttuneCommonAffix  completions;
  GPtrArray         *texts;           /* of completions */
} Survey;

static void
survey_clear (Survey *survey)
{
  g_free (survey->system_text);
  attune_common_affix_clear (&survey->prompts);
  attune_common_affix_clear (&survey->completions);
  g_clear_pointer (&survey->texts, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Survey, survey_clear)

static const char *
get_system_text (const AttuneExample *example)
{
  AttuneTurn *first;

  if (attune_example_get_n_turns (example) == 0)
    return NULL;

  first = attune_example_get_turn (example, 0);

  return first->role == ATTUNE_ROLE_SYSTEM || first->role == ATTUNE_ROLE_DEVELOPER ? first->content
                                                                                    : NULL;
}

static void
take_talk (Survey              *survey,
           const AttuneExample *example)
{
  const char *system_text = get_system_text (example);

  if (survey->n_examples == 0)
    survey->system_text = g_strdup (system_text);
  else if (g_strcmp0 (survey->system_text, system_text) != 0)
    survey->has_others = TRUE;
}

static void
take_completion (Survey              *survey,
                 const AttuneExample *example)
{
  const char *prompt = attune_example_get_turn (example, 0)->content;
  const char *completion = attune_example_get_turn (example, 1)->content;

  attune_common_affix_add (&survey->prompts, prompt, strlen (prompt));
  attune_common_affix_add (&survey->completions, completion, strlen (completion));
  g_ptr_array_add (survey->texts, g_strdup (completion));
}

static void
take_line (Survey     *survey,
           const char *line,
           gsize       length)
{
  g_autoptr(AttuneExample) example = attune_example_new_from_json (0, line, length, NULL);

  if (example == NULL)
    return;

  if (example->kind != ATTUNE_EXAMPLE_COMPLETION)
    {
      take_talk (survey, example);
    }
  else if (attune_example_get_n_turns (example) == 2)
    {
      survey->is_completion = TRUE;
      take_completion (survey, example);
    }

  survey->n_examples++;
}

static gboolean
read_examples (Survey        *survey,
               const char    *path,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr(GDataInputStream) lines = NULL;

  if (stream == NULL)
    return FALSE;

  lines = g_data_input_stream_new (G_INPUT_STREAM (stream));

  while (survey->n_examples < MAX_EXAMPLES)
    {
      g_autoptr(GError) local_error = NULL;
      g_autofree char *line = NULL;
      gsize length;

      line = g_data_input_stream_read_line (lines, &length, cancellable, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      if (line == NULL)
        break;

      take_line (survey, line, length);
    }

  return TRUE;
}

static const char *
find_separator (Survey *survey)
{
  const AttuneCommonAffix *prompts = &survey->prompts;

  return prompts->suffix != NULL && prompts->suffix->len > 0 &&
         !attune_common_affix_are_texts_equal (prompts)
         ? prompts->suffix->str
         : NULL;
}

/* What all completions end with, unless it stands elsewhere too: answers would break off there. */
static const char *
find_stop (Survey *survey)
{
  const GString *suffix = survey->completions.suffix;

  if (suffix == NULL || suffix->len == 0 ||
      attune_common_affix_are_texts_equal (&survey->completions))
    return NULL;

  for (guint i = 0; i < survey->texts->len; i++)
    {
      const char *text = survey->texts->pdata[i];

      if (strstr (text, suffix->str) != text + strlen (text) - suffix->len)
        return NULL;
    }

  return suffix->str;
}

static void
set_completion (AttuneChatParameters *parameters,
                Survey               *survey)
{
  const char *stops[] = { find_stop (survey), NULL };

  attune_chat_parameters_set_mode (parameters, ATTUNE_CHAT_MODE_COMPLETION);
  attune_chat_parameters_set_separator (parameters, find_separator (survey));
  attune_chat_parameters_set_stops (parameters, stops, NULL);
}

/**
 * attune_chat_defaults_read: (skip)
 * @path: JSONL that a model was tuned with
 * @name: what the preset shall be called
 * @cancellable: (nullable): cancelled when nobody wants to know any more
 * @error: return location for an error
 *
 * Finds out how a model wants to be asked that has learned from it: the system text that all
 * examples have; or what stands between all prompts and their completions, and where all of these
 * end. Blocks.
 *
 * Returns: (transfer full) (nullable): how, which may be nothing in particular
 */
AttuneChatPreset *
attune_chat_defaults_read (const char    *path,
                           const char    *name,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_auto(Survey) survey = { .texts = g_ptr_array_new_with_free_func (g_free) };
  g_autoptr(AttuneChatParameters) parameters = attune_chat_parameters_new ();
  g_autofree char *json = NULL;
  gboolean is_known;

  if (!read_examples (&survey, path, cancellable, error))
    return NULL;

  is_known = survey.n_examples >= MIN_EXAMPLES;

  if (is_known && survey.is_completion)
    set_completion (parameters, &survey);

  if (!attune_chat_parameters_get_is_automatic (parameters))
    json = attune_chat_parameters_to_json (parameters);

  return attune_chat_preset_new (name,
                                 is_known && !survey.has_others ? survey.system_text : NULL, json);
}
