/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The real engine, in a folder of its own, and a way to talk to it. */
typedef struct
{
  char        *folder;
  char        *socket_path;
  char        *state_folder;
  char       **environment;
  GSubprocess *process;
  SoupSession *session;
  guint        port;          /* when it listens on TCP */
} EngineFixture;

void        engine_set_up         (EngineFixture      *self,
                                   gconstpointer       data);
void        engine_set_up_idle    (EngineFixture      *self,
                                   gconstpointer       data);
void        engine_tear_down      (EngineFixture      *self,
                                   gconstpointer       data);
void        engine_start          (EngineFixture      *self,
                                   const char * const *arguments);
GSubprocess *engine_spawn         (EngineFixture      *self,
                                   const char * const *arguments,
                                   GSubprocessFlags    flags);
void        engine_stop           (EngineFixture      *self);
void        engine_kill           (EngineFixture      *self);
void        engine_wait_exit      (GSubprocess        *process);
pid_t       engine_get_pid        (EngineFixture      *self);
pid_t       engine_find_child     (EngineFixture      *self,
                                   const char         *argument);
void        engine_wait_gone      (pid_t               pid);

guint       engine_send           (EngineFixture      *self,
                                   SoupMessage        *message,
                                   GBytes            **body);
JsonObject *engine_call           (EngineFixture      *self,
                                   const char         *method,
                                   const char         *path,
                                   const char         *json,
                                   guint               expected_status);
void        engine_call_error     (EngineFixture      *self,
                                   const char         *method,
                                   const char         *path,
                                   const char         *json,
                                   guint               expected_status,
                                   const char         *expected_param);
JsonObject *engine_upload_as      (EngineFixture      *self,
                                   const char         *filename,
                                   const char         *purpose,
                                   const char         *content,
                                   guint               expected_status);
char       *engine_upload         (EngineFixture      *self,
                                   const char         *content);
char       *engine_build_examples (guint               n_examples);
char       *engine_create_job     (EngineFixture      *self,
                                   const char         *file,
                                   const char         *settings);
JsonObject *engine_wait_job       (EngineFixture      *self,
                                   const char         *job,
                                   const char         *status);
void        engine_wait_event     (EngineFixture      *self,
                                   const char         *job,
                                   const char         *message);
JsonArray  *engine_list_events    (EngineFixture      *self,
                                   const char         *job);

G_END_DECLS
