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
 * attune_measures_init:
 * @measures: measures to set
 *
 * Sets all to missing.
 */
void
attune_measures_init (AttuneMeasures *measures)
{
  measures->step = 0;
  measures->train_loss = NAN;
  measures->train_accuracy = NAN;
  measures->valid_loss = NAN;
  measures->valid_accuracy = NAN;
  measures->full_valid_loss = NAN;
  measures->full_valid_accuracy = NAN;
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
 * attune_wire_get_time:
 * @object: an object from a provider
 * @member: the member's name
 *
 * Returns: Unix seconds, whether they come as a number, as text, or as an ISO 8601 date; 0 when
 *   there are none
 */
gint64
attune_wire_get_time (JsonObject *object,
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
  JsonObject *details = attune_json_get_object (object, "attune");

  if ((self->id = dup_id (object, "model", error)) == NULL)
    return NULL;

  self->owned_by = dup_text (object, "owned_by");
  self->shutdown_date = dup_text (object, "shutdown_date");
  self->created_at = attune_wire_get_time (object, "created");

  if (details != NULL)
    self->details = attune_json_object_to_string (details);

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
  self->created_at = attune_wire_get_time (object, "created_at");
  self->status = dup_text (object, "status");

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
  self->status = attune_wire_map_status (self->status_text);
  self->created_at = attune_wire_get_time (object, "created_at");
  self->finished_at = attune_wire_get_time (object, "finished_at");
  self->estimated_finish = attune_wire_get_time (object, "estimated_finish");
  self->trained_tokens = attune_wire_get_int (object, "trained_tokens", -1);
  self->seed = attune_wire_get_int (object, "seed", -1);
  self->n_epochs = attune_wire_get_int (settings != NULL ? settings : object, "n_epochs",
                                        attune_wire_get_int (object, "n_epochs", -1));
  self->training_file = dup_text (object, "training_file");
  self->validation_file = dup_text (object, "validation_file");
  self->result_files = dup_texts (object, "result_files");
  self->nonce = metadata != NULL ? dup_text (metadata, "attune_job") : NULL;
  self->suffix = dup_text (object, "suffix");
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

  self->created_at = attune_wire_get_time (object, "created_at");
  self->level = dup_text (object, "level");
  self->message = dup_text (object, "message");
  self->total_steps = -1;
  attune_measures_init (&self->measures);

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

  self->created_at = attune_wire_get_time (object, "created_at");
  self->model = dup_text (object, "fine_tuned_model_checkpoint");
  attune_measures_init (&self->measures);

  if (metrics != NULL)
    read_measures (metrics, &self->measures);

  if ((step = attune_wire_get_int (object, "step_number", -1)) >= 0)
    self->measures.step = step;

  self->result_files = dup_texts (object, "result_files");

  return g_steal_pointer (&self);
}

/**
 * attune_wire_parse_deployment:
 * @object: what was answered about a model that is made ready
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record, or %NULL without a name
 */
AttuneDeploymentInfo *
attune_wire_parse_deployment (JsonObject  *object,
                              GError     **error)
{
  g_autoptr(AttuneDeploymentInfo) self = g_atomic_rc_box_new0 (AttuneDeploymentInfo);

  if ((self->id = dup_id (object, "model", error)) == NULL)
    return NULL;

  self->model = dup_text (object, "name");
  self->status_text = dup_text (object, "status");
  self->status = attune_deployment_status_from_string (self->status_text);
  self->reason = dup_text (object, "status_reason");

  return g_steal_pointer (&self);
}

/**
 * attune_wire_new_event:
 * @id: a name that is the same at every call
 * @created_at: Unix seconds
 * @level: (nullable): "info", "warn" or "error"
 * @message: (nullable): the words
 *
 * Returns: (transfer full): an event without measures
 */
AttuneEventInfo *
attune_wire_new_event (const char *id,
                       gint64      created_at,
                       const char *level,
                       const char *message)
{
  AttuneEventInfo *self = g_atomic_rc_box_new0 (AttuneEventInfo);

  self->id = g_strdup (id);
  self->created_at = created_at;
  self->level = g_strdup (level);
  self->message = g_strdup (message);
  self->total_steps = -1;
  attune_measures_init (&self->measures);

  return self;
}

static void
add_measure (GString    *text,
             const char *label,
             double      value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (value))
    g_string_append_printf (text, "%s %s=%s", g_str_has_suffix (text->str, ":") ? "" : ",", label,
                            g_ascii_formatd (buffer, sizeof buffer, "%.4f", value));
}

/**
 * attune_wire_new_measures:
 * @id: a name that is the same at every call
 * @created_at: Unix seconds
 * @measures: what was measured
 * @total_steps: how many steps there will be, or -1
 *
 * Returns: (transfer full): an event that tells the measures, in the words that OpenAI has for it
 */
AttuneEventInfo *
attune_wire_new_measures (const char           *id,
                          gint64                created_at,
                          const AttuneMeasures *measures,
                          gint64                total_steps)
{
  g_autoptr(GString) text = g_string_new (NULL);
  AttuneEventInfo *self;

  g_string_append_printf (text, "Step %" G_GINT64_FORMAT, measures->step);

  if (total_steps > 0)
    g_string_append_printf (text, "/%" G_GINT64_FORMAT, total_steps);

  g_string_append_c (text, ':');
  add_measure (text, "training loss", measures->train_loss);
  add_measure (text, "validation loss", measures->valid_loss);
  add_measure (text, "full validation loss", measures->full_valid_loss);

  self = attune_wire_new_event (id, created_at, "info", text->str);
  self->has_measures = TRUE;
  self->measures = *measures;
  self->total_steps = total_steps;

  return self;
}
