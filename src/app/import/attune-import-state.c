/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-state"

#include "config.h"

#include "attune-remedy.h"
#include "attune-weak-ref.h"

#include "attune-import-file.h"
#include "attune-import-scanner.h"
#include "attune-import-state.h"
#include "attune-import-task.h"

struct _AttuneImportState
{
  GObject               parent_instance;

  AttuneWorkspace      *workspace;
  AttuneImportFile     *file;
  AttuneImportFile     *validation_file;
  AttuneImportChoices  *choices;
  AttuneImportScanner  *reading;
  AttuneImportScanner  *validation;      /* of the second file */
  AttuneImportRemedies *remedies;
  AttuneImportSplit    *split;
  AttuneImportTarget   *target;
  AttuneImportOutcome  *outcome;
  AttuneRecipe         *recipe;
  AttuneDataset        *dataset;
  char                 *path;            /* of the file; NULL when it has none */
  char                 *name;
  DexFuture            *outcome_work;
  DexFuture            *save_work;
  gint64                done;            /* of saving */
  gint64                total;
  AttuneImportPhase     phase;
  guint                 is_recipe_edited : 1;
  guint                 needs_reading : 1;  /* the recipe is not that of the scan */
};

enum {
  PROP_0,
  PROP_WORKSPACE,
  PROP_PHASE,
  PROP_FILE_NAME,
  PROP_FRACTION,
  PROP_PROGRESS_TEXT,
  PROP_PROBLEM,
  PROP_GLANCE,
  PROP_SCAN,
  PROP_RECIPE,
  PROP_NAME,
  PROP_OUTCOME,
  PROP_VALIDATION_SCAN,
  PROP_CAN_SAVE,
  PROP_DATASET,
  N_PROPS
};

enum {
  SIGNAL_SAVE_FAILED,
  SIGNAL_VALIDATION_FAILED,
  N_SIGNALS
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
static guint signals[N_SIGNALS];

static void
notify (AttuneImportState *self,
        guint              prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
set_phase (AttuneImportState *self,
           AttuneImportPhase  phase)
{
  if (self->phase == phase)
    return;

  self->phase = phase;
  notify (self, PROP_PHASE);
  notify (self, PROP_CAN_SAVE);
}

static void
recipe_changed_cb (AttuneImportState *self)
{
  self->is_recipe_edited = TRUE;
  self->needs_reading = TRUE;
  attune_import_choices_set_recipe (self->choices, self->recipe);
  notify (self, PROP_RECIPE);
  notify (self, PROP_CAN_SAVE);
}

static void
take_recipe (AttuneImportState *self,
             AttuneRecipe      *recipe)
{
  if (self->recipe != NULL)
    g_signal_handlers_disconnect_by_data (self->recipe, self);

  g_clear_object (&self->recipe);
  self->recipe = recipe;

  if (recipe != NULL)
    g_signal_connect_swapped (recipe, "changed", G_CALLBACK (recipe_changed_cb), self);

  notify (self, PROP_RECIPE);
}

/* A copy, because what was found is immutable and may be looked at by another thread. */
static void
follow_recipe (AttuneImportState *self,
               AttuneRecipe      *found)
{
  if (self->is_recipe_edited || found == NULL ||
      (self->recipe != NULL && attune_recipe_equal (self->recipe, found)))
    return;

  take_recipe (self, attune_recipe_copy (found));
}

static void
set_outcome (AttuneImportState   *self,
             AttuneImportOutcome *outcome)
{
  if (!g_set_object (&self->outcome, outcome))
    return;

  notify (self, PROP_OUTCOME);
  notify (self, PROP_CAN_SAVE);
}

static DexFuture *
outcome_finished_cb (DexFuture *completed,
                     gpointer   user_data)
{
  g_autoptr(AttuneImportState) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  if (self == NULL || value == NULL)
    return NULL;

  set_outcome (self, g_value_get_object (value));

  /* Only now is everything known that the pages show. */
  if (self->phase == ATTUNE_IMPORT_READING && !attune_import_scanner_get_is_reading (self->reading))
    set_phase (self, ATTUNE_IMPORT_READ);

  return NULL;
}

/* The last outcome stays until the new one is there. */
static void
update_outcome (AttuneImportState *self)
{
  AttuneScan *scan = attune_import_scanner_get_scan (self->reading);
  AttuneSplit split;
  guint64 mask;

  dex_clear (&self->outcome_work);

  if (scan == NULL)
    {
      set_outcome (self, NULL);
      return;
    }

  attune_import_split_fill (self->split, &split);
  mask = attune_import_remedies_get_mask (self->remedies);
  self->outcome_work = dex_future_finally (attune_import_task_outcome (scan, mask, &split),
                                           outcome_finished_cb,
                                           attune_weak_ref_new (self),
                                           attune_weak_ref_free);
}

static void
glance_cb (AttuneImportState *self)
{
  AttuneImportGlance *glance = attune_import_scanner_get_glance (self->reading);

  if (glance != NULL)
    follow_recipe (self, attune_import_glance_get_recipe (glance));

  notify (self, PROP_GLANCE);
}

static gboolean
has_preferences (AttuneScan *scan)
{
  return attune_scan_get_kind (scan) == ATTUNE_EXAMPLE_PREFERENCE ||
         attune_report_get_count (attune_scan_get_report (scan), ATTUNE_ISSUE_MIXED_KINDS) > 0;
}

static void
scan_cb (AttuneImportState *self)
{
  AttuneScan *scan = attune_import_scanner_get_scan (self->reading);

  if (scan != NULL)
    {
      self->needs_reading = FALSE;
      attune_import_target_set_allows_preference (self->target, has_preferences (scan));
      follow_recipe (self, attune_scan_get_recipe (scan));

      if (self->recipe == NULL)
        take_recipe (self, attune_recipe_new ());
    }

  notify (self, PROP_SCAN);
  update_outcome (self);
}

static void
problem_cb (AttuneImportState *self)
{
  notify (self, PROP_PROBLEM);

  if (attune_import_scanner_get_problem (self->reading) != NULL)
    set_phase (self, ATTUNE_IMPORT_FAILED);
}

static void
progress_cb (AttuneImportState *self)
{
  notify (self, PROP_FRACTION);
  notify (self, PROP_PROGRESS_TEXT);
}

static void
choices_changed_cb (AttuneImportState *self)
{
  if (self->path != NULL)
    attune_import_state_read (self);
}

static void
set_rules (AttuneImportState   *self,
           AttuneImportChoices *choices)
{
  AttuneRules rules;

  attune_import_target_fill_rules (self->target, &rules);
  attune_import_choices_set_rules (choices, &rules);
}

static void
target_changed_cb (AttuneImportState *self)
{
  set_rules (self, self->choices);
  choices_changed_cb (self);
}

static void
validation_scan_cb (AttuneImportState *self)
{
  notify (self, PROP_VALIDATION_SCAN);
  notify (self, PROP_CAN_SAVE);
}

static void
fail_validation (AttuneImportState *self,
                 const char        *problem)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, problem);

  g_clear_object (&self->validation_file);
  validation_scan_cb (self);
  g_signal_emit (self, signals[SIGNAL_VALIDATION_FAILED], 0, error);
}

static void
validation_problem_cb (AttuneImportState *self)
{
  const char *problem = attune_import_scanner_get_problem (self->validation);

  if (problem != NULL)
    fail_validation (self, problem);
}

static DexFuture *
save_finished_cb (DexFuture *completed,
                  gpointer   user_data)
{
  g_autoptr(AttuneImportState) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL)
    return NULL;

  value = dex_future_get_value (completed, &error);

  if (value != NULL)
    {
      self->dataset = g_value_dup_object (value);
      notify (self, PROP_DATASET);
      set_phase (self, ATTUNE_IMPORT_SAVED);
    }
  else
    {
      set_phase (self, ATTUNE_IMPORT_READ);
      g_signal_emit (self, signals[SIGNAL_SAVE_FAILED], 0, error);
    }

  return NULL;
}

static void
save_progress_cb (gint64   done,
                  gint64   total,
                  gpointer user_data)
{
  g_autoptr(AttuneImportState) self = g_weak_ref_get (user_data);

  if (self == NULL)
    return;

  self->done = done;
  self->total = total;
  progress_cb (self);
}

static void
forget_validation (AttuneImportState *self)
{
  attune_import_scanner_clear (self->validation);
  g_clear_object (&self->validation_file);
  validation_scan_cb (self);
}

static void
attune_import_state_constructed (GObject *object)
{
  AttuneImportState *self = (AttuneImportState *)object;

  G_OBJECT_CLASS (attune_import_state_parent_class)->constructed (object);

  self->target = attune_import_target_new (self->workspace);
  set_rules (self, self->choices);

  g_signal_connect_swapped (self->target, "changed", G_CALLBACK (target_changed_cb), self);
  g_signal_connect_swapped (self->choices, "changed", G_CALLBACK (choices_changed_cb), self);
  g_signal_connect_swapped (self->remedies, "notify::mask", G_CALLBACK (update_outcome), self);
  g_signal_connect_swapped (self->split, "changed", G_CALLBACK (update_outcome), self);
  g_signal_connect_swapped (self->split, "notify::kind", G_CALLBACK (validation_scan_cb), self);
  g_signal_connect_swapped (self->reading, "notify::glance", G_CALLBACK (glance_cb), self);
  g_signal_connect_swapped (self->reading, "notify::scan", G_CALLBACK (scan_cb), self);
  g_signal_connect_swapped (self->reading, "notify::problem", G_CALLBACK (problem_cb), self);
  g_signal_connect_swapped (self->reading, "notify::fraction", G_CALLBACK (progress_cb), self);
  g_signal_connect_swapped (self->validation, "notify::scan", G_CALLBACK (validation_scan_cb), self);
  g_signal_connect_swapped (self->validation, "notify::problem", G_CALLBACK (validation_problem_cb), self);
}

static void
disconnect (AttuneImportState *self,
            gpointer           object)
{
  if (object != NULL)
    g_signal_handlers_disconnect_by_data (object, self);
}

static void
attune_import_state_dispose (GObject *object)
{
  AttuneImportState *self = (AttuneImportState *)object;

  disconnect (self, self->target);
  disconnect (self, self->choices);
  disconnect (self, self->remedies);
  disconnect (self, self->split);
  disconnect (self, self->reading);
  disconnect (self, self->validation);
  disconnect (self, self->recipe);

  dex_clear (&self->outcome_work);
  dex_clear (&self->save_work);
  g_clear_object (&self->target);
  g_clear_object (&self->choices);
  g_clear_object (&self->remedies);
  g_clear_object (&self->split);
  g_clear_object (&self->reading);
  g_clear_object (&self->validation);
  g_clear_object (&self->recipe);
  g_clear_object (&self->outcome);
  g_clear_object (&self->dataset);
  g_clear_object (&self->file);
  g_clear_object (&self->validation_file);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_import_state_parent_class)->dispose (object);
}

static void
attune_import_state_finalize (GObject *object)
{
  AttuneImportState *self = (AttuneImportState *)object;

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (attune_import_state_parent_class)->finalize (object);
}

/* Of what is going on: reading, or saving. */
static void
get_progress (AttuneImportState *self,
              guint              prop_id,
              GValue            *value)
{
  if (self->phase == ATTUNE_IMPORT_SAVING)
    {
      g_autofree char *text = self->total > 0 ? g_strdup_printf ("%.0f %%", 100.0 * self->done / self->total) : NULL;

      if (prop_id == PROP_FRACTION)
        g_value_set_double (value, self->total > 0
                            ? CLAMP ((double)self->done / (double)self->total, 0, 1) : 0);
      else
        g_value_set_string (value, text);

      return;
    }

  g_object_get_property (G_OBJECT (self->reading), properties[prop_id]->name, value);
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

    case PROP_PHASE:
      g_value_set_enum (value, self->phase);
      break;

    case PROP_FILE_NAME:
      g_value_set_string (value, attune_import_state_get_file_name (self));
      break;

    case PROP_FRACTION:
    case PROP_PROGRESS_TEXT:
      get_progress (self, prop_id, value);
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, attune_import_state_get_problem (self));
      break;

    case PROP_GLANCE:
      g_value_set_object (value, attune_import_state_get_glance (self));
      break;

    case PROP_SCAN:
      g_value_set_object (value, attune_import_state_get_scan (self));
      break;

    case PROP_RECIPE:
      g_value_set_object (value, self->recipe);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_OUTCOME:
      g_value_set_object (value, self->outcome);
      break;

    case PROP_VALIDATION_SCAN:
      g_value_set_object (value, attune_import_state_get_validation_scan (self));
      break;

    case PROP_CAN_SAVE:
      g_value_set_boolean (value, attune_import_state_get_can_save (self));
      break;

    case PROP_DATASET:
      g_value_set_object (value, self->dataset);
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
add_string (guint       prop_id,
            const char *name)
{
  properties[prop_id] =
    g_param_spec_string (name, NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));
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
install_properties (GObjectClass *object_class)
{
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

  properties[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL,
                         0, 1, 0,
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

  add_string (PROP_FILE_NAME, "file-name");
  add_string (PROP_PROGRESS_TEXT, "progress-text");
  add_string (PROP_PROBLEM, "problem");
  add_object (PROP_GLANCE, "glance", ATTUNE_TYPE_IMPORT_GLANCE);
  add_object (PROP_SCAN, "scan", ATTUNE_TYPE_SCAN);
  add_object (PROP_RECIPE, "recipe", ATTUNE_TYPE_RECIPE);
  add_object (PROP_OUTCOME, "outcome", ATTUNE_TYPE_IMPORT_OUTCOME);
  add_object (PROP_VALIDATION_SCAN, "validation-scan", ATTUNE_TYPE_SCAN);
  add_object (PROP_DATASET, "dataset", ATTUNE_TYPE_DATASET);

  g_object_class_install_properties (object_class, N_PROPS, properties);
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

  install_properties (object_class);

  signals[SIGNAL_SAVE_FAILED] =
    g_signal_new ("save-failed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE,
                  1, G_TYPE_ERROR);

  signals[SIGNAL_VALIDATION_FAILED] =
    g_signal_new ("validation-failed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE,
                  1, G_TYPE_ERROR);
}

static void
attune_import_state_init (AttuneImportState *self)
{
  self->name = g_strdup ("");
  self->choices = attune_import_choices_new ();
  self->reading = attune_import_scanner_new ();
  self->validation = attune_import_scanner_new ();
  self->remedies = attune_import_remedies_new ();
  self->split = attune_import_split_new ();
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

static void
forget_file (AttuneImportState *self)
{
  attune_import_scanner_clear (self->reading);
  forget_validation (self);
  dex_clear (&self->save_work);
  g_signal_handlers_disconnect_by_data (self->choices, self);
  g_clear_object (&self->choices);
  self->choices = attune_import_choices_new ();
  attune_import_target_reset (self->target);
  set_rules (self, self->choices);
  g_signal_connect_swapped (self->choices, "changed", G_CALLBACK (choices_changed_cb), self);
  attune_import_remedies_reset (self->remedies, attune_remedies_get_defaults ());
  attune_import_split_reset (self->split);
  take_recipe (self, NULL);
  self->is_recipe_edited = FALSE;
  self->needs_reading = FALSE;
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->path, g_free);
}

/* Forgets everything and begins to read @file. */
void
attune_import_state_set_file (AttuneImportState *self,
                              GFile             *file)
{
  g_autofree char *title = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (G_IS_FILE (file));

  forget_file (self);
  g_clear_object (&self->file);
  self->file = attune_import_file_new (file);
  notify (self, PROP_FILE_NAME);

  title = attune_import_file_dup_title (self->file);
  attune_import_state_set_name (self, title);
  self->path = g_strdup (attune_import_file_find_path (self->file, &error));

  if (self->path != NULL)
    attune_import_state_read (self);
  else
    attune_import_scanner_fail (self->reading, error->message);
}

const char *
attune_import_state_get_file_name (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->file != NULL ? attune_import_file_get_display_name (self->file) : NULL;
}

const char *
attune_import_state_get_problem (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return attune_import_scanner_get_problem (self->reading);
}

AttuneImportGlance *
attune_import_state_get_glance (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return attune_import_scanner_get_glance (self->reading);
}

AttuneScan *
attune_import_state_get_scan (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return attune_import_scanner_get_scan (self->reading);
}

/* The path of the file, of a sample that of a copy of it; NULL when it has none. */
const char *
attune_import_state_get_path (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->path;
}

/* What the file is made of, as well as it is known; NULL at first. */
AttuneSource *
attune_import_state_get_source (AttuneImportState *self)
{
  AttuneImportGlance *glance = attune_import_state_get_glance (self);
  AttuneScan *scan = attune_import_state_get_scan (self);

  /* All of the file knows better, except while it is read in another way. */
  if (scan != NULL && (self->phase != ATTUNE_IMPORT_READING || glance == NULL))
    return attune_scan_get_source (scan);

  return glance != NULL ? attune_import_glance_get_source (glance) : NULL;
}

AttuneReader *
attune_import_state_get_reader (AttuneImportState *self)
{
  AttuneImportGlance *glance = attune_import_state_get_glance (self);
  AttuneScan *scan = attune_import_state_get_scan (self);

  if (scan != NULL && (self->phase != ATTUNE_IMPORT_READING || glance == NULL))
    return attune_scan_get_reader (scan);

  return glance != NULL ? attune_import_glance_get_reader (glance) : NULL;
}

AttuneImportChoices *
attune_import_state_get_choices (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->choices;
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

AttuneImportTarget *
attune_import_state_get_target (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->target;
}

/* The recipe that the person edits; a change makes reading again necessary. */
AttuneRecipe *
attune_import_state_get_recipe (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->recipe;
}

/* One from a file, or written as text. */
void
attune_import_state_set_recipe (AttuneImportState *self,
                                AttuneRecipe      *recipe)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (ATTUNE_IS_RECIPE (recipe));

  take_recipe (self, g_object_ref (recipe));
  recipe_changed_cb (self);
}

static gboolean
has_example (AttuneImportState *self)
{
  AttuneImportGlance *glance = attune_import_state_get_glance (self);
  AttuneScan *scan = attune_import_state_get_scan (self);

  if (scan != NULL)
    return attune_scan_get_n_examples (scan) > 0 ||
           attune_report_get_count (attune_scan_get_report (scan), ATTUNE_ISSUE_UNKNOWN_SHAPE) == 0;

  return glance != NULL && attune_import_glance_find_example (glance) != NULL;
}

/* TRUE when nobody but the person can say which field is what. */
gboolean
attune_import_state_get_needs_mapping (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  return self->recipe != NULL && !self->is_recipe_edited && !has_example (self);
}

/* FALSE while the recipe cannot make examples. */
gboolean
attune_import_state_get_is_mapped (AttuneImportState *self)
{
  AttuneReader *reader;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  if (self->recipe == NULL || !attune_recipe_is_complete (self->recipe) ||
      (attune_recipe_passes_examples (self->recipe) && !has_example (self)))
    return FALSE;

  reader = attune_import_state_get_reader (self);

  /* A row of a table is never a conversation by itself. */
  return !attune_recipe_passes_examples (self->recipe) ||
         (reader != NULL && attune_reader_get_format (reader) != ATTUNE_FORMAT_TABLE);
}

gboolean
attune_import_state_get_needs_reading (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  return self->needs_reading;
}

/* Reads the whole file, with the recipe when the person made one. */
void
attune_import_state_read (AttuneImportState *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (self->path != NULL);

  dex_clear (&self->outcome_work);
  set_phase (self, ATTUNE_IMPORT_READING);
  attune_import_scanner_start (self->reading, self->path, self->choices, NULL);

  if (self->validation_file != NULL)
    forget_validation (self);
}

/* Stops reading or saving; nothing is left of it. Returns FALSE when nothing was going on. */
gboolean
attune_import_state_stop (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  if (self->phase != ATTUNE_IMPORT_READING && self->phase != ATTUNE_IMPORT_SAVING)
    return FALSE;

  attune_import_scanner_stop (self->reading);
  dex_clear (&self->save_work);

  /* An earlier reading still holds; the recipe that was to replace its own stays on the page. */
  set_phase (self, self->outcome != NULL ? ATTUNE_IMPORT_READ : ATTUNE_IMPORT_EMPTY);

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
  notify (self, PROP_CAN_SAVE);
}

/* What the dataset will have, as far as that is known; NULL before the file was read. */
AttuneImportOutcome *
attune_import_state_get_outcome (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->outcome;
}

/* How many examples the dataset would have, training and validation together. */
guint64
attune_import_state_get_n_examples (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), 0);

  return self->outcome != NULL ? attune_import_outcome_get_n_examples (self->outcome) : 0;
}

/* Of the second file; NULL without one. */
const char *
attune_import_state_get_validation_name (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->validation_file != NULL
      ? attune_import_file_get_display_name (self->validation_file) : NULL;
}

/* What is in the second file, with what stands in the first one, too, as an issue. */
AttuneScan *
attune_import_state_get_validation_scan (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return attune_import_scanner_get_scan (self->validation);
}

void
attune_import_state_set_validation_file (AttuneImportState *self,
                                         GFile             *file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneImportChoices) choices = NULL;
  const char *path;

  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (attune_import_state_get_scan (self) != NULL);

  forget_validation (self);

  if (file == NULL)
    return;

  self->validation_file = attune_import_file_new (file);

  if (!(path = attune_import_file_find_path (self->validation_file, &error)))
    {
      fail_validation (self, error->message);
      return;
    }

  /* Its form is its own; how records become examples is the same. */
  choices = attune_import_choices_new ();
  attune_import_choices_set_recipe (choices, self->recipe);
  set_rules (self, choices);
  attune_import_scanner_start (self->validation, path, choices,
                               attune_import_state_get_scan (self));
  validation_scan_cb (self);
}

gboolean
attune_import_state_get_can_save (AttuneImportState *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  if (self->phase != ATTUNE_IMPORT_READ || self->name == NULL || self->needs_reading)
    return FALSE;

  if (attune_import_split_get_kind (self->split) == ATTUNE_IMPORT_SPLIT_FILE &&
      attune_import_state_get_validation_scan (self) == NULL)
    return FALSE;

  name = g_strstrip (g_strdup (self->name));

  return name[0] != '\0' && attune_import_state_get_n_examples (self) > 0;
}

void
attune_import_state_save (AttuneImportState *self)
{
  AttuneImportOptions options = { 0, };
  g_autofree char *name = NULL;

  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (attune_import_state_get_can_save (self));

  name = g_strstrip (g_strdup (self->name));
  attune_import_choices_fill_options (self->choices, &options.scan);
  options.scan.recipe = self->recipe;
  options.scan.remedies = attune_import_remedies_get_mask (self->remedies);
  attune_import_split_fill (self->split, &options.split);

  if (attune_import_split_get_kind (self->split) == ATTUNE_IMPORT_SPLIT_FILE)
    options.validation_file = attune_import_file_find_path (self->validation_file, NULL);

  dex_clear (&self->save_work);
  self->done = 0;
  self->total = -1;
  set_phase (self, ATTUNE_IMPORT_SAVING);
  progress_cb (self);

  self->save_work = dex_future_finally (attune_workspace_import (self->workspace, self->path, name,
                                                                 &options, save_progress_cb,
                                                                 attune_weak_ref_new (self),
                                                                 attune_weak_ref_free),
                                        save_finished_cb,
                                        attune_weak_ref_new (self),
                                        attune_weak_ref_free);
}

AttuneDataset *
attune_import_state_get_dataset (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->dataset;
}
