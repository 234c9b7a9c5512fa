/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json-value"

#include "config.h"

#include <string.h>

#include "attune-json-value.h"
#include "attune-reader.h"

/* A value of this length may need sixteen times as much memory, which is kept for the next one;
 * what a longer one needs is given back at once. */
#define MAX_REUSE (256 * 1024)

/* Of a pair of surrogates, as it is written. */
#define MAX_ESCAPE 12

/* Shorter texts cannot have ATTUNE_MAX_VALUES values, each of which is a byte and a mark. */
#define MIN_LARGE (2 * ATTUNE_MAX_VALUES)

/* Whether the parsed text would take far more memory than the text. Commas and brackets that are
 * text are counted only where it matters. */
static gboolean
has_too_many_values (const char *text,
                     gsize       length)
{
  gsize n_marks = 0;
  gboolean is_string = FALSE;

  if (length < MIN_LARGE)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    n_marks += (text[i] == ',') + (text[i] == ':') + (text[i] == '[') + (text[i] == '{');

  if (n_marks < ATTUNE_MAX_VALUES)
    return FALSE;

  n_marks = 0;

  for (gsize i = 0; i < length; i++)
    if (text[i] == '"')
      is_string = !is_string;
    else if (is_string)
      i += text[i] == '\\';
    else
      n_marks += text[i] == ',' || text[i] == ':' || text[i] == '[' || text[i] == '{';

  return n_marks >= ATTUNE_MAX_VALUES;
}

/* Returns an allocator that cannot fail for a text of this length, or NULL to leave it to the
 * system. */
static yyjson_alc *
prepare_allocator (AttuneJsonValue *self,
                   gsize            length)
{
  gsize needed = yyjson_read_max_memory_usage (length, ATTUNE_READ_FLAGS);

  if (length > MAX_REUSE)
    return NULL;

  if (needed > self->capacity)
    {
      g_free (self->memory);
      self->capacity = MAX (needed, 2 * self->capacity);
      self->memory = g_malloc (self->capacity);
    }

  yyjson_alc_pool_init (&self->allocator, self->memory, self->capacity);

  return &self->allocator;
}

static gboolean
is_surrogate (const char *text,
              const char *end)
{
  return end - text >= 4 && text[0] == '\\' && text[1] == 'u' && g_ascii_tolower (text[2]) == 'd' &&
         strchr ("89abcdefABCDEF", text[3]) != NULL && text[3] != '\0';
}

/* yyjson stops at or behind the escape that it does not understand. */
static gboolean
is_half_character (const AttuneRecord    *record,
                   const yyjson_read_err *error)
{
  const char *end = record->text + record->length;
  gsize first = error->pos > MAX_ESCAPE ? error->pos - MAX_ESCAPE : 0;

  if (error->code != YYJSON_READ_ERROR_INVALID_STRING)
    return FALSE;

  for (gsize i = first; i <= error->pos && i < record->length; i++)
    if (is_surrogate (record->text + i, end))
      return TRUE;

  return FALSE;
}

/* People who write a file by hand leave commas behind the last member, and remarks. */
static yyjson_doc *
read_by_hand (const AttuneRecord *record)
{
  return yyjson_read (record->text, record->length,
                      ATTUNE_READ_FLAGS | YYJSON_READ_ALLOW_TRAILING_COMMAS |
                      YYJSON_READ_ALLOW_COMMENTS);
}

static gboolean
is_json_with_nan (const AttuneRecord *record)
{
  yyjson_doc *document = yyjson_read (record->text, record->length,
                                      ATTUNE_READ_FLAGS | YYJSON_READ_ALLOW_INF_AND_NAN);
  gboolean result = document != NULL;

  yyjson_doc_free (document);

  return result;
}

/* Only a record that failed pays for finding out why. */
static AttuneIssueKind
find_reason (const AttuneRecord    *record,
             const yyjson_read_err *error)
{
  if (!attune_text_is_utf8 (record->text, record->length))
    return attune_record_get_text_problem (record);

  if (is_half_character (record, error))
    return ATTUNE_ISSUE_HALF_CHARACTER;

  return is_json_with_nan (record) ? ATTUNE_ISSUE_NOT_A_NUMBER : ATTUNE_ISSUE_NOT_JSON;
}

/**
 * attune_json_value_parse:
 * @self: a value, which is replaced
 * @record: (inout): a record whose text is set; gets a root, or a problem
 *
 * Parses the text of a record, also with a comma too many at an end and with comments. yyjson does
 * not recurse, so nesting costs nothing. A lone surrogate such as `\ud800` makes it
 * %ATTUNE_ISSUE_HALF_CHARACTER, since no provider takes one; more values than %ATTUNE_MAX_VALUES
 * make it %ATTUNE_ISSUE_TOO_LARGE.
 */
void
attune_json_value_parse (AttuneJsonValue *self,
                         AttuneRecord    *record)
{
  yyjson_read_err error;

  attune_json_value_reset (self);

  if (has_too_many_values (record->text, record->length))
    {
      record->problem = ATTUNE_ISSUE_TOO_LARGE;
      return;
    }

  /* yyjson takes no const here because it could parse in place; without that flag it copies. */
  self->document = yyjson_read_opts ((char *)record->text, record->length, ATTUNE_READ_FLAGS,
                                     prepare_allocator (self, record->length), &error);

  if (self->document == NULL)
    self->document = read_by_hand (record);

  record->root = yyjson_doc_get_root (self->document);

  if (record->root == NULL)
    record->problem = find_reason (record, &error);
}

/**
 * attune_json_value_reset:
 * @self: a value
 *
 * Forgets the value, but keeps the memory.
 */
void
attune_json_value_reset (AttuneJsonValue *self)
{
  g_clear_pointer (&self->document, yyjson_doc_free);
}

/**
 * attune_json_value_clear:
 * @self: a value
 *
 * Frees its memory.
 */
void
attune_json_value_clear (AttuneJsonValue *self)
{
  attune_json_value_reset (self);
  g_clear_pointer (&self->memory, g_free);
  self->capacity = 0;
}
