/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-history"

#include "config.h"

#include <math.h>

#include "attune-atomic-file.h"
#include "attune-trainer-history.h"

static void
append_number (GString *text,
               double   number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (text, ',');

  if (isfinite (number))
    g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.6g", number));
}

/**
 * attune_trainer_history_write_csv:
 * @records: (element-type AttuneTrainerRecord): one for each step, in order
 * @path: where to write
 * @error: return location for an error
 *
 * Writes the result file, with the columns that the fine-tuning API's result files have. What was
 * not measured at a step is empty.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the file cannot be written
 */
gboolean
attune_trainer_history_write_csv (GArray      *records,
                                  const char  *path,
                                  GError     **error)
{
  g_autoptr(GString) text = NULL;

  text = g_string_new ("step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n");

  for (guint i = 0; i < records->len; i++)
    {
      const AttuneTrainerRecord *record = &g_array_index (records, AttuneTrainerRecord, i);

      g_string_append_printf (text, "%u", i + 1);
      append_number (text, record->training.loss);
      append_number (text, record->training.accuracy);
      append_number (text, record->validation.loss);
      append_number (text, record->validation.accuracy);
      g_string_append_c (text, '\n');
    }

  return attune_atomic_file_replace (path, text->str, text->len, error);
}
