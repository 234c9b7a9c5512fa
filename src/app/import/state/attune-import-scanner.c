/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-scanner"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-weak-ref.h"

#include "attune-import-scanner.h"
#include "attune-import-task.h"

struct _AttuneImportScanner
{
  GObject             parent_instance;

  AttuneImportGlance *glance;
  AttuneScan         *scan;
  char               *problem;
  DexFuture          *glance_work;
  DexFuture          *scan_work;
  GCancellable       *cancellable;   /* of both */
  gint64              done;
  gint64              total;
};

enum {
  PROP_0,
  PROP_IS_READING,
  PROP_FRACTION,
  PROP_PROGRESS_TEXT,
  PROP_GLANCE,
  PROP_SCAN,
  PROP_PROBLEM,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneImportScanner, attune_import_scanner, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
notify (AttuneImportScanner *self,
        guint                prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
set_progress (AttuneImportScanner *self,
              gint64               done,
              gint64               total)
{
  self->done = done;
  self->total = total;
  notify (self, PROP_FRACTION);
  notify (self, PROP_PROGRESS_TEXT);
}

static void
set_glance (AttuneImportScanner *self,
            AttuneImportGlance  *glance)
{
  if (g_set_object (&self->glance, glance))
    notify (self, PROP_GLANCE);
}

static void
set_scan (AttuneImportScanner *self,
          AttuneScan          *scan)
{
  if (g_set_object (&self->scan, scan))
    notify (self, PROP_SCAN);
}

static void
set_problem (AttuneImportScanner *self,
             const char          *problem)
{
  if (g_set_str (&self->problem, problem))
    notify (self, PROP_PROBLEM);
}

static double
get_fraction (AttuneImportScanner *self)
{
  return self->total > 0 ? CLAMP ((double)self->done / (double)self->total, 0, 1) : 0;
}

static char *
dup_progress_text (AttuneImportScanner *self)
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
drop_work (AttuneImportScanner *self)
{
  /* A thread does not end with the future that waits for it: it has to be told. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  dex_clear (&self->glance_work);
  dex_clear (&self->scan_work);
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  g_autoptr(AttuneImportScanner) self = g_weak_ref_get (user_data);

  if (self != NULL)
    set_progress (self, done, total);
}

static DexFuture *
glance_finished_cb (DexFuture *completed,
                    gpointer   user_data)
{
  g_autoptr(AttuneImportScanner) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  /* What is wrong with the file is said by who reads all of it. */
  if (self != NULL && value != NULL)
    set_glance (self, g_value_get_object (value));

  return NULL;
}

static DexFuture *
scan_finished_cb (DexFuture *completed,
                  gpointer   user_data)
{
  g_autoptr(AttuneImportScanner) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL)
    return NULL;

  value = dex_future_get_value (completed, &error);

  if (value == NULL)
    {
      attune_import_scanner_fail (self, error->message);
      return NULL;
    }

  dex_clear (&self->scan_work);
  set_scan (self, g_value_get_object (value));
  notify (self, PROP_IS_READING);

  return NULL;
}

static void
attune_import_scanner_dispose (GObject *object)
{
  AttuneImportScanner *self = (AttuneImportScanner *)object;

  drop_work (self);
  g_clear_object (&self->glance);
  g_clear_object (&self->scan);

  G_OBJECT_CLASS (attune_import_scanner_parent_class)->dispose (object);
}

static void
attune_import_scanner_finalize (GObject *object)
{
  AttuneImportScanner *self = (AttuneImportScanner *)object;

  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (attune_import_scanner_parent_class)->finalize (object);
}

static void
attune_import_scanner_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  AttuneImportScanner *self = ATTUNE_IMPORT_SCANNER (object);

  switch (prop_id)
    {
    case PROP_IS_READING:
      g_value_set_boolean (value, attune_import_scanner_get_is_reading (self));
      break;

    case PROP_FRACTION:
      g_value_set_double (value, get_fraction (self));
      break;

    case PROP_PROGRESS_TEXT:
      g_value_take_string (value, dup_progress_text (self));
      break;

    case PROP_GLANCE:
      g_value_set_object (value, self->glance);
      break;

    case PROP_SCAN:
      g_value_set_object (value, self->scan);
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_scanner_class_init (AttuneImportScannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_import_scanner_dispose;
  object_class->finalize = attune_import_scanner_finalize;
  object_class->get_property = attune_import_scanner_get_property;

  properties[PROP_IS_READING] =
    g_param_spec_boolean ("is-reading", NULL, NULL,
                          FALSE,
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

  properties[PROP_GLANCE] =
    g_param_spec_object ("glance", NULL, NULL,
                         ATTUNE_TYPE_IMPORT_GLANCE,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SCAN] =
    g_param_spec_object ("scan", NULL, NULL,
                         ATTUNE_TYPE_SCAN,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_import_scanner_init (AttuneImportScanner *self)
{
}

AttuneImportScanner *
attune_import_scanner_new (void)
{
  return g_object_new (ATTUNE_TYPE_IMPORT_SCANNER, NULL);
}

/* Reads @path, again if need be. What an earlier reading found stays until there is news. */
void
attune_import_scanner_start (AttuneImportScanner *self,
                             const char          *path,
                             AttuneImportChoices *choices,
                             AttuneScan          *training)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SCANNER (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (choices));

  drop_work (self);
  set_progress (self, 0, -1);
  set_problem (self, NULL);

  self->cancellable = g_cancellable_new ();
  self->glance_work = dex_future_finally (attune_import_task_glance (path, choices,
                                                                     self->cancellable),
                                          glance_finished_cb,
                                          attune_weak_ref_new (self),
                                          attune_weak_ref_free);
  self->scan_work = dex_future_finally (attune_import_task_scan (path, choices, training,
                                                                 progress_cb,
                                                                 attune_weak_ref_new (self),
                                                                 attune_weak_ref_free,
                                                                 self->cancellable),
                                        scan_finished_cb,
                                        attune_weak_ref_new (self),
                                        attune_weak_ref_free);
  notify (self, PROP_IS_READING);
}

void
attune_import_scanner_stop (AttuneImportScanner *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SCANNER (self));

  if (self->scan_work == NULL)
    return;

  drop_work (self);
  notify (self, PROP_IS_READING);
}

/* Forgets everything, for another file. */
void
attune_import_scanner_clear (AttuneImportScanner *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SCANNER (self));

  attune_import_scanner_stop (self);
  set_glance (self, NULL);
  set_scan (self, NULL);
  set_problem (self, NULL);
}

void
attune_import_scanner_fail (AttuneImportScanner *self,
                            const char          *problem)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SCANNER (self));
  g_return_if_fail (problem != NULL);

  drop_work (self);
  set_problem (self, problem);
  notify (self, PROP_IS_READING);
}

gboolean
attune_import_scanner_get_is_reading (AttuneImportScanner *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_SCANNER (self), FALSE);

  return self->scan_work != NULL;
}

/* The beginning, as it was found first; NULL until then. */
AttuneImportGlance *
attune_import_scanner_get_glance (AttuneImportScanner *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_SCANNER (self), NULL);

  return self->glance;
}

AttuneScan *
attune_import_scanner_get_scan (AttuneImportScanner *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_SCANNER (self), NULL);

  return self->scan;
}

const char *
attune_import_scanner_get_problem (AttuneImportScanner *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_SCANNER (self), NULL);

  return self->problem;
}

/* What the file is made of, as well as it is known; NULL at first. */
AttuneSource *
attune_import_scanner_get_source (AttuneImportScanner *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_SCANNER (self), NULL);

  /* All of the file knows better, except while it is read in another way. */
  if (self->scan != NULL && (self->scan_work == NULL || self->glance == NULL))
    return attune_scan_get_source (self->scan);

  return self->glance != NULL ? attune_import_glance_get_source (self->glance) : NULL;
}

AttuneReader *
attune_import_scanner_get_reader (AttuneImportScanner *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_SCANNER (self), NULL);

  if (self->scan != NULL && (self->scan_work == NULL || self->glance == NULL))
    return attune_scan_get_reader (self->scan);

  return self->glance != NULL ? attune_import_glance_get_reader (self->glance) : NULL;
}
