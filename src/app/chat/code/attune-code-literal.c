/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-code-literal"

#include "config.h"

#include <string.h>

#include "attune-code-literal.h"

/* Bytes of a value that is short enough to stand on one line. */
#define MAX_LINE 72

static const struct
{
  const char *yes;
  const char *no;
  const char *nothing;
  guint       step;       /* columns of an indentation */
} words[] = {
  [ATTUNE_CODE_JSON] = { "true", "false", "null", 2 },
  [ATTUNE_CODE_PYTHON] = { "True", "False", "None", 4 },
  [ATTUNE_CODE_JAVASCRIPT] = { "true", "false", "null", 2 },
};

/* The two joiners are seen by what they do to their neighbours; emoji are made with them. */
static gboolean
is_seen (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR)
    return FALSE;

  return g_unichar_isprint (c) || c == 0x200C || c == 0x200D;
}

static void
append_escape (GString           *code,
               gunichar           c,
               AttuneCodeDialect  dialect)
{
  if (c <= 0xFFFF)
    g_string_append_printf (code, "\\u%04x", c);
  else if (dialect == ATTUNE_CODE_PYTHON)
    g_string_append_printf (code, "\\U%08x", c);
  else
    g_string_append_printf (code, "\\u%04x\\u%04x",
                            0xD800 + ((c - 0x10000) >> 10), 0xDC00 + ((c - 0x10000) & 0x3FF));
}

static gboolean
is_word (const char *text)
{
  if (!g_ascii_isalpha (*text) && *text != '_')
    return FALSE;

  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '_')
      return FALSE;

  /* In JavaScript this one is no member, but what the object is made from. */
  return !g_str_equal (text, "__proto__");
}

static void
append_break (GString *code,
              guint    indent)
{
  g_string_append_c (code, '\n');
  for (guint i = 0; i < indent; i++)
    g_string_append_c (code, ' ');
}

/* The shortest text that is this number: 0.7, where it is kept as 0.69999999999999996. */
static void
append_double (GString *code,
               double   number)
{
  static const char * const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], number);
      if (g_ascii_strtod (text, NULL) == number)
        break;
    }

  g_string_append (code, text);
}

static void
append_scalar (GString           *code,
               JsonNode          *value,
               AttuneCodeDialect  dialect)
{
  GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING)
    attune_code_append_string (code, json_node_get_string (value), dialect);
  else if (type == G_TYPE_INT64)
    g_string_append_printf (code, "%" G_GINT64_FORMAT, json_node_get_int (value));
  else if (type == G_TYPE_DOUBLE)
    append_double (code, json_node_get_double (value));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (code, json_node_get_boolean (value) ? words[dialect].yes : words[dialect].no);
  else
    g_string_append (code, words[dialect].nothing);
}

/* @indent is G_MAXUINT for everything on one line. */
static void
append_separator (GString *code,
                  guint    i,
                  guint    indent)
{
  if (i > 0)
    g_string_append_c (code, ',');

  if (indent != G_MAXUINT)
    append_break (code, indent);
  else if (i > 0)
    g_string_append_c (code, ' ');
}

static void append_any (GString           *code,
                        JsonNode          *value,
                        AttuneCodeDialect  dialect,
                        guint              indent);

static guint
step_in (AttuneCodeDialect dialect,
         guint             indent)
{
  return indent != G_MAXUINT ? indent + words[dialect].step : G_MAXUINT;
}

static void
append_object (GString           *code,
               JsonObject        *object,
               AttuneCodeDialect  dialect,
               guint              indent)
{
  g_autoptr(GList) names = json_object_get_members (object);
  guint i = 0;

  g_string_append_c (code, '{');

  for (GList *at = names; at != NULL; at = at->next)
    {
      append_separator (code, i++, step_in (dialect, indent));
      attune_code_append_member (code, at->data, dialect);
      g_string_append (code, ": ");
      append_any (code, json_object_get_member (object, at->data), dialect,
                  step_in (dialect, indent));
    }

  if (i > 0 && indent != G_MAXUINT)
    append_break (code, indent);
  g_string_append_c (code, '}');
}

static void
append_array (GString           *code,
              JsonArray         *array,
              AttuneCodeDialect  dialect,
              guint              indent)
{
  guint length = json_array_get_length (array);

  g_string_append_c (code, '[');

  for (guint i = 0; i < length; i++)
    {
      append_separator (code, i, step_in (dialect, indent));
      append_any (code, json_array_get_element (array, i), dialect, step_in (dialect, indent));
    }

  if (length > 0 && indent != G_MAXUINT)
    append_break (code, indent);
  g_string_append_c (code, ']');
}

static void
append_spread (GString           *code,
               JsonNode          *value,
               AttuneCodeDialect  dialect,
               guint              indent)
{
  if (JSON_NODE_HOLDS_OBJECT (value))
    append_object (code, json_node_get_object (value), dialect, indent);
  else if (JSON_NODE_HOLDS_ARRAY (value))
    append_array (code, json_node_get_array (value), dialect, indent);
  else
    append_scalar (code, value, dialect);
}

/* On one line where that is short. */
static void
append_any (GString           *code,
            JsonNode          *value,
            AttuneCodeDialect  dialect,
            guint              indent)
{
  gsize start = code->len;

  append_spread (code, value, dialect, G_MAXUINT);

  if (indent == G_MAXUINT || JSON_NODE_HOLDS_VALUE (value) || code->len - start <= MAX_LINE)
    return;

  g_string_truncate (code, start);
  append_spread (code, value, dialect, indent);
}

/**
 * attune_code_append_value:
 * @code: where to write it
 * @value: a value, however deep; as deep as our parser reads
 * @dialect: the language
 * @indent: columns that the line it stands on is indented by
 *
 * Writes a value as a literal.
 */
void
attune_code_append_value (GString           *code,
                          JsonNode          *value,
                          AttuneCodeDialect  dialect,
                          guint              indent)
{
  append_any (code, value, dialect, indent);
}

/**
 * attune_code_append_string:
 * @code: where to write it
 * @text: any text; what is not UTF-8 in it is replaced
 * @dialect: the language
 *
 * Writes a text as a literal.
 */
void
attune_code_append_string (GString           *code,
                           const char        *text,
                           AttuneCodeDialect  dialect)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (code, '"');

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '"' || c == '\\')
        g_string_append_printf (code, "\\%c", (char)c);
      else if (c == '\n')
        g_string_append (code, "\\n");
      else if (c == '\t')
        g_string_append (code, "\\t");
      else if (c == '\r')
        g_string_append (code, "\\r");
      else if (is_seen (c))
        g_string_append_unichar (code, c);
      else
        append_escape (code, c, dialect);
    }

  g_string_append_c (code, '"');
}

/**
 * attune_code_append_member:
 * @code: where to write it
 * @name: the name of a member
 * @dialect: the language
 *
 * Writes the name of a member of an object.
 */
void
attune_code_append_member (GString           *code,
                           const char        *name,
                           AttuneCodeDialect  dialect)
{
  if (dialect == ATTUNE_CODE_JAVASCRIPT && is_word (name))
    {
      g_string_append (code, name);
      return;
    }

  if (dialect == ATTUNE_CODE_JAVASCRIPT)
    g_string_append_c (code, '[');
  attune_code_append_string (code, name, dialect);
  if (dialect == ATTUNE_CODE_JAVASCRIPT)
    g_string_append_c (code, ']');
}

/**
 * attune_code_append_c:
 * @code: where to write it
 * @text: any text
 * @indent: columns that its further lines are indented by
 *
 * Writes a text as string literals of C, one for each line. Octal escapes end after three digits,
 * hexadecimal ones do not; and two question marks would be the beginning of a trigraph.
 */
void
attune_code_append_c (GString    *code,
                      const char *text,
                      guint       indent)
{
  g_string_append_c (code, '"');

  for (const guchar *at = (const guchar *)text; *at != '\0'; at++)
    {
      if (*at == '\n' && at[1] != '\0')
        {
          g_string_append (code, "\\n\"");
          append_break (code, indent);
          g_string_append_c (code, '"');
        }
      else if (*at == '\n')
        g_string_append (code, "\\n");
      else if (*at == '"' || *at == '\\')
        g_string_append_printf (code, "\\%c", *at);
      else if (*at == '?' && at > (const guchar *)text && at[-1] == '?')
        g_string_append (code, "\\?");
      else if (*at < ' ' || *at == 0x7F)
        g_string_append_printf (code, "\\%03o", *at);
      else
        g_string_append_c (code, *at);
    }

  g_string_append_c (code, '"');
}

/**
 * attune_code_append_shell:
 * @code: where to write it
 * @text: any text
 *
 * Writes a text as one word of a POSIX shell.
 */
void
attune_code_append_shell (GString    *code,
                          const char *text)
{
  g_string_append_c (code, '\'');

  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '\'')
        g_string_append (code, "'\\''");
      else
        g_string_append_c (code, *at);
    }

  g_string_append_c (code, '\'');
}
