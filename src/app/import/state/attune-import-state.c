/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-state"

#include "config.h"

#include "attune-remedy.h"

#include "attune-import-forecast.h"
#include "attune-import-state.h"

struct _AttuneImportState
{
  GObject                 parent_instance;

  AttuneWorkspace        *workspace;
  AttuneImportInput      *input;
  AttuneImportRemedies   *remedies;
  AttuneImportSplit      *split;
  AttuneImportForecast   *forecast;
  AttuneImportValidation *validation;
  AttuneImportSaver      *saver;
  char                   *name;
  AttuneImportPhase       phase;
};

enum {
  PROP_0,
  PROP_WORKSPACE,
  PROP_READING,
  PROP_SAVER,
  PROP_PHASE,
  PROP_NAME,
  PROP_OUTCOME,
  PROP_CAN_SAVE,
  N_PROPS
};

G_DEFINE_ENUM_TYPE (AttuneImportPhase, attune_import_phase,
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_READING, "reading"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_READ, "read"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_SAVING, "saving"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_SAVED, "saved"))

G_DEFINE_FINAL_TYPE (AttuneImportState, attune_import_state, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
notify (AttuneImportState *self,
        guint              prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
notify_can_save (AttuneImportState *self)
{
  notify (self, PROP_CAN_SAVE);
}

static void
set_phase (AttuneImportState *self,
           AttuneImportPhase  phase)
{
  if (self->phase == phase)
    return;

  self->phase = phase;
  notify (self, PROP_PHASE);
  notify_can_save (self);
}

static void
scan_cb (AttuneImportState *self)
{
  attune_import_forecast_set_scan (self->forecast, attune_import_state_get_scan (self));
}

static void
problem_cb (AttuneImportState *self)
{
  if (attune_import_scanner_get_problem (attune_import_state_get_reading (self)) != NULL)
    set_phase (self, ATTUNE_IMPORT_FAILED);
}

static void
outcome_cb (AttuneImportState *self)
{
  notify (self, PROP_OUTCOME);
  notify_can_save (self);
}

/* Only now is everything known that the pages show. */
static void
finished_cb (AttuneImportState *self)
{
  if (self->phase == ATTUNE_IMPORT_READING &&
      !attune_import_scanner_get_is_reading (attune_import_state_get_reading (self)))
    set_phase (self, ATTUNE_IMPORT_READ);
}

static void
saved_cb (AttuneImportState *self)
{
  set_phase (self, ATTUNE_IMPORT_SAVED);
}

static void
save_failed_cb (AttuneImportState *self)
{
  set_phase (self, ATTUNE_IMPORT_READ);
}

static void
listen (AttuneImportState *self,
        gpointer           object,
        const char        *signal,
        GCallback          callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
attune_import_state_constructed (GObject *object)
{
  AttuneImportState *self = (AttuneImportState *)object;

  G_OBJECT_CLASS (attune_import_state_parent_class)->constructed (object);

  self->input = attune_import_input_new (self->workspace);
  self->forecast = attune_import_forecast_new (self->remedies, self->split);

  listen (self, self->input, "changed", G_CALLBACK (attune_import_state_read));
  listen (self, attune_import_input_get_mapping (self->input), "notify::recipe", G_CALLBACK (notify_can_save));
  listen (self, attune_import_state_get_reading (self), "notify::scan", G_CALLBACK (scan_cb));
  listen (self, attune_import_state_get_reading (self), "notify::problem", G_CALLBACK (problem_cb));
  listen (self, self->forecast, "notify::outcome", G_CALLBACK (outcome_cb));
  listen (self, self->forecast, "finished", G_CALLBACK (finished_cb));
  listen (self, self->split, "notify::kind", G_CALLBACK (notify_can_save));
  listen (self, self->validation, "changed", G_CALLBACK (notify_can_save));
  listen (self, self->saver, "saved", G_CALLBACK (saved_cb));
  listen (self, self->saver, "failed", G_CALLBACK (save_failed_cb));
}

static void
attune_import_state_dispose (GObject *object)
{
  AttuneImportState *self = (AttuneImportState *)object;

  g_clear_object (&self->saver);
  g_clear_object (&self->validation);
  g_clear_object (&self->forecast);
  g_clear_object (&self->input);
  g_clear_object (&self->split);
  g_clear_object (&self->remedies);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_import_state_parent_class)->dispose (object);
}

static void
attune_import_state_finalize (GObject *object)
{
  AttuneImportState *self = (AttuneImportState *)object;

  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (attune_import_state_parent_class)->finalize (object);
}

static void
attune_import_state_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneImportState *self = ATTUNE_IMPORT_STATE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;

    case PROP_READING:
      g_value_set_object (value, attune_import_state_get_reading (self));
      break;

    case PROP_SAVER:
      g_value_set_object (value, self->saver);
      break;

    case PROP_PHASE:
      g_value_set_enum (value, self->phase);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_OUTCOME:
      g_value_set_object (value, attune_import_state_get_outcome (self));
      break;

    case PROP_CAN_SAVE:
      g_value_set_boolean (value, attune_import_state_get_can_save (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_state_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneImportState *self = ATTUNE_IMPORT_STATE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;

    case PROP_NAME:
      attune_import_state_set_name (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
add_object (guint       prop_id,
            const char *name,
            GType       type)
{
  properties[prop_id] =
    g_param_spec_object (name, NULL, NULL,
                         type,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));
}

static void
attune_import_state_class_init (AttuneImportStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = attune_import_state_constructed;
  object_class->dispose = attune_import_state_dispose;
  object_class->finalize = attune_import_state_finalize;
  object_class->get_property = attune_import_state_get_property;
  object_class->set_property = attune_import_state_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL,
                         ATTUNE_TYPE_WORKSPACE,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_PHASE] =
    g_param_spec_enum ("phase", NULL, NULL,
                       ATTUNE_TYPE_IMPORT_PHASE, ATTUNE_IMPORT_EMPTY,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_CAN_SAVE] =
    g_param_spec_boolean ("can-save", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  add_object (PROP_READING, "reading", ATTUNE_TYPE_IMPORT_SCANNER);
  add_object (PROP_SAVER, "saver", ATTUNE_TYPE_IMPORT_SAVER);
  add_object (PROP_OUTCOME, "outcome", ATTUNE_TYPE_IMPORT_OUTCOME);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_import_state_init (AttuneImportState *self)
{
  self->name = g_strdup ("");
  self->remedies = attune_import_remedies_new ();
  self->split = attune_import_split_new ();
  self->validation = attune_import_validation_new ();
  self->saver = attune_import_saver_new ();
}

AttuneImportState *
attune_import_state_new (AttuneWorkspace *workspace)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  return g_object_new (ATTUNE_TYPE_IMPORT_STATE, "workspace", workspace, NULL);
}

AttuneImportPhase
attune_import_state_get_phase (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), ATTUNE_IMPORT_EMPTY);

  return self->phase;
}

/* Forgets everything and begins to read @file. */
void
attune_import_state_set_file (AttuneImportState *self,
                              GFile             *file)
{
  g_autofree char *title = NULL;

  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (G_IS_FILE (file));

  attune_import_input_set_file (self->input, file);
  attune_import_saver_clear (self->saver);
  attune_import_remedies_reset (self->remedies, attune_remedies_get_defaults ());
  attune_import_split_reset (self->split);
  title = attune_import_input_dup_title (self->input);
  attune_import_state_set_name (self, title);
  attune_import_state_read (self);
}

AttuneImportInput *
attune_import_state_get_input (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->input;
}

AttuneImportRemedies *
attune_import_state_get_remedies (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->remedies;
}

AttuneImportSplit *
attune_import_state_get_split (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->split;
}

AttuneImportValidation *
attune_import_state_get_validation (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->validation;
}

AttuneImportSaver *
attune_import_state_get_saver (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->saver;
}

AttuneImportScanner *
attune_import_state_get_reading (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return attune_import_input_get_reading (self->input);
}

AttuneImportGlance *
attune_import_state_get_glance (AttuneImportState *self)
{
  return attune_import_scanner_get_glance (attune_import_state_get_reading (self));
}

AttuneScan *
attune_import_state_get_scan (AttuneImportState *self)
{
  return attune_import_scanner_get_scan (attune_import_state_get_reading (self));
}

AttuneImportMapping *
attune_import_state_get_mapping (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return attune_import_input_get_mapping (self->input);
}

AttuneRecipe *
attune_import_state_get_recipe (AttuneImportState *self)
{
  return attune_import_mapping_get_recipe (attune_import_state_get_mapping (self));
}

/* Reads the whole file, with the recipe when the person made one. */
void
attune_import_state_read (AttuneImportState *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));

  attune_import_forecast_stop (self->forecast);
  set_phase (self, ATTUNE_IMPORT_READING);
  attune_import_input_read (self->input);

  if (attune_import_validation_get_name (self->validation) != NULL)
    attune_import_validation_clear (self->validation);
}

/* Stops reading or saving; nothing is left of it. Returns FALSE when nothing was going on. */
gboolean
attune_import_state_stop (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  if (self->phase != ATTUNE_IMPORT_READING && self->phase != ATTUNE_IMPORT_SAVING)
    return FALSE;

  attune_import_scanner_stop (attune_import_state_get_reading (self));
  attune_import_saver_clear (self->saver);

  /* An earlier reading still holds; the recipe that was to replace its own stays on the page. */
  set_phase (self, attune_import_state_get_outcome (self) != NULL ? ATTUNE_IMPORT_READ
                                                                  : ATTUNE_IMPORT_EMPTY);

  return TRUE;
}

const char *
attune_import_state_get_name (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->name;
}

void
attune_import_state_set_name (AttuneImportState *self,
                              const char        *name)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));

  if (!g_set_str (&self->name, name))
    return;

  notify (self, PROP_NAME);
  notify_can_save (self);
}

/* What the dataset will have, as far as that is known; NULL before the file was read. */
AttuneImportOutcome *
attune_import_state_get_outcome (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return attune_import_forecast_get_outcome (self->forecast);
}

/* How many examples the dataset would have, training and validation together. */
guint64
attune_import_state_get_n_examples (AttuneImportState *self)
{
  AttuneImportOutcome *outcome = attune_import_state_get_outcome (self);

  return outcome != NULL ? attune_import_outcome_get_n_examples (outcome) : 0;
}

void
attune_import_state_set_validation_file (AttuneImportState *self,
                                         GFile             *file)
{
  g_autoptr(AttuneImportChoices) choices = NULL;

  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (G_IS_FILE (file));

  choices = attune_import_input_new_choices (self->input);
  attune_import_validation_read (self->validation, file, choices,
                                 attune_import_state_get_scan (self));
}

gboolean
attune_import_state_get_can_save (AttuneImportState *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  if (self->phase != ATTUNE_IMPORT_READ || self->name == NULL ||
      attune_import_mapping_get_needs_reading (attune_import_state_get_mapping (self)))
    return FALSE;

  if (attune_import_split_get_kind (self->split) == ATTUNE_IMPORT_SPLIT_FILE &&
      attune_import_validation_get_scan (self->validation) == NULL)
    return FALSE;

  name = g_strstrip (g_strdup (self->name));

  return name[0] != '\0' && attune_import_state_get_n_examples (self) > 0;
}

void
attune_import_state_save (AttuneImportState *self)
{
  AttuneImportOptions options = { 0, };
  AttuneScan *scan;
  g_autofree char *name = NULL;

  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (attune_import_state_get_can_save (self));

  scan = attune_import_state_get_scan (self);
  name = g_strstrip (g_strdup (self->name));
  attune_import_choices_fill_options (attune_import_input_get_choices (self->input), &options.scan);
  options.scan.recipe = attune_import_state_get_recipe (self);
  options.scan.remedies = attune_import_remedies_get_mask (self->remedies);
  attune_import_split_fill (self->split, &options.split);

  /* Tokens are counted once more, which takes long, only where it decides about an example. */
  if (!attune_import_remedies_has (self->remedies, ATTUNE_REMEDY_REMOVE_TOO_LONG))
    options.scan.rules.max_tokens = 0;

  options.seen = *attune_source_get_stamp (attune_scan_get_source (scan));

  if (attune_import_split_get_kind (self->split) == ATTUNE_IMPORT_SPLIT_FILE)
    {
      scan = attune_import_validation_get_scan (self->validation);
      options.validation_file = attune_import_validation_get_path (self->validation);
      options.validation_seen = *attune_source_get_stamp (attune_scan_get_source (scan));
    }

  set_phase (self, ATTUNE_IMPORT_SAVING);
  attune_import_saver_start (self->saver, self->workspace,
                             attune_import_input_get_path (self->input), name, &options);
}
