/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-label"

#include "config.h"

#include <string.h>

#include "attune-text-label.h"

#define MAX_SNIFFED_LINES 2000

static const char full_width_colon[] = "：";

static const char spaces[] = " \t";

/* What makes bold letters of a label, as in “**Q:**”. */
static const char emphasis[] = "*_";

/* That, and what makes a title or a quotation, as in “### Q:”. */
static const char marks[] = " \t#*_>";

/* What people write before a question or an answer. Longer ones first where one begins another. */
static const struct
{
  const char      *name;
  AttuneTextLabel  label;
} labels[] = {
  { "question", ATTUNE_TEXT_LABEL_QUESTION },
  { "answer", ATTUNE_TEXT_LABEL_ANSWER },
  { "user", ATTUNE_TEXT_LABEL_QUESTION },
  { "human", ATTUNE_TEXT_LABEL_QUESTION },
  { "assistant", ATTUNE_TEXT_LABEL_ANSWER },
  { "ai", ATTUNE_TEXT_LABEL_ANSWER },
  { "bot", ATTUNE_TEXT_LABEL_ANSWER },
  { "q", ATTUNE_TEXT_LABEL_QUESTION },
  { "a", ATTUNE_TEXT_LABEL_ANSWER },
  { "问题", ATTUNE_TEXT_LABEL_QUESTION },
  { "提问", ATTUNE_TEXT_LABEL_QUESTION },
  { "问", ATTUNE_TEXT_LABEL_QUESTION },
  { "用户", ATTUNE_TEXT_LABEL_QUESTION },
  { "答案", ATTUNE_TEXT_LABEL_ANSWER },
  { "回答", ATTUNE_TEXT_LABEL_ANSWER },
  { "答", ATTUNE_TEXT_LABEL_ANSWER },
  { "助手", ATTUNE_TEXT_LABEL_ANSWER },
};

static const char *
skip_any (const char *characters,
          const char *text,
          const char *end)
{
  while (text < end && *text != '\0' && strchr (characters, *text) != NULL)
    text++;

  return text;
}

static const char *
skip_colon (const char *text,
            const char *end)
{
  gsize length = strlen (full_width_colon);

  if (text < end && *text == ':')
    return text + 1;

  if ((gsize)(end - text) >= length && memcmp (text, full_width_colon, length) == 0)
    return text + length;

  return NULL;
}

/* Questions may be counted, as in “12. Q:” and “3）问：”. */
static const char *
skip_number (const char *text,
             const char *end)
{
  static const char * const ends[] = { ".", ")", "、", "．", "）" };
  const char *digits = text;

  while (digits < end && g_ascii_isdigit (*digits))
    digits++;

  for (gsize i = 0; digits > text && i < G_N_ELEMENTS (ends); i++)
    {
      gsize length = strlen (ends[i]);

      if ((gsize)(end - digits) > length && memcmp (digits, ends[i], length) == 0)
        return skip_any (marks, digits + length, end);
    }

  return text;
}

/**
 * attune_text_label_match:
 * @line: the start of a line
 * @end: where the line ends, or the text
 * @rest: (out) (nullable): what follows the label
 *
 * Recognises “Q:”, “Answer 12:”, “### User:”, “**Q:**”, “1. Q:”, “问：” and their like, in any case.
 *
 * Returns: what the line begins with
 */
AttuneTextLabel
attune_text_label_match (const char  *line,
                         const char  *end,
                         const char **rest)
{
  char first;

  if (end - line > ATTUNE_TEXT_MAX_LABEL)
    end = line + ATTUNE_TEXT_MAX_LABEL;

  line = skip_number (skip_any (marks, line, end), end);

  first = line < end ? g_ascii_tolower (*line) : '\0';

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      const char *name = labels[i].name;
      const char *text = line;

      /* Nearly every line ends here. */
      if (first != *name)
        continue;

      while (*name != '\0' && text < end && g_ascii_tolower (*text) == *name)
        {
          text++;
          name++;
        }

      if (*name != '\0')
        continue;

      text = skip_any (spaces, text, end);

      while (text < end && g_ascii_isdigit (*text))
        text++;

      text = skip_colon (skip_any (emphasis, skip_any (spaces, text, end), end), end);

      if (text == NULL)
        continue;

      text = skip_any (emphasis, text, end);

      if (rest != NULL)
        *rest = text;

      return labels[i].label;
    }

  return ATTUNE_TEXT_LABEL_NONE;
}

/* What the first lines of a text are. */
typedef struct
{
  guint           n_questions;
  guint           n_answers;
  guint           n_paragraphs;
  guint           n_long_paragraphs;   /* of several lines */
  guint           n_lines;             /* in the current paragraph */
  gboolean        is_labelled;         /* the very first line */
} Survey;

static void
end_paragraph (Survey *survey)
{
  survey->n_paragraphs += survey->n_lines > 0;
  survey->n_long_paragraphs += survey->n_lines > 1;
  survey->n_lines = 0;
}

static void
take_line (Survey     *survey,
           const char *line,
           const char *end)
{
  AttuneTextLabel label = attune_text_label_match (line, end, NULL);

  if (skip_any (spaces, line, end) == end)
    {
      end_paragraph (survey);
      return;
    }

  if (survey->n_paragraphs == 0 && survey->n_lines == 0)
    survey->is_labelled = label == ATTUNE_TEXT_LABEL_QUESTION;

  survey->n_lines++;
  survey->n_questions += label == ATTUNE_TEXT_LABEL_QUESTION;
  survey->n_answers += label == ATTUNE_TEXT_LABEL_ANSWER;
}

/**
 * attune_text_mode_sniff:
 * @text: (array length=length): the beginning of a text
 * @length: how many bytes
 *
 * Returns: what its records most likely are: questions and answers if it begins with one and most
 *   are answered, paragraphs if some of them have several lines, else lines
 */
AttuneTextMode
attune_text_mode_sniff (const char *text,
                        gsize       length)
{
  const char *end = text + length;
  Survey survey = { 0 };

  for (guint i = 0; i < MAX_SNIFFED_LINES && text < end; i++)
    {
      const char *stop = attune_text_find_any (text, end, '\n', '\r', '\n');

      take_line (&survey, text, stop);
      text = stop < end ? stop + attune_text_get_line_end (stop, end) : end;
    }

  end_paragraph (&survey);

  if (survey.is_labelled && survey.n_answers > 0 && 2 * survey.n_answers >= survey.n_questions)
    return ATTUNE_TEXT_MODE_BLOCKS;

  if (survey.n_paragraphs > 1 && 4 * survey.n_long_paragraphs >= survey.n_paragraphs)
    return ATTUNE_TEXT_MODE_PARAGRAPHS;

  return ATTUNE_TEXT_MODE_LINES;
}
