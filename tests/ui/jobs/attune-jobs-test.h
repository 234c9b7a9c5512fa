/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-ui-test.h"
#include "attune-workspace-test.h"
#include "provider.h"

/* What the tests of fine-tunes and chats share: a window, a workspace, and a server that plays the
 * provider. What pages ask of the window is written down. */
typedef struct
{
  char               *folder;
  Provider           *provider;
  AttuneWorkspace    *workspace;
  AttuneAccount      *account;
  AttuneDataset      *dataset;
  GtkWindow          *window;
  AdwNavigationView  *navigation;
  GString            *asked;         /* "show-job(<id>) " … */
} JobsFixture;

static inline void
asked_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  JobsFixture *f = user_data;
  g_autofree char *text = parameter != NULL ? g_variant_print (parameter, FALSE) : g_strdup ("");

  g_string_append_printf (f->asked, "%s %s;", g_action_get_name (G_ACTION (action)), text);
}

static inline void
add_actions (JobsFixture *f)
{
  static const GActionEntry entries[] = {
    { "show-job", asked_cb, "s" },
    { "show-dataset", asked_cb, "s" },
    { "show-conversation", asked_cb, "s" },
    { "new-fine-tune", asked_cb, "s" },
    { "chat-with", asked_cb, "(ss)" },
    { "delete-conversation", asked_cb },
    { "import", asked_cb },
  };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), f);
  gtk_widget_insert_action_group (GTK_WIDGET (f->window), "win", G_ACTION_GROUP (group));
}

/* @data is the id of another provider than the one for any service, whose key is kept for the run. */
static inline void
jobs_set_up (JobsFixture   *f,
             gconstpointer  data)
{
  const char *profile_id = data != NULL ? data : ATTUNE_PROFILE_CUSTOM_ID;
  const char *key = data != NULL ? "sk-test-not-a-real-key-0123456789abcdef" : NULL;
  g_autoptr(AttuneProfile) profile = NULL;
  g_autofree char *data_dir = NULL;
  g_autofree char *base_url = NULL;
  GtkWidget *overlay = adw_toast_overlay_new ();

  attune_test_write_profiles ();
  profile = attune_profile_find_shipped (profile_id);
  f->folder = attune_test_make_dir ();
  data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  base_url = provider_dup_base_url (f->provider);
  f->workspace = attune_test_open (data_dir);
  attune_workspace_keep_keys_for_this_run (f->workspace);
  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Lab & <Friends>", base_url, key),
                       f->account = g_value_get_object (value_));
  f->dataset = attune_test_import (f->workspace, f->folder, 12, 0.25);

  f->asked = g_string_new (NULL);
  f->navigation = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  f->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (f->window, 800, 900);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (f->navigation));
  adw_window_set_content (ADW_WINDOW (f->window), overlay);
  add_actions (f);
}

static inline void
jobs_tear_down (JobsFixture   *f,
                gconstpointer  data)
{
  gtk_window_destroy (f->window);
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_string_free (f->asked, TRUE);
}

static inline void
jobs_show (JobsFixture *f,
           GtkWidget   *page)
{
  adw_navigation_view_push (f->navigation, ADW_NAVIGATION_PAGE (page));
  attune_ui_test_present (f->window);
}

static inline AttuneJob *
jobs_start (JobsFixture *f,
            const char  *suffix)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneJob *job = NULL;

  attune_job_request_set_model (request, "base");
  attune_job_request_set_suffix (request, suffix);
  attune_test_resolve (attune_workspace_start_job (f->workspace, f->dataset, f->account, request),
                       job = g_value_get_object (value_));

  return job;
}

/* Whether the widget with an id, or one of several in a list, can be seen. */
static inline gboolean
jobs_is_shown (GtkWidget  *below,
               const char *id)
{
  return attune_ui_test_find (below, attune_ui_test_match_mapped_id, (gpointer)id) != NULL;
}

/* Presses the button with an id as soon as it can be seen; it must not be greyed out. */
static inline void
jobs_press (GtkWidget  *below,
            const char *id)
{
  attune_ui_test_press_id (below, id);
}
