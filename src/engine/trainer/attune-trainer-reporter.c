/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-reporter"

#include "config.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "attune-json.h"
#include "attune-trainer-reporter.h"

/**
 * attune_trainer_reporter_new_line:
 * @type: what happened
 *
 * Returns: (transfer full): an object with a member `type`, to be filled and written
 */
JsonObject *
attune_trainer_reporter_new_line (const char *type)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "type", type);

  return line;
}

/**
 * attune_trainer_reporter_add_measure:
 * @line: an object
 * @prefix: "train", "valid" or "full_valid"
 * @measure: what was measured
 *
 * Adds a loss and an accuracy under the names that the fine-tuning API uses; nothing if nothing was
 * measured, because JSON has no word for it.
 */
void
attune_trainer_reporter_add_measure (JsonObject           *line,
                                     const char           *prefix,
                                     AttuneTrainerMeasure  measure)
{
  g_autofree char *loss = g_strconcat (prefix, "_loss", NULL);
  g_autofree char *accuracy = g_strconcat (prefix, "_mean_token_accuracy", NULL);

  if (!isfinite (measure.loss))
    return;

  json_object_set_double_member (line, loss, measure.loss);
  json_object_set_double_member (line, accuracy, measure.accuracy);
}

/**
 * attune_trainer_reporter_write:
 * @line: (transfer full): an object
 *
 * Writes one line to standard output at once.
 *
 * Returns: %FALSE when nobody reads it any more
 */
gboolean
attune_trainer_reporter_write (JsonObject *line)
{
  g_autofree char *json = attune_json_object_to_string (line);
  g_autofree char *text = g_strconcat (json, "\n", NULL);
  gsize length = strlen (text);
  gsize n_written = 0;

  json_object_unref (line);

  while (n_written < length)
    {
      ssize_t n = write (STDOUT_FILENO, text + n_written, length - n_written);

      if (n < 0 && errno != EINTR)
        return FALSE;

      n_written += MAX (n, 0);
    }

  return TRUE;
}

/**
 * attune_trainer_reporter_write_error:
 * @code: one of the codes that attune-trainer-config.h lists
 * @error: what happened
 * @line_number: the line of the training or validation file that is to blame, or 0
 *
 * Writes the last line of a job that failed.
 */
void
attune_trainer_reporter_write_error (const char   *code,
                                     const GError *error,
                                     guint64       line_number)
{
  JsonObject *line = attune_trainer_reporter_new_line ("error");

  json_object_set_string_member (line, "code", code);
  json_object_set_string_member (line, "message", error->message);

  if (line_number > 0)
    json_object_set_int_member (line, "line", line_number);
  else
    json_object_set_null_member (line, "line");

  attune_trainer_reporter_write (line);
}
