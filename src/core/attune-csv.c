/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-csv"

#include "config.h"

#include <string.h>

#include "attune-csv.h"

/**
 * attune_csv_append_cell:
 * @line: a line of a table
 * @text: what a cell holds
 *
 * Adds a cell, in quotes where it needs them (RFC 4180); commas are the caller's. Texts that a
 * spreadsheet takes for a formula stay what they are: they are data, and a model would learn the
 * quotation mark that keeps them from being one.
 */
void
attune_csv_append_cell (GString    *line,
                        const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL && !g_ascii_isspace (text[0]))
    {
      g_string_append (line, text);
      return;
    }

  g_string_append_c (line, '"');

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (line, '"');

      g_string_append_c (line, *c);
    }

  g_string_append_c (line, '"');
}
