/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace-test.h"
#include "provider.h"

/* What the tests of chats share: a workspace with an account at a provider on this machine, and a
 * conversation there. */
typedef struct
{
  char               *folder;
  char               *data_dir;
  Provider           *provider;
  AttuneWorkspace    *workspace;
  AttuneConversation *conversation;
  guint               n_notified;
} ChatFixture;

void           chat_fixture_set_up           (ChatFixture         *f,
                                              gconstpointer        data);
void           chat_fixture_tear_down        (ChatFixture         *f,
                                              gconstpointer        data);
void           chat_fixture_reopen           (ChatFixture         *f);
char          *chat_fixture_add_account      (ChatFixture         *f,     /* its id */
                                              Provider            *provider,
                                              const char          *name);
AttuneMessage *chat_fixture_get_message      (ChatFixture         *f,
                                              guint                i);
guint          chat_fixture_count_messages   (ChatFixture         *f);
void           chat_fixture_check_message    (ChatFixture         *f,
                                              guint                i,
                                              AttuneMessageAuthor  author,
                                              AttuneMessageState   state,
                                              const char          *content);
void           chat_fixture_check_branch     (ChatFixture         *f,     /* contents, joined by " > " */
                                              const char          *contents);
void           chat_fixture_wait_for_content (ChatFixture         *f,
                                              guint                i,
                                              const char          *content);
void           chat_fixture_reply            (ChatFixture         *f,     /* to what was asked; takes the future */
                                              DexFuture           *asking,
                                              const char          *text);
void           chat_fixture_answer           (ChatFixture         *f,
                                              const char          *question,
                                              const char          *text);
void           chat_fixture_check_turn       (ChatFixture         *f,     /* of the last request */
                                              guint                i,
                                              const char          *role,
                                              const char          *content);
guint          chat_fixture_count_turns      (ChatFixture         *f);
