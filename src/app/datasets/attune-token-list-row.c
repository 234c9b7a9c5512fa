/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-token-list-row"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "attune-shared-tokenizer.h"
#include "attune-weak-ref.h"

#include "attune-token-list-row.h"

struct _AttuneTokenListRow
{
  AdwActionRow    parent_instance;

  DexFuture      *fetch;             /* under way, or NULL */

  GtkProgressBar *progress_bar;
  GtkButton      *download_button;
  GtkWidget      *cancel_button;
};

enum {
  SIGNAL_FETCHED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneTokenListRow, attune_token_list_row, ADW_TYPE_ACTION_ROW)

static guint signals[N_SIGNALS];

static void
set_subtitle (AttuneTokenListRow *self,
              const char         *text)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

/* What it costs, and who is asked, before anything is sent. */
static void
show_offer (AttuneTokenListRow *self)
{
  const AttuneTokenList *list = attune_token_encoding_get_list (ATTUNE_SHARED_ENCODING);
  g_autofree char *size = g_format_size (list->size);
  g_autofree char *place = attune_shared_tokenizer_dup_place ();
  g_autofree char *text = NULL;

  /* Translators: a size such as “3.6 MB”, and the name of a computer. */
  text = g_strdup_printf (_("%s from %s. Your examples stay on this computer."),
                          size, place);
  set_subtitle (self, text);
}

static void
update (AttuneTokenListRow *self)
{
  gboolean is_fetching = self->fetch != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), is_fetching);
  gtk_widget_set_visible (GTK_WIDGET (self->download_button), !is_fetching);
  gtk_widget_set_visible (self->cancel_button, is_fetching);
}

static void
show_progress (gint64   done,
               gint64   total,
               gpointer user_data)
{
  g_autoptr(AttuneTokenListRow) self = g_weak_ref_get (user_data);
  g_autofree char *done_size = g_format_size (done);
  g_autofree char *total_size = g_format_size (total);
  g_autofree char *text = NULL;

  if (self == NULL || self->fetch == NULL || total <= 0)
    return;

  /* Translators: two sizes, such as “1.2 MB of 3.6 MB”. */
  text = g_strdup_printf (_("%s of %s"), done_size, total_size);
  set_subtitle (self, text);
  gtk_progress_bar_set_fraction (self->progress_bar, (double)done / total);
}

static DexFuture *
fetched_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneTokenListRow) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  gboolean is_there;

  if (self == NULL)
    return NULL;

  is_there = dex_future_get_value (completed, &error) != NULL;
  dex_clear (&self->fetch);
  update (self);

  if (is_there)
    {
      show_offer (self);
      g_signal_emit (self, signals[SIGNAL_FETCHED], 0);
      return NULL;
    }

  set_subtitle (self, error->message);
  gtk_button_set_label (self->download_button, _("_Try Again"));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), error->message,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  gtk_widget_grab_focus (GTK_WIDGET (self->download_button));

  return NULL;
}

static void
download_cb (AttuneTokenListRow *self)
{
  DexFuture *fetch;

  if (self->fetch != NULL)
    return;

  set_subtitle (self, _("Downloading…"));
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  fetch = attune_shared_tokenizer_fetch (ATTUNE_SHARED_ENCODING, show_progress,
                                         attune_weak_ref_new (self), attune_weak_ref_free);
  self->fetch = dex_future_finally (fetch, fetched_cb,
                                    attune_weak_ref_new (self), attune_weak_ref_free);
  update (self);
  gtk_widget_grab_focus (self->cancel_button);
}

static void
cancel_cb (AttuneTokenListRow *self)
{
  dex_clear (&self->fetch);
  show_offer (self);
  gtk_button_set_label (self->download_button, _("_Download"));
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->download_button));
}

static void
attune_token_list_row_dispose (GObject *object)
{
  AttuneTokenListRow *self = (AttuneTokenListRow *)object;

  dex_clear (&self->fetch);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_TOKEN_LIST_ROW);

  G_OBJECT_CLASS (attune_token_list_row_parent_class)->dispose (object);
}

static void
attune_token_list_row_class_init (AttuneTokenListRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_token_list_row_dispose;

  signals[SIGNAL_FETCHED] =
    g_signal_new ("fetched", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-token-list-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneTokenListRow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneTokenListRow, download_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneTokenListRow, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, download_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
attune_token_list_row_init (AttuneTokenListRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_offer (self);
}
