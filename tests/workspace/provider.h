/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/* A real HTTP server that is a small OpenAI: it keeps files and fine-tunes, and does what the test
 * tells it with them. */
typedef struct _Provider Provider;

/* Called for a request, such as "POST /fine_tuning/jobs", before or after its answer was sent. */
typedef void (*ProviderFunc) (Provider   *provider,
                              const char *request,
                              gpointer    user_data);

Provider   *provider_new              (void);
void        provider_free             (Provider     *self);
char       *provider_dup_base_url     (Provider     *self);
char       *provider_dup_far_url      (Provider     *self);      /* for who takes it for far away */
void        provider_set_key          (Provider     *self,       /* NULL: none needed */
                                       const char   *key);
void        provider_stop             (Provider     *self);      /* nothing answers any more … */
void        provider_resume           (Provider     *self);      /* … until it does, there */

/* Instead of a status: the connection ends without an answer, and nothing was done. */
#define PROVIDER_RESET 1

/* The next @count requests of that kind are refused, or never answered when @status is 0. */
void        provider_refuse           (Provider     *self,
                                       const char   *request,
                                       guint         status,
                                       const char   *body,
                                       guint         count);
void        provider_lose_answers     (Provider     *self,       /* they are done, though */
                                       const char   *request,
                                       guint         count);
void        provider_hide_nonces      (Provider     *self);
void        provider_set_deployment   (Provider     *self,       /* "validating", "active", "error" */
                                       const char   *status);
void        provider_set_clock        (Provider     *self,       /* seconds ahead of ours */
                                       gint64        offset);
void        provider_set_before       (Provider     *self,
                                       ProviderFunc  func,
                                       gpointer      user_data);
void        provider_set_after        (Provider     *self,
                                       ProviderFunc  func,
                                       gpointer      user_data);

guint       provider_count            (Provider     *self,       /* requests of that kind */
                                       const char   *request);
guint       provider_get_n_files      (Provider     *self);
void        provider_forget_files     (Provider     *self);
guint       provider_get_n_jobs       (Provider     *self);
const char *provider_get_file         (Provider     *self,
                                       guint         i);
const char *provider_get_job_member   (Provider     *self,
                                       guint         job,
                                       const char   *member);
const char *provider_get_create_body  (Provider     *self);      /* the last one, as it came */
void        provider_forget_jobs      (Provider     *self);

/* What happens to a fine-tune. */
void        provider_add_job          (Provider     *self,       /* begun elsewhere, with that file */
                                       const char   *training_file);
void        provider_add_job_with_epochs (Provider  *self,
                                       const char   *training_file,
                                       guint         n_epochs);
guint       provider_add_file         (Provider     *self,
                                       const char   *content);
void        provider_set_file_status  (Provider     *self,       /* "processed", never expires */
                                       guint         i,
                                       const char   *status,
                                       gint64        expires_at);
void        provider_set_status       (Provider     *self,
                                       guint         job,
                                       const char   *status);
void        provider_hold             (Provider     *self,       /* paused, as the engine does by itself */
                                       guint         job,
                                       const char   *reason);
void        provider_add_step         (Provider     *self,
                                       guint         job,
                                       guint         step,
                                       guint         total_steps);
void        provider_succeed          (Provider     *self,
                                       guint         job);
void        provider_set_n_results    (Provider     *self,       /* files of results of each that succeeds */
                                       guint         n_results);
void        provider_set_checkpoint_files (Provider *self,       /* that of a second checkpoint without a model */
                                       const char   *first,
                                       const char   *second);
void        provider_fail             (Provider     *self,
                                       guint         job,
                                       const char   *code,
                                       const char   *message);
/* Each poll of a status makes @steps steps; the last of @total succeeds. */
void        provider_train_by_itself  (Provider     *self,
                                       guint         steps,
                                       guint         total);

/* An answer to a chat, as it is asked for; until it is finished or broken it streams. */
void        provider_chat_push        (Provider     *self,
                                       const char   *text);
void        provider_chat_push_chunk  (Provider     *self,       /* the JSON of one event */
                                       const char   *chunk);
void        provider_chat_finish      (Provider     *self,
                                       const char   *finish_reason);
void        provider_chat_break       (Provider     *self);
gboolean    provider_is_chatting      (Provider     *self);
gboolean    provider_has_chat_ended   (Provider     *self);      /* the client went away */
JsonObject *provider_get_chat         (Provider     *self);      /* the last request */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Provider, provider_free)
