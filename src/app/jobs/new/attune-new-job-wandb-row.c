/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-wandb-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-new-job-wandb-row.h"

/* What the expander knows, for as long as it lives. */
typedef struct
{
  AttuneNewJobState *state;
  AdwExpanderRow    *row;
  GtkEditable       *project;
  GtkEditable       *name;
  GtkEditable       *entity;
  GtkEditable       *tags;
} Wandb;

static void
wandb_free (gpointer data)
{
  Wandb *wandb = data;

  g_object_unref (wandb->state);
  g_free (wandb);
}

static char *
dup_text (GtkEditable *editable)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static char **
dup_tags (Wandb *wandb)
{
  g_auto(GStrv) words = g_strsplit (gtk_editable_get_text (wandb->tags), ",", -1);
  g_autoptr(GStrvBuilder) tags = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*g_strstrip (words[i]) != '\0')
      g_strv_builder_add (tags, words[i]);

  return g_strv_builder_end (tags);
}

static void
changed_cb (Wandb *wandb)
{
  gboolean is_on = adw_expander_row_get_enable_expansion (wandb->row);
  g_autofree char *project = is_on ? dup_text (wandb->project) : NULL;
  g_autofree char *name = is_on ? dup_text (wandb->name) : NULL;
  g_autofree char *entity = is_on ? dup_text (wandb->entity) : NULL;
  g_auto(GStrv) tags = dup_tags (wandb);
  const char *problem = is_on && project == NULL
                        ? _("Name the project that the training is to be reported to.") : NULL;

  adw_expander_row_set_subtitle (wandb->row, problem != NULL ? problem
                                                             : _("The service reports the training to your project there."));
  attune_new_job_state_set_wandb (wandb->state, project, name, entity,
                                  (const char * const *)(tags[0] != NULL ? tags : NULL), problem);
}

static GtkEditable *
add_entry (Wandb      *wandb,
           const char *title,
           const char *text)
{
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
  adw_expander_row_add_row (wandb->row, entry);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (changed_cb), wandb);

  return GTK_EDITABLE (entry);
}

/**
 * attune_new_job_wandb_row_new:
 * @state: what the person has chosen; the connection is changed there
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
attune_new_job_wandb_row_new (AttuneNewJobState *state)
{
  AttuneJobRequest *request = attune_new_job_state_get_request (state);
  const char * const *tags = attune_job_request_get_wandb_tags (request);
  g_autofree char *tags_text = tags != NULL ? g_strjoinv (", ", (char **)tags) : NULL;
  gboolean is_on = attune_job_request_get_wandb (request, "project") != NULL;
  Wandb *wandb = g_new0 (Wandb, 1);
  GtkWidget *row = adw_expander_row_new ();

  wandb->state = g_object_ref (state);
  wandb->row = ADW_EXPANDER_ROW (row);
  g_object_set_data_full (G_OBJECT (row), "attune-wandb", wandb, wandb_free);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Weights & Biases"));
  adw_expander_row_set_show_enable_switch (wandb->row, TRUE);
  adw_expander_row_set_enable_expansion (wandb->row, is_on);

  wandb->project = add_entry (wandb, _("Project"), attune_job_request_get_wandb (request, "project"));
  wandb->name = add_entry (wandb, _("Name of the Run (Optional)"),
                           attune_job_request_get_wandb (request, "name"));
  wandb->entity = add_entry (wandb, _("Team or User (Optional)"),
                             attune_job_request_get_wandb (request, "entity"));
  wandb->tags = add_entry (wandb, _("Tags, with Commas Between (Optional)"), tags_text);

  g_signal_connect_swapped (row, "notify::enable-expansion", G_CALLBACK (changed_cb), wandb);
  changed_cb (wandb);

  return row;
}
