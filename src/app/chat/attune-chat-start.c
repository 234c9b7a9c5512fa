/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-start"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chat-start.h"
#include "attune-suggestions.h"
#include "attune-weak-ref.h"

#define N_SUGGESTIONS 3

struct _AttuneChatStart
{
  AdwBin         parent_instance;

  AdwStatusPage *status_page;
  AdwWrapBox    *suggestion_box;

  char          *model;
  DexFuture     *search;
};

enum {
  SIGNAL_ASK,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneChatStart, attune_chat_start, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
suggestion_clicked_cb (AttuneChatStart *self,
                       GtkButton       *button)
{
  g_autofree char *question = g_strdup (gtk_widget_get_tooltip_text (GTK_WIDGET (button)));

  g_signal_emit (self, signals[SIGNAL_ASK], 0, question);
}

static void
add_suggestion (AttuneChatStart *self,
                const char      *question)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (question);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);

  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_tooltip_text (button, question);
  gtk_widget_add_css_class (button, "suggestion");
  g_signal_connect_object (button, "clicked", G_CALLBACK (suggestion_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (self->suggestion_box, button);
}

static DexFuture *
found_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneChatStart) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;
  char **questions;

  if (self == NULL || self->suggestion_box == NULL)
    return dex_future_new_true ();

  /* A chat without suggestions is a chat all the same. */
  if ((value = dex_future_get_value (completed, &error)) == NULL)
    {
      g_debug ("No questions to suggest: %s", error->message);
      return dex_future_new_true ();
    }

  questions = g_value_get_boxed (value);
  for (guint i = 0; questions[i] != NULL; i++)
    add_suggestion (self, questions[i]);

  if (questions[0] != NULL)
    adw_status_page_set_description (self->status_page, _("Ask it something that it has learned"));

  return dex_future_new_true ();
}

static void
attune_chat_start_dispose (GObject *object)
{
  AttuneChatStart *self = (AttuneChatStart *)object;

  dex_clear (&self->search);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_CHAT_START);

  G_OBJECT_CLASS (attune_chat_start_parent_class)->dispose (object);
}

static void
attune_chat_start_finalize (GObject *object)
{
  AttuneChatStart *self = (AttuneChatStart *)object;

  g_free (self->model);

  G_OBJECT_CLASS (attune_chat_start_parent_class)->finalize (object);
}

static void
attune_chat_start_class_init (AttuneChatStartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_chat_start_dispose;
  object_class->finalize = attune_chat_start_finalize;

  signals[SIGNAL_ASK] =
    g_signal_new ("ask",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-chat-start.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneChatStart, status_page);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatStart, suggestion_box);
}

static void
attune_chat_start_init (AttuneChatStart *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_chat_start_set_model:
 * @self: a start page
 * @workspace: where fine-tunes and datasets are
 * @model: (nullable): the model, as its provider names it
 * @title: (nullable): what people call it
 */
void
attune_chat_start_set_model (AttuneChatStart *self,
                             AttuneWorkspace *workspace,
                             const char      *model,
                             const char      *title)
{
  GtkWidget *child;

  g_return_if_fail (ATTUNE_IS_CHAT_START (self));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));

  /* Unlike its description, the title of a status page is no markup. */
  adw_status_page_set_title (self->status_page, title != NULL ? title : "");

  if (!g_set_str (&self->model, model))
    return;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->suggestion_box))) != NULL)
    adw_wrap_box_remove (self->suggestion_box, child);
  adw_status_page_set_description (self->status_page, _("Ask it something"));

  dex_clear (&self->search);
  self->search = dex_future_finally (attune_suggestions_find (workspace, model, N_SUGGESTIONS),
                                     found_cb, attune_weak_ref_new (self), attune_weak_ref_free);
}
