/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-training"

#include "config.h"

#include "attune-engine-training-private.h"
#include "attune-json.h"

typedef gboolean (*LineHandler) (AttuneEngineTraining  *self,
                                 JsonObject            *line,
                                 GError               **error);

/**
 * attune_engine_training_add_event:
 * @self: a run
 * @level: "info" or "error"
 * @metrics: (nullable): what was measured
 * @error: return location for an error
 * @format: what happened, for other programs
 *
 * In a fiber, as everything below that takes an error.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE
 */
gboolean
attune_engine_training_add_event (AttuneEngineTraining  *self,
                                  const char            *level,
                                  JsonObject            *metrics,
                                  GError               **error,
                                  const char            *format,
                                  ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  return dex_await (attune_engine_event_log_add (attune_engine_job_get_log (self->job),
                                                 level, message, metrics),
                    error);
}

/**
 * attune_engine_training_save_job:
 * @self: a run
 * @error: return location for an error
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE
 */
gboolean
attune_engine_training_save_job (AttuneEngineTraining  *self,
                                 GError               **error)
{
  return dex_await (attune_engine_job_save (self->job), error);
}

static void
append_measure (GString    *message,
                JsonObject *metrics,
                const char *member,
                const char *title)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (json_object_has_member (metrics, member))
    g_string_append_printf (message, ", %s=%s", title,
                            g_ascii_formatd (buffer, sizeof buffer, "%.4f",
                                             attune_json_get_double (metrics, member, 0)));
}

/**
 * attune_engine_training_flush:
 * @self: a run
 * @error: return location for an error
 *
 * Tells of a step that nothing more will be measured of. The words are OpenAI's (api section 1.7);
 * other programs read them, so they are not translated.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE
 */
gboolean
attune_engine_training_flush (AttuneEngineTraining  *self,
                              GError               **error)
{
  g_autoptr(JsonObject) metrics = g_steal_pointer (&self->metrics);
  g_autoptr(GString) measures = NULL;
  gint64 step;

  if (metrics == NULL)
    return TRUE;

  step = attune_json_get_int (metrics, "step", 0);

  if (step <= self->known_step)
    return TRUE;

  self->known_step = step;
  measures = g_string_new (NULL);
  append_measure (measures, metrics, "train_loss", "training loss");
  append_measure (measures, metrics, "valid_loss", "validation loss");
  append_measure (measures, metrics, "full_valid_loss", "full validation loss");

  return attune_engine_training_add_event (self, "info", metrics, error,
                                           "Step %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT ": %s",
                                           step, self->total_steps,
                                           measures->len > 2 ? measures->str + 2 : "");
}

static void
copy_measure (JsonObject *from,
              const char *member,
              JsonObject *to,
              const char *name)
{
  JsonNode *node = json_object_get_member (from, member);

  /* JSON knows no NaN; what was not measured is left out. */
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node))
    json_object_set_double_member (to, name, json_node_get_double (node));
}

/* What of the file is not learned, or not to its end. */
static gboolean
tell_losses (AttuneEngineTraining  *self,
             JsonObject            *line,
             GError               **error)
{
  gint64 n_cut = attune_json_get_int (line, "n_cut", 0);
  gint64 n_left_out = attune_json_get_int (line, "n_left_out", 0);

  return (n_cut == 0 ||
          attune_engine_training_add_event (self, "warn", NULL, error,
                                            "Examples cut at their end, since the model cannot "
                                            "read them whole: %" G_GINT64_FORMAT, n_cut)) &&
         (n_left_out == 0 ||
          attune_engine_training_add_event (self, "warn", NULL, error,
                                            "Examples left out, since they have nothing to learn: "
                                            "%" G_GINT64_FORMAT, n_left_out));
}

static gboolean
handle_start (AttuneEngineTraining  *self,
              JsonObject            *line,
              GError               **error)
{
  self->start_step = attune_json_get_int (line, "step", 0);
  self->total_steps = attune_json_get_int (line, "total_steps", 0);
  self->started_at = g_get_monotonic_time ();

  attune_engine_job_note_start_step (self->job, self->start_step);
  attune_engine_job_set_has_adapter (self->job,
                                     attune_json_get_boolean (line, "adapter", FALSE));
  attune_engine_job_set_base (self->job, attune_json_get_string (line, "base_weights", ""),
                              &self->base_stamp);
  attune_engine_job_set_resolved (self->job,
                                  attune_json_get_int (line, "n_epochs", 0),
                                  attune_json_get_int (line, "batch_size", 0),
                                  attune_json_get_double (line, "learning_rate_multiplier", 1));

  if (!attune_engine_training_save_job (self, error))
    return FALSE;

  if (self->start_step == 0)
    return attune_engine_training_add_event (self, "info", NULL, error, "Fine-tuning job started") &&
           tell_losses (self, line, error);

  return attune_engine_training_add_event (self, "info", NULL, error,
                                           "Training goes on after step %" G_GINT64_FORMAT,
                                           self->start_step);
}

static void
estimate_finish (AttuneEngineTraining *self,
                 gint64                step)
{
  gint64 elapsed = g_get_monotonic_time () - self->started_at;
  gint64 n_done = step - self->start_step;
  gint64 finish;

  if (n_done <= 0)
    return;

  finish = g_get_real_time () + elapsed / n_done * (self->total_steps - step);
  attune_engine_job_set_estimated_finish (self->job, finish / G_USEC_PER_SEC + 1);
}

static gboolean
handle_step (AttuneEngineTraining  *self,
             JsonObject            *line,
             GError               **error)
{
  gint64 step = attune_json_get_int (line, "step", 0);

  if (!attune_engine_training_flush (self, error))
    return FALSE;

  estimate_finish (self, step);

  self->metrics = json_object_new ();
  json_object_set_int_member (self->metrics, "step", step);
  json_object_set_int_member (self->metrics, "total_steps", self->total_steps);
  copy_measure (line, "train_loss", self->metrics, "train_loss");
  copy_measure (line, "train_mean_token_accuracy", self->metrics, "train_mean_token_accuracy");

  /* What was measured on a validation file comes on the next line and belongs to the step. */
  return self->has_validation || attune_engine_training_flush (self, error);
}

static gboolean
handle_validation (AttuneEngineTraining  *self,
                   JsonObject            *line,
                   GError               **error)
{
  gboolean is_full = attune_json_get_boolean (line, "full", FALSE);

  if (self->metrics == NULL ||
      attune_json_get_int (line, "step", 0) != attune_json_get_int (self->metrics, "step", -1))
    return TRUE;

  copy_measure (line, "valid_loss", self->metrics,
                is_full ? "full_valid_loss" : "valid_loss");
  copy_measure (line, "valid_mean_token_accuracy", self->metrics,
                is_full ? "full_valid_mean_token_accuracy" : "valid_mean_token_accuracy");

  return TRUE;
}

/* The trainer keeps the newest few; what it removed cannot be chatted with any more. */
static void
drop_lost_checkpoints (AttuneEngineTraining *self)
{
  GPtrArray *checkpoints = attune_engine_job_get_checkpoints (self->job);

  for (guint i = checkpoints->len; i > 0; i--)
    {
      AttuneEngineCheckpoint *checkpoint = g_ptr_array_index (checkpoints, i - 1);
      g_autofree char *path = attune_engine_job_dup_path (self->job, checkpoint->filename);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        attune_engine_job_remove_checkpoint (self->job, checkpoint);
    }
}

static gboolean
handle_checkpoint (AttuneEngineTraining  *self,
                   JsonObject            *line,
                   GError               **error)
{
  static const char * const measures[] = {
    "train_loss", "train_mean_token_accuracy", "full_valid_loss", "full_valid_mean_token_accuracy"
  };
  g_autoptr(AttuneEngineCheckpoint) checkpoint = NULL;
  g_autoptr(JsonObject) metrics = json_object_new ();
  g_autofree char *name = g_path_get_basename (attune_json_get_string (line, "path", ""));
  g_autofree char *filename = g_build_filename (ATTUNE_ENGINE_JOB_FOLDER_MODEL, name, NULL);
  g_autofree char *model = NULL;
  gint64 step = attune_json_get_int (line, "step", 0);

  if (!attune_engine_training_flush (self, error))
    return FALSE;

  json_object_set_int_member (metrics, "step", step);

  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    copy_measure (line, measures[i], metrics, measures[i]);

  model = g_strdup_printf ("%s:ckpt-step-%" G_GINT64_FORMAT,
                           attune_engine_job_get_model_name (self->job), step);
  checkpoint = attune_engine_checkpoint_new (attune_engine_job_get_id (self->job), model, filename,
                                             step, metrics);
  attune_engine_job_add_checkpoint (self->job, checkpoint);
  drop_lost_checkpoints (self);

  if (!attune_engine_training_save_job (self, error))
    return FALSE;

  return attune_engine_training_add_event (self, "info", NULL, error,
                                           "Checkpoint created at step %" G_GINT64_FORMAT ": %s",
                                           step, model);
}

static gboolean
handle_done (AttuneEngineTraining  *self,
             JsonObject            *line,
             GError               **error)
{
  self->is_done = TRUE;
  self->trained_tokens = attune_json_get_int (line, "trained_tokens", 0);

  return attune_engine_training_flush (self, error);
}

static gboolean
handle_error (AttuneEngineTraining  *self,
              JsonObject            *line,
              GError               **error)
{
  g_clear_pointer (&self->error, json_object_unref);
  self->error = json_object_ref (line);

  return attune_engine_training_flush (self, error);
}

/**
 * attune_engine_training_take_line:
 * @self: a run
 * @text: a line that the trainer has written, see attune-trainer-config.h
 * @error: return location for an error
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE
 */
gboolean
attune_engine_training_take_line (AttuneEngineTraining  *self,
                                  const char            *text,
                                  GError               **error)
{
  static const struct
  {
    const char  *type;
    LineHandler  handler;
  } handlers[] = {
    { "start", handle_start },
    { "step", handle_step },
    { "validation", handle_validation },
    { "checkpoint", handle_checkpoint },
    { "done", handle_done },
    { "error", handle_error },
  };
  g_autoptr(JsonObject) line = attune_json_parse_object (text, -1, NULL);
  const char *type = line != NULL ? attune_json_get_string (line, "type", "") : "";

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      if (g_str_equal (type, handlers[i].type))
        return handlers[i].handler (self, line, error);
    }

  return TRUE;
}
