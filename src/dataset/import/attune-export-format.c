/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-export-format"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-export-private.h"

static const struct
{
  const char *id;
  const char *title;
  const char *limits;
  const char *suffix;
  gboolean    is_array;     /* one JSON document, not lines */
} formats[ATTUNE_N_EXPORT_FORMATS] = {
  [ATTUNE_EXPORT_CHAT] = {
    "chat", N_("Chat (JSONL)"),
    N_("Holds everything but answers that were rejected."), ".jsonl", FALSE },
  [ATTUNE_EXPORT_COMPLETION] = {
    "completion", N_("Prompt and Completion (JSONL)"),
    N_("Holds one question and one answer, without system text."), ".jsonl", FALSE },
  [ATTUNE_EXPORT_CSV] = {
    "csv", N_("Table (CSV)"),
    N_("Holds one question, one answer and the system text."), ".csv", FALSE },
  [ATTUNE_EXPORT_SHAREGPT] = {
    "sharegpt", N_("ShareGPT (JSON)"),
    N_("Holds all turns, without tools and pictures."), ".json", TRUE },
  [ATTUNE_EXPORT_ALPACA] = {
    "alpaca", N_("Alpaca (JSON)"),
    N_("Holds one question and one answer, without system text."), ".json", TRUE },
};

/* Whether it is one JSON document, whose examples stand between commas. */
gboolean
attune_export_format_is_array (AttuneExportFormat format)
{
  return formats[format].is_array;
}

/**
 * attune_export_format_get_id:
 * @format: a format
 *
 * Returns: (transfer none): its name on the command line
 */
const char *
attune_export_format_get_id (AttuneExportFormat format)
{
  g_return_val_if_fail (format < ATTUNE_N_EXPORT_FORMATS, NULL);

  return formats[format].id;
}

/**
 * attune_export_format_get_title:
 * @format: a format
 *
 * Returns: (transfer none): its name for a person, translated
 */
const char *
attune_export_format_get_title (AttuneExportFormat format)
{
  g_return_val_if_fail (format < ATTUNE_N_EXPORT_FORMATS, NULL);

  return _(formats[format].title);
}

/**
 * attune_export_format_get_limits:
 * @format: a format
 *
 * Returns: (transfer none): a sentence about what it has a place for, translated
 */
const char *
attune_export_format_get_limits (AttuneExportFormat format)
{
  g_return_val_if_fail (format < ATTUNE_N_EXPORT_FORMATS, NULL);

  return _(formats[format].limits);
}

/**
 * attune_export_format_get_suffix:
 * @format: a format
 *
 * Returns: (transfer none): what its files end in, such as “.jsonl”
 */
const char *
attune_export_format_get_suffix (AttuneExportFormat format)
{
  g_return_val_if_fail (format < ATTUNE_N_EXPORT_FORMATS, NULL);

  return formats[format].suffix;
}

/**
 * attune_export_format_from_id:
 * @id: a name from the command line
 * @format: (out): the format
 *
 * Returns: whether there is such a format
 */
gboolean
attune_export_format_from_id (const char         *id,
                              AttuneExportFormat *format)
{
  for (guint i = 0; i < ATTUNE_N_EXPORT_FORMATS; i++)
    {
      if (g_strcmp0 (formats[i].id, id) == 0)
        {
          *format = i;
          return TRUE;
        }
    }

  return FALSE;
}
