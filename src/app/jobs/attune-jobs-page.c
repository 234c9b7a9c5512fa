/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-jobs-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-job-card.h"
#include "attune-jobs-page.h"

/* How often a page that is seen looks for fine-tunes that were begun elsewhere. */
#define DISCOVERY_SECONDS 60

struct _AttuneJobsPage
{
  AdwNavigationPage   parent_instance;

  GtkCustomFilter    *filter;
  GtkFilterListModel *results;
  GtkSearchBar       *search_bar;
  GtkSearchEntry     *search_entry;

  AttuneWorkspace    *workspace;
  char               *words;        /* what is searched for, casefolded; NULL when nothing is */
  guint               n_jobs;
  guint               discovery;    /* a source, while the page is seen */
};

enum {
  PROP_0,
  PROP_N_JOBS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneJobsPage, attune_jobs_page, ADW_TYPE_NAVIGATION_PAGE)

static GParamSpec *properties[N_PROPS];

static gboolean
contains (const char *text,
          const char *words)
{
  g_autofree char *folded = NULL;

  if (text == NULL)
    return FALSE;

  folded = g_utf8_casefold (text, -1);
  return strstr (folded, words) != NULL;
}

static gboolean
match (gpointer item,
       gpointer user_data)
{
  AttuneJobsPage *self = user_data;
  AttuneJob *job = item;

  return self->words == NULL ||
         contains (attune_job_get_title (job), self->words) ||
         contains (attune_job_get_model (job), self->words) ||
         contains (attune_job_get_dataset_name (job), self->words) ||
         contains (attune_job_get_account_name (job), self->words) ||
         contains (attune_job_get_status_title (job), self->words);
}

static gboolean
is_not_empty (AttuneJobsPage *self,
              guint           n_items)
{
  return n_items > 0;
}

static char *
choose_page (AttuneJobsPage *self,
             guint           n_jobs,
             guint           n_results)
{
  if (n_jobs == 0)
    return g_strdup ("empty");

  return g_strdup (n_results == 0 ? "no-results" : "list");
}

static void
jobs_changed_cb (AttuneJobsPage *self)
{
  guint n_jobs = g_list_model_get_n_items (attune_workspace_get_jobs (self->workspace));

  if (self->n_jobs == n_jobs)
    return;

  self->n_jobs = n_jobs;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_JOBS]);
}

static void
search_changed_cb (AttuneJobsPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  g_clear_pointer (&self->words, g_free);
  if (stripped[0] != '\0')
    self->words = g_utf8_casefold (stripped, -1);

  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
activate_cb (AttuneJobsPage *self,
             guint           position,
             GtkListView    *list)
{
  g_autoptr(AttuneJob) job = g_list_model_get_item (G_LIST_MODEL (self->results), position);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-job", "s", attune_job_get_id (job));
}

static void
setup_cb (AttuneJobsPage *self,
          GtkListItem    *item)
{
  gtk_list_item_set_child (item, GTK_WIDGET (attune_job_card_new (self->workspace)));
}

static void
bind_cb (AttuneJobsPage *self,
         GtkListItem    *item)
{
  AttuneJob *job = gtk_list_item_get_item (item);

  attune_job_card_set_job (ATTUNE_JOB_CARD (gtk_list_item_get_child (item)), job);
  gtk_list_item_set_accessible_label (item, attune_job_get_title (job));
}

static void
unbind_cb (AttuneJobsPage *self,
           GtkListItem    *item)
{
  attune_job_card_set_job (ATTUNE_JOB_CARD (gtk_list_item_get_child (item)), NULL);
}

static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  gtk_search_bar_set_search_mode (ATTUNE_JOBS_PAGE (widget)->search_bar, TRUE);
}

static gboolean
discover_cb (gpointer user_data)
{
  AttuneJobsPage *self = user_data;

  /* An account that cannot be asked shows its problem where accounts are. */
  dex_future_disown (attune_workspace_discover_jobs (self->workspace));

  return G_SOURCE_CONTINUE;
}

static void
attune_jobs_page_map (GtkWidget *widget)
{
  AttuneJobsPage *self = ATTUNE_JOBS_PAGE (widget);

  GTK_WIDGET_CLASS (attune_jobs_page_parent_class)->map (widget);

  discover_cb (self);
  self->discovery = g_timeout_add_seconds (DISCOVERY_SECONDS, discover_cb, self);
}

static void
attune_jobs_page_unmap (GtkWidget *widget)
{
  AttuneJobsPage *self = ATTUNE_JOBS_PAGE (widget);

  g_clear_handle_id (&self->discovery, g_source_remove);

  GTK_WIDGET_CLASS (attune_jobs_page_parent_class)->unmap (widget);
}

static void
attune_jobs_page_dispose (GObject *object)
{
  AttuneJobsPage *self = (AttuneJobsPage *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOBS_PAGE);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_jobs_page_parent_class)->dispose (object);
}

static void
attune_jobs_page_finalize (GObject *object)
{
  AttuneJobsPage *self = (AttuneJobsPage *)object;

  g_free (self->words);

  G_OBJECT_CLASS (attune_jobs_page_parent_class)->finalize (object);
}

static void
attune_jobs_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AttuneJobsPage *self = ATTUNE_JOBS_PAGE (object);

  switch (prop_id)
    {
    case PROP_N_JOBS:
      g_value_set_uint (value, self->n_jobs);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_jobs_page_class_init (AttuneJobsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_jobs_page_dispose;
  object_class->finalize = attune_jobs_page_finalize;
  object_class->get_property = attune_jobs_page_get_property;
  widget_class->map = attune_jobs_page_map;
  widget_class->unmap = attune_jobs_page_unmap;

  properties[PROP_N_JOBS] =
    g_param_spec_uint ("n-jobs", NULL, NULL,
                       0, G_MAXUINT, 0,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-jobs-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobsPage, filter);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobsPage, results);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobsPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobsPage, search_entry);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_page);
  gtk_widget_class_bind_template_callback (widget_class, is_not_empty);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_install_action (widget_class, "jobs.search", NULL, search_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "jobs.search", NULL);
}

static void
attune_jobs_page_init (AttuneJobsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, match, self, NULL);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
}

/**
 * attune_jobs_page_new:
 * @workspace: where fine-tunes are kept
 *
 * Returns: (transfer floating): the page
 */
AttuneJobsPage *
attune_jobs_page_new (AttuneWorkspace *workspace)
{
  AttuneJobsPage *self;
  GListModel *jobs;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_JOBS_PAGE, NULL);
  self->workspace = g_object_ref (workspace);

  jobs = attune_workspace_get_jobs (workspace);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (jobs_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_filter_list_model_set_model (self->results, jobs);
  jobs_changed_cb (self);

  return self;
}
