/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-download"

#include "config.h"

#include <libdex.h>

#include "attune-fetch-file.h"
#include "attune-fetch.h"
#include "attune-model-download.h"
#include "attune-weak-ref.h"

/* More often, nobody can read it. */
#define NOTIFY_INTERVAL_USEC (G_USEC_PER_SEC / 10)

/* A speed is measured over as long, and follows what was measured last by this share. */
#define SPEED_INTERVAL_USEC G_USEC_PER_SEC
#define SPEED_SHARE 0.3

struct _AttuneModelDownload
{
  GObject                   parent_instance;

  AttuneModelOffer         *offer;
  char                     *path;
  AttuneModelDownloadState  state;
  gint64                    done;
  double                    speed;
  char                     *error_text;

  DexFuture                *fetch;          /* dropped to stop it */
  gint64                    notified_at;
  gint64                    measured_at;    /* 0 before the first byte */
  gint64                    measured_done;
};

enum {
  PROP_0,
  PROP_OFFER,
  PROP_STATE,
  PROP_DONE,
  PROP_SPEED,
  PROP_ERROR_TEXT,
  N_PROPS
};

G_DEFINE_ENUM_TYPE (AttuneModelDownloadState, attune_model_download_state,
                    G_DEFINE_ENUM_VALUE (ATTUNE_MODEL_DOWNLOAD_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MODEL_DOWNLOAD_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MODEL_DOWNLOAD_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MODEL_DOWNLOAD_DONE, "done"))

G_DEFINE_FINAL_TYPE (AttuneModelDownload, attune_model_download, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
set_state (AttuneModelDownload      *self,
           AttuneModelDownloadState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_done (AttuneModelDownload *self,
          gint64               done)
{
  if (self->done == done)
    return;

  self->done = done;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}

static void
set_speed (AttuneModelDownload *self,
           double               speed)
{
  self->speed = speed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPEED]);
}

/* What was there already did not come at any speed. */
static void
measure (AttuneModelDownload *self,
         gint64               done,
         gint64               now)
{
  gint64 elapsed = now - self->measured_at;
  double speed;

  if (self->measured_at > 0 && done >= self->measured_done && elapsed < SPEED_INTERVAL_USEC)
    return;

  if (self->measured_at > 0 && done >= self->measured_done)
    {
      speed = (double)(done - self->measured_done) * G_USEC_PER_SEC / elapsed;
      set_speed (self, self->speed > 0 ? self->speed + SPEED_SHARE * (speed - self->speed) : speed);
    }

  self->measured_at = now;
  self->measured_done = done;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  g_autoptr(AttuneModelDownload) self = g_weak_ref_get (user_data);
  gint64 now = g_get_monotonic_time ();

  if (self == NULL || self->fetch == NULL)
    return;

  measure (self, done, now);

  if (now - self->notified_at >= NOTIFY_INTERVAL_USEC || done == total)
    {
      self->notified_at = now;
      set_done (self, done);
    }
}

/* On what is kept, the next start says more than we do. */
static void
stop (AttuneModelDownload *self)
{
  dex_clear (&self->fetch);
  self->measured_at = 0;
  self->notified_at = 0;
  set_speed (self, 0);
}

static DexFuture *
fetched_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneModelDownload) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  gboolean is_there;

  if (self == NULL)
    return NULL;

  is_there = dex_future_get_value (completed, &error) != NULL;
  stop (self);

  if (is_there)
    {
      set_done (self, attune_model_offer_get_size (self->offer));
      set_state (self, ATTUNE_MODEL_DOWNLOAD_DONE);
      return NULL;
    }

  attune_model_download_set_error_text (self, error->message);
  set_done (self, attune_fetch_file_peek_part (self->path,
                                               attune_model_offer_get_sha256 (self->offer)));
  set_state (self, self->done > 0 ? ATTUNE_MODEL_DOWNLOAD_PAUSED : ATTUNE_MODEL_DOWNLOAD_NONE);

  return NULL;
}

static void
attune_model_download_dispose (GObject *object)
{
  AttuneModelDownload *self = (AttuneModelDownload *)object;

  dex_clear (&self->fetch);

  G_OBJECT_CLASS (attune_model_download_parent_class)->dispose (object);
}

static void
attune_model_download_finalize (GObject *object)
{
  AttuneModelDownload *self = (AttuneModelDownload *)object;

  g_clear_object (&self->offer);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->error_text, g_free);

  G_OBJECT_CLASS (attune_model_download_parent_class)->finalize (object);
}

static void
attune_model_download_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  AttuneModelDownload *self = ATTUNE_MODEL_DOWNLOAD (object);

  switch (prop_id)
    {
    case PROP_OFFER:
      g_value_set_object (value, self->offer);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_DONE:
      g_value_set_int64 (value, self->done);
      break;

    case PROP_SPEED:
      g_value_set_double (value, self->speed);
      break;

    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_model_download_class_init (AttuneModelDownloadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = attune_model_download_dispose;
  object_class->finalize = attune_model_download_finalize;
  object_class->get_property = attune_model_download_get_property;

  properties[PROP_OFFER] =
    g_param_spec_object ("offer", NULL, NULL, ATTUNE_TYPE_MODEL_OFFER, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, ATTUNE_TYPE_MODEL_DOWNLOAD_STATE,
                       ATTUNE_MODEL_DOWNLOAD_NONE, flags);
  properties[PROP_DONE] =
    g_param_spec_int64 ("done", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SPEED] =
    g_param_spec_double ("speed", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  properties[PROP_ERROR_TEXT] =
    g_param_spec_string ("error-text", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_model_download_init (AttuneModelDownload *self)
{
}

/**
 * attune_model_download_new:
 * @offer: what can be had
 * @path: (type filename): where its file goes
 *
 * Returns: (transfer full): a download that has not begun
 */
AttuneModelDownload *
attune_model_download_new (AttuneModelOffer *offer,
                           const char       *path)
{
  AttuneModelDownload *self;

  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (offer), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_MODEL_DOWNLOAD, NULL);
  self->offer = g_object_ref (offer);
  self->path = g_strdup (path);

  return self;
}

/**
 * attune_model_download_get_offer:
 * @self: a download
 *
 * Returns: (transfer none): what is downloaded
 */
AttuneModelOffer *
attune_model_download_get_offer (AttuneModelDownload *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self), NULL);

  return self->offer;
}

/**
 * attune_model_download_get_path:
 * @self: a download
 *
 * Returns: (transfer none): where the file goes
 */
const char *
attune_model_download_get_path (AttuneModelDownload *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self), NULL);

  return self->path;
}

/**
 * attune_model_download_get_state:
 * @self: a download
 *
 * Returns: how far it is
 */
AttuneModelDownloadState
attune_model_download_get_state (AttuneModelDownload *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self), ATTUNE_MODEL_DOWNLOAD_NONE);

  return self->state;
}

/**
 * attune_model_download_get_done:
 * @self: a download
 *
 * Returns: bytes that are here
 */
gint64
attune_model_download_get_done (AttuneModelDownload *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self), 0);

  return self->done;
}

/**
 * attune_model_download_get_speed:
 * @self: a download
 *
 * Returns: bytes a second, of the last seconds; 0 when not known
 */
double
attune_model_download_get_speed (AttuneModelDownload *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self), 0);

  return self->speed;
}

/**
 * attune_model_download_get_time_left:
 * @self: a download
 *
 * Returns: seconds, if it goes on as fast; -1 when not known
 */
gint64
attune_model_download_get_time_left (AttuneModelDownload *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self), -1);

  if (self->speed <= 0)
    return -1;

  return MIN ((attune_model_offer_get_size (self->offer) - self->done) / self->speed, G_MAXINT32);
}

/**
 * attune_model_download_get_error_text:
 * @self: a download
 *
 * Returns: (transfer none) (nullable): what ended it, and what to do; a sentence
 */
const char *
attune_model_download_get_error_text (AttuneModelDownload *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self), NULL);

  return self->error_text;
}

/**
 * attune_model_download_start:
 * @self: a download
 *
 * Begins, or goes on where it was. `state` says what comes of it.
 */
void
attune_model_download_start (AttuneModelDownload *self)
{
  AttuneFetch fetch = { 0 };

  g_return_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self));

  if (self->fetch != NULL || self->state == ATTUNE_MODEL_DOWNLOAD_DONE)
    return;

  fetch.url = attune_model_offer_get_url (self->offer);
  fetch.path = self->path;
  fetch.size = attune_model_offer_get_size (self->offer);
  fetch.sha256 = attune_model_offer_get_sha256 (self->offer);
  fetch.can_resume = TRUE;

  attune_model_download_set_error_text (self, NULL);
  self->fetch = dex_future_finally (attune_fetch_start (&fetch, progress_cb,
                                                        attune_weak_ref_new (self),
                                                        attune_weak_ref_free),
                                    fetched_cb, attune_weak_ref_new (self), attune_weak_ref_free);
  set_state (self, ATTUNE_MODEL_DOWNLOAD_RUNNING);
}

/**
 * attune_model_download_pause:
 * @self: a download
 *
 * Stops. What has come stays, over the end of the program too.
 */
void
attune_model_download_pause (AttuneModelDownload *self)
{
  g_return_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self));

  if (self->fetch == NULL)
    return;

  stop (self);
  set_state (self, self->done > 0 ? ATTUNE_MODEL_DOWNLOAD_PAUSED : ATTUNE_MODEL_DOWNLOAD_NONE);
}

/**
 * attune_model_download_cancel:
 * @self: a download
 *
 * Stops, and throws away what has come.
 */
void
attune_model_download_cancel (AttuneModelDownload *self)
{
  g_return_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self));

  if (self->state == ATTUNE_MODEL_DOWNLOAD_DONE)
    return;

  stop (self);
  attune_fetch_file_remove_part (self->path);
  attune_model_download_set_error_text (self, NULL);
  set_done (self, 0);
  set_state (self, ATTUNE_MODEL_DOWNLOAD_NONE);
}

/**
 * attune_model_download_set_found: (skip)
 * @self: a download
 * @is_there: whether its file is there
 * @n_bytes: of a part of it
 *
 * Takes over what is on the disk, unless it is being written right now.
 */
void
attune_model_download_set_found (AttuneModelDownload *self,
                                 gboolean             is_there,
                                 gint64               n_bytes)
{
  g_return_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self));

  if (self->fetch != NULL)
    return;

  set_done (self, is_there ? (gint64)attune_model_offer_get_size (self->offer) : n_bytes);
  set_state (self, is_there ? ATTUNE_MODEL_DOWNLOAD_DONE
                            : n_bytes > 0 ? ATTUNE_MODEL_DOWNLOAD_PAUSED
                                          : ATTUNE_MODEL_DOWNLOAD_NONE);
}

/**
 * attune_model_download_set_error_text: (skip)
 * @self: a download
 * @text: (nullable): a sentence, or %NULL when there is nothing wrong
 */
void
attune_model_download_set_error_text (AttuneModelDownload *self,
                                      const char          *text)
{
  g_return_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (self));

  if (g_set_str (&self->error_text, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_TEXT]);
}
