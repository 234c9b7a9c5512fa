/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-findings"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-findings.h"
#include "attune-reveal.h"
#include "attune-timeout.h"
#include "attune-weak-ref.h"

struct _AttuneAccountFindings
{
  AdwPreferencesGroup  parent_instance;

  GPtrArray           *rows;
  DexFuture           *checking;    /* or NULL */
  DexFuture           *patience;    /* ends when that takes too long; or NULL */
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

static GtkWidget *
create_spinner (void)
{
  GtkWidget *spinner = adw_spinner_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Checking"),
                                  -1);

  return spinner;
}

static void
add_button (AttuneAccountFindings *self,
            const char            *title,
            const char            *action_name)
{
  GtkWidget *row = adw_button_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action_name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
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
clear_rows (AttuneAccountFindings *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);

  g_ptr_array_set_size (self->rows, 0);
}

static void
show_check (AttuneAccountFindings *self,
            AttuneAccountCheck    *check)
{
  GPtrArray *findings = attune_account_check_get_findings (check);
  const char *organization = attune_account_check_get_organization (check);
  const char *title = _("This Works");

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

static DexFuture *
slow_cb (DexFuture *completed,
         gpointer   user_data)
{
  g_autoptr(AttuneAccountFindings) self = g_weak_ref_get (user_data);
  const char *text = _("The Service Is Slow to Answer");

  if (self == NULL || self->checking == NULL)
    return NULL;

  clear_rows (self);
  add_row (self, create_spinner (), text,
           _("You can go on waiting. If nothing comes, look at the address again."));
  add_button (self, _("_Try Again"), "account.check");
  add_button (self, _("_Stop Waiting"), "account.stop-check");
  finish (self, "");
  announce (self, text);

  return NULL;
}

static DexFuture *
checked_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneAccountFindings) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || self->checking == NULL)
    return NULL;

  if ((value = dex_future_get_value (completed, &error)) != NULL)
    show_check (self, g_value_get_object (value));
  else
    attune_account_findings_show_error (self, error->message);

  return NULL;
}

static void
attune_account_findings_dispose (GObject *object)
{
  AttuneAccountFindings *self = (AttuneAccountFindings *)object;

  dex_clear (&self->patience);
  dex_clear (&self->checking);
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
 * Shows nothing, since what was found is no longer true. A check that goes on is given up.
 */
void
attune_account_findings_clear (AttuneAccountFindings *self)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT_FINDINGS (self));

  /* Entries still change while a template goes. */
  if (self->rows == NULL)
    return;

  dex_clear (&self->patience);
  dex_clear (&self->checking);
  clear_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * attune_account_findings_follow:
 * @self: a group
 * @checking: (transfer full): a future that resolves to an #AttuneAccountCheck
 *
 * Says that the provider is asked, after a while that it is slow, and then what was found.
 */
void
attune_account_findings_follow (AttuneAccountFindings *self,
                                DexFuture             *checking)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT_FINDINGS (self));
  g_return_if_fail (DEX_IS_FUTURE (checking));

  attune_account_findings_clear (self);
  add_row (self, create_spinner (), _("Asking the provider…"), NULL);
  finish (self, "");

  self->patience = dex_future_finally (dex_timeout_new_seconds (ATTUNE_SLOW_SECONDS), slow_cb,
                                       attune_weak_ref_new (self), attune_weak_ref_free);
  self->checking = dex_future_finally (checking, checked_cb,
                                       attune_weak_ref_new (self), attune_weak_ref_free);
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
