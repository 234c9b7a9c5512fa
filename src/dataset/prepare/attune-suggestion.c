/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-suggestion"

#include "config.h"

#include "attune-suggestion.h"

struct _AttuneSuggestion
{
  GObject                   parent_instance;

  const char               *id;
  AttuneSuggestionSeverity  severity;
  char                     *title;
  char                     *advice;
  guint64                   count;
  GArray                   *lines;          /* of guint64 */
  gboolean                  is_accepted;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_SEVERITY,
  PROP_TITLE,
  PROP_ADVICE,
  PROP_COUNT,
  PROP_IS_ACCEPTED,
  N_PROPS
};

G_DEFINE_ENUM_TYPE (AttuneSuggestionSeverity, attune_suggestion_severity,
                    G_DEFINE_ENUM_VALUE (ATTUNE_SUGGESTION_INFORMATION, "information"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_SUGGESTION_OPTIONAL, "optional"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_SUGGESTION_NECESSARY, "necessary"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_SUGGESTION_ERROR, "error"))

G_DEFINE_FINAL_TYPE (AttuneSuggestion, attune_suggestion, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_suggestion_finalize (GObject *object)
{
  AttuneSuggestion *self = (AttuneSuggestion *)object;

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->advice, g_free);
  g_clear_pointer (&self->lines, g_array_unref);

  G_OBJECT_CLASS (attune_suggestion_parent_class)->finalize (object);
}

static void
attune_suggestion_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  AttuneSuggestion *self = ATTUNE_SUGGESTION (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_static_string (value, self->id);
      break;

    case PROP_SEVERITY:
      g_value_set_enum (value, self->severity);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_ADVICE:
      g_value_set_string (value, self->advice);
      break;

    case PROP_COUNT:
      g_value_set_uint64 (value, self->count);
      break;

    case PROP_IS_ACCEPTED:
      g_value_set_boolean (value, self->is_accepted);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_suggestion_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  AttuneSuggestion *self = ATTUNE_SUGGESTION (object);

  switch (prop_id)
    {
    case PROP_IS_ACCEPTED:
      attune_suggestion_set_accepted (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_suggestion_class_init (AttuneSuggestionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_suggestion_finalize;
  object_class->get_property = attune_suggestion_get_property;
  object_class->set_property = attune_suggestion_set_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SEVERITY] =
    g_param_spec_enum ("severity", NULL, NULL,
                       ATTUNE_TYPE_SUGGESTION_SEVERITY, ATTUNE_SUGGESTION_INFORMATION,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_ADVICE] =
    g_param_spec_string ("advice", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_COUNT] =
    g_param_spec_uint64 ("count", NULL, NULL,
                         0, G_MAXUINT64, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_ACCEPTED] =
    g_param_spec_boolean ("is-accepted", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_suggestion_init (AttuneSuggestion *self)
{
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint64));
}

/* For the preparation: a suggestion that has found nothing yet. The id must be static. */
AttuneSuggestion *
attune_suggestion_new (const char *id)
{
  AttuneSuggestion *self = g_object_new (ATTUNE_TYPE_SUGGESTION, NULL);

  self->id = id;

  return self;
}

/* For the preparation: counts a record that it concerns, and where that begins; 0 is nowhere. */
void
attune_suggestion_add (AttuneSuggestion *self,
                       guint64           line)
{
  self->count++;

  if (line > 0 && self->lines->len < ATTUNE_SUGGESTION_MAX_LINES)
    g_array_append_val (self->lines, line);
}

/* For the preparation: says what it is about, (transfer full) @title and (transfer full) (nullable)
 * @advice. Whatever is not mere information is accepted at first. */
void
attune_suggestion_describe (AttuneSuggestion         *self,
                            AttuneSuggestionSeverity  severity,
                            char                     *title,
                            char                     *advice)
{
  g_assert (self->title == NULL);

  self->severity = severity;
  self->title = title;
  self->advice = advice;
  self->is_accepted = severity == ATTUNE_SUGGESTION_OPTIONAL ||
                      severity == ATTUNE_SUGGESTION_NECESSARY;
}

/**
 * attune_suggestion_get_id:
 * @self: a suggestion
 *
 * Returns: (transfer none): its name for programs, such as `prompt-suffix`
 */
const char *
attune_suggestion_get_id (AttuneSuggestion *self)
{
  g_return_val_if_fail (ATTUNE_IS_SUGGESTION (self), NULL);

  return self->id;
}

/**
 * attune_suggestion_get_severity:
 * @self: a suggestion
 *
 * Returns: whether something happens, and who decides
 */
AttuneSuggestionSeverity
attune_suggestion_get_severity (AttuneSuggestion *self)
{
  g_return_val_if_fail (ATTUNE_IS_SUGGESTION (self), ATTUNE_SUGGESTION_INFORMATION);

  return self->severity;
}

/**
 * attune_suggestion_get_title:
 * @self: a suggestion
 *
 * Returns: (transfer none): what is so, or what accepting it does, in the person's language. It may
 *   hold text of the file: never markup.
 */
const char *
attune_suggestion_get_title (AttuneSuggestion *self)
{
  g_return_val_if_fail (ATTUNE_IS_SUGGESTION (self), NULL);

  return self->title;
}

/**
 * attune_suggestion_get_advice:
 * @self: a suggestion
 *
 * Returns: (transfer none) (nullable): why, and what else to do, in the person's language. It may
 *   hold text of the file: never markup.
 */
const char *
attune_suggestion_get_advice (AttuneSuggestion *self)
{
  g_return_val_if_fail (ATTUNE_IS_SUGGESTION (self), NULL);

  return self->advice;
}

/**
 * attune_suggestion_get_count:
 * @self: a suggestion
 *
 * Returns: how many records it concerns, 0 when it is about the file as a whole
 */
guint64
attune_suggestion_get_count (AttuneSuggestion *self)
{
  g_return_val_if_fail (ATTUNE_IS_SUGGESTION (self), 0);

  return self->count;
}

/**
 * attune_suggestion_get_lines:
 * @self: a suggestion
 * @n_lines: (out): how many lines are remembered, at most %ATTUNE_SUGGESTION_MAX_LINES
 *
 * Returns: (transfer none) (array length=n_lines): where the first of these records begin, from 1
 */
const guint64 *
attune_suggestion_get_lines (AttuneSuggestion *self,
                             gsize            *n_lines)
{
  g_return_val_if_fail (ATTUNE_IS_SUGGESTION (self), NULL);
  g_return_val_if_fail (n_lines != NULL, NULL);

  *n_lines = self->lines->len;

  return (const guint64 *)(void *)self->lines->data;
}

/**
 * attune_suggestion_is_accepted:
 * @self: a suggestion
 *
 * Returns: whether what it suggests is done
 */
gboolean
attune_suggestion_is_accepted (AttuneSuggestion *self)
{
  g_return_val_if_fail (ATTUNE_IS_SUGGESTION (self), FALSE);

  return self->is_accepted;
}

/**
 * attune_suggestion_set_accepted:
 * @self: a suggestion
 * @is_accepted: whether to do what it suggests; without effect where there is no choice
 */
void
attune_suggestion_set_accepted (AttuneSuggestion *self,
                                gboolean          is_accepted)
{
  g_return_if_fail (ATTUNE_IS_SUGGESTION (self));

  if (self->severity != ATTUNE_SUGGESTION_OPTIONAL || self->is_accepted == !!is_accepted)
    return;

  self->is_accepted = !!is_accepted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_ACCEPTED]);
}
