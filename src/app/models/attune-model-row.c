/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-model-row.h"

struct _AttuneModelRow
{
  AdwBin         parent_instance;

  AttuneModel   *model;

  GtkLabel      *title_label;
  GtkLabel      *subtitle_label;
  GtkLabel      *shutdown_label;
  GtkButton     *chat_button;
  GtkButton     *compare_button;
  GtkButton     *tune_button;
  GtkMenuButton *more_button;
  GtkButton     *delete_button;
};

enum {
  PROP_0,
  PROP_MODEL,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneModelRow, attune_model_row, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

/* Shutdown dates are days in UTC, "YYYY-MM-DD"; one that cannot be read is shown as it came. */
static char *
format_day (const char *day)
{
  g_autofree char *moment = g_strconcat (day, "T00:00:00Z", NULL);
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (moment, NULL);

  /* Translators: a day, in the form of g_date_time_format () */
  return time != NULL ? g_date_time_format (time, _("%-d %B %Y")) : g_strdup (day);
}

static void
update_shutdown (AttuneModelRow *self)
{
  const char *day = attune_model_get_shutdown_date (self->model);

  gtk_widget_set_visible (GTK_WIDGET (self->shutdown_label), day != NULL);

  if (day != NULL)
    {
      g_autofree char *date = format_day (day);
      /* Translators: %s is a date; the provider switches the model off on that day */
      g_autofree char *text = g_strdup_printf (_("Stops on %s"), date);

      gtk_label_set_label (self->shutdown_label, text);
    }
}

/* Twenty buttons that all say "Chat" tell a listener nothing. */
static void
take_label (GtkButton *button,
            char      *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_free (label);
}

static void
set_model_action (AttuneModelRow *self,
                  GtkButton      *button,
                  const char     *action_name)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)",
                                    attune_model_get_account_id (self->model),
                                    attune_model_get_id (self->model));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
}

/* One that is on this computer. */
static const AttuneModelDetails *
get_details (AttuneModel *model)
{
  return attune_model_get_is_tuned (model) ? NULL : attune_model_get_details (model);
}

/* The heading above a provider's own models says already whose they are. */
static char *
dup_subtitle (AttuneModel *model)
{
  const AttuneModelDetails *details = get_details (model);
  g_autofree char *text = details != NULL ? attune_model_details_to_text (details) : NULL;

  if (attune_model_get_is_tuned (model))
    return g_strdup (attune_model_get_subtitle (model));

  if (details != NULL && details->obstacle != NULL)
    return g_strconcat (text, "\n", details->obstacle, NULL);

  if (details != NULL)
    return g_steal_pointer (&text);

  return g_strdup (g_strcmp0 (attune_model_get_id (model), attune_model_get_title (model)) != 0
                     ? attune_model_get_id (model)
                     : "");
}

static void
update_model (AttuneModelRow *self)
{
  g_autofree char *subtitle = NULL;
  const char *title;

  if (self->model == NULL)
    return;

  title = attune_model_get_title (self->model);
  gtk_label_set_label (self->title_label, title);

  subtitle = dup_subtitle (self->model);
  gtk_label_set_label (self->subtitle_label, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle_label), *subtitle != '\0');

  /* Translators: %s is the name of a model */
  take_label (self->chat_button, g_strdup_printf (_("Chat with %s"), title));
  set_model_action (self, self->chat_button, "win.chat-with");
  gtk_widget_set_visible (GTK_WIDGET (self->chat_button),
                          attune_model_get_can_chat (self->model));

  /* Translators: %s is the name of a model */
  take_label (self->compare_button, g_strdup_printf (_("Compare %s with its base"), title));
  set_model_action (self, self->compare_button, "win.compare-with-base");
  gtk_widget_set_visible (GTK_WIDGET (self->compare_button),
                          attune_model_get_is_tuned (self->model) &&
                          attune_model_get_base_model (self->model) != NULL);

  /* Translators: %s is the name of a model */
  take_label (self->tune_button, g_strdup_printf (_("Fine-tune %s"), title));
  gtk_widget_set_visible (GTK_WIDGET (self->tune_button),
                          attune_model_get_is_tunable (self->model));

  gtk_widget_set_visible (GTK_WIDGET (self->more_button), FALSE);

  /* Translators: %s is the name of a model */
  take_label (self->delete_button, g_strdup_printf (_("Delete %s"), title));
  set_model_action (self, self->delete_button, "models.delete");
  gtk_widget_set_visible (GTK_WIDGET (self->delete_button),
                          attune_model_get_is_tuned (self->model) ||
                          attune_model_get_is_added (self->model));

  update_shutdown (self);
}

static void
attune_model_row_dispose (GObject *object)
{
  AttuneModelRow *self = (AttuneModelRow *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_MODEL_ROW);
  attune_model_row_set_model (self, NULL);

  G_OBJECT_CLASS (attune_model_row_parent_class)->dispose (object);
}

static void
attune_model_row_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AttuneModelRow *self = ATTUNE_MODEL_ROW (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_model_row_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  AttuneModelRow *self = ATTUNE_MODEL_ROW (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      attune_model_row_set_model (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_model_row_class_init (AttuneModelRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_model_row_dispose;
  object_class->get_property = attune_model_row_get_property;
  object_class->set_property = attune_model_row_set_property;

  properties[PROP_MODEL] =
    g_param_spec_object ("model", NULL, NULL,
                         ATTUNE_TYPE_MODEL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-model-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneModelRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelRow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelRow, shutdown_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelRow, chat_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelRow, compare_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelRow, tune_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelRow, more_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelRow, delete_button);
}

static void
attune_model_row_init (AttuneModelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_model_row_new:
 *
 * Returns: (transfer floating): an empty row, to be filled as often as the list wants
 */
GtkWidget *
attune_model_row_new (void)
{
  return g_object_new (ATTUNE_TYPE_MODEL_ROW, NULL);
}

/**
 * attune_model_row_set_model:
 * @self: a row
 * @model: (nullable): the model to show, or %NULL while the row is not used
 */
void
attune_model_row_set_model (AttuneModelRow *self,
                            AttuneModel    *model)
{
  g_return_if_fail (ATTUNE_IS_MODEL_ROW (self));
  g_return_if_fail (model == NULL || ATTUNE_IS_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, update_model, self);

  g_set_object (&self->model, model);

  if (model != NULL)
    {
      g_signal_connect_object (model, "notify", G_CALLBACK (update_model), self, G_CONNECT_SWAPPED);
      update_model (self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

static void
append_item (AttuneModelRow *self,
             GMenu          *menu,
             const char     *label,
             const char     *action_name)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action_name, "(ss)",
                                     attune_model_get_account_id (self->model),
                                     attune_model_get_id (self->model));
  g_menu_append_item (menu, item);
}

/**
 * attune_model_row_set_forms:
 * @self: a row that has a model
 * @can_save_model: whether the model can be saved to a file
 * @can_save_adapter: whether what was trained of it can be saved alone
 *
 * Offers that, in a menu that then holds the rarer things.
 */
void
attune_model_row_set_forms (AttuneModelRow *self,
                            gboolean        can_save_model,
                            gboolean        can_save_adapter)
{
  g_autoptr(GMenu) menu = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (ATTUNE_IS_MODEL_ROW (self));
  g_return_if_fail (self->model != NULL);

  if (!can_save_model && !can_save_adapter)
    return;

  menu = g_menu_new ();

  if (can_save_adapter)
    append_item (self, menu, _("Save _Adapter…"), "models.save-adapter");

  if (can_save_model)
    append_item (self, menu, _("_Save Model…"), "models.save-model");

  append_item (self, menu, _("_Delete…"), "models.delete");

  /* Translators: %s is the name of a model */
  text = g_strdup_printf (_("More for %s"), attune_model_get_title (self->model));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_menu_button_set_menu_model (self->more_button, G_MENU_MODEL (menu));
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->delete_button), FALSE);
}
