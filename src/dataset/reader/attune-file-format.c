/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-file-format"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-file-format.h"
#include "attune-json-arrays.h"
#include "attune-json-lexer.h"
#include "attune-record.h"
#include "attune-table-dialect.h"
#include "attune-text-label.h"

/* So much of the beginning shows whether a file is text at all. */
#define BINARY_LENGTH 4096

/* So many lines show whether each is a value of its own. */
#define MAX_SURVEYED_LINES 200

/* Text has line ends, tabs and the like, and some tables ^A between their cells, but one in a
 * hundred characters at most is another control character. In JSON it is the problem of the line
 * that has it. */
static gboolean
is_binary (const char *text,
           gsize       length)
{
  gsize n_controls = 0;

  if (text[0] == '{' || text[0] == '[')
    return FALSE;

  length = MIN (length, BINARY_LENGTH);

  for (gsize i = 0; i < length; i++)
    n_controls += g_ascii_iscntrl (text[i]) && !g_ascii_isspace (text[i]) &&
                  text[i] != '\x1b' && text[i] != '\x01';

  return 100 * n_controls > length || memchr (text, '\0', length) != NULL;
}

static AttuneFormat
get_format_from_name (const char *name)
{
  static const struct
  {
    const char   *suffix;
    AttuneFormat  format;
  } suffixes[] = {
    { ".jsonl", ATTUNE_FORMAT_JSONL },
    { ".ndjson", ATTUNE_FORMAT_JSONL },
    { ".json", ATTUNE_FORMAT_JSON },
    { ".csv", ATTUNE_FORMAT_TABLE },
    { ".tsv", ATTUNE_FORMAT_TABLE },
    { ".tab", ATTUNE_FORMAT_TABLE },
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i].suffix))
      return suffixes[i].format;

  return ATTUNE_FORMAT_UNKNOWN;
}


/* The lines at the beginning of a text, each looked at alone. */
typedef struct
{
  guint n_lines;   /* whose ends are there, without blank ones */
  guint n_whole;   /* that are one object or array each */
} LineSurvey;

static gboolean
is_whole_value (const char *line,
                const char *end)
{
  AttuneJsonLexer lexer = { 0 };
  AttuneJsonEvent event;

  if (*line != '{' && *line != '[')
    return FALSE;

  line = attune_json_lexer_next (&lexer, line, end, &event);

  return event == ATTUNE_JSON_VALUE_END && attune_text_skip_blank (line, end) == end;
}

static LineSurvey
survey_lines (const char *text,
              const char *end,
              gboolean    is_complete)
{
  LineSurvey survey = { 0 };

  while ((text = attune_text_skip_blank (text, end)) < end && survey.n_lines < MAX_SURVEYED_LINES)
    {
      const char *stop = attune_text_find_any (text, end, '\n', '\r', '\n');

      if (stop == end && !is_complete)
        break;

      survey.n_lines++;
      survey.n_whole += is_whole_value (text, stop);
      text = stop;
    }

  return survey;
}

/* Whether JSON goes on over several lines: as far as it can be seen it has no mistake. */
static gboolean
is_good_json (const char *text,
              gsize       length)
{
  yyjson_read_err problem = { 0 };
  yyjson_doc *document = yyjson_read_opts ((char *)text, length,
                                           ATTUNE_READ_FLAGS | YYJSON_READ_STOP_WHEN_DONE, NULL,
                                           &problem);
  gboolean is_good = document != NULL || problem.code == YYJSON_READ_ERROR_UNEXPECTED_END;

  yyjson_doc_free (document);

  return is_good;
}

static gboolean
holds_records (AttuneSource *source)
{
  gboolean is_sequence;
  g_autoptr(GPtrArray) arrays = attune_reader_json_list_arrays (source, &is_sequence, NULL);

  return arrays != NULL && !is_sequence && attune_reader_json_choose_array (arrays) != NULL;
}

/* Of a text that begins with a bracket. UNKNOWN when that means nothing. */
static AttuneFormat
recognise_json (AttuneSource *source,
                const char   *text,
                gsize         length,
                gboolean      is_complete,
                AttuneFormat  name_format)
{
  LineSurvey survey = survey_lines (text, text + length, is_complete);

  if (survey.n_lines > 1 && 2 * survey.n_whole >= survey.n_lines)
    return ATTUNE_FORMAT_JSONL;

  if (survey.n_lines > survey.n_whole || *text == '[')
    {
      if (name_format == ATTUNE_FORMAT_JSON || is_good_json (text, length))
        return ATTUNE_FORMAT_JSON;

      return *text == '{' ? ATTUNE_FORMAT_JSONL : ATTUNE_FORMAT_UNKNOWN;
    }

  /* One line, or the first one is longer than what was looked at. */
  if (name_format == ATTUNE_FORMAT_JSON || holds_records (source))
    return ATTUNE_FORMAT_JSON;

  return ATTUNE_FORMAT_JSONL;
}

/* What Python prints for a dict has single quotation marks and is no JSON. */
static gboolean
is_python (const char *text,
           const char *end)
{
  if (text < end && *text == '[')
    text = attune_text_skip_blank (text + 1, end);

  if (text == end || *text != '{')
    return FALSE;

  text = attune_text_skip_blank (text + 1, end);

  return text < end && *text == '\'';
}

/**
 * attune_format_recognise:
 * @source: a file
 * @text: (array length=length): its beginning, in which there is more than blanks
 * @length: how many bytes
 * @error: (nullable): where to put an error
 *
 * Tells what a file is. The content decides; the name does only where the content leaves it open.
 * Fails with %ATTUNE_ERROR_DATA when it is no text at all, or what Python prints.
 *
 * Returns: the format, %ATTUNE_FORMAT_UNKNOWN with an error
 */
AttuneFormat
attune_format_recognise (AttuneSource  *source,
                         const char    *text,
                         gsize          length,
                         GError       **error)
{
  const char *name = attune_source_get_display_name (source);
  const char *end = text + length;
  gboolean is_complete = (goffset)length == attune_source_get_length (source);
  AttuneFormat format = get_format_from_name (name);
  AttuneFormat json_format = ATTUNE_FORMAT_UNKNOWN;
  AttuneTableDialect dialect;

  if (is_binary (text, length))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is not plain text. Save it as CSV or JSON Lines with the encoding "
                          "UTF-8, then choose it again."), name);
      return ATTUNE_FORMAT_UNKNOWN;
    }

  text = attune_text_skip_blank (text, end);

  if (is_python (text, end))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file; json.dumps() and print() are
                         * code. */
                        _("“%s” was written by Python, but not as JSON: its texts are in single "
                          "quotation marks. Write it with json.dumps() instead of print(), then "
                          "choose it again."), name);
      return ATTUNE_FORMAT_UNKNOWN;
    }

  if (*text == '{' || *text == '[')
    json_format = recognise_json (source, text, end - text, is_complete, format);

  if (json_format != ATTUNE_FORMAT_UNKNOWN)
    return json_format;

  if (format != ATTUNE_FORMAT_UNKNOWN)
    return format;

  if (attune_text_mode_sniff (text, end - text) != ATTUNE_TEXT_MODE_BLOCKS &&
      attune_table_dialect_sniff (NULL, text, end - text, is_complete, &dialect))
    return ATTUNE_FORMAT_TABLE;

  return ATTUNE_FORMAT_TEXT;
}

/**
 * attune_format_get_title:
 * @format: a format
 *
 * Returns: (transfer none): its name, in the person's language
 */
const char *
attune_format_get_title (AttuneFormat format)
{
  switch (format)
    {
    case ATTUNE_FORMAT_JSONL:
      return _("JSON Lines");

    case ATTUNE_FORMAT_TABLE:
      return _("Table (CSV)");

    case ATTUNE_FORMAT_JSON:
      return _("JSON");

    case ATTUNE_FORMAT_TEXT:
      return _("Text");

    case ATTUNE_FORMAT_UNKNOWN:
    default:
      return _("Unknown Format");
    }
}
