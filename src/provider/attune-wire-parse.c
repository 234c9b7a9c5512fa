/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-wire"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-wire-parse.h"

/* The text of a member, also when a provider writes a number where a text belongs. */
static char *
dup_text (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));

  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return NULL;
}

static char *
dup_id (JsonObject  *object,
        const char  *what,
        GError     **error)
{
  g_autofree char *id = dup_text (object, "id");

  if (id == NULL || *id == '\0')
    {
      /* Translators: %s is a word of the protocol, such as “file” or “fine_tuning.job”. */
      attune_set_error (error, ATTUNE_ERROR_PROTOCOL, NULL,
                        _("The service answered with an entry (“%s”) that has no name. "
                          "Check that its address is right, or try again later."),
                        what);
      return NULL;
    }

  return g_steal_pointer (&id);
}

static gboolean
read_number (JsonObject *object,
             const char *member,
             double     *value)
{
  JsonNode *node = json_object_get_member (object, member);
  const char *text;
  char *end;
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;

  type = json_node_get_value_type (node);

  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    {
      *value = json_node_get_double (node);
      return isfinite (*value);
    }

  if (type != G_TYPE_STRING)
    return FALSE;

  text = json_node_get_string (node);
  *value = g_ascii_strtod (text, &end);

  return end != text && *end == '\0' && isfinite (*value);
}

/* Unix seconds, whether they come as a number, as text, or as an ISO 8601 date. */
static gint64
get_time (JsonObject *object,
          const char *member)
{
  g_autoptr(GDateTime) time = NULL;
  g_autoptr(GTimeZone) utc = NULL;
  const char *text;
  double value;

  if (read_number (object, member, &value))
    return attune_wire_get_int (object, member, 0);

  if ((text = attune_json_get_string (object, member, NULL)) == NULL)
    return 0;

  utc = g_time_zone_new_utc ();
  time = g_date_time_new_from_iso8601 (text, utc);

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static char **
dup_texts (JsonObject *object,
           const char *member)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = attune_json_get_array (object, member);
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
      else if (JSON_NODE_HOLDS_OBJECT (node))
        {
          g_autofree char *id = dup_text (json_node_get_object (node), "id");

          if (id != NULL)
            g_strv_builder_take (builder, g_steal_pointer (&id));
        }
    }

  return g_strv_builder_end (builder);
}

static void
init_measures (AttuneMeasures *measures)
{
  measures->step = 0;
  measures->train_loss = NAN;
  measures->train_accuracy = NAN;
  measures->valid_loss = NAN;
  measures->valid_accuracy = NAN;
  measures->full_valid_loss = NAN;
  measures->full_valid_accuracy = NAN;
}

/* Returns whether there was anything to draw. */
static gboolean
read_measures (JsonObject     *object,
               AttuneMeasures *measures)
{
  measures->step = attune_wire_get_int (object, "step", 0);
  measures->train_loss = attune_wire_get_double (object, "train_loss", NAN);
  measures->train_accuracy = attune_wire_get_double (object, "train_mean_token_accuracy", NAN);
  measures->valid_loss = attune_wire_get_double (object, "valid_loss", NAN);
  measures->valid_accuracy = attune_wire_get_double (object, "valid_mean_token_accuracy", NAN);
  measures->full_valid_loss = attune_wire_get_double (object, "full_valid_loss", NAN);
  measures->full_valid_accuracy = attune_wire_get_double (object, "full_valid_mean_token_accuracy",
                                                          NAN);

  return (!isnan (measures->train_loss) ||
          !isnan (measures->train_accuracy) ||
          !isnan (measures->valid_loss) ||
          !isnan (measures->valid_accuracy) ||
          !isnan (measures->full_valid_loss) ||
          !isnan (measures->full_valid_accuracy));
}

/* The number after @label in @text. "validation loss=" also ends "full validation loss=", so the
 * label must follow a comma, a colon or the start. */
static double
find_measure (const char *text,
              const char *label)
{
  const char *at = text;

  while ((at = strstr (at, label)) != NULL)
    {
      const char *before = at;
      const char *number = at + strlen (label);
      char *end;
      double value;

      while (before > text && before[-1] == ' ')
        before--;

      value = g_ascii_strtod (number, &end);

      if (end != number && isfinite (value) &&
          (before == text || before[-1] == ',' || before[-1] == ':'))
        return value;

      at = number;
    }

  return NAN;
}

/* "Step 300/300: training loss=0.15, validation loss=0.27, full validation loss=0.40": what
 * OpenAI writes for people, and all that providers without "data" offer. */
static gboolean
read_measures_from_text (const char     *text,
                         AttuneMeasures *measures,
                         gint64         *total_steps)
{
  gint64 step;
  char *end;

  if (!g_str_has_prefix (text, "Step "))
    return FALSE;

  step = g_ascii_strtoll (text + strlen ("Step "), &end, 10);

  if (end == text + strlen ("Step ") || step < 0)
    return FALSE;

  measures->step = step;

  if (*end == '/')
    *total_steps = g_ascii_strtoll (end + 1, NULL, 10);

  measures->train_loss = find_measure (text, "training loss=");
  measures->valid_loss = find_measure (text, "validation loss=");
  measures->full_valid_loss = find_measure (text, "full validation loss=");

  return (!isnan (measures->train_loss) ||
          !isnan (measures->valid_loss) ||
          !isnan (measures->full_valid_loss));
}

/* "uploading" is ours in the store and Together's for a late stage of training, so an answer's
 * word never stands for a stage that ends before the provider knows of the job. */
static AttuneJobStatus
status_from_provider (const char *text)
{
  AttuneJobStatus status = attune_job_status_from_string (text);

  if (status == ATTUNE_JOB_STATUS_UPLOADING)
    return ATTUNE_JOB_STATUS_RUNNING;

  if (status == ATTUNE_JOB_STATUS_PREPARING || status == ATTUNE_JOB_STATUS_CREATING)
    return ATTUNE_JOB_STATUS_QUEUED;

  return status;
}

/* Where a job's settings are: in the method since 2024, at the top level before and at Nebius. */
static JsonObject *
find_hyperparameters (JsonObject *object)
{
  JsonObject *method = attune_json_get_object (object, "method");

  if (method != NULL)
    {
      const char *type = attune_json_get_string (method, "type", "supervised");
      JsonObject *settings = attune_json_get_object (method, type);
      JsonObject *found = NULL;

      if (settings != NULL)
        found = attune_json_get_object (settings, "hyperparameters");

      if (found != NULL)
        return found;
    }

  return attune_json_get_object (object, "hyperparameters");
}

/**
 * attune_wire_get_int:
 * @object: an object from a provider
 * @member: the member's name
 * @fallback: for members that are missing, null, "auto" or no number
 *
 * Returns: the number, rounded towards zero, whether it came as a number or as text
 */
gint64
attune_wire_get_int (JsonObject *object,
                     const char *member,
                     gint64      fallback)
{
  JsonNode *node = json_object_get_member (object, member);
  double value;

  /* Not through a double, which would lose digits above 2^53. */
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);

  if (!read_number (object, member, &value) ||
      value >= (double)G_MAXINT64 || value <= (double)G_MININT64)
    return fallback;

  return (gint64)value;
}

/**
 * attune_wire_get_double:
 * @object: an object from a provider
 * @member: the member's name
 * @fallback: for members that are missing, null, "auto" or no finite number
 *
 * Returns: the number, whether it came as a number or as text
 */
double
attune_wire_get_double (JsonObject *object,
                        const char *member,
                        double      fallback)
{
  double value;

  return read_number (object, member, &value) ? value : fallback;
}

/**
 * attune_wire_parse_model:
 * @object: an entry of GET /models
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record, or %NULL without an id
 */
AttuneModelInfo *
attune_wire_parse_model (JsonObject  *object,
                         GError     **error)
{
  g_autoptr(AttuneModelInfo) self = g_atomic_rc_box_new0 (AttuneModelInfo);

  if ((self->id = dup_id (object, "model", error)) == NULL)
    return NULL;

  self->owned_by = dup_text (object, "owned_by");
  self->shutdown_date = dup_text (object, "shutdown_date");
  self->created_at = get_time (object, "created");

  return g_steal_pointer (&self);
}

/**
 * attune_wire_parse_file:
 * @object: a file object
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record, or %NULL without an id
 */
AttuneFileInfo *
attune_wire_parse_file (JsonObject  *object,
                        GError     **error)
{
  g_autoptr(AttuneFileInfo) self = g_atomic_rc_box_new0 (AttuneFileInfo);

  if ((self->id = dup_id (object, "file", error)) == NULL)
    return NULL;

  self->filename = dup_text (object, "filename");
  self->purpose = dup_text (object, "purpose");
  self->bytes = MAX (0, attune_wire_get_int (object, "bytes", 0));
  self->created_at = get_time (object, "created_at");

  return g_steal_pointer (&self);
}

/**
 * attune_wire_parse_job:
 * @object: a job object
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record, or %NULL without an id
 */
AttuneJobInfo *
attune_wire_parse_job (JsonObject  *object,
                       GError     **error)
{
  g_autoptr(AttuneJobInfo) self = g_atomic_rc_box_new0 (AttuneJobInfo);
  JsonObject *settings = find_hyperparameters (object);
  JsonObject *metadata = attune_json_get_object (object, "metadata");
  JsonObject *failure = attune_json_get_object (object, "error");

  if ((self->id = dup_id (object, "fine_tuning.job", error)) == NULL)
    return NULL;

  self->model = dup_text (object, "model");
  self->fine_tuned_model = dup_text (object, "fine_tuned_model");
  self->status_text = dup_text (object, "status");
  self->status = status_from_provider (self->status_text);
  self->created_at = get_time (object, "created_at");
  self->finished_at = get_time (object, "finished_at");
  self->estimated_finish = get_time (object, "estimated_finish");
  self->trained_tokens = attune_wire_get_int (object, "trained_tokens", -1);
  self->seed = attune_wire_get_int (object, "seed", -1);
  self->n_epochs = settings != NULL ? attune_wire_get_int (settings, "n_epochs", -1) : -1;
  self->training_file = dup_text (object, "training_file");
  self->validation_file = dup_text (object, "validation_file");
  self->result_files = dup_texts (object, "result_files");
  self->nonce = metadata != NULL ? dup_text (metadata, "attune_job") : NULL;
  self->error_line = -1;

  if (failure != NULL)
    {
      self->error_code = dup_text (failure, "code");
      self->error_message = dup_text (failure, "message");
      self->error_line = attune_wire_get_int (failure, "line", -1);
    }
  else
    self->error_message = dup_text (object, "error");

  return g_steal_pointer (&self);
}

/**
 * attune_wire_parse_event:
 * @object: an event object
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Takes the measures from `data`, and from the message where a provider sends no data.
 *
 * Returns: (transfer full): the record, or %NULL without an id
 */
AttuneEventInfo *
attune_wire_parse_event (JsonObject  *object,
                         GError     **error)
{
  g_autoptr(AttuneEventInfo) self = g_atomic_rc_box_new0 (AttuneEventInfo);
  JsonObject *data = attune_json_get_object (object, "data");

  if ((self->id = dup_id (object, "fine_tuning.job.event", error)) == NULL)
    return NULL;

  self->created_at = get_time (object, "created_at");
  self->level = dup_text (object, "level");
  self->message = dup_text (object, "message");
  self->total_steps = -1;
  init_measures (&self->measures);

  if (g_strcmp0 (self->level, "warning") == 0)
    g_set_str (&self->level, "warn");

  if (data != NULL)
    {
      self->has_measures = read_measures (data, &self->measures);
      self->total_steps = attune_wire_get_int (data, "total_steps", -1);
    }

  if (!self->has_measures && self->message != NULL)
    self->has_measures = read_measures_from_text (self->message, &self->measures,
                                                  &self->total_steps);

  return g_steal_pointer (&self);
}

/**
 * attune_wire_parse_checkpoint:
 * @object: a checkpoint object
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record, or %NULL without an id
 */
AttuneCheckpointInfo *
attune_wire_parse_checkpoint (JsonObject  *object,
                              GError     **error)
{
  g_autoptr(AttuneCheckpointInfo) self = g_atomic_rc_box_new0 (AttuneCheckpointInfo);
  JsonObject *metrics = attune_json_get_object (object, "metrics");
  gint64 step;

  if ((self->id = dup_id (object, "fine_tuning.job.checkpoint", error)) == NULL)
    return NULL;

  self->created_at = get_time (object, "created_at");
  self->model = dup_text (object, "fine_tuned_model_checkpoint");
  init_measures (&self->measures);

  if (metrics != NULL)
    read_measures (metrics, &self->measures);

  if ((step = attune_wire_get_int (object, "step_number", -1)) >= 0)
    self->measures.step = step;

  return g_steal_pointer (&self);
}
