/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-compare-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-compare-page-private.h"
#include "attune-feedback.h"
#include "attune-weak-ref.h"

enum {
  PROP_0,
  PROP_IS_BLIND,
  PROP_MARKS_DIFFERENCES,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneComparePage, attune_compare_page, ADW_TYPE_NAVIGATION_PAGE)

static GParamSpec *properties[N_PROPS];

/* --- Scrolling --- */

/* Answers are of different lengths: what is as far along as a part of the whole stands together. */
static void
scrolled_cb (AttuneComparePage *self,
             GtkAdjustment     *adjustment)
{
  double range = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  double share = range > 0 ? gtk_adjustment_get_value (adjustment) / range : 1;

  if (self->is_scrolling || self->leader == NULL ||
      attune_compare_column_get_adjustment (self->leader) != adjustment)
    return;

  self->is_scrolling = TRUE;

  for (guint i = 0; i < self->columns->len; i++)
    {
      GtkAdjustment *other = attune_compare_column_get_adjustment (g_ptr_array_index (self->columns,
                                                                                      i));
      double other_range = gtk_adjustment_get_upper (other) - gtk_adjustment_get_page_size (other);

      if (other != adjustment)
        gtk_adjustment_set_value (other, share * MAX (other_range, 0));
    }

  self->is_scrolling = FALSE;
}

static void
lead_cb (AttuneComparePage   *self,
         AttuneCompareColumn *column)
{
  self->leader = column;
}

/* --- Editing --- */

static void
edit_turn (AttuneComparePage *self,
           guint              turn)
{
  g_autoptr(AttuneMessage) question = attune_comparison_dup_question (self->comparison, 0, turn);

  if (question == NULL || attune_comparison_get_is_answering (self->comparison))
    return;

  self->edited_turn = (int)turn;
  attune_composer_begin_edit (self->composer, attune_message_get_content (question));
}

static void
edit_cb (AttuneComparePage   *self,
         AttuneMessage       *question,
         AttuneCompareColumn *column)
{
  int turn = attune_comparison_find_turn (self->comparison,
                                          attune_compare_column_get_index (column), question);

  if (turn >= 0)
    edit_turn (self, (guint)turn);
}

/* --- Columns --- */

static void
update_names (AttuneComparePage *self)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->columns->len; i++)
    {
      AttuneCompareColumn *column = g_ptr_array_index (self->columns, i);

      g_ptr_array_add (names, (gpointer)attune_compare_column_get_name (column));
    }

  g_ptr_array_add (names, NULL);
  attune_vote_bar_set_names (self->vote_bar, (const char * const *)names->pdata);
}

static void
update_marks (AttuneComparePage *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    attune_compare_column_mark_differences (g_ptr_array_index (self->columns, i),
                                            self->marks_differences);
}

/* Who takes part changes only between answers, and when everybody may know who it is. */
static void
update_changeable (AttuneComparePage *self)
{
  gboolean can_change = !attune_comparison_get_is_answering (self->comparison) &&
                        !attune_comparison_get_is_blind (self->comparison);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.add-model",
                                 can_change && self->columns->len < ATTUNE_COMPARISON_MAX_COLUMNS);

  for (guint i = 0; i < self->columns->len; i++)
    attune_compare_column_set_can_remove (g_ptr_array_index (self->columns, i),
                                          can_change &&
                                          self->columns->len > ATTUNE_COMPARISON_MIN_COLUMNS);
}

static void
answering_changed_cb (AttuneComparePage *self)
{
  attune_compare_page_update_vote (self);
  update_marks (self);
  update_changeable (self);
}

static void
fill_columns (AttuneComparePage *self)
{
  guint n_columns;
  const guint *order = attune_comparison_get_order (self->comparison, &n_columns);

  self->leader = NULL;
  g_ptr_array_set_size (self->columns, 0);
  while (gtk_widget_get_first_child (GTK_WIDGET (self->column_box)) != NULL)
    gtk_box_remove (self->column_box, gtk_widget_get_first_child (GTK_WIDGET (self->column_box)));

  for (guint i = 0; i < n_columns; i++)
    {
      AttuneCompareColumn *column = attune_compare_column_new (self->workspace, self->comparison,
                                                               order[i]);

      g_ptr_array_add (self->columns, column);
      g_signal_connect_object (column, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (column, "remove", G_CALLBACK (attune_compare_page_remove_column), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (column, "lead", G_CALLBACK (lead_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (attune_compare_column_get_adjustment (column), "value-changed",
                               G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->column_box, GTK_WIDGET (column));
    }

  update_names (self);
  answering_changed_cb (self);
}

static void
update_title (AttuneComparePage *self)
{
  const char *title = attune_comparison_get_title (self->comparison);

  if (title == NULL || *title == '\0')
    title = _("New Comparison");

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), title);
  adw_window_title_set_title (self->window_title, title);
}

static void
blind_changed_cb (AttuneComparePage *self)
{
  fill_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_BLIND]);
}

/* --- Asking --- */

typedef struct
{
  GWeakRef    page;
  const char *problem;
} Followed;

static void
followed_free (gpointer data)
{
  Followed *followed = data;

  g_weak_ref_clear (&followed->page);
  g_free (followed);
}

static DexFuture *
done_cb (DexFuture *completed,
         gpointer   user_data)
{
  Followed *followed = user_data;
  g_autoptr(AttuneComparePage) self = g_weak_ref_get (&followed->page);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->composer == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (completed, &error) == NULL)
    attune_feedback_error (GTK_WIDGET (self), followed->problem, error);

  attune_compare_page_update_vote (self);

  return dex_future_new_true ();
}

/**
 * attune_compare_page_follow:
 * @self: a page
 * @future: (transfer full): what was begun
 * @problem: (transfer none): what to say when it fails; a static text
 */
void
attune_compare_page_follow (AttuneComparePage *self,
                            DexFuture         *future,
                            const char        *problem)
{
  Followed *followed = g_new0 (Followed, 1);

  g_weak_ref_init (&followed->page, self);
  followed->problem = problem;
  dex_future_disown (dex_future_finally (future, done_cb, followed, followed_free));
}

static void
send_cb (AttuneComparePage *self,
         const char        *text)
{
  DexFuture *future;

  if (self->edited_turn >= 0)
    future = attune_comparison_edit (self->comparison, (guint)self->edited_turn, text);
  else
    future = attune_comparison_send (self->comparison, text);

  self->edited_turn = -1;
  attune_compare_page_follow (self, future, _("Could Not Send the Message"));

  for (guint i = 0; i < self->columns->len; i++)
    attune_compare_column_scroll_to_end (g_ptr_array_index (self->columns, i));

  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
stop_cb (AttuneComparePage *self)
{
  attune_comparison_stop (self->comparison);
}

static void
edit_last_cb (AttuneComparePage *self)
{
  guint n_turns = attune_comparison_get_n_turns (self->comparison);

  if (n_turns > 0)
    edit_turn (self, n_turns - 1);
}

static void
edit_cancelled_cb (AttuneComparePage *self)
{
  self->edited_turn = -1;
}

static void
attune_compare_page_shown (AdwNavigationPage *page)
{
  AttuneComparePage *self = ATTUNE_COMPARE_PAGE (page);

  ADW_NAVIGATION_PAGE_CLASS (attune_compare_page_parent_class)->shown (page);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
attune_compare_page_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneComparePage *self = ATTUNE_COMPARE_PAGE (object);

  switch (prop_id)
    {
    case PROP_IS_BLIND:
      g_value_set_boolean (value, self->comparison != NULL &&
                                  attune_comparison_get_is_blind (self->comparison));
      break;

    case PROP_MARKS_DIFFERENCES:
      g_value_set_boolean (value, self->marks_differences);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_compare_page_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneComparePage *self = ATTUNE_COMPARE_PAGE (object);

  switch (prop_id)
    {
    case PROP_IS_BLIND:
      attune_compare_page_follow (self, attune_comparison_set_blind (self->comparison,
                                                                     g_value_get_boolean (value)),
                                  _("Could Not Change the Comparison"));
      break;

    case PROP_MARKS_DIFFERENCES:
      if (self->marks_differences != g_value_get_boolean (value))
        {
          self->marks_differences = g_value_get_boolean (value);
          update_marks (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_compare_page_dispose (GObject *object)
{
  AttuneComparePage *self = (AttuneComparePage *)object;

  dex_clear (&self->loading);
  g_ptr_array_set_size (self->columns, 0);
  self->leader = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_COMPARE_PAGE);
  g_clear_object (&self->comparison);
  g_clear_object (&self->settings);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_compare_page_parent_class)->dispose (object);
}

static void
attune_compare_page_finalize (GObject *object)
{
  AttuneComparePage *self = (AttuneComparePage *)object;

  g_ptr_array_unref (self->columns);

  G_OBJECT_CLASS (attune_compare_page_parent_class)->finalize (object);
}

static void
attune_compare_page_class_init (AttuneComparePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_compare_page_dispose;
  object_class->finalize = attune_compare_page_finalize;
  object_class->get_property = attune_compare_page_get_property;
  object_class->set_property = attune_compare_page_set_property;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = attune_compare_page_shown;

  properties[PROP_IS_BLIND] =
    g_param_spec_boolean ("is-blind", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_MARKS_DIFFERENCES] =
    g_param_spec_boolean ("marks-differences", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ATTUNE_TYPE_COMPOSER);
  g_type_ensure (ATTUNE_TYPE_VOTE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/attune/Attune/ui/attune-compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneComparePage, column_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneComparePage, composer);
  gtk_widget_class_bind_template_child (widget_class, AttuneComparePage, vote_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneComparePage, vote_revealer);
  gtk_widget_class_bind_template_child (widget_class, AttuneComparePage, window_title);
  gtk_widget_class_bind_template_callback (widget_class, edit_cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_last_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_install_property_action (widget_class, "compare.blind", "is-blind");
  gtk_widget_class_install_property_action (widget_class, "compare.mark-differences", "marks-differences");
  attune_compare_page_install_actions (widget_class);
  attune_compare_page_install_votes (widget_class);
}

static void
attune_compare_page_init (AttuneComparePage *self)
{
  self->columns = g_ptr_array_new ();
  self->edited_turn = -1;
  self->settings = g_settings_new ("io.github.attune.Attune");
  gtk_widget_init_template (GTK_WIDGET (self));
  attune_composer_set_placeholder (self->composer, _("Write a message to all of them"));
  attune_composer_add_drop_target (self->composer, GTK_WIDGET (self));
  g_settings_bind (self->settings, "mark-differences", self, "marks-differences",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
}

static DexFuture *
loaded_cb (DexFuture *completed,
           gpointer   user_data)
{
  g_autoptr(AttuneComparePage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->composer == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (completed, &error) == NULL)
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Open the Comparison"), error);

  attune_compare_page_update_vote (self);

  return dex_future_new_true ();
}

/**
 * attune_compare_page_new:
 * @workspace: where models and accounts are
 * @comparison: what to show
 *
 * Returns: (transfer floating): the page
 */
AttuneComparePage *
attune_compare_page_new (AttuneWorkspace  *workspace,
                         AttuneComparison *comparison)
{
  AttuneComparePage *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (comparison), NULL);

  self = g_object_new (ATTUNE_TYPE_COMPARE_PAGE, NULL);
  self->workspace = g_object_ref (workspace);
  self->comparison = g_object_ref (comparison);
  g_object_bind_property (comparison, "is-answering", self->composer, "is-answering",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (comparison, "notify::title", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "notify::is-blind", G_CALLBACK (blind_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "notify::is-answering", G_CALLBACK (answering_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "notify::n-turns", G_CALLBACK (update_marks), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_comparison_get_columns (comparison), "items-changed",
                           G_CALLBACK (fill_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "vote-changed", G_CALLBACK (attune_compare_page_update_vote), self,
                           G_CONNECT_SWAPPED);
  fill_columns (self);
  update_title (self);
  self->loading = dex_future_finally (attune_comparison_load (comparison), loaded_cb,
                                      attune_weak_ref_new (self), attune_weak_ref_free);

  return self;
}
