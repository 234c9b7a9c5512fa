/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-preparation"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-preparation-private.h"

/* So many names of columns are shown. */
#define MAX_NAMES_SHOWN 10

static char *
join_names (GPtrArray *names)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (names->len, MAX_NAMES_SHOWN); i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *quoted = attune_preparation_quote (name, strlen (name));

      if (i > 0)
        g_string_append (text, _(", "));

      /* Translators: %s is the name of a column in a list of names. */
      g_string_append_printf (text, _("“%s”"), quoted);
    }

  if (names->len > MAX_NAMES_SHOWN)
    g_string_append (text, ", …");

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* The column with exactly that name, or else the first that differs in case only. */
static const char *
find_column (const char * const *names,
             const char         *name)
{
  if (g_strv_contains (names, name))
    return name;

  for (gsize i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (names[i], name) == 0)
      return names[i];

  return NULL;
}

static void
suggest_missing_column (AttunePreparation  *self,
                        AttuneRule          rule,
                        const char * const *names,
                        const char         *name)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *advice = NULL;

  for (gsize i = 0; names[i] != NULL; i++)
    g_ptr_array_add (all, (char *)names[i]);

  list = join_names (all);

  if (all->len > 0)
    /* Translators: %s is a list of names. */
    advice = g_strdup_printf (_("Rename the column in the file, or say which one it is. There are: "
                                "%s."), list);
  else
    advice = g_strdup (_("Choose a file that has prompts and completions in it."));

  attune_preparation_add_rule (self, rule, ATTUNE_SUGGESTION_ERROR,
                               /* Translators: %s is the name of a column. */
                               g_strdup_printf (_("There is no column “%s”"), name),
                               g_steal_pointer (&advice));
}

static char *
choose_column (AttunePreparation  *self,
               AttuneRule          rule,
               const char * const *names,
               const char         *chosen,
               const char         *name)
{
  const char *wanted = chosen != NULL ? chosen : name;
  const char *column = find_column (names, wanted);

  if (column == NULL)
    {
      suggest_missing_column (self, rule, names, wanted);
      return NULL;
    }

  if (strcmp (column, name) != 0)
    attune_preparation_add_rule (self, rule, ATTUNE_SUGGESTION_NECESSARY,
                                 /* Translators: both are names of columns. */
                                 g_strdup_printf (_("Renames the column “%1$s” to “%2$s”"), column, name),
                                 NULL);

  return g_strdup (column);
}

/* The first extra column whose name has the name of another column in it may be what was meant. */
static const char *
find_look_alike (GPtrArray          *extra,
                 const char * const *names)
{
  for (guint i = 0; i < extra->len; i++)
    {
      const char *name = g_ptr_array_index (extra, i);

      for (gsize j = 0; names[j] != NULL; j++)
        if (names[j] != name && names[j][0] != '\0' && strstr (name, names[j]) != NULL)
          return name;
    }

  return NULL;
}

static void
suggest_extra_columns (AttunePreparation  *self,
                       const char * const *names)
{
  g_autoptr(GPtrArray) extra = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *advice = NULL;
  const char *look_alike;
  gboolean has_prompt = FALSE;
  gboolean has_completion = FALSE;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (!has_prompt && strcmp (names[i], self->prompt_column) == 0)
        has_prompt = TRUE;
      else if (!has_completion && strcmp (names[i], self->completion_column) == 0)
        has_completion = TRUE;
      else
        g_ptr_array_add (extra, (char *)names[i]);
    }

  if (extra->len == 0)
    return;

  look_alike = find_look_alike (extra, names);

  if (look_alike != NULL)
    /* Translators: %s is the name of a column. */
    advice = g_strdup_printf (_("Make sure that “%s” is not the column that you want."), look_alike);

  list = join_names (extra);
  attune_preparation_add_rule (self, ATTUNE_RULE_EXTRA_COLUMNS, ATTUNE_SUGGESTION_NECESSARY,
                               /* Translators: %s is a list of names. */
                               g_strdup_printf (ngettext ("Leaves out the column %s",
                                                          "Leaves out the columns %s", extra->len),
                                                list),
                               g_steal_pointer (&advice));
}

/**
 * attune_preparation_set_columns:
 * @self: a preparation that has not surveyed yet
 * @names: (array zero-terminated=1): the names of the file's columns, in their order
 * @prompt: (nullable): the column that holds the prompts; %NULL for the one of that name
 * @completion: (nullable): the column that holds the completions; %NULL for the one of that name
 *
 * Finds the two columns, in whatever case their names are written, and suggests to leave the others
 * out. A pair source reads the columns that were found.
 *
 * Returns: %FALSE when one is missing: a suggestion says so, and there is nothing to survey
 */
gboolean
attune_preparation_set_columns (AttunePreparation  *self,
                                const char * const *names,
                                const char         *prompt,
                                const char         *completion)
{
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), FALSE);
  g_return_val_if_fail (names != NULL, FALSE);
  g_return_val_if_fail (self->prompt_column == NULL && self->completion_column == NULL, FALSE);

  self->prompt_column =
    choose_column (self, ATTUNE_RULE_PROMPT_COLUMN, names, prompt, "prompt");
  self->completion_column =
    choose_column (self, ATTUNE_RULE_COMPLETION_COLUMN, names, completion, "completion");

  if (self->prompt_column == NULL || self->completion_column == NULL)
    return FALSE;

  suggest_extra_columns (self, names);

  return TRUE;
}

/**
 * attune_preparation_get_prompt_column:
 * @self: a preparation
 *
 * Returns: (transfer none) (nullable): the column that holds the prompts
 */
const char *
attune_preparation_get_prompt_column (AttunePreparation *self)
{
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), NULL);

  return self->prompt_column;
}

/**
 * attune_preparation_get_completion_column:
 * @self: a preparation
 *
 * Returns: (transfer none) (nullable): the column that holds the completions
 */
const char *
attune_preparation_get_completion_column (AttunePreparation *self)
{
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), NULL);

  return self->completion_column;
}
