/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-models-page"

#include "config.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-download-taker.h"
#include "attune-feedback.h"
#include "attune-get-model-dialog.h"
#include "attune-model-adder.h"
#include "attune-model-deletion.h"
#include "attune-model-row.h"
#include "attune-model-saver.h"
#include "attune-models-page.h"
#include "attune-weak-ref.h"
#include "attune-workspace-offers.h"

/* Below this a search saves nothing. */
#define SEARCH_THRESHOLD 8

/* Coming back to the page asks again only after this long. */
#define REFRESH_INTERVAL_USEC (60 * G_USEC_PER_SEC)

/* A file that is copied into the folder of models changes all the time until it is there. */
#define FOLDER_DELAY_MSEC 500

struct _AttuneModelsPage
{
  AdwNavigationPage   parent_instance;

  AttuneWorkspace    *workspace;
  DexFuture          *refreshing;
  gint64              refreshed_at;      /* monotonic, 0 when never */
  GFileMonitor       *folder_monitor;    /* what is put there is used, whoever does it */
  guint               folder_source;

  GtkStack           *stack;
  GtkStack           *refresh_stack;
  GtkToggleButton    *search_button;
  GtkSearchBar       *search_bar;
  GtkSearchEntry     *search_entry;
  GtkBox             *banners;
  GtkRevealer        *invitation;
  GtkListView        *list;
  GtkFilterListModel *filtered;
  GtkStringFilter    *filter;
};

G_DEFINE_FINAL_TYPE (AttuneModelsPage, attune_models_page, ADW_TYPE_NAVIGATION_PAGE)

static GListModel *
get_models (AttuneModelsPage *self)
{
  return attune_workspace_get_models (self->workspace);
}

static gboolean
is_refreshing (AttuneModelsPage *self)
{
  return self->refreshing != NULL && dex_future_is_pending (self->refreshing);
}

/* A list is first laid out so that its first item is at the top, which hides the header above
 * that. Before its first layout there is nothing that could be scrolled back. */
static gboolean
scroll_to_top_cb (GtkWidget     *widget,
                  GdkFrameClock *clock,
                  gpointer       user_data)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));

  if (gtk_adjustment_get_upper (adjustment) <= gtk_adjustment_get_lower (adjustment))
    return G_SOURCE_CONTINUE;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
  return G_SOURCE_REMOVE;
}

static void
show_list (AttuneModelsPage *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") == 0)
    return;

  gtk_stack_set_visible_child_name (self->stack, "list");
  gtk_widget_add_tick_callback (GTK_WIDGET (self->list), scroll_to_top_cb, NULL, NULL);
}

/* Somebody who has only the practice model to tune on this computer. */
static gboolean
lacks_models (AttuneModelsPage *self)
{
  GListModel *models = get_models (self);
  gboolean has_local = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (models, i);

      if (attune_model_get_is_tuned (model) ||
          g_strcmp0 (attune_model_get_account_id (model), ATTUNE_PROFILE_LOCAL_ID) != 0)
        continue;

      if (attune_model_get_is_added (model))
        return FALSE;

      has_local = TRUE;
    }

  return has_local;
}

static void
update_stack (AttuneModelsPage *self)
{
  guint n_models = g_list_model_get_n_items (get_models (self));
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  gboolean is_searching = gtk_search_bar_get_search_mode (self->search_bar);

  gtk_widget_set_visible (GTK_WIDGET (self->search_button),
                          n_models > SEARCH_THRESHOLD || is_searching);
  gtk_stack_set_visible_child_name (self->refresh_stack, is_refreshing (self) ? "busy" : "button");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "models.refresh", !is_refreshing (self));

  gtk_revealer_set_reveal_child (self->invitation, !is_searching && lacks_models (self));

  if (n_models == 0)
    gtk_stack_set_visible_child_name (self->stack, is_refreshing (self) ? "loading" : "empty");
  else if (n_shown == 0)
    gtk_stack_set_visible_child_name (self->stack, "no-results");
  else
    show_list (self);
}

static void
append_banner (AttuneModelsPage *self,
               AttuneAccount    *account)
{
  AdwBanner *banner = ADW_BANNER (adw_banner_new (""));
  g_autofree char *title = NULL;

  /* Translators: the name of an account, and a sentence about what is wrong with it */
  title = g_strdup_printf (_("%s: %s"),
                           attune_account_get_name (account),
                           attune_account_get_problem (account));

  adw_banner_set_use_markup (banner, FALSE);
  adw_banner_set_title (banner, title);
  adw_banner_set_button_label (banner, _("_Retry"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (banner), "models.refresh");
  adw_banner_set_revealed (banner, TRUE);
  gtk_box_append (self->banners, GTK_WIDGET (banner));
}

static void
update_banners (AttuneModelsPage *self)
{
  GListModel *accounts = attune_workspace_get_accounts (self->workspace);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->banners))) != NULL)
    gtk_box_remove (self->banners, child);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);

      if (attune_account_get_problem (account) != NULL)
        append_banner (self, account);
    }
}

static void
watch_accounts (AttuneModelsPage *self,
                guint             position,
                guint             n_removed,
                guint             n_added,
                GListModel       *accounts)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);

      g_signal_handlers_disconnect_by_func (account, update_banners, self);
      g_signal_connect_object (account, "notify::problem",
                               G_CALLBACK (update_banners),
                               self, G_CONNECT_SWAPPED);
    }

  update_banners (self);
}

static DexFuture *
refreshed_cb (DexFuture *completed,
              gpointer   user_data)
{
  g_autoptr(AttuneModelsPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->stack == NULL)
    return NULL;

  self->refreshed_at = g_get_monotonic_time ();

  if (dex_future_get_value (completed, &error) == NULL)
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Ask for the Models"), error);

  /* This runs before the future around it is settled. */
  dex_clear (&self->refreshing);
  update_stack (self);

  return NULL;
}

static void
refresh (AttuneModelsPage *self)
{
  if (is_refreshing (self))
    return;

  dex_clear (&self->refreshing);
  self->refreshing = dex_future_finally (attune_workspace_refresh_models (self->workspace),
                                         refreshed_cb,
                                         attune_weak_ref_new (self),
                                         attune_weak_ref_free);
  update_stack (self);
}

static void
refresh_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  refresh (ATTUNE_MODELS_PAGE (widget));
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneModelsPage *self = ATTUNE_MODELS_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  attune_model_adder_ask (widget, ATTUNE_MODELS_PAGE (widget)->workspace);
}

static void
get_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  AttuneModelsPage *self = ATTUNE_MODELS_PAGE (widget);

  adw_dialog_present (ADW_DIALOG (attune_get_model_dialog_new (self->workspace)), widget);
}

static void
launched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (object), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    attune_feedback_error (widget, _("Could Not Open the Folder"), error);
}

static void
open_folder_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  AttuneModelsPage *self = ATTUNE_MODELS_PAGE (widget);
  g_autofree char *path = attune_workspace_dup_models_dir (self->workspace);
  g_autoptr(GFile) folder = g_file_new_for_path (path);
  g_autoptr(GtkFileLauncher) launcher = gtk_file_launcher_new (folder);

  gtk_file_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                            launched_cb, g_object_ref (widget));
}

/* The model that an action is about, as long as it is there. */
static AttuneModel *
find_target (AttuneModelsPage *self,
             GVariant         *parameter)
{
  const char *account_id;
  const char *id;

  g_variant_get (parameter, "(&s&s)", &account_id, &id);

  return attune_workspace_find_model (self->workspace, account_id, id);
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneModelsPage *self = ATTUNE_MODELS_PAGE (widget);
  AttuneModel *model = find_target (self, parameter);

  if (model != NULL)
    attune_model_deletion_ask (widget, self->workspace, model);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneModelsPage *self = ATTUNE_MODELS_PAGE (widget);
  AttuneModel *model = find_target (self, parameter);

  if (model != NULL)
    attune_model_saver_ask (widget, self->workspace, model,
                            g_str_equal (action_name, "models.save-adapter")
                            ? ATTUNE_MODEL_FORM_ADAPTER : ATTUNE_MODEL_FORM_WHOLE);
}

static gboolean
folder_changed_later_cb (gpointer user_data)
{
  AttuneModelsPage *self = user_data;

  self->folder_source = 0;
  dex_future_disown (attune_workspace_refresh_local_models (self->workspace));

  return G_SOURCE_REMOVE;
}

static void
folder_changed_cb (AttuneModelsPage  *self,
                   GFile             *file,
                   GFile             *other_file,
                   GFileMonitorEvent  event)
{
  if (!attune_model_adder_knows (file) &&
      (other_file == NULL || !attune_model_adder_knows (other_file)))
    return;

  g_clear_handle_id (&self->folder_source, g_source_remove);
  self->folder_source = g_timeout_add (FOLDER_DELAY_MSEC, folder_changed_later_cb, self);
}

static void
watch_folder (AttuneModelsPage *self)
{
  g_autofree char *path = attune_workspace_dup_models_dir (self->workspace);
  g_autoptr(GFile) folder = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;

  /* One that is made later is only noticed some seconds after that. */
  if (g_mkdir_with_parents (path, 0700) != 0)
    g_info ("The folder of models cannot be made: %s", g_strerror (errno));

  /* A part of a download becomes a model by its name. */
  self->folder_monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL,
                                                   &error);

  if (self->folder_monitor == NULL)
    {
      g_info ("Models that others put into the folder are seen when the page is: %s", error->message);
      return;
    }

  g_signal_connect_object (self->folder_monitor, "changed", G_CALLBACK (folder_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* It may have come while the person was elsewhere. */
static void
download_state_cb (AttuneModelsPage    *self,
                   GParamSpec          *pspec,
                   AttuneModelDownload *download)
{
  if (attune_model_download_get_state (download) == ATTUNE_MODEL_DOWNLOAD_DONE)
    attune_download_taker_take (GTK_WIDGET (self), self->workspace, download);
}

static void
watch_downloads (AttuneModelsPage *self,
                 guint             position,
                 guint             n_removed,
                 guint             n_added,
                 GListModel       *downloads)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(AttuneModelDownload) download = g_list_model_get_item (downloads, i);

      g_signal_handlers_disconnect_by_func (download, download_state_cb, self);
      g_signal_connect_object (download, "notify::state", G_CALLBACK (download_state_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
activate_cb (AttuneModelsPage *self,
             guint             position)
{
  GListModel *shown = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  g_autoptr(AttuneModel) model = g_list_model_get_item (shown, position);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.chat-with", "(ss)",
                              attune_model_get_account_id (model),
                              attune_model_get_id (model));
}

static void
setup_row_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  user_data)
{
  gtk_list_item_set_child (item, attune_model_row_new ());
}

static void
bind_row_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *item,
             gpointer                  user_data)
{
  AttuneModelsPage *self = user_data;
  AttuneModel *model = gtk_list_item_get_item (item);
  AttuneModelRow *row = ATTUNE_MODEL_ROW (gtk_list_item_get_child (item));

  attune_model_row_set_model (row, model);
  attune_model_row_set_forms (row,
                              attune_workspace_can_save_model (self->workspace, model,
                                                               ATTUNE_MODEL_FORM_WHOLE),
                              attune_workspace_can_save_model (self->workspace, model,
                                                               ATTUNE_MODEL_FORM_ADAPTER));
  gtk_list_item_set_accessible_label (item, attune_model_get_title (model));
  gtk_list_item_set_accessible_description (item, attune_model_get_subtitle (model));
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  user_data)
{
  attune_model_row_set_model (ATTUNE_MODEL_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
setup_header_cb (GtkSignalListItemFactory *factory,
                 GtkListHeader            *header,
                 gpointer                  user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_header_set_child (header, label);
}

static void
bind_header_cb (GtkSignalListItemFactory *factory,
                GtkListHeader            *header,
                gpointer                  user_data)
{
  AttuneModel *model = gtk_list_header_get_item (header);

  gtk_label_set_label (GTK_LABEL (gtk_list_header_get_child (header)),
                       attune_model_get_is_tuned (model) ? _("Tuned Models") : attune_model_get_account_name (model));
}

static guint
get_account_position (AttuneModelsPage *self,
                      AttuneModel      *model)
{
  GListModel *accounts = attune_workspace_get_accounts (self->workspace);
  guint i;

  for (i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (attune_account_get_id (account), attune_model_get_account_id (model)) == 0)
        break;
    }

  return i;
}

static int
compare_sections (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  AttuneModelsPage *self = user_data;
  AttuneModel *first = (AttuneModel *)a;
  AttuneModel *second = (AttuneModel *)b;
  gboolean first_tuned = attune_model_get_is_tuned (first);
  gboolean second_tuned = attune_model_get_is_tuned (second);

  if (first_tuned || second_tuned)
    return second_tuned - first_tuned;

  return (int)get_account_position (self, first) - (int)get_account_position (self, second);
}

static char *
get_search_text_cb (AttuneModel *model)
{
  return g_strjoin ("\n",
                    attune_model_get_title (model),
                    attune_model_get_id (model),
                    attune_model_get_account_name (model),
                    NULL);
}

static GtkListItemFactory *
create_row_factory (AttuneModelsPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), NULL);

  return factory;
}

static GtkListItemFactory *
create_header_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_header_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_header_cb), NULL);

  return factory;
}

static void
show_models (AttuneModelsPage *self)
{
  g_autoptr(GtkListItemFactory) row_factory = create_row_factory (self);
  g_autoptr(GtkListItemFactory) header_factory = create_header_factory ();
  g_autoptr(GtkSortListModel) sorted = NULL;
  g_autoptr(GtkSorter) sorter = NULL;
  g_autoptr(GtkExpression) text = NULL;

  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_sections, self, NULL));
  sorted = gtk_sort_list_model_new (g_object_ref (get_models (self)), NULL);
  gtk_sort_list_model_set_section_sorter (sorted, sorter);

  text = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL,
                                      G_CALLBACK (get_search_text_cb), NULL, NULL);
  gtk_string_filter_set_expression (self->filter, text);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (sorted));
  gtk_list_view_set_factory (self->list, row_factory);
  gtk_list_view_set_header_factory (self->list, header_factory);
}

static void
attune_models_page_shown (AdwNavigationPage *page)
{
  AttuneModelsPage *self = (AttuneModelsPage *)page;

  if (self->refreshed_at == 0 ||
      g_get_monotonic_time () - self->refreshed_at > REFRESH_INTERVAL_USEC)
    refresh (self);

  if (ADW_NAVIGATION_PAGE_CLASS (attune_models_page_parent_class)->shown != NULL)
    ADW_NAVIGATION_PAGE_CLASS (attune_models_page_parent_class)->shown (page);
}

static void
attune_models_page_dispose (GObject *object)
{
  AttuneModelsPage *self = (AttuneModelsPage *)object;

  dex_clear (&self->refreshing);
  g_clear_handle_id (&self->folder_source, g_source_remove);
  g_clear_object (&self->folder_monitor);

  /* The sorter looks into the workspace. */
  if (self->filtered != NULL)
    gtk_filter_list_model_set_model (self->filtered, NULL);

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_MODELS_PAGE);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_models_page_parent_class)->dispose (object);
}

static void
attune_models_page_class_init (AttuneModelsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  object_class->dispose = attune_models_page_dispose;
  page_class->shown = attune_models_page_shown;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-models-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneModelsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelsPage, refresh_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelsPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelsPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelsPage, banners);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelsPage, invitation);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelsPage, list);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelsPage, filtered);
  gtk_widget_class_bind_template_child (widget_class, AttuneModelsPage, filter);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_install_action (widget_class, "models.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "models.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "models.delete", "(ss)", delete_action);
  gtk_widget_class_install_action (widget_class, "models.get", NULL, get_action);
  gtk_widget_class_install_action (widget_class, "models.open-folder", NULL, open_folder_action);
  gtk_widget_class_install_action (widget_class, "models.save-adapter", "(ss)", save_action);
  gtk_widget_class_install_action (widget_class, "models.save-model", "(ss)", save_action);
  gtk_widget_class_install_action (widget_class, "models.search", NULL, search_action);
}

static void
attune_models_page_init (AttuneModelsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
}

/**
 * attune_models_page_new:
 * @workspace: the open workspace
 *
 * Returns: (transfer floating): the page of the models, which asks for them when it is shown
 */
AttuneModelsPage *
attune_models_page_new (AttuneWorkspace *workspace)
{
  AttuneModelsPage *self;
  GListModel *accounts;
  GListModel *downloads;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_MODELS_PAGE, NULL);
  self->workspace = g_object_ref (workspace);

  show_models (self);
  g_signal_connect_object (get_models (self), "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);

  accounts = attune_workspace_get_accounts (workspace);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (watch_accounts), self, G_CONNECT_SWAPPED);
  watch_accounts (self, 0, 0, g_list_model_get_n_items (accounts), accounts);
  update_stack (self);

  downloads = attune_workspace_get_model_downloads (workspace);
  g_signal_connect_object (downloads, "items-changed", G_CALLBACK (watch_downloads), self, G_CONNECT_SWAPPED);
  watch_downloads (self, 0, 0, g_list_model_get_n_items (downloads), downloads);
  watch_folder (self);

  return self;
}
