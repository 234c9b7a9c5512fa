/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-announcer.h"
#include "attune-markdown-stream.h"
#include "attune-markdown-view.h"
#include "attune-message-actions.h"
#include "attune-message-view.h"
#include "attune-thoughts-view.h"

G_BEGIN_DECLS

/* Seen by the files attune-message-view*.c. */
struct _AttuneMessageView
{
  AdwBin                parent_instance;

  AttuneMessageActions *actions;
  GtkLabel             *author_label;
  GtkWidget            *bubble;
  AttuneMarkdownView   *content;
  GtkWidget            *continue_button;
  GtkWidget            *cut_label;
  GtkWidget            *problem_box;
  GtkImage             *problem_icon;
  GtkLabel             *problem_label;
  GtkWidget            *retry_button;
  GtkLabel             *status_label;
  AttuneThoughtsView   *thoughts;
  GtkLabel             *tool_calls;
  GtkLabel             *unmarked_label;
  GtkWidget            *waiting;

  AttuneMessage        *message;
  GSignalGroup         *message_signals;
  AttuneMarkdownStream *stream;        /* while the message grows */
  AttuneAnnouncer      *announcer;     /* the same */
  guint                 tick;          /* the next frame shows what has come */
  guint                 unseen_source; /* instead, while it is not on the screen */
  gboolean              is_last;
  gboolean              is_prompt;
  char                 *model_title;
  char                 *prompt;        /* that the answer goes on with; NULL where it answers */
  char                 *compared;      /* what the answer is marked against, or NULL */
  gboolean              is_anonymous;
};

/* What it says. */
gboolean attune_message_view_is_empty        (AttuneMessageView *self);
void     attune_message_view_update_content  (AttuneMessageView *self);
void     attune_message_view_update_stream   (AttuneMessageView *self);
void     attune_message_view_content_changed (AttuneMessageView *self);
void     attune_message_view_forget_changes  (AttuneMessageView *self);

G_END_DECLS
