/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-wire"

#include "config.h"

#include <math.h>
#include <string.h>

#include "attune-wire-measures.h"
#include "attune-wire-values.h"

/**
 * attune_wire_read_measures: (skip)
 * @object: an object from a provider with OpenAI's members
 * @measures: (out): where to put them
 *
 * Returns: whether there was anything to draw
 */
gboolean
attune_wire_read_measures (JsonObject     *object,
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

/**
 * attune_wire_read_measures_from_text: (skip)
 * @text: the message of an event
 * @measures: (out): where to put them
 * @total_steps: (out): how many steps there will be, left alone where that is not said
 *
 * "Step 300/300: training loss=0.15, validation loss=0.27, full validation loss=0.40": what OpenAI
 * writes for people, and all that providers without "data" offer.
 *
 * Returns: whether there was anything to draw
 */
gboolean
attune_wire_read_measures_from_text (const char     *text,
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
