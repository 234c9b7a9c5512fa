/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-popover"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-model-popover.h"

struct _AttuneModelPopover
{
  GtkPopover          parent_instance;

  GtkCustomFilter    *filter;
  GtkFilterListModel *results;
  GtkSearchEntry     *search_entry;
  GtkListBox         *typed_list;

  GListModel         *accounts;      /* that can be asked for a model which is not in the list */
  char               *words;         /* what is searched for, casefolded; NULL when nothing is */
};

enum {
  SIGNAL_CHOSEN,
  SIGNAL_TYPED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneModelPopover, attune_model_popover, GTK_TYPE_POPOVER)

static guint signals[N_SIGNALS];

static gboolean
contains (const char *text,
          const char *words)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, words) != NULL;
}

static gboolean
match (gpointer item,
       gpointer user_data)
{
  AttuneModelPopover *self = user_data;
  AttuneModel *model = item;

  if (!attune_model_get_can_chat (model))
    return FALSE;

  return self->words == NULL ||
         contains (attune_model_get_title (model), self->words) ||
         contains (attune_model_get_subtitle (model), self->words) ||
         contains (attune_model_get_id (model), self->words);
}

static char *
choose_page (AttuneModelPopover *self,
             guint               n_results)
{
  return g_strdup (n_results == 0 ? "none" : "list");
}

static gboolean
find_listed (AttuneModelPopover *self,
             const char         *id,
             guint              *position)
{
  GListModel *results = G_LIST_MODEL (self->results);

  for (*position = 0; *position < g_list_model_get_n_items (results); (*position)++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (results, *position);

      if (g_str_equal (attune_model_get_id (model), id))
        return TRUE;
    }

  return FALSE;
}

static GtkWidget *
create_typed_row (AttuneAccount *account,
                  const char    *id)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *text = NULL;
  GtkWidget *label;

  /* Translators: the id of a model that was typed, and the name of an account. */
  text = g_strdup_printf (_("Use “%s” with %s"), id, attune_account_get_name (account));
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data_full (G_OBJECT (row), "attune-account",
                          g_strdup (attune_account_get_id (account)), g_free);

  return row;
}

/* Some servers have no list of models, and a deployment may have a name of its own. */
static void
update_typed (AttuneModelPopover *self,
              const char         *id)
{
  guint n_accounts = self->accounts != NULL ? g_list_model_get_n_items (self->accounts) : 0;
  guint position;

  gtk_list_box_remove_all (self->typed_list);
  gtk_widget_set_visible (GTK_WIDGET (self->typed_list),
                          *id != '\0' && n_accounts > 0 && !find_listed (self, id, &position));

  for (guint i = 0; *id != '\0' && i < n_accounts; i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (self->accounts, i);

      gtk_list_box_append (self->typed_list, create_typed_row (account, id));
    }
}

static void
search_changed_cb (AttuneModelPopover *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  g_clear_pointer (&self->words, g_free);
  if (stripped[0] != '\0')
    self->words = g_utf8_casefold (stripped, -1);

  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update_typed (self, stripped);
}

static void
typed_cb (AttuneModelPopover *self,
          GtkListBoxRow      *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autofree char *id = g_strstrip (g_strdup (text));
  g_autofree char *account_id = g_strdup (g_object_get_data (G_OBJECT (row), "attune-account"));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_TYPED], 0, account_id, id);
}

static void
activate_cb (AttuneModelPopover *self,
             guint               position)
{
  g_autoptr(AttuneModel) model = g_list_model_get_item (G_LIST_MODEL (self->results), position);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, model);
}

/* Enter takes what was found, or leads to what can be done with a name that is in no list. */
static void
entered_cb (AttuneModelPopover *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autofree char *id = g_strstrip (g_strdup (text));
  guint position;

  search_changed_cb (self);

  if (*id == '\0')
    return;

  if (find_listed (self, id, &position))
    activate_cb (self, position);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->results)) > 0)
    activate_cb (self, 0);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->typed_list)))
    gtk_widget_child_focus (GTK_WIDGET (self->typed_list), GTK_DIR_TAB_FORWARD);
}

static void
closed_cb (AttuneModelPopover *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

static void
attune_model_popover_dispose (GObject *object)
{
  AttuneModelPopover *self = (AttuneModelPopover *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_MODEL_POPOVER);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (attune_model_popover_parent_class)->dispose (object);
}

static void
attune_model_popover_finalize (GObject *object)
{
  AttuneModelPopover *self = (AttuneModelPopover *)object;

  g_free (self->words);

  G_OBJECT_CLASS (attune_model_popover_parent_class)->finalize (object);
}

static void
attune_model_popover_class_init (AttuneModelPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_model_popover_dispose;
  object_class->finalize = attune_model_popover_finalize;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 1, ATTUNE_TYPE_MODEL);

  signals[SIGNAL_TYPED] =
    g_signal_new ("typed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-model-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneModelPopover, filter);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelPopover, results);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelPopover, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelPopover, typed_list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_page);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);

  g_type_ensure (ATTUNE_TYPE_MODEL);
}

static void
attune_model_popover_init (AttuneModelPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, match, self, NULL);
}

/**
 * attune_model_popover_set_models:
 * @self: a popover
 * @models: (nullable): #AttuneModel to choose from
 * @accounts: (nullable): #AttuneAccount that can be asked for others, by a typed id
 */
void
attune_model_popover_set_models (AttuneModelPopover *self,
                                 GListModel         *models,
                                 GListModel         *accounts)
{
  g_return_if_fail (ATTUNE_IS_MODEL_POPOVER (self));
  g_return_if_fail (models == NULL || G_IS_LIST_MODEL (models));
  g_return_if_fail (accounts == NULL || G_IS_LIST_MODEL (accounts));

  g_set_object (&self->accounts, accounts);
  gtk_filter_list_model_set_model (self->results, models);
}
