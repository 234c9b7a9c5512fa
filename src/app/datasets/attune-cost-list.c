/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cost-list"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cost-list.h"

/* “about $12.34” stands in one line; a range of prices may take two. */
#define COST_CHARS 14

struct _AttuneCostList
{
  AdwPreferencesGroup  parent_instance;

  AttuneWorkspace     *workspace;
  AttuneTokenFigures   figures;
  AttuneExampleStats  *stats;        /* those of the figures, kept */
  GPtrArray           *rows;         /* of GtkWidget */
  gboolean             has_figures;
};

enum {
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneCostList, attune_cost_list, ADW_TYPE_PREFERENCES_GROUP)

static GParamSpec *properties[N_PROPS];

static void
add_row (AttuneCostList *self,
         GtkWidget      *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
new_row (const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");

  return row;
}

static void
add_cost (AttuneCostList   *self,
          const AttuneCost *cost)
{
  GtkWidget *row = new_row (cost->title, cost->details);
  GtkWidget *label;

  if (cost->cost != NULL)
    {
      label = gtk_label_new (cost->cost);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 1);
      gtk_label_set_width_chars (GTK_LABEL (label),
                                 MIN (g_utf8_strlen (cost->cost, -1), COST_CHARS));
      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }

  add_row (self, row);
}

/* Nobody can say what it costs elsewhere where there is no account. */
static void
add_invitation (AttuneCostList *self)
{
  GtkWidget *row = new_row (_("Add an account to see what a fine-tune costs there."), NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Add an Account…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.add-account");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  add_row (self, row);
}

static void
remove_rows (AttuneCostList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);

  g_ptr_array_set_size (self->rows, 0);
}

static void
update_rows (AttuneCostList *self)
{
  g_autoptr(GPtrArray) costs = NULL;
  gboolean has_account = FALSE;

  remove_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->has_figures && self->workspace != NULL);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  costs = attune_workspace_list_costs (self->workspace, &self->figures);

  for (guint i = 0; i < costs->len; i++)
    {
      const AttuneCost *cost = costs->pdata[i];

      add_cost (self, cost);
      has_account = has_account || !cost->is_local;
    }

  if (!has_account)
    add_invitation (self);
}

static void
attune_cost_list_dispose (GObject *object)
{
  AttuneCostList *self = (AttuneCostList *)object;

  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->stats, attune_example_stats_unref);

  G_OBJECT_CLASS (attune_cost_list_parent_class)->dispose (object);
}

static void
attune_cost_list_finalize (GObject *object)
{
  AttuneCostList *self = (AttuneCostList *)object;

  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (attune_cost_list_parent_class)->finalize (object);
}

static void
attune_cost_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AttuneCostList *self = ATTUNE_COST_LIST (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_cost_list_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  AttuneCostList *self = ATTUNE_COST_LIST (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      attune_cost_list_set_workspace (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_cost_list_class_init (AttuneCostListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_cost_list_dispose;
  object_class->finalize = attune_cost_list_finalize;
  object_class->get_property = attune_cost_list_get_property;
  object_class->set_property = attune_cost_list_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL,
                         ATTUNE_TYPE_WORKSPACE,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_cost_list_init (AttuneCostList *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Cost of a Fine-Tune"));
  update_rows (self);
}

/**
 * attune_cost_list_new:
 *
 * Returns: (transfer floating): a list that shows nothing yet
 */
GtkWidget *
attune_cost_list_new (void)
{
  return g_object_new (ATTUNE_TYPE_COST_LIST, NULL);
}

static void
watch (AttuneCostList *self,
       GListModel     *model)
{
  g_signal_connect_object (model, "items-changed", G_CALLBACK (update_rows), self,
                           G_CONNECT_SWAPPED);
}

static void
unwatch (AttuneCostList *self,
         GListModel     *model)
{
  g_signal_handlers_disconnect_by_func (model, update_rows, self);
}

/**
 * attune_cost_list_set_workspace:
 * @self: a list
 * @workspace: (nullable): whose accounts and models to show
 */
void
attune_cost_list_set_workspace (AttuneCostList  *self,
                                AttuneWorkspace *workspace)
{
  g_return_if_fail (ATTUNE_IS_COST_LIST (self));
  g_return_if_fail (workspace == NULL || ATTUNE_IS_WORKSPACE (workspace));

  if (self->workspace == workspace)
    return;

  if (self->workspace != NULL)
    {
      unwatch (self, attune_workspace_get_accounts (self->workspace));
      unwatch (self, attune_workspace_get_models (self->workspace));
    }

  g_set_object (&self->workspace, workspace);

  if (workspace != NULL)
    {
      watch (self, attune_workspace_get_accounts (workspace));
      watch (self, attune_workspace_get_models (workspace));
    }

  update_rows (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

/**
 * attune_cost_list_set_figures:
 * @self: a list
 * @figures: (nullable): what would be trained on; %NULL while that is not known
 */
void
attune_cost_list_set_figures (AttuneCostList           *self,
                              const AttuneTokenFigures *figures)
{
  g_return_if_fail (ATTUNE_IS_COST_LIST (self));

  g_clear_pointer (&self->stats, attune_example_stats_unref);
  self->has_figures = figures != NULL;
  self->figures = figures != NULL ? *figures : (AttuneTokenFigures) { 0 };

  if (self->figures.stats != NULL)
    self->stats = attune_example_stats_ref ((AttuneExampleStats *)self->figures.stats);

  update_rows (self);
}
