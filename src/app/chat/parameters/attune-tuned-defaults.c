/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-tuned-defaults"

#include "config.h"

#include "attune-common-affix.h"
#include "attune-thread.h"
#include "attune-tuned-defaults.h"
#include "attune-tuned-examples.h"

/* One example has everything in common with itself. */
#define MIN_EXAMPLES 3

/* Longer ends are a sentence that the examples share, not a mark. */
#define MAX_MARK 24

G_DEFINE_BOXED_TYPE (AttuneTunedDefaults, attune_tuned_defaults,
                     attune_tuned_defaults_copy, attune_tuned_defaults_free)

static gboolean
ends_sentence (gunichar c)
{
  return g_utf8_strchr (".!?…。！？\"'”’」)）", -1, c) != NULL;
}

/* Whether the end that texts share was put there to be recognised. That they are all sentences does
 * not make their full stop such a mark: an answer would end with its first sentence. */
static gboolean
is_mark (const GString *suffix)
{
  if (suffix == NULL || suffix->len == 0 || suffix->len > MAX_MARK)
    return FALSE;

  for (const char *at = suffix->str; *at != '\0'; at = g_utf8_next_char (at))
    if (!ends_sentence (g_utf8_get_char (at)))
      return TRUE;

  return FALSE;
}

static const char *
get_system_text (AttuneExample *example)
{
  AttuneTurn *turn = attune_example_get_n_turns (example) > 0
    ? attune_example_get_turn (example, 0) : NULL;

  return turn != NULL && turn->role == ATTUNE_ROLE_SYSTEM ? turn->content : NULL;
}

static char *
dup_common_system_text (GPtrArray *examples)
{
  const char *text = get_system_text (examples->pdata[0]);

  for (guint i = 1; text != NULL && i < examples->len; i++)
    if (g_strcmp0 (get_system_text (examples->pdata[i]), text) != 0)
      return NULL;

  return g_strdup (text);
}

static void
take_marks (AttuneChatParameters *parameters,
            GPtrArray            *examples)
{
  g_auto(AttuneCommonAffix) prompts = { 0 };
  g_auto(AttuneCommonAffix) completions = { 0 };

  for (guint i = 0; i < examples->len; i++)
    {
      AttuneExample *example = examples->pdata[i];
      const char *prompt;
      const char *completion;

      if (example->kind != ATTUNE_EXAMPLE_COMPLETION || attune_example_get_n_turns (example) != 2)
        return;

      prompt = attune_example_get_turn (example, 0)->content;
      completion = attune_example_get_turn (example, 1)->content;
      attune_common_affix_add (&prompts, prompt, strlen (prompt));
      attune_common_affix_add (&completions, completion, strlen (completion));
    }

  if (is_mark (prompts.suffix) && !attune_common_affix_are_texts_equal (&prompts))
    attune_chat_parameters_set_separator (parameters, prompts.suffix->str);

  if (is_mark (completions.suffix) && !attune_common_affix_are_texts_equal (&completions))
    {
      const char * const stops[] = { completions.suffix->str, NULL };

      attune_chat_parameters_set_stops (parameters, stops, NULL);
    }
}

static DexFuture *
find_in_thread (gpointer user_data)
{
  const char *path = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) examples = attune_tuned_examples_read (path, &error);

  if (examples == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_TUNED_DEFAULTS,
                                    attune_tuned_defaults_new (examples));
}

/**
 * attune_tuned_defaults_new:
 * @examples: (element-type AttuneExample): what a model has learned from, or the beginning of it
 *
 * Returns: (transfer full): what all of them share
 */
AttuneTunedDefaults *
attune_tuned_defaults_new (GPtrArray *examples)
{
  AttuneTunedDefaults *self = g_new0 (AttuneTunedDefaults, 1);

  self->parameters = attune_chat_parameters_new ();

  if (examples->len >= MIN_EXAMPLES)
    {
      self->system_text = dup_common_system_text (examples);
      take_marks (self->parameters, examples);
    }

  return self;
}

/**
 * attune_tuned_defaults_copy:
 * @self: defaults
 *
 * Returns: (transfer full): a copy
 */
AttuneTunedDefaults *
attune_tuned_defaults_copy (const AttuneTunedDefaults *self)
{
  AttuneTunedDefaults *copy = g_new0 (AttuneTunedDefaults, 1);

  copy->system_text = g_strdup (self->system_text);
  copy->parameters = attune_chat_parameters_copy (self->parameters);

  return copy;
}

/**
 * attune_tuned_defaults_free:
 * @self: (transfer full): defaults
 */
void
attune_tuned_defaults_free (AttuneTunedDefaults *self)
{
  g_free (self->system_text);
  g_clear_object (&self->parameters);
  g_free (self);
}

/**
 * attune_tuned_defaults_find:
 * @workspace: where fine-tunes and datasets are
 * @model: a model, as its provider names it
 *
 * Returns: (transfer full): a future that resolves to an #AttuneTunedDefaults, empty when it is not
 *   known here what the model was tuned on; or rejects when that cannot be read
 */
DexFuture *
attune_tuned_defaults_find (AttuneWorkspace *workspace,
                            const char      *model)
{
  g_autoptr(GPtrArray) none = NULL;
  g_autofree char *path = NULL;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  dex_return_error_if_fail (model != NULL);

  if ((path = attune_tuned_examples_dup_path (workspace, model)) != NULL)
    return attune_thread_spawn ("attune-tuned-defaults", find_in_thread,
                                g_steal_pointer (&path), g_free);

  none = g_ptr_array_new ();

  return dex_future_new_take_boxed (ATTUNE_TYPE_TUNED_DEFAULTS, attune_tuned_defaults_new (none));
}
