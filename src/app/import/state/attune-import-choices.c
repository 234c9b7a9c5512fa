/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-choices"

#include "config.h"

#include "attune-import-choices.h"

struct _AttuneImportChoices
{
  GObject         parent_instance;

  char           *encoding;
  char           *member;
  char           *sheet;
  char           *records_path;
  AttuneRecipe   *recipe;
  AttuneFormat    format;
  AttuneQuote     quote;
  AttuneHeader    header;
  AttuneTextMode  text_mode;
  char            delimiter;
  AttuneRules     rules;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportChoices, attune_import_choices, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
emit_changed (AttuneImportChoices *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_string (AttuneImportChoices  *self,
            char                **member,
            const char           *string)
{
  if (g_set_str (member, string))
    emit_changed (self);
}

static void
forget_format (AttuneImportChoices *self)
{
  self->delimiter = '\0';
  self->quote = ATTUNE_QUOTE_UNKNOWN;
  self->header = ATTUNE_HEADER_UNKNOWN;
  self->text_mode = ATTUNE_TEXT_MODE_UNKNOWN;
  g_clear_pointer (&self->records_path, g_free);
}

static void
attune_import_choices_finalize (GObject *object)
{
  AttuneImportChoices *self = (AttuneImportChoices *)object;

  g_clear_pointer (&self->encoding, g_free);
  g_clear_pointer (&self->member, g_free);
  g_clear_pointer (&self->sheet, g_free);
  g_clear_pointer (&self->records_path, g_free);
  g_clear_object (&self->recipe);

  G_OBJECT_CLASS (attune_import_choices_parent_class)->finalize (object);
}

static void
attune_import_choices_class_init (AttuneImportChoicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_import_choices_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_import_choices_init (AttuneImportChoices *self)
{
}

AttuneImportChoices *
attune_import_choices_new (void)
{
  return g_object_new (ATTUNE_TYPE_IMPORT_CHOICES, NULL);
}

/* For a thread: the person goes on choosing while it reads. */
AttuneImportChoices *
attune_import_choices_copy (AttuneImportChoices *self)
{
  AttuneImportChoices *copy;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_CHOICES (self), NULL);

  copy = attune_import_choices_new ();
  copy->encoding = g_strdup (self->encoding);
  copy->member = g_strdup (self->member);
  copy->sheet = g_strdup (self->sheet);
  copy->records_path = g_strdup (self->records_path);
  copy->recipe = self->recipe != NULL ? attune_recipe_copy (self->recipe) : NULL;
  copy->format = self->format;
  copy->quote = self->quote;
  copy->header = self->header;
  copy->text_mode = self->text_mode;
  copy->delimiter = self->delimiter;
  copy->rules = self->rules;

  return copy;
}

void
attune_import_choices_set_encoding (AttuneImportChoices *self,
                                    const char          *encoding)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));

  set_string (self, &self->encoding, encoding);
}

/* What was said about one file of an archive means nothing to another. */
void
attune_import_choices_set_member (AttuneImportChoices *self,
                                  const char          *member)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));

  if (!g_set_str (&self->member, member))
    return;

  g_clear_pointer (&self->encoding, g_free);
  g_clear_pointer (&self->sheet, g_free);
  self->format = ATTUNE_FORMAT_UNKNOWN;
  forget_format (self);
  emit_changed (self);
}

void
attune_import_choices_set_sheet (AttuneImportChoices *self,
                                 const char          *sheet)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));

  set_string (self, &self->sheet, sheet);
}

/* What was said about another format means nothing to this one. */
void
attune_import_choices_set_format (AttuneImportChoices *self,
                                  AttuneFormat         format)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));

  if (self->format == format)
    return;

  self->format = format;
  forget_format (self);
  emit_changed (self);
}

void
attune_import_choices_set_records_path (AttuneImportChoices *self,
                                        const char          *path)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));

  set_string (self, &self->records_path, path);
}

void
attune_import_choices_set_delimiter (AttuneImportChoices *self,
                                     char                 delimiter)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));

  if (self->delimiter == delimiter)
    return;

  self->delimiter = delimiter;
  emit_changed (self);
}

void
attune_import_choices_set_quote (AttuneImportChoices *self,
                                 AttuneQuote          quote)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));

  if (self->quote == quote)
    return;

  self->quote = quote;
  emit_changed (self);
}

void
attune_import_choices_set_header (AttuneImportChoices *self,
                                  AttuneHeader         header)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));

  if (self->header == header)
    return;

  self->header = header;
  emit_changed (self);
}

void
attune_import_choices_set_text_mode (AttuneImportChoices *self,
                                     AttuneTextMode       mode)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));

  if (self->text_mode == mode)
    return;

  self->text_mode = mode;
  emit_changed (self);
}

AttuneRecipe *
attune_import_choices_get_recipe (AttuneImportChoices *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_CHOICES (self), NULL);

  return self->recipe;
}

/* Without `changed`: who edits a recipe says himself when the file has to be read again. */
void
attune_import_choices_set_recipe (AttuneImportChoices *self,
                                  AttuneRecipe        *recipe)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));

  g_set_object (&self->recipe, recipe);
}

/* Without `changed`, as above. */
void
attune_import_choices_set_rules (AttuneImportChoices *self,
                                 const AttuneRules   *rules)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));
  g_return_if_fail (rules != NULL);

  self->rules = *rules;
}

/* Sets what was said; the strings and the recipe stay those of @self. */
void
attune_import_choices_fill_options (AttuneImportChoices *self,
                                    AttuneScanOptions   *options)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (self));
  g_return_if_fail (options != NULL);

  options->source.encoding = self->encoding;
  options->source.mend = self->encoding != NULL;
  options->source.member = self->member;
  options->source.sheet = self->sheet;
  options->reader.format = self->format;
  options->reader.delimiter = self->delimiter;
  options->reader.quote = self->quote;
  options->reader.header = self->header;
  options->reader.records_path = self->records_path;
  options->reader.text_mode = self->text_mode;
  options->recipe = self->recipe;
  options->rules = self->rules;
}
