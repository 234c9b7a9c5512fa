/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-findings"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-findings.h"
#include "attune-reveal.h"

struct _AttuneAccountFindings
{
  AdwPreferencesGroup  parent_instance;

  GPtrArray           *rows;
};

/* How each answer looks, and what a screen reader says of the mark. */
static const struct
{
  const char *icon_name;
  const char *css_class;
  const char *label;
} marks[] = {
  [ATTUNE_ACCOUNT_ANSWER_UNKNOWN] = { "dialog-question-symbolic", "dim-label", N_("Not Known") },
  [ATTUNE_ACCOUNT_ANSWER_YES] = { "object-select-symbolic", "success", N_("Works") },
  [ATTUNE_ACCOUNT_ANSWER_NO] = { "dialog-error-symbolic", "error", N_("Does Not Work") },
};

G_DEFINE_FINAL_TYPE (AttuneAccountFindings, attune_account_findings, ADW_TYPE_PREFERENCES_GROUP)

static void
add_row (AttuneAccountFindings *self,
         GtkWidget             *prefix,
         const char            *title,
         const char            *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), prefix);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
create_mark (AttuneAccountAnswer answer)
{
  GtkWidget *image = gtk_image_new_from_icon_name (marks[answer].icon_name);

  gtk_widget_add_css_class (image, marks[answer].css_class);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(marks[answer].label),
                                  -1);

  return image;
}

static void
finish (AttuneAccountFindings *self,
        const char            *title)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);

  /* It is below everything else. */
  attune_reveal (GTK_WIDGET (self));
}

static void
announce (AttuneAccountFindings *self,
          const char            *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self),
                           text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
attune_account_findings_dispose (GObject *object)
{
  AttuneAccountFindings *self = (AttuneAccountFindings *)object;

  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_account_findings_parent_class)->dispose (object);
}

static void
attune_account_findings_class_init (AttuneAccountFindingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_account_findings_dispose;
}

static void
attune_account_findings_init (AttuneAccountFindings *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * attune_account_findings_clear:
 * @self: a group
 *
 * Shows nothing, since what was found is no longer true.
 */
void
attune_account_findings_clear (AttuneAccountFindings *self)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT_FINDINGS (self));

  /* Entries still change while a template goes. */
  if (self->rows == NULL)
    return;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);

  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * attune_account_findings_show_busy:
 * @self: a group
 * @text: what is being done
 */
void
attune_account_findings_show_busy (AttuneAccountFindings *self,
                                   const char            *text)
{
  GtkWidget *spinner;

  g_return_if_fail (ATTUNE_IS_ACCOUNT_FINDINGS (self));

  attune_account_findings_clear (self);
  spinner = adw_spinner_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Checking"),
                                  -1);
  add_row (self, spinner, text, NULL);
  finish (self, "");
}

/**
 * attune_account_findings_show_error:
 * @self: a group
 * @text: why nothing works, a sentence
 */
void
attune_account_findings_show_error (AttuneAccountFindings *self,
                                    const char            *text)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT_FINDINGS (self));

  attune_account_findings_clear (self);
  add_row (self, create_mark (ATTUNE_ACCOUNT_ANSWER_NO), text, NULL);
  finish (self, "");
  announce (self, text);
}

/**
 * attune_account_findings_show_check:
 * @self: a group
 * @check: what was found
 */
void
attune_account_findings_show_check (AttuneAccountFindings *self,
                                    AttuneAccountCheck    *check)
{
  GPtrArray *findings = attune_account_check_get_findings (check);
  const char *organization = attune_account_check_get_organization (check);
  const char *title = _("This Works");

  g_return_if_fail (ATTUNE_IS_ACCOUNT_FINDINGS (self));

  attune_account_findings_clear (self);

  if (organization != NULL)
    add_row (self,
             g_object_new (GTK_TYPE_IMAGE,
                           "icon-name", "avatar-default-symbolic",
                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                           NULL),
             _("Organization"), organization);

  for (guint i = 0; i < findings->len; i++)
    {
      const AttuneAccountFinding *finding = findings->pdata[i];

      if (finding->answer == ATTUNE_ACCOUNT_ANSWER_NO)
        title = _("Not Everything Works");

      add_row (self, create_mark (finding->answer),
               attune_account_aspect_get_title (finding->aspect), finding->text);
    }

  finish (self, title);
  announce (self, title);
}
