/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libdex.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_EVENT_LOG (attune_engine_event_log_get_type ())

/**
 * AttuneEngineEventLog:
 *
 * What happened to a job: a file of JSON lines that only grows. A line that was not written wholly
 * is cut off. Holds one offset per event; everything is done on the disk's thread.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineEventLog, attune_engine_event_log, ATTUNE, ENGINE_EVENT_LOG, GObject)

#define ATTUNE_TYPE_ENGINE_EVENT_PAGE (attune_engine_event_page_get_type ())

/* Some events, newest first. */
typedef struct
{
  JsonArray *events;
  gboolean   has_more;
} AttuneEngineEventPage;

GType                  attune_engine_event_page_get_type   (void);
AttuneEngineEventPage *attune_engine_event_page_copy       (AttuneEngineEventPage *self);
void                   attune_engine_event_page_free       (AttuneEngineEventPage *self);

AttuneEngineEventLog  *attune_engine_event_log_new         (const char            *path,
                                                            const char            *job_id);
DexFuture             *attune_engine_event_log_add         (AttuneEngineEventLog  *self,
                                                            const char            *level,
                                                            const char            *message,
                                                            JsonObject            *metrics) G_GNUC_WARN_UNUSED_RESULT;
DexFuture             *attune_engine_event_log_read        (AttuneEngineEventLog  *self,
                                                            const char            *after,
                                                            guint                  limit) G_GNUC_WARN_UNUSED_RESULT;
DexFuture             *attune_engine_event_log_get_last_step (AttuneEngineEventLog *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEngineEventPage, attune_engine_event_page_free)

G_END_DECLS
