/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-setting"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-setting.h"

static void
free_choice (gpointer data)
{
  AttuneSettingChoice *choice = data;

  json_node_unref (choice->value);
  g_free (choice->title);
  g_free (choice);
}

static gboolean
is_number (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

static char *
format_number (double value)
{
  return g_strdup_printf ("%.10g", value);
}

/* The word of a value as it is typed, whatever the language: "16", "0.5", "cosine". */
static char *
format_word (JsonNode *value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (is_number (value))
    return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g",
                                      json_node_get_double (value)));

  return g_strdup (json_node_get_string (value));
}

/* A choice is its value alone where that is a word for people too, else an object with a title. */
static void
add_choice (GPtrArray *choices,
            JsonNode  *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *value = object != NULL ? json_object_get_member (object, "value") : node;
  AttuneSettingChoice *choice;

  if (value == NULL || !JSON_NODE_HOLDS_VALUE (value) ||
      json_node_get_value_type (value) == G_TYPE_BOOLEAN)
    return;

  choice = g_new0 (AttuneSettingChoice, 1);
  choice->value = json_node_copy (value);
  choice->title = object != NULL ? attune_profile_dup_translated (object, "title") : NULL;

  if (choice->title == NULL)
    choice->title = format_word (value);

  g_ptr_array_add (choices, choice);
}

static void
parse_choices (AttuneSetting *self,
               JsonObject    *object)
{
  JsonArray *array = attune_json_get_array (object, "choices");
  guint length = array != NULL ? json_array_get_length (array) : 0;

  self->choices = g_ptr_array_new_with_free_func (free_choice);

  for (guint i = 0; i < length; i++)
    add_choice (self->choices, json_array_get_element (array, i));
}

static gboolean
is_allowed_number (const AttuneSetting *self,
                   double               value)
{
  return (isfinite (value) &&
          (self->is_above ? value > self->minimum : value >= self->minimum) &&
          (isnan (self->maximum) || value <= self->maximum));
}

static gboolean
is_allowed (const AttuneSetting *self,
            JsonNode            *value)
{
  switch (self->kind)
    {
    case ATTUNE_SETTING_INTEGER:
      return (is_number (value) && json_node_get_value_type (value) == G_TYPE_INT64 &&
              is_allowed_number (self, json_node_get_double (value)));

    case ATTUNE_SETTING_NUMBER:
      return is_number (value) && is_allowed_number (self, json_node_get_double (value));

    case ATTUNE_SETTING_BOOLEAN:
      return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN;

    case ATTUNE_SETTING_CHOICE:
      for (guint i = 0; i < self->choices->len; i++)
        {
          const AttuneSettingChoice *choice = self->choices->pdata[i];

          if (json_node_equal (choice->value, value))
            return TRUE;
        }

      return FALSE;

    default:
      return FALSE;
    }
}

static char *
list_choices (const AttuneSetting *self)
{
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; i < self->choices->len; i++)
    {
      const AttuneSettingChoice *choice = self->choices->pdata[i];
      g_autofree char *word = format_word (choice->value);

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", word);
    }

  return g_string_free_and_steal (g_steal_pointer (&list));
}

static void
set_range_error (const AttuneSetting  *self,
                 GError              **error)
{
  g_autofree char *minimum = format_number (self->minimum);
  g_autofree char *maximum = format_number (self->maximum);
  gboolean is_integer = self->kind == ATTUNE_SETTING_INTEGER;

  if (isnan (self->maximum) && self->is_above)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      /* Translators: a setting's name and a number. */
                      _("“%s” must be a number above %s."), self->title, minimum);
  else if (isnan (self->maximum))
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      is_integer
                      /* Translators: a setting's name and a number. */
                      ? _("“%s” must be a whole number, %s or more.")
                      /* Translators: a setting's name and a number. */
                      : _("“%s” must be a number, %s or more."),
                      self->title, minimum);
  else if (self->is_above)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      /* Translators: a setting's name and two numbers. */
                      _("“%s” must be a number above %s, and at most %s."),
                      self->title, minimum, maximum);
  else
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      is_integer
                      /* Translators: a setting's name and two numbers. */
                      ? _("“%s” must be a whole number from %s to %s.")
                      /* Translators: a setting's name and two numbers. */
                      : _("“%s” must be a number from %s to %s."),
                      self->title, minimum, maximum);
}

static void
set_value_error (const AttuneSetting  *self,
                 GError              **error)
{
  g_autofree char *choices = NULL;

  switch (self->kind)
    {
    case ATTUNE_SETTING_BOOLEAN:
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is a setting's name; “true” and “false” are typed so. */
                        _("“%s” must be “true” or “false”."), self->title);
      break;

    case ATTUNE_SETTING_CHOICE:
      choices = list_choices (self);
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: a setting's name and a list of words. */
                        _("“%s” must be one of these: %s."), self->title, choices);
      break;

    case ATTUNE_SETTING_INTEGER:
    case ATTUNE_SETTING_NUMBER:
    default:
      set_range_error (self, error);
      break;
    }
}

static JsonNode *
new_number (AttuneSettingKind  kind,
            const char        *text)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !isfinite (value))
    return NULL;

  if (kind == ATTUNE_SETTING_INTEGER && trunc (value) == value && fabs (value) < G_MAXINT32)
    return json_node_init_int (json_node_alloc (), (gint64)value);

  return json_node_init_double (json_node_alloc (), value);
}

static JsonNode *
new_value (const AttuneSetting *self,
           const char          *text)
{
  switch (self->kind)
    {
    case ATTUNE_SETTING_BOOLEAN:
      if (g_str_equal (text, "true") || g_str_equal (text, "false"))
        return json_node_init_boolean (json_node_alloc (), g_str_equal (text, "true"));

      return NULL;

    case ATTUNE_SETTING_CHOICE:
      for (guint i = 0; i < self->choices->len; i++)
        {
          const AttuneSettingChoice *choice = self->choices->pdata[i];
          g_autofree char *word = format_word (choice->value);

          if (g_str_equal (word, text))
            return json_node_copy (choice->value);
        }

      return NULL;

    case ATTUNE_SETTING_INTEGER:
    case ATTUNE_SETTING_NUMBER:
    default:
      return new_number (self->kind, text);
    }
}

/**
 * attune_setting_new_from_json: (skip)
 * @name: (nullable): its name
 * @object: what a provider's file says of it in `create.settings` or `chat.settings`
 *
 * Returns: (transfer full) (nullable): the setting, or %NULL without a name or with a kind that
 *   this version does not know
 */
AttuneSetting *
attune_setting_new_from_json (const char *name,
                              JsonObject *object)
{
  static const char * const kinds[] = { "integer", "number", "boolean", "choice" };
  g_autoptr(AttuneSetting) self = g_new0 (AttuneSetting, 1);
  const char *kind = attune_json_get_string (object, "kind", "number");
  JsonNode *fallback = json_object_get_member (object, "default");
  guint i;

  for (i = 0; i < G_N_ELEMENTS (kinds) && !g_str_equal (kinds[i], kind); i++)
    continue;

  self->name = g_strdup (name);

  if (i == G_N_ELEMENTS (kinds) || self->name == NULL || *self->name == '\0')
    return NULL;

  self->kind = i;
  self->title = attune_profile_dup_translated (object, "title");
  self->description = attune_profile_dup_translated (object, "description");
  self->help = attune_profile_dup_translated (object, "help");
  self->is_above = json_object_has_member (object, "above");
  self->minimum = attune_json_get_double (object, self->is_above ? "above" : "minimum", 0);
  self->maximum = attune_json_get_double (object, "maximum", NAN);
  self->methods = attune_profile_dup_words (object, "methods");
  self->path = g_strdup (attune_json_get_string (object, "path", NULL));

  if (self->title == NULL)
    self->title = g_strdup (self->name);

  if (self->kind == ATTUNE_SETTING_CHOICE)
    parse_choices (self, object);

  if (fallback != NULL && JSON_NODE_HOLDS_VALUE (fallback))
    self->fallback = json_node_copy (fallback);

  return g_steal_pointer (&self);
}

/**
 * attune_setting_free: (skip)
 * @self: (transfer full): a setting
 */
void
attune_setting_free (AttuneSetting *self)
{
  g_free (self->name);
  g_free (self->title);
  g_free (self->description);
  g_free (self->help);
  g_free (self->path);
  g_strfreev (self->methods);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->fallback, json_node_unref);
  g_free (self);
}

/**
 * attune_setting_is_for:
 * @self: a setting
 * @method: "supervised" or "dpo"
 *
 * Returns: whether it means anything to that method
 */
gboolean
attune_setting_is_for (const AttuneSetting *self,
                       const char          *method)
{
  return self->methods == NULL || g_strv_contains ((const char * const *)self->methods, method);
}

/**
 * attune_setting_check:
 * @self: a setting
 * @value: a value for it
 * @error: return location for %ATTUNE_ERROR_DATA, a sentence on what it must be
 *
 * Returns: whether the provider allows that value
 */
gboolean
attune_setting_check (const AttuneSetting  *self,
                      JsonNode             *value,
                      GError              **error)
{
  if (is_allowed (self, value))
    return TRUE;

  set_value_error (self, error);
  return FALSE;
}

/**
 * attune_setting_parse:
 * @self: a setting
 * @text: what a person typed: a number with a point, a word, "true" or "false"; "auto" or nothing
 *   leave it to the provider
 * @value: (out) (transfer full) (nullable): the value, %NULL for automatic
 * @error: return location for %ATTUNE_ERROR_DATA, a sentence on what it must be
 *
 * Returns: whether @text can be used
 */
gboolean
attune_setting_parse (const AttuneSetting  *self,
                      const char           *text,
                      JsonNode            **value,
                      GError              **error)
{
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  *value = NULL;

  if (*text == '\0' || g_str_equal (text, "auto"))
    return TRUE;

  if ((node = new_value (self, text)) == NULL || !is_allowed (self, node))
    {
      set_value_error (self, error);
      return FALSE;
    }

  *value = g_steal_pointer (&node);

  return TRUE;
}

/**
 * attune_setting_format:
 * @self: a setting
 * @value: a value of it
 *
 * Returns: (transfer full): @value for people: the title of a choice, a number as the person's
 *   language writes it
 */
char *
attune_setting_format (const AttuneSetting *self,
                       JsonNode            *value)
{
  for (guint i = 0; self->choices != NULL && i < self->choices->len; i++)
    {
      const AttuneSettingChoice *choice = self->choices->pdata[i];

      if (json_node_equal (choice->value, value))
        return g_strdup (choice->title);
    }

  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (value) ? C_("setting", "On") : C_("setting", "Off"));

  if (is_number (value))
    return format_number (json_node_get_double (value));

  return JSON_NODE_HOLDS_VALUE (value) ? format_word (value) : g_strdup ("");
}
