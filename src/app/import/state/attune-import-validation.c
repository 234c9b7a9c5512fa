/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-validation"

#include "config.h"

#include "attune-import-file.h"
#include "attune-import-scanner.h"
#include "attune-import-validation.h"

struct _AttuneImportValidation
{
  GObject              parent_instance;

  AttuneImportFile    *file;
  AttuneImportScanner *reading;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportValidation, attune_import_validation, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
emit_changed (AttuneImportValidation *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
fail (AttuneImportValidation *self,
      const char             *problem)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, problem);

  g_clear_object (&self->file);
  emit_changed (self);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
problem_cb (AttuneImportValidation *self)
{
  const char *problem = attune_import_scanner_get_problem (self->reading);

  if (problem != NULL)
    fail (self, problem);
}

static void
attune_import_validation_dispose (GObject *object)
{
  AttuneImportValidation *self = (AttuneImportValidation *)object;

  if (self->reading != NULL)
    g_signal_handlers_disconnect_by_data (self->reading, self);

  g_clear_object (&self->reading);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (attune_import_validation_parent_class)->dispose (object);
}

static void
attune_import_validation_class_init (AttuneImportValidationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_import_validation_dispose;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  signals[SIGNAL_FAILED] =
    g_signal_new ("failed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE,
                  1, G_TYPE_ERROR);
}

static void
attune_import_validation_init (AttuneImportValidation *self)
{
  self->reading = attune_import_scanner_new ();
  g_signal_connect_swapped (self->reading, "notify::scan", G_CALLBACK (emit_changed), self);
  g_signal_connect_swapped (self->reading, "notify::problem", G_CALLBACK (problem_cb), self);
}

AttuneImportValidation *
attune_import_validation_new (void)
{
  return g_object_new (ATTUNE_TYPE_IMPORT_VALIDATION, NULL);
}

void
attune_import_validation_clear (AttuneImportValidation *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_VALIDATION (self));

  attune_import_scanner_clear (self->reading);
  g_clear_object (&self->file);
  emit_changed (self);
}

/* What stands in @training, too, is found as an issue. */
void
attune_import_validation_read (AttuneImportValidation *self,
                               GFile                  *file,
                               AttuneImportChoices    *choices,
                               AttuneScan             *training)
{
  g_autoptr(GError) error = NULL;
  const char *path;

  g_return_if_fail (ATTUNE_IS_IMPORT_VALIDATION (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (choices));
  g_return_if_fail (ATTUNE_IS_SCAN (training));

  attune_import_validation_clear (self);
  self->file = attune_import_file_new (file);

  if (!(path = attune_import_file_find_path (self->file, &error)))
    {
      fail (self, error->message);
      return;
    }

  attune_import_scanner_start (self->reading, path, choices, training);
  emit_changed (self);
}

/* NULL without a file. */
const char *
attune_import_validation_get_name (AttuneImportValidation *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_VALIDATION (self), NULL);

  return self->file != NULL ? attune_import_file_get_display_name (self->file) : NULL;
}

const char *
attune_import_validation_get_path (AttuneImportValidation *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_VALIDATION (self), NULL);

  return self->file != NULL ? attune_import_file_find_path (self->file, NULL) : NULL;
}

/* NULL until it was read. */
AttuneScan *
attune_import_validation_get_scan (AttuneImportValidation *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_VALIDATION (self), NULL);

  return attune_import_scanner_get_scan (self->reading);
}
