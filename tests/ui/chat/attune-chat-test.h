/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-composer.h"
#include "attune-jobs-test.h"

G_BEGIN_DECLS

/* What the person does on a page with a composer, and what a provider answers. */

static inline void
chat_ask (GtkWidget  *page,
          const char *text)
{
  GtkWidget *composer = attune_ui_test_find_id (page, "composer");

  attune_composer_set_text (ATTUNE_COMPOSER (composer), text);
  jobs_press (composer, "send_button");
}

static inline void
chat_finish (Provider   *provider,
             const char *finish_reason)
{
  provider_chat_finish (provider, finish_reason);
  attune_test_wait_until (!provider_is_chatting (provider));
}

static inline void
chat_reply (Provider   *provider,
            const char *text)
{
  attune_test_wait_until (provider_is_chatting (provider));
  provider_chat_push (provider, text);
  chat_finish (provider, "stop");
}

G_END_DECLS
