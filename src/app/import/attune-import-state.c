/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-state"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-weak-ref.h"

#include "attune-import-state.h"
#include "attune-import-task.h"
#include "attune-sample-file.h"

/* Enough to judge a mapping by; each preview may hold 64 KiB of raw text. */
#define N_PREVIEWS 50

struct _AttuneImportState
{
  GObject            parent_instance;

  AttuneWorkspace   *workspace;
  GFile             *file;
  char              *file_name;
  char              *path;              /* of the file, or of the copy of a sample; else NULL */
  char              *sample_dir;        /* where that copy is; else NULL */
  char              *problem;
  char              *name;
  AttuneScan        *scan;
  AttuneRecipe      *recipe;
  GPtrArray         *previews;
  AttuneDataset     *dataset;
  DexFuture         *work;              /* reading or saving */
  GCancellable      *work_cancellable;
  DexFuture         *preview_work;
  GCancellable      *preview_cancellable;
  double             validation_share;
  gint64             done;
  gint64             total;
  AttuneImportPhase  phase;
  guint              remove_duplicates : 1;
  guint              needs_reading : 1;  /* the recipe is not the one that `scan` was made with */
};

enum {
  PROP_0,
  PROP_WORKSPACE,
  PROP_PHASE,
  PROP_FILE,
  PROP_FILE_NAME,
  PROP_FRACTION,
  PROP_PROGRESS_TEXT,
  PROP_PROBLEM,
  PROP_SCAN,
  PROP_RECIPE,
  PROP_PREVIEWS,
  PROP_NAME,
  PROP_VALIDATION_SHARE,
  PROP_REMOVE_DUPLICATES,
  PROP_N_EXAMPLES,
  PROP_N_VALIDATION,
  PROP_CAN_SAVE,
  PROP_DATASET,
  N_PROPS
};

enum {
  SIGNAL_SAVE_FAILED,
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
notify_outcome (AttuneImportState *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_EXAMPLES]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_VALIDATION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_SAVE]);
}

static void
set_phase (AttuneImportState *self,
           AttuneImportPhase  phase)
{
  if (self->phase == phase)
    return;

  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
  notify_outcome (self);
}

static void
set_progress (AttuneImportState *self,
              gint64             done,
              gint64             total)
{
  self->done = done;
  self->total = total;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS_TEXT]);
}

static void
fail (AttuneImportState *self,
      const char        *problem)
{
  if (g_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);

  set_phase (self, ATTUNE_IMPORT_FAILED);
}

static double
get_fraction (AttuneImportState *self)
{
  return self->total > 0 ? CLAMP ((double)self->done / (double)self->total, 0, 1) : 0;
}

static char *
dup_progress_text (AttuneImportState *self)
{
  g_autofree char *done = g_format_size ((guint64)MAX (self->done, 0));
  g_autofree char *total = NULL;

  if (self->total <= 0)
    return g_steal_pointer (&done);

  total = g_format_size ((guint64)self->total);
  /* Translators: both are amounts of data, such as 12.3 MB. */
  return g_strdup_printf (_("%s of %s"), done, total);
}

static void
drop_previews (AttuneImportState *self)
{
  g_cancellable_cancel (self->preview_cancellable);
  g_clear_object (&self->preview_cancellable);
  dex_clear (&self->preview_work);
}

static void
drop_work (AttuneImportState *self)
{
  /* A thread does not end with the future that waits for it: it has to be told. */
  g_cancellable_cancel (self->work_cancellable);
  g_clear_object (&self->work_cancellable);
  dex_clear (&self->work);
}

static gboolean
has_fields (AttuneRecipe *recipe)
{
  return attune_recipe_get_question_field (recipe) != NULL ||
         attune_recipe_get_answer_field (recipe) != NULL;
}

static void
recipe_notify_cb (AttuneImportState *self)
{
  self->needs_reading = TRUE;
  attune_import_state_load_previews (self);
  notify_outcome (self);
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
    g_signal_connect_swapped (recipe, "notify", G_CALLBACK (recipe_notify_cb), self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECIPE]);
}

static void
set_scan (AttuneImportState *self,
          AttuneScan        *scan)
{
  if (g_set_object (&self->scan, scan))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCAN]);

  notify_outcome (self);
}

static DexFuture *
read_finished_cb (DexFuture *completed,
                  gpointer   user_data)
{
  g_autoptr(AttuneImportState) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL)
    return NULL;

  g_clear_object (&self->work_cancellable);
  value = dex_future_get_value (completed, &error);

  if (value == NULL)
    {
      fail (self, error->message);
      return NULL;
    }

  self->needs_reading = FALSE;
  set_scan (self, g_value_get_object (value));

  /* A copy, because the scan is immutable and may still be looked at by another thread. */
  if (self->recipe == NULL && attune_scan_get_recipe (self->scan) != NULL)
    take_recipe (self, attune_recipe_copy (attune_scan_get_recipe (self->scan)));
  else if (self->recipe == NULL)
    take_recipe (self, attune_recipe_new ());

  attune_import_state_load_previews (self);
  set_phase (self, ATTUNE_IMPORT_READ);

  return NULL;
}

static DexFuture *
previews_finished_cb (DexFuture *completed,
                      gpointer   user_data)
{
  g_autoptr(AttuneImportState) self = g_weak_ref_get (user_data);
  const GValue *value;

  if (self == NULL)
    return NULL;

  g_clear_object (&self->preview_cancellable);
  g_clear_pointer (&self->previews, g_ptr_array_unref);

  /* A file that went away meanwhile leaves nothing to look at; reading or saving it says why. */
  if ((value = dex_future_get_value (completed, NULL)) != NULL)
    self->previews = g_value_dup_boxed (value);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREVIEWS]);

  return NULL;
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
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATASET]);
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
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  g_autoptr(AttuneImportState) self = g_weak_ref_get (user_data);

  if (self != NULL)
    set_progress (self, done, total);
}

static void
forget_path (AttuneImportState *self)
{
  if (self->sample_dir != NULL)
    {
      g_unlink (self->path);
      g_rmdir (self->sample_dir);
    }

  g_clear_pointer (&self->sample_dir, g_free);
  g_clear_pointer (&self->path, g_free);
}

/* A sample is inside the program. Readers want a path, so it is taken out for as long as needed. */
static gboolean
take_out_sample (AttuneImportState  *self,
                 GError            **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *dir = NULL;
  g_autofree char *base = g_file_get_basename (self->file);

  if (!(bytes = g_file_load_bytes (self->file, NULL, NULL, error)) ||
      !(dir = g_dir_make_tmp ("attune-sample-file-XXXXXX", error)))
    return FALSE;

  self->path = g_build_filename (dir, base, NULL);
  self->sample_dir = g_steal_pointer (&dir);

  return g_file_set_contents (self->path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                              error);
}

static gboolean
find_path (AttuneImportState  *self,
           GError            **error)
{
  if (g_file_has_uri_scheme (self->file, "resource"))
    {
      g_autoptr(GError) local_error = NULL;

      if (take_out_sample (self, &local_error))
        return TRUE;

      attune_set_error_from_io (error, local_error, self->file_name);
      return FALSE;
    }

  if ((self->path = g_file_get_path (self->file)) == NULL)
    attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                      _("Attune can only open files on this computer. Copy “%s” to one of your folders, "
                        "then choose it there."),
                      self->file_name);

  return self->path != NULL;
}

static char *
dup_name_for_file (GFile      *file,
                   const char *file_name)
{
  const char *dot = strrchr (file_name, '.');
  g_autoptr(AttuneSampleFile) sample = NULL;

  if (g_file_has_uri_scheme (file, "resource") &&
      (sample = attune_sample_file_find (file_name)) != NULL)
    return g_strdup (attune_sample_file_get_title (sample));

  return dot != NULL && dot != file_name ? g_strndup (file_name, dot - file_name)
                                         : g_strdup (file_name);
}

static void
attune_import_state_dispose (GObject *object)
{
  AttuneImportState *self = (AttuneImportState *)object;

  drop_work (self);
  drop_previews (self);
  forget_path (self);

  if (self->recipe != NULL)
    g_signal_handlers_disconnect_by_data (self->recipe, self);

  g_clear_object (&self->recipe);
  g_clear_object (&self->scan);
  g_clear_object (&self->dataset);
  g_clear_object (&self->file);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->previews, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_import_state_parent_class)->dispose (object);
}

static void
attune_import_state_finalize (GObject *object)
{
  AttuneImportState *self = (AttuneImportState *)object;

  g_clear_pointer (&self->file_name, g_free);
  g_clear_pointer (&self->problem, g_free);
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

    case PROP_PHASE:
      g_value_set_enum (value, self->phase);
      break;

    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;

    case PROP_FILE_NAME:
      g_value_set_string (value, self->file_name);
      break;

    case PROP_FRACTION:
      g_value_set_double (value, get_fraction (self));
      break;

    case PROP_PROGRESS_TEXT:
      g_value_take_string (value, dup_progress_text (self));
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    case PROP_SCAN:
      g_value_set_object (value, self->scan);
      break;

    case PROP_RECIPE:
      g_value_set_object (value, self->recipe);
      break;

    case PROP_PREVIEWS:
      g_value_set_boxed (value, self->previews);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_VALIDATION_SHARE:
      g_value_set_double (value, self->validation_share);
      break;

    case PROP_REMOVE_DUPLICATES:
      g_value_set_boolean (value, self->remove_duplicates);
      break;

    case PROP_N_EXAMPLES:
      g_value_set_uint64 (value, attune_import_state_get_n_examples (self));
      break;

    case PROP_N_VALIDATION:
      g_value_set_uint64 (value,
                          attune_import_state_count_validation (self, self->validation_share));
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

    case PROP_VALIDATION_SHARE:
      attune_import_state_set_validation_share (self, g_value_get_double (value));
      break;

    case PROP_REMOVE_DUPLICATES:
      attune_import_state_set_remove_duplicates (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_state_class_init (AttuneImportStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

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

  properties[PROP_FILE] =
    g_param_spec_object ("file", NULL, NULL,
                         G_TYPE_FILE,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_FILE_NAME] =
    g_param_spec_string ("file-name", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL,
                         0, 1, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_PROGRESS_TEXT] =
    g_param_spec_string ("progress-text", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SCAN] =
    g_param_spec_object ("scan", NULL, NULL,
                         ATTUNE_TYPE_SCAN,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_RECIPE] =
    g_param_spec_object ("recipe", NULL, NULL,
                         ATTUNE_TYPE_RECIPE,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_PREVIEWS] =
    g_param_spec_boxed ("previews", NULL, NULL,
                        G_TYPE_PTR_ARRAY,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_VALIDATION_SHARE] =
    g_param_spec_double ("validation-share", NULL, NULL,
                         0, 0.5, 0,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_REMOVE_DUPLICATES] =
    g_param_spec_boolean ("remove-duplicates", NULL, NULL,
                          TRUE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_N_EXAMPLES] =
    g_param_spec_uint64 ("n-examples", NULL, NULL,
                         0, G_MAXUINT64, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_N_VALIDATION] =
    g_param_spec_uint64 ("n-validation", NULL, NULL,
                         0, G_MAXUINT64, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_CAN_SAVE] =
    g_param_spec_boolean ("can-save", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_DATASET] =
    g_param_spec_object ("dataset", NULL, NULL,
                         ATTUNE_TYPE_DATASET,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_SAVE_FAILED] =
    g_signal_new ("save-failed",
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
  self->remove_duplicates = TRUE;
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

GFile *
attune_import_state_get_file (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->file;
}

/* Forgets everything and begins to read @file. */
void
attune_import_state_set_file (AttuneImportState *self,
                              GFile             *file)
{
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (G_IS_FILE (file));

  drop_work (self);
  drop_previews (self);
  forget_path (self);
  take_recipe (self, NULL);
  set_scan (self, NULL);
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->previews, g_ptr_array_unref);

  g_set_object (&self->file, file);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);

  base = g_file_get_basename (file);
  g_clear_pointer (&self->file_name, g_free);
  self->file_name = base != NULL ? g_filename_display_name (base) : g_file_get_uri (file);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE_NAME]);

  name = dup_name_for_file (file, self->file_name);
  attune_import_state_set_name (self, name);
  attune_import_state_set_remove_duplicates (self, TRUE);
  attune_import_state_set_validation_share (self, 0);

  if (find_path (self, &error))
    attune_import_state_read (self);
  else
    fail (self, error->message);
}

const char *
attune_import_state_get_file_name (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->file_name;
}

const char *
attune_import_state_get_problem (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->problem;
}

AttuneScan *
attune_import_state_get_scan (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->scan;
}

/* The path of the file, of a sample that of a copy of it; NULL when it has none. */
const char *
attune_import_state_get_path (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->path;
}

/* The mapping that the person edits; a change makes new previews, and reading again necessary. */
AttuneRecipe *
attune_import_state_get_recipe (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->recipe;
}

gboolean
attune_import_state_get_has_columns (AttuneImportState *self)
{
  const char * const *columns;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  if (self->scan == NULL)
    return FALSE;

  columns = attune_scan_get_columns (self->scan);

  return columns != NULL && columns[0] != NULL;
}

/* TRUE when nobody but the person can say which column is what. */
gboolean
attune_import_state_get_needs_mapping (AttuneImportState *self)
{
  AttuneReport *report;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  if (!attune_import_state_get_has_columns (self))
    return FALSE;

  report = attune_scan_get_report (self->scan);

  return !has_fields (self->recipe) &&
         attune_scan_get_n_examples (self->scan) == 0 &&
         attune_report_get_count (report, ATTUNE_ISSUE_UNKNOWN_SHAPE) > 0;
}

/* FALSE while the choice of columns cannot make examples. */
gboolean
attune_import_state_get_is_mapped (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  if (self->scan == NULL || self->recipe == NULL || !attune_recipe_is_complete (self->recipe))
    return FALSE;

  /* A record of a table is never a conversation by itself. */
  return has_fields (self->recipe) || attune_scan_get_format (self->scan) != ATTUNE_FORMAT_TABLE;
}

gboolean
attune_import_state_get_needs_reading (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  return self->needs_reading;
}

GPtrArray *
attune_import_state_get_previews (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), NULL);

  return self->previews;
}

void
attune_import_state_load_previews (AttuneImportState *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));

  drop_previews (self);

  if (self->path == NULL || self->recipe == NULL)
    return;

  self->preview_cancellable = g_cancellable_new ();
  self->preview_work = dex_future_finally (attune_import_task_preview (self->path, self->recipe,
                                                                       N_PREVIEWS,
                                                                       self->preview_cancellable),
                                           previews_finished_cb,
                                           attune_weak_ref_new (self),
                                           attune_weak_ref_free);
}

/* Reads the whole file, with the recipe when there is one. */
void
attune_import_state_read (AttuneImportState *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (self->path != NULL);

  drop_work (self);
  set_progress (self, 0, -1);
  set_phase (self, ATTUNE_IMPORT_READING);

  self->work_cancellable = g_cancellable_new ();
  self->work = dex_future_finally (attune_import_task_scan (self->path, self->recipe,
                                                            progress_cb,
                                                            attune_weak_ref_new (self),
                                                            attune_weak_ref_free,
                                                            self->work_cancellable),
                                   read_finished_cb,
                                   attune_weak_ref_new (self),
                                   attune_weak_ref_free);
}

/* Stops reading or saving; nothing is left of it. Returns FALSE when nothing was going on. */
gboolean
attune_import_state_stop (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  if (self->phase != ATTUNE_IMPORT_READING && self->phase != ATTUNE_IMPORT_SAVING)
    return FALSE;

  drop_work (self);

  /* An earlier reading still holds; the recipe that was to replace its own stays on the page. */
  set_phase (self, self->scan != NULL ? ATTUNE_IMPORT_READ : ATTUNE_IMPORT_EMPTY);

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

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_SAVE]);
}

double
attune_import_state_get_validation_share (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), 0);

  return self->validation_share;
}

void
attune_import_state_set_validation_share (AttuneImportState *self,
                                          double             share)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));
  g_return_if_fail (share >= 0 && share <= 0.5);

  if (G_APPROX_VALUE (self->validation_share, share, 1e-9))
    return;

  self->validation_share = share;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALIDATION_SHARE]);
  notify_outcome (self);
}

gboolean
attune_import_state_get_remove_duplicates (AttuneImportState *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  return self->remove_duplicates;
}

void
attune_import_state_set_remove_duplicates (AttuneImportState *self,
                                           gboolean           remove)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_STATE (self));

  remove = !!remove;

  if (self->remove_duplicates == remove)
    return;

  self->remove_duplicates = remove;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMOVE_DUPLICATES]);
  notify_outcome (self);
}

/* How many examples the dataset would have, training and validation together. */
guint64
attune_import_state_get_n_examples (AttuneImportState *self)
{
  AttuneReport *report;
  guint64 n_examples;
  guint64 n_duplicates;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), 0);

  if (self->scan == NULL)
    return 0;

  report = attune_scan_get_report (self->scan);
  n_examples = attune_scan_get_n_examples (self->scan);
  n_duplicates = attune_report_get_count (report, ATTUNE_ISSUE_DUPLICATE);

  return self->remove_duplicates ? n_examples - MIN (n_examples, n_duplicates) : n_examples;
}

guint64
attune_import_state_count_validation (AttuneImportState *self,
                                      double             share)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), 0);

  return (guint64)llround ((double)attune_import_state_get_n_examples (self) * share);
}

gboolean
attune_import_state_get_can_save (AttuneImportState *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (self), FALSE);

  if (self->phase != ATTUNE_IMPORT_READ || self->name == NULL)
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
  options.recipe = self->recipe;
  options.validation_share = self->validation_share;
  options.keep_duplicates = !self->remove_duplicates;

  drop_work (self);
  set_progress (self, 0, -1);
  set_phase (self, ATTUNE_IMPORT_SAVING);

  self->work = dex_future_finally (attune_workspace_import (self->workspace, self->path, name,
                                                            &options, progress_cb,
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
