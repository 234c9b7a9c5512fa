/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-sample-file.h"

#include "attune-import-check-page.h"
#include "attune-import-choose-page.h"
#include "attune-import-dialog.h"
#include "attune-import-entry-page.h"
#include "attune-import-issue-page.h"
#include "attune-import-map-page.h"
#include "attune-import-recognise-page.h"
#include "attune-import-save-page.h"

struct _AttuneImportDialog
{
  AdwDialog          parent_instance;

  AttuneImportState *state;
  GCancellable      *choosing;      /* while the file chooser is open */

  AdwNavigationView *navigation;
};

enum {
  PROP_0,
  PROP_STATE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneImportDialog, attune_import_dialog, ADW_TYPE_DIALOG)

static GParamSpec *properties[N_PROPS];

static const char *
get_visible_tag (AttuneImportDialog *self)
{
  return adw_navigation_view_get_visible_page_tag (self->navigation);
}

/* The tag of the step after @tag, or NULL when there is none or it is not time yet. */
static const char *
find_next_tag (AttuneImportDialog *self,
               const char         *tag)
{
  AttuneImportPhase phase = attune_import_state_get_phase (self->state);
  AttuneImportMapping *mapping = attune_import_state_get_mapping (self->state);

  /* The first records are enough to go on with; the rest is read meanwhile. */
  if (phase != ATTUNE_IMPORT_READ &&
      (phase != ATTUNE_IMPORT_READING || attune_import_state_get_glance (self->state) == NULL))
    return NULL;

  if (g_strcmp0 (tag, "recognise") == 0)
    return attune_import_mapping_get_needs_person (mapping) ? "map" : "check";

  if (g_strcmp0 (tag, "map") == 0)
    return attune_import_mapping_get_is_usable (mapping) ? "check" : NULL;

  if (g_strcmp0 (tag, "check") == 0 && phase == ATTUNE_IMPORT_READ && attune_import_state_get_n_examples (self->state) > 0)
    return "save";

  return NULL;
}

static void
update_actions (AttuneImportDialog *self)
{
  AttuneImportPhase phase = attune_import_state_get_phase (self->state);
  const char *tag = get_visible_tag (self);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "import.next", find_next_tag (self, tag) != NULL);
  gtk_widget_action_set_enabled (widget, "import.map",
                                 (phase == ATTUNE_IMPORT_READ || phase == ATTUNE_IMPORT_READING) &&
                                 attune_import_state_get_recipe (self->state) != NULL);
  gtk_widget_action_set_enabled (widget, "import.save", attune_import_state_get_can_save (self->state));
  gtk_widget_action_set_enabled (widget, "import.stop",
                                 phase == ATTUNE_IMPORT_READING || phase == ATTUNE_IMPORT_SAVING);
}

static void
open_file (AttuneImportDialog *self,
           GFile              *file)
{
  const char *tags[] = { "choose", "recognise" };

  /* What is being saved was confirmed; another file has to wait for it. */
  if (attune_import_state_get_phase (self->state) == ATTUNE_IMPORT_SAVING)
    return;

  attune_import_state_set_file (self->state, file);

  if (g_strcmp0 (get_visible_tag (self), "choose") == 0)
    adw_navigation_view_push_by_tag (self->navigation, "recognise");
  else
    adw_navigation_view_replace_with_tags (self->navigation, tags, G_N_ELEMENTS (tags));
}

static void
finish (AttuneImportDialog *self)
{
  AttuneImportSaver *saver = attune_import_state_get_saver (self->state);
  AttuneDataset *dataset = attune_import_saver_get_dataset (saver);
  const char *id = attune_dataset_get_id (dataset);
  g_autofree char *text = NULL;
  GtkRoot *root;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-dataset", "s", id);

  /* Translators: %s is the name of a dataset. */
  text = g_strdup_printf (_("“%s” is ready"), attune_dataset_get_name (dataset));

  if ((root = gtk_widget_get_root (GTK_WIDGET (self))) != NULL)
    attune_feedback_action (GTK_WIDGET (root), text, _("_Fine-Tune…"),
                            "win.new-fine-tune", g_variant_new_string (id));

  adw_dialog_force_close (ADW_DIALOG (self));
}

/* Whether the person is at work on the page, where a file that was read again is no reason to take
 * the focus away. A page begins at the button that leads back. */
static gboolean
is_at_work (AdwNavigationPage *page)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL &&
         gtk_widget_is_ancestor (focus, GTK_WIDGET (page)) &&
         gtk_widget_get_ancestor (focus, ADW_TYPE_HEADER_BAR) == NULL;
}

static void
phase_changed_cb (AttuneImportDialog *self)
{
  AttuneImportPhase phase = attune_import_state_get_phase (self->state);
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);

  /* Escape and the close button first cancel what is being written; see close_attempt(). */
  adw_dialog_set_can_close (ADW_DIALOG (self), phase != ATTUNE_IMPORT_SAVING);

  if (phase == ATTUNE_IMPORT_SAVED)
    finish (self);
  else if (phase == ATTUNE_IMPORT_READ && ATTUNE_IS_IMPORT_PAGE (page) && !is_at_work (page))
    attune_import_page_focus_default (ATTUNE_IMPORT_PAGE (page));
}

static void
save_failed_cb (AttuneImportDialog *self,
                const GError       *error)
{
  attune_feedback_alert (GTK_WIDGET (self->navigation), _("Could Not Import the File"), error);
}

static void
validation_failed_cb (AttuneImportDialog *self,
                      const GError       *error)
{
  attune_feedback_alert (GTK_WIDGET (self->navigation), _("Could Not Read the Second File"), error);
}

static void
visible_page_changed_cb (AttuneImportDialog *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);

  if (!ATTUNE_IS_IMPORT_PAGE (page) || self->state == NULL)
    return;

  adw_dialog_set_default_widget (ADW_DIALOG (self),
                                 attune_import_page_get_default_button (ATTUNE_IMPORT_PAGE (page)));

  /* Another mapping makes other examples, and other problems. */
  if (g_strcmp0 (get_visible_tag (self), "check") == 0 &&
      attune_import_mapping_get_needs_reading (attune_import_state_get_mapping (self->state)))
    attune_import_state_read (self->state);

  update_actions (self);
}

/* Who goes back to the choice of a file does not want to wait for this one. */
static void
popped_cb (AttuneImportDialog *self)
{
  if (g_strcmp0 (get_visible_tag (self), "choose") == 0 &&
      attune_import_state_get_phase (self->state) == ATTUNE_IMPORT_READING)
    attune_import_state_stop (self->state);
}

static AdwNavigationPage *
get_next_page_cb (AttuneImportDialog *self)
{
  const char *tag = find_next_tag (self, get_visible_tag (self));

  if (tag == NULL)
    return NULL;

  return g_object_ref (adw_navigation_view_find_page (self->navigation, tag));
}

static void
next_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneImportDialog *self = ATTUNE_IMPORT_DIALOG (widget);
  const char *tag = find_next_tag (self, get_visible_tag (self));

  if (tag != NULL)
    adw_navigation_view_push_by_tag (self->navigation, tag);
}

static void
map_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  AttuneImportDialog *self = ATTUNE_IMPORT_DIALOG (widget);

  const char *tags[] = { "choose", "recognise", "map" };

  /* From the recognised file one goes on, from its check one goes back. */
  if (g_strcmp0 (get_visible_tag (self), "recognise") == 0)
    adw_navigation_view_push_by_tag (self->navigation, "map");
  else
    adw_navigation_view_replace_with_tags (self->navigation, tags, G_N_ELEMENTS (tags));
}

static void
show_issue_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  AttuneImportDialog *self = ATTUNE_IMPORT_DIALOG (widget);
  AttuneScan *scan = attune_import_state_get_scan (self->state);
  guint kind = g_variant_get_uint32 (parameter);

  if (scan != NULL && kind < ATTUNE_N_ISSUES)
    adw_navigation_view_push (self->navigation, attune_import_issue_page_new (scan, kind));
}

static void
show_entry_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  AttuneImportDialog *self = ATTUNE_IMPORT_DIALOG (widget);
  AttuneImportRemedies *remedies = attune_import_state_get_remedies (self->state);
  AttuneScan *scan = attune_import_state_get_scan (self->state);
  g_autoptr(AttuneImportViewer) viewer = NULL;

  if (scan == NULL)
    return;

  viewer = attune_import_viewer_new ();
  attune_import_viewer_set_scan (viewer, scan);
  attune_import_viewer_set_remedies (viewer, attune_import_remedies_get_mask (remedies));
  attune_import_viewer_set_position (viewer, g_variant_get_uint32 (parameter));
  adw_navigation_view_push (self->navigation, attune_import_entry_page_new (viewer));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  attune_import_state_save (ATTUNE_IMPORT_DIALOG (widget)->state);
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneImportDialog *self = ATTUNE_IMPORT_DIALOG (widget);
  gboolean is_reading = attune_import_state_get_phase (self->state) == ATTUNE_IMPORT_READING;

  attune_import_state_stop (self->state);

  /* Nothing is known of a file of which nothing was read; go back to where it was chosen. */
  if (is_reading)
    adw_navigation_view_pop_to_tag (self->navigation, "choose");
}

static gboolean
is_dismissed (const GError *error)
{
  return g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) ||
         g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED);
}

/* Returns the file, or NULL when there is none, or the dialog was closed under the chooser. */
static GFile *
finish_choosing (AttuneImportDialog *self,
                 GObject            *object,
                 GAsyncResult       *result)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (object), result, &error);

  if (self->choosing == NULL)
    return NULL;

  g_clear_object (&self->choosing);

  if (file == NULL && !is_dismissed (error))
    attune_feedback_error (GTK_WIDGET (self->navigation), _("Could Not Open the File Chooser"), error);

  return g_steal_pointer (&file);
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(AttuneImportDialog) self = user_data;
  g_autoptr(GFile) file = finish_choosing (self, object, result);

  if (file != NULL)
    open_file (self, file);
}

static void
validation_chosen_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(AttuneImportDialog) self = user_data;
  g_autoptr(GFile) file = finish_choosing (self, object, result);

  if (file != NULL && attune_import_state_get_scan (self->state) != NULL)
    attune_import_state_set_validation_file (self->state, file);
}

static GListModel *
new_filters (void)
{
  static const char * const names[] = { "jsonl", "ndjson", "json", "csv", "tsv", "xlsx", "ods", "xls", "txt" };
  static const char * const packings[] = { "gz", "zst", "zip" };
  g_autoptr(GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr(GtkFileFilter) datasets = gtk_file_filter_new ();
  g_autoptr(GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (datasets, _("Tables, JSON and Text"));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gtk_file_filter_add_suffix (datasets, names[i]);

      for (guint j = 0; j < G_N_ELEMENTS (packings); j++)
        {
          g_autofree char *suffix = g_strdup_printf ("%s.%s", names[i], packings[j]);

          gtk_file_filter_add_suffix (datasets, suffix);
        }
    }

  /* A ZIP file is seldom named for what is in it. */
  gtk_file_filter_add_suffix (datasets, "zip");

  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");

  g_list_store_append (filters, datasets);
  g_list_store_append (filters, all);

  return G_LIST_MODEL (g_steal_pointer (&filters));
}

static void
open_chooser (AttuneImportDialog  *self,
              const char          *title,
              const char          *accept_label,
              GAsyncReadyCallback  callback)
{
  g_autoptr(GtkFileDialog) chooser = NULL;
  g_autoptr(GListModel) filters = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->choosing != NULL)
    return;

  filters = new_filters ();
  chooser = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (chooser, title);
  gtk_file_dialog_set_accept_label (chooser, accept_label);
  gtk_file_dialog_set_filters (chooser, filters);

  self->choosing = g_cancellable_new ();
  gtk_file_dialog_open (chooser, GTK_WINDOW (root), self->choosing, callback, g_object_ref (self));
}

static void
choose_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  open_chooser (ATTUNE_IMPORT_DIALOG (widget), _("Choose a File to Import"), _("_Import"), chosen_cb);
}

static void
choose_validation_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  open_chooser (ATTUNE_IMPORT_DIALOG (widget), _("Choose a File to Validate With"), _("_Choose"),
                validation_chosen_cb);
}

static void
open_sample_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  g_autoptr(AttuneSampleFile) sample = attune_sample_file_find (g_variant_get_string (parameter,
                                                                                      NULL));
  g_autoptr(GFile) file = NULL;

  if (sample == NULL)
    return;

  file = attune_sample_file_get_file (sample);
  open_file (ATTUNE_IMPORT_DIALOG (widget), file);
}

static gboolean
open_first_file (AttuneImportDialog *self,
                 const GValue       *value)
{
  g_autoptr(GSList) files = NULL;

  if (value != NULL && G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files == NULL)
    return FALSE;

  open_file (self, files->data);

  return TRUE;
}

static gboolean
drop_cb (AttuneImportDialog *self,
         const GValue       *value)
{
  return open_first_file (self, value);
}

static void
pasted_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(AttuneImportDialog) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, NULL);

  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL && !open_first_file (self, value))
    attune_feedback_toast (GTK_WIDGET (self->navigation), _("Copy a file first, then paste it here"));
}

static void
paste_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);

  gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                  pasted_cb, g_object_ref (widget));
}

static void
attune_import_dialog_close_attempt (AdwDialog *dialog)
{
  attune_import_state_stop (ATTUNE_IMPORT_DIALOG (dialog)->state);
}

static void
attune_import_dialog_closed (AdwDialog *dialog)
{
  AttuneImportDialog *self = ATTUNE_IMPORT_DIALOG (dialog);

  /* The dialog may live on for a while (an animation, a reference); the work must not. */
  attune_import_state_stop (self->state);
  g_cancellable_cancel (self->choosing);
  g_clear_object (&self->choosing);
}

static void
attune_import_dialog_constructed (GObject *object)
{
  AttuneImportDialog *self = (AttuneImportDialog *)object;
  AttuneImportPage *pages[5];

  G_OBJECT_CLASS (attune_import_dialog_parent_class)->constructed (object);

  /* Before the pages connect: they move the focus to buttons that these actions make sensitive. */
  g_signal_connect_object (self->state, "notify", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_reading (self->state), "notify::glance",
                           G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);

  pages[0] = attune_import_choose_page_new (self->state);
  pages[1] = attune_import_recognise_page_new (self->state);
  pages[2] = attune_import_map_page_new (self->state);
  pages[3] = attune_import_check_page_new (self->state);
  pages[4] = attune_import_save_page_new (self->state);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    adw_navigation_view_add (self->navigation, ADW_NAVIGATION_PAGE (pages[i]));

  g_signal_connect_object (self->state, "notify::phase", G_CALLBACK (phase_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_validation (self->state), "failed",
                           G_CALLBACK (validation_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_saver (self->state), "failed",
                           G_CALLBACK (save_failed_cb), self, G_CONNECT_SWAPPED);
  update_actions (self);
}

static void
attune_import_dialog_dispose (GObject *object)
{
  AttuneImportDialog *self = (AttuneImportDialog *)object;

  g_cancellable_cancel (self->choosing);
  g_clear_object (&self->choosing);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_DIALOG);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (attune_import_dialog_parent_class)->dispose (object);
}

static void
attune_import_dialog_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AttuneImportDialog *self = ATTUNE_IMPORT_DIALOG (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_object (value, self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_dialog_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  AttuneImportDialog *self = ATTUNE_IMPORT_DIALOG (object);

  switch (prop_id)
    {
    case PROP_STATE:
      self->state = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_dialog_class_init (AttuneImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwDialogClass *dialog_class = ADW_DIALOG_CLASS (klass);

  object_class->constructed = attune_import_dialog_constructed;
  object_class->dispose = attune_import_dialog_dispose;
  object_class->get_property = attune_import_dialog_get_property;
  object_class->set_property = attune_import_dialog_set_property;

  dialog_class->close_attempt = attune_import_dialog_close_attempt;
  dialog_class->closed = attune_import_dialog_closed;

  properties[PROP_STATE] =
    g_param_spec_object ("state", NULL, NULL,
                         ATTUNE_TYPE_IMPORT_STATE,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportDialog, navigation);
  gtk_widget_class_bind_template_callback (widget_class, visible_page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, popped_cb);
  gtk_widget_class_bind_template_callback (widget_class, get_next_page_cb);

  gtk_widget_class_install_action (widget_class, "import.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "import.open-sample", "s", open_sample_action);
  gtk_widget_class_install_action (widget_class, "import.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "import.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "import.map", NULL, map_action);
  gtk_widget_class_install_action (widget_class, "import.show-issue", "u", show_issue_action);
  gtk_widget_class_install_action (widget_class, "import.show-entry", "u", show_entry_action);
  gtk_widget_class_install_action (widget_class, "import.choose-validation", NULL, choose_validation_action);
  gtk_widget_class_install_action (widget_class, "import.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "import.stop", NULL, stop_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "import.choose", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "import.paste", NULL);
}

static void
attune_import_dialog_init (AttuneImportDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->navigation), GTK_EVENT_CONTROLLER (target));
}

/* @file may be NULL: then the dialog begins with asking for one. */
AttuneImportDialog *
attune_import_dialog_new (AttuneWorkspace *workspace,
                          GFile           *file)
{
  g_autoptr(AttuneImportState) state = NULL;
  AttuneImportDialog *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), NULL);

  state = attune_import_state_new (workspace);
  self = g_object_new (ATTUNE_TYPE_IMPORT_DIALOG, "state", state, NULL);

  if (file != NULL)
    open_file (self, file);

  return self;
}

AttuneImportState *
attune_import_dialog_get_state (AttuneImportDialog *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_DIALOG (self), NULL);

  return self->state;
}
