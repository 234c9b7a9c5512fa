/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-offer-row"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-memory.h"
#include "attune-model-offer-row.h"

#define UNLISTED_PREFIX "LicenseRef-"

struct _AttuneModelOfferRow
{
  AdwPreferencesRow    parent_instance;

  AttuneModelDownload *download;
  gboolean             fits;            /* into the memory that is free */

  GtkLabel            *name_label;
  GtkLabel            *maker_label;
  GtkLabel            *good_for_label;
  GtkLabel            *facts_label;
  GtkLabel            *training_label;
  GtkLabel            *progress_label;
  GtkLabel            *error_label;
  GtkProgressBar      *progress_bar;
  GtkWidget           *done_image;
  GtkButton           *get_button;
  GtkWidget           *pause_button;
  GtkWidget           *cancel_button;
  GtkLinkButton       *license_button;
  GtkLinkButton       *page_button;
};

G_DEFINE_FINAL_TYPE (AttuneModelOfferRow, attune_model_offer_row, ADW_TYPE_PREFERENCES_ROW)

static AttuneModelOffer *
get_offer (AttuneModelOfferRow *self)
{
  return attune_model_download_get_offer (self->download);
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* Sizes, speed and time; what is not known yet is left out. */
static char *
dup_progress (AttuneModelOfferRow *self)
{
  gint64 done = attune_model_download_get_done (self->download);
  gint64 seconds = attune_model_download_get_time_left (self->download);
  g_autofree char *done_text = g_format_size (done);
  g_autofree char *total_text = g_format_size (attune_model_offer_get_size (get_offer (self)));
  g_autofree char *speed_text = NULL;
  g_autofree char *time_text = NULL;

  if (attune_model_download_get_state (self->download) == ATTUNE_MODEL_DOWNLOAD_PAUSED)
    /* Translators: two sizes, such as “12 MB of 160 MB are here”. */
    return g_strdup_printf (_("Paused: %s of %s are here"), done_text, total_text);

  if (seconds < 0)
    /* Translators: two sizes, such as “12 MB of 160 MB”. */
    return g_strdup_printf (_("%s of %s"), done_text, total_text);

  speed_text = g_format_size (attune_model_download_get_speed (self->download));
  time_text = attune_format_duration (seconds);

  /* Translators: two sizes, a size for each second, and a time, such as
   * “12 MB of 160 MB · 3.2 MB/s · About 2 minutes”. */
  return g_strdup_printf (_("%1$s of %2$s · %3$s/s · %4$s"), done_text, total_text, speed_text,
                          time_text);
}

static void
update_progress (AttuneModelOfferRow *self)
{
  AttuneModelDownloadState state = attune_model_download_get_state (self->download);
  gboolean is_under_way = state == ATTUNE_MODEL_DOWNLOAD_RUNNING ||
                          state == ATTUNE_MODEL_DOWNLOAD_PAUSED;
  g_autofree char *text = is_under_way ? dup_progress (self) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), is_under_way);
  gtk_progress_bar_set_fraction (self->progress_bar,
                                 CLAMP ((double)attune_model_download_get_done (self->download) /
                                        attune_model_offer_get_size (get_offer (self)), 0, 1));
  set_text (self->progress_label, text);
}

/* The focus stays in the row when its button goes. */
static void
update_state (AttuneModelOfferRow *self)
{
  AttuneModelDownloadState state = attune_model_download_get_state (self->download);
  gboolean is_running = state == ATTUNE_MODEL_DOWNLOAD_RUNNING;
  gboolean is_paused = state == ATTUNE_MODEL_DOWNLOAD_PAUSED;

  gtk_widget_set_visible (self->done_image, state == ATTUNE_MODEL_DOWNLOAD_DONE);
  gtk_widget_set_visible (self->pause_button, is_running);
  gtk_widget_set_visible (self->cancel_button, is_running || is_paused);
  gtk_widget_set_visible (GTK_WIDGET (self->get_button),
                          is_paused || state == ATTUNE_MODEL_DOWNLOAD_NONE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->get_button), self->fits || is_paused);
  gtk_button_set_label (self->get_button, is_paused ? _("_Resume") : C_("model", "_Get"));
  set_text (self->error_label, attune_model_download_get_error_text (self->download));
  update_progress (self);
}

static char *
dup_facts (AttuneModelOffer *offer)
{
  g_autofree char *details = attune_model_details_to_text (attune_model_offer_get_details (offer));
  g_autofree char *languages = attune_model_offer_dup_languages (offer);
  g_autofree char *host = attune_model_offer_dup_host (offer);

  /* Translators: facts about a model, its languages, and the name of a computer. */
  return g_strdup_printf (_("%s · %s · from %s"), details, languages, host);
}

/* What training takes here: a refusal with numbers, or minutes and memory. */
static char *
dup_training (AttuneModelOfferRow *self,
              AttuneDataset       *dataset)
{
  guint64 available = attune_memory_get_available ();
  g_autofree char *available_text = g_format_size (available);
  g_autofree char *needed_text = NULL;
  g_autofree char *time_text = NULL;
  AttuneEstimate estimate;

  attune_model_offer_estimate (get_offer (self), dataset, &estimate);
  self->fits = estimate.least_memory <= available;
  needed_text = g_format_size (self->fits ? estimate.most_memory : estimate.least_memory);

  if (!self->fits)
    /* Translators: both are sizes, such as “1.2 GB”. */
    return g_strdup_printf (_("It does not fit: training it needs at least %s of memory, and %s are free. Close other programs, then open this again."),
                            needed_text, available_text);

  time_text = attune_estimate_dup_cost (&estimate);

  if (time_text == NULL)
    /* Translators: %s is a size, such as “1.2 GB”. */
    return g_strdup_printf (_("Training it here takes up to %s of memory."), needed_text);

  if (dataset == NULL)
    /* Translators: a time, such as “about 3 minutes”, and a size, such as “1.2 GB”. */
    return g_strdup_printf (_("A hundred examples train here in %s, with up to %s of memory."),
                            time_text, needed_text);

  /* Translators: the name of a dataset, a time, such as “about 3 minutes”, and a size. */
  return g_strdup_printf (_("“%s” trains here in %s, with up to %s of memory."),
                          attune_dataset_get_name (dataset), time_text, needed_text);
}

/* SPDX knows names for licences that it does not list; people know them without that. */
static char *
dup_license (AttuneModelOffer *offer)
{
  const char *license = attune_model_offer_get_license (offer);

  if (g_str_has_prefix (license, UNLISTED_PREFIX))
    license += strlen (UNLISTED_PREFIX);

  /* Translators: %s is the name of a licence. */
  return g_strdup_printf (_("License: %s"), license);
}

static void
show_offer (AttuneModelOfferRow *self,
            AttuneDataset       *dataset)
{
  AttuneModelOffer *offer = get_offer (self);
  g_autofree char *facts = dup_facts (offer);
  g_autofree char *training = dup_training (self, dataset);
  g_autofree char *license = dup_license (offer);

  gtk_label_set_label (self->name_label, attune_model_offer_get_name (offer));
  gtk_label_set_label (self->maker_label, attune_model_offer_get_maker (offer));
  gtk_label_set_label (self->good_for_label, attune_model_offer_get_good_for (offer));
  gtk_label_set_label (self->facts_label, facts);
  gtk_label_set_label (self->training_label, training);
  gtk_button_set_label (GTK_BUTTON (self->license_button), license);
  gtk_link_button_set_uri (self->license_button, attune_model_offer_get_license_url (offer));
  gtk_link_button_set_uri (self->page_button, attune_model_offer_get_page (offer));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), attune_model_offer_get_name (offer));

  if (!self->fits)
    gtk_widget_add_css_class (GTK_WIDGET (self->training_label), "warning");
}

/* Five buttons that all say “Get” tell a listener nothing. */
static void
name_buttons (AttuneModelOfferRow *self)
{
  const char *name = attune_model_offer_get_name (get_offer (self));
  /* Translators: %s is the name of a model. */
  g_autofree char *get_text = g_strdup_printf (_("Get %s"), name);
  /* Translators: %s is the name of a model. */
  g_autofree char *pause_text = g_strdup_printf (_("Pause %s"), name);
  /* Translators: %s is the name of a model. */
  g_autofree char *cancel_text = g_strdup_printf (_("Cancel %s"), name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->get_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, get_text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pause_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, pause_text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cancel_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, cancel_text, -1);
}

static void
get_cb (AttuneModelOfferRow *self)
{
  attune_model_download_start (self->download);
  gtk_widget_grab_focus (self->pause_button);
}

static void
pause_cb (AttuneModelOfferRow *self)
{
  attune_model_download_pause (self->download);
  gtk_widget_grab_focus (GTK_WIDGET (self->get_button));
}

static void
cancel_cb (AttuneModelOfferRow *self)
{
  attune_model_download_cancel (self->download);
  gtk_widget_grab_focus (GTK_WIDGET (self->get_button));
}

static void
attune_model_offer_row_dispose (GObject *object)
{
  AttuneModelOfferRow *self = (AttuneModelOfferRow *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_MODEL_OFFER_ROW);
  g_clear_object (&self->download);

  G_OBJECT_CLASS (attune_model_offer_row_parent_class)->dispose (object);
}

static void
attune_model_offer_row_class_init (AttuneModelOfferRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = attune_model_offer_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-model-offer-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, maker_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, good_for_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, facts_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, training_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, progress_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, error_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, done_image);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, get_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, license_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelOfferRow, page_button);
  gtk_widget_class_bind_template_callback (widget_class, get_cb);
  gtk_widget_class_bind_template_callback (widget_class, pause_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
attune_model_offer_row_init (AttuneModelOfferRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_model_offer_row_new:
 * @download: a model that can be had
 * @dataset: (nullable): what would be trained on
 *
 * Returns: (transfer floating): a row that shows it, and begins and stops its download
 */
GtkWidget *
attune_model_offer_row_new (AttuneModelDownload *download,
                            AttuneDataset       *dataset)
{
  AttuneModelOfferRow *self;

  g_return_val_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (download), NULL);

  self = g_object_new (ATTUNE_TYPE_MODEL_OFFER_ROW, NULL);
  self->download = g_object_ref (download);
  show_offer (self, dataset);
  name_buttons (self);
  g_signal_connect_object (download, "notify::state", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (download, "notify::error-text", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (download, "notify::done", G_CALLBACK (update_progress), self,
                           G_CONNECT_SWAPPED);
  update_state (self);

  return GTK_WIDGET (self);
}
