/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-tokens-dialog"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-thread.h"
#include "attune-token-tint.h"
#include "attune-token-view.h"
#include "attune-tokens-dialog.h"
#include "attune-weak-ref.h"

/* Some that come next in line are told with the token itself. */
#define N_SPOKEN_CHOICES 3

#define MAX_CHOICE_CHARS 16

struct _AttuneTokensDialog
{
  AdwDialog        parent_instance;

  GtkGrid         *choices;
  GtkLabel        *choices_label;
  GtkLabel        *detail_label;
  AdwWrapBox      *legend;
  GtkLabel        *part_label;
  GtkStack        *stack;
  AttuneTokenView *token_view;

  AttuneMessage   *message;
  DexFuture       *reading;
};

G_DEFINE_FINAL_TYPE (AttuneTokensDialog, attune_tokens_dialog, ADW_TYPE_DIALOG)

/* --- One token --- */

static const AttuneTokenStep *
get_selected (AttuneTokensDialog *self)
{
  AttuneTokenTrace *trace = attune_token_view_get_trace (self->token_view);
  int selected = attune_token_view_get_selected (self->token_view);

  return selected >= 0 ? &g_array_index (trace->steps, AttuneTokenStep, selected) : NULL;
}

/* “ the” · 83% · Likely */
static char *
dup_title (AttuneTokensDialog    *self,
           const AttuneTokenStep *step)
{
  AttuneTokenTrace *trace = attune_token_view_get_trace (self->token_view);
  g_autofree char *text = g_strndup (trace->text + step->start, step->end - step->start);
  g_autofree char *shown = attune_token_tint_dup_shown (text);
  g_autofree char *percent = attune_token_tint_dup_percent (step->probability);
  AttuneTokenTint tint = attune_token_tint_choose (step->probability);

  if (tint == ATTUNE_TOKEN_UNKNOWN)
    return g_strdup_printf ("%s · %s", shown, attune_token_tint_get_name (tint));

  return g_strdup_printf ("%s · %s · %s", shown, percent, attune_token_tint_get_name (tint));
}

static char *
dup_choices_title (const AttuneTokenStep *step)
{
  if (step->n_tokens > 1)
    return g_strdup_printf (ngettext ("%u token makes up this character.",
                                      "%u tokens make up this character.", step->n_tokens),
                            step->n_tokens);

  return g_strdup (step->choices->len > 0
                   ? _("What the model could have written here")
                   : _("The service told nothing of what else the model could have written here."));
}

static void
clear_choices (AttuneTokensDialog *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))) != NULL)
    gtk_grid_remove (self->choices, child);
}

static void
add_choice (AttuneTokensDialog      *self,
            const AttuneTokenChoice *choice,
            int                      row)
{
  g_autofree char *shown = attune_token_tint_dup_shown (choice->text);
  g_autofree char *percent = attune_token_tint_dup_percent (choice->probability);
  GtkWidget *text = gtk_label_new (shown);
  GtkWidget *bar = gtk_level_bar_new ();
  GtkWidget *number = gtk_label_new (percent);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (text), MAX_CHOICE_CHARS);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_widget_add_css_class (number, "numeric");

  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), MAX (choice->probability, 0));
  gtk_widget_add_css_class (bar, "probability");
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);

  gtk_grid_attach (self->choices, text, 0, row, 1, 1);
  gtk_grid_attach (self->choices, bar, 1, row, 1, 1);
  gtk_grid_attach (self->choices, number, 2, row, 1, 1);
}

/* The same for those who hear it. */
static void
speak (AttuneTokensDialog    *self,
       const AttuneTokenStep *step,
       const char            *title)
{
  g_autoptr(GString) text = g_string_new (title);

  for (guint i = 0; i < MIN (step->choices->len, N_SPOKEN_CHOICES); i++)
    {
      const AttuneTokenChoice *choice = &g_array_index (step->choices, AttuneTokenChoice, i);
      g_autofree char *shown = attune_token_tint_dup_shown (choice->text);
      g_autofree char *percent = attune_token_tint_dup_percent (choice->probability);

      g_string_append_printf (text, "; %s %s", shown, percent);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->token_view),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);

  if (gtk_widget_has_focus (GTK_WIDGET (self->token_view)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self->token_view), text->str,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
update_detail (AttuneTokensDialog *self)
{
  const AttuneTokenStep *step = get_selected (self);
  g_autofree char *title = NULL;
  g_autofree char *choices_title = NULL;

  clear_choices (self);

  if (step == NULL)
    {
      gtk_label_set_text (self->detail_label, _("Point at a Token"));
      gtk_label_set_text (self->choices_label,
                          _("What is told of it appears here. The arrow keys go from token to token."));
      return;
    }

  title = dup_title (self, step);
  choices_title = dup_choices_title (step);
  gtk_label_set_text (self->detail_label, title);
  gtk_label_set_text (self->choices_label, choices_title);

  for (guint i = 0; i < step->choices->len; i++)
    add_choice (self, &g_array_index (step->choices, AttuneTokenChoice, i), (int)i);

  speak (self, step, title);
}

/* --- All of them --- */

static void
add_legend (AttuneTokensDialog *self,
            AttuneTokenTint     tint)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *description = attune_token_tint_dup_description (tint);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                                   "label", description,
                                   NULL);

  attune_token_tint_insert (tint, attributes, 0, G_MAXUINT);
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_widget_add_css_class (label, "caption");
  adw_wrap_box_append (self->legend, label);
}

static void
fill_legend (AttuneTokensDialog *self,
             AttuneTokenTrace   *trace)
{
  gboolean has_unknown = FALSE;

  for (guint i = 0; i < trace->steps->len; i++)
    has_unknown |= g_array_index (trace->steps, AttuneTokenStep, i).probability < 0;

  for (guint i = 0; i < ATTUNE_TOKEN_UNKNOWN; i++)
    add_legend (self, i);

  if (has_unknown)
    add_legend (self, ATTUNE_TOKEN_UNKNOWN);
}

/* An answer may have been continued by a service that tells nothing, and may end at a stop sequence
 * that is told but no part of it. */
static const char *
get_part_text (AttuneTokensDialog *self,
               AttuneTokenTrace   *trace)
{
  const char *content = attune_message_get_content (self->message);

  if (trace->is_cut)
    return _("Only the beginning of the answer is shown.");

  if (!g_str_has_prefix (trace->text, content))
    return _("The service told this of a part of the answer only.");

  return NULL;
}

static DexFuture *
read_in_thread (gpointer user_data)
{
  const char *json = user_data;

  return dex_future_new_take_boxed (ATTUNE_TYPE_TOKEN_TRACE,
                                    attune_token_trace_parse (json, strlen (json)));
}

static DexFuture *
read_cb (DexFuture *completed,
         gpointer   user_data)
{
  g_autoptr(AttuneTokensDialog) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);
  AttuneTokenTrace *trace = value != NULL ? g_value_get_boxed (value) : NULL;
  const char *part_text;

  if (self == NULL || self->stack == NULL)
    return dex_future_new_true ();

  if (trace == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return dex_future_new_true ();
    }

  part_text = get_part_text (self, trace);
  gtk_label_set_text (self->part_label, part_text != NULL ? part_text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->part_label), part_text != NULL);
  fill_legend (self, trace);
  attune_token_view_set_trace (self->token_view, trace);
  gtk_stack_set_visible_child_name (self->stack, "tokens");
  gtk_widget_grab_focus (GTK_WIDGET (self->token_view));

  return dex_future_new_true ();
}

static void
attune_tokens_dialog_dispose (GObject *object)
{
  AttuneTokensDialog *self = (AttuneTokensDialog *)object;

  dex_clear (&self->reading);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_TOKENS_DIALOG);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (attune_tokens_dialog_parent_class)->dispose (object);
}

static void
attune_tokens_dialog_class_init (AttuneTokensDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_tokens_dialog_dispose;

  g_type_ensure (ATTUNE_TYPE_TOKEN_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-tokens-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneTokensDialog, choices);
  gtk_widget_class_bind_template_child (widget_class, AttuneTokensDialog, choices_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneTokensDialog, detail_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneTokensDialog, legend);
  gtk_widget_class_bind_template_child (widget_class, AttuneTokensDialog, part_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneTokensDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneTokensDialog, token_view);
  gtk_widget_class_bind_template_callback (widget_class, update_detail);
}

static void
attune_tokens_dialog_init (AttuneTokensDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_detail (self);
}

/**
 * attune_tokens_dialog_new:
 * @message: an answer of which it is known how likely its tokens were
 *
 * Returns: (transfer floating): the dialog
 */
AttuneTokensDialog *
attune_tokens_dialog_new (AttuneMessage *message)
{
  AttuneTokensDialog *self;
  char *json;

  g_return_val_if_fail (ATTUNE_IS_MESSAGE (message), NULL);

  self = g_object_new (ATTUNE_TYPE_TOKENS_DIALOG, NULL);
  self->message = g_object_ref (message);
  json = attune_message_dup_logprobs (message);

  /* A long answer has megabytes of it. */
  self->reading = dex_future_finally (attune_thread_spawn ("attune-tokens", read_in_thread,
                                                           json != NULL ? json : g_strdup (""),
                                                           g_free),
                                      read_cb, attune_weak_ref_new (self), attune_weak_ref_free);

  return self;
}
