/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-view"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-example-bubble.h"
#include "attune-example-view.h"

/* What a row of a list shows, so that it can be drawn in a frame whatever the file holds. */
#define SHORT_TURNS 8
#define SHORT_CHARS 1200

/* What it shows on request; Pango lays out this much in some tens of milliseconds. */
#define LONG_TURNS 400
#define LONG_CHARS 50000

/* No text is shown narrower: to find out how narrow it could be, and how high it would be then, GTK
 * lays it out with a letter a line, which takes ten times as long as to show it. */
#define MIN_WIDTH_CHARS 12

struct _AttuneExampleView
{
  GtkWidget      parent_instance;

  AttuneExample *example;
  char          *problem;
  GArray        *marks;         /* of AttunePlace, or NULL */
  gboolean       shows_all;
};

enum {
  PROP_0,
  PROP_EXAMPLE,
  PROP_PROBLEM,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneExampleView, attune_example_view, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPS];

static void
append (AttuneExampleView *self,
        GtkWidget         *child)
{
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

static const char *
get_role_title (const AttuneExample *example,
                const AttuneTurn    *turn)
{
  if (example->kind == ATTUNE_EXAMPLE_COMPLETION)
    return turn->role == ATTUNE_ROLE_ASSISTANT ? _("Completion") : _("Prompt");

  switch (turn->role)
    {
    case ATTUNE_ROLE_SYSTEM:
    case ATTUNE_ROLE_DEVELOPER:
      return _("System Text");

    case ATTUNE_ROLE_USER:
      /* Translators: the person who talks with the model. */
      return C_("role", "User");

    case ATTUNE_ROLE_ASSISTANT:
      if (turn->part == ATTUNE_PART_PREFERRED)
        return _("Better Answer");

      if (turn->part == ATTUNE_PART_REJECTED)
        return _("Worse Answer");

      /* Translators: the model that answers. */
      return turn->is_trained ? C_("role", "Assistant") : _("Assistant, not learned from");

    case ATTUNE_ROLE_TOOL:
      /* Translators: the answer of a program that the model has called. */
      return C_("role", "Tool");

    case ATTUNE_ROLE_UNKNOWN:
    default:
      return C_("role", "Other");
    }
}

/* The beginning of @text, on a character; sets @is_cut when that is not all of it. */
static char *
dup_beginning (const char *text,
               gsize       max_chars,
               gboolean   *is_cut)
{
  const char *end = text;

  for (gsize i = 0; i < max_chars && *end != '\0'; i++)
    end = g_utf8_next_char (end);

  if (*end == '\0')
    return g_strdup (text);

  *is_cut = TRUE;

  return g_strdup_printf ("%.*s…", (int)(end - text), text);
}

/* Where something is wrong in the turn, for the part of its text that is shown. */
static PangoAttrList *
create_marks (AttuneExampleView *self,
              guint              turn)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (guint i = 0; self->marks != NULL && i < self->marks->len; i++)
    {
      const AttunePlace *place = &g_array_index (self->marks, AttunePlace, i);
      PangoAttribute *marks[] = {
        pango_attr_underline_new (PANGO_UNDERLINE_ERROR),
        pango_attr_weight_new (PANGO_WEIGHT_BOLD),
      };

      for (guint k = 0; k < G_N_ELEMENTS (marks); k++)
        {
          marks[k]->start_index = (guint)MIN (place->start, G_MAXUINT32);
          marks[k]->end_index = (guint)MIN ((guint64)place->start + place->length, G_MAXUINT32);

          if (place->turn == turn && place->length > 0)
            pango_attr_list_insert (attributes, marks[k]);
          else
            pango_attribute_destroy (marks[k]);
        }
    }

  return attributes;
}

static GtkWidget *
new_text_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);

  if (g_utf8_strlen (text, -1) > MIN_WIDTH_CHARS)
    gtk_label_set_width_chars (GTK_LABEL (label), MIN_WIDTH_CHARS);

  return label;
}

static GtkWidget *
new_system_expander (const char    *title,
                     const char    *text,
                     PangoAttrList *marks)
{
  GtkWidget *expander = gtk_expander_new (title);
  GtkWidget *label = new_text_label (text);

  gtk_widget_add_css_class (expander, "caption");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_start (label, 12);
  gtk_label_set_attributes (GTK_LABEL (label), marks);
  gtk_expander_set_child (GTK_EXPANDER (expander), label);

  return expander;
}

static GtkWidget *
new_bubble (const char    *title,
            const char    *text,
            PangoAttrList *marks,
            gboolean       is_answer)
{
  GtkWidget *label = new_text_label (text[0] != '\0' ? text : _("Empty"));

  if (text[0] == '\0')
    gtk_widget_add_css_class (label, "dimmed");
  else
    gtk_label_set_attributes (GTK_LABEL (label), marks);

  return attune_example_bubble_new (title, label, is_answer);
}

static GtkWidget *
new_turn (const AttuneExample *example,
          const AttuneTurn    *turn,
          const char          *text,
          PangoAttrList       *marks)
{
  const char *title = get_role_title (example, turn);

  if (turn->role == ATTUNE_ROLE_SYSTEM || turn->role == ATTUNE_ROLE_DEVELOPER)
    return new_system_expander (title, text, marks);

  return new_bubble (title, text, marks, turn->role == ATTUNE_ROLE_ASSISTANT);
}

/* The button calls what makes the button. */
static void update_turns (AttuneExampleView *self);

static void
show_more_cb (AttuneExampleView *self)
{
  self->shows_all = TRUE;
  update_turns (self);
}

static void
append_end (AttuneExampleView *self)
{
  GtkWidget *end;

  if (self->shows_all)
    {
      end = new_text_label (_("The rest of this example is too long to show here."));
      gtk_widget_add_css_class (end, "dimmed");
    }
  else
    {
      end = gtk_button_new_with_label (_("Show More"));
      gtk_widget_set_halign (end, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (end, "flat");
      g_signal_connect_swapped (end, "clicked", G_CALLBACK (show_more_cb), self);
    }

  append (self, end);
}

static void
update_turns (AttuneExampleView *self)
{
  GtkWidget *child;
  guint max_turns = self->shows_all ? LONG_TURNS : SHORT_TURNS;
  gboolean is_cut = FALSE;
  guint n_turns;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  if (self->example == NULL)
    {
      if (self->problem != NULL)
        {
          child = new_text_label (self->problem);
          gtk_widget_add_css_class (child, "dimmed");
          append (self, child);
        }

      return;
    }

  n_turns = attune_example_get_n_turns (self->example);

  for (guint i = 0; i < MIN (n_turns, max_turns); i++)
    {
      AttuneTurn *turn = attune_example_get_turn (self->example, i);
      g_autofree char *text = dup_beginning (turn->content,
                                             self->shows_all ? LONG_CHARS : SHORT_CHARS,
                                             &is_cut);
      g_autoptr(PangoAttrList) marks = create_marks (self, i);

      append (self, new_turn (self->example, turn, text, marks));
    }

  if (is_cut || n_turns > max_turns)
    append_end (self);
}

static void
attune_example_view_dispose (GObject *object)
{
  AttuneExampleView *self = (AttuneExampleView *)object;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  g_clear_pointer (&self->example, attune_example_unref);

  G_OBJECT_CLASS (attune_example_view_parent_class)->dispose (object);
}

static void
attune_example_view_finalize (GObject *object)
{
  AttuneExampleView *self = (AttuneExampleView *)object;

  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->marks, g_array_unref);

  G_OBJECT_CLASS (attune_example_view_parent_class)->finalize (object);
}

static void
attune_example_view_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneExampleView *self = ATTUNE_EXAMPLE_VIEW (object);

  switch (prop_id)
    {
    case PROP_EXAMPLE:
      g_value_set_boxed (value, self->example);
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_example_view_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneExampleView *self = ATTUNE_EXAMPLE_VIEW (object);

  switch (prop_id)
    {
    case PROP_EXAMPLE:
      attune_example_view_set_example (self, g_value_get_boxed (value));
      break;

    case PROP_PROBLEM:
      attune_example_view_set_problem (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_example_view_class_init (AttuneExampleViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_example_view_dispose;
  object_class->finalize = attune_example_view_finalize;
  object_class->get_property = attune_example_view_get_property;
  object_class->set_property = attune_example_view_set_property;

  properties[PROP_EXAMPLE] =
    g_param_spec_boxed ("example", NULL, NULL,
                        ATTUNE_TYPE_EXAMPLE,
                        (G_PARAM_READWRITE |
                         G_PARAM_EXPLICIT_NOTIFY |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "exampleview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
attune_example_view_init (AttuneExampleView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
}

GtkWidget *
attune_example_view_new (void)
{
  return g_object_new (ATTUNE_TYPE_EXAMPLE_VIEW, NULL);
}

AttuneExample *
attune_example_view_get_example (AttuneExampleView *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_VIEW (self), NULL);

  return self->example;
}

void
attune_example_view_set_example (AttuneExampleView *self,
                                 AttuneExample     *example)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_VIEW (self));

  if (self->example == example)
    return;

  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->example, attune_example_unref);
  self->example = example != NULL ? attune_example_ref (example) : NULL;
  self->shows_all = FALSE;
  update_turns (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXAMPLE]);
}

const char *
attune_example_view_get_problem (AttuneExampleView *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_VIEW (self), NULL);

  return self->problem;
}

void
attune_example_view_set_problem (AttuneExampleView *self,
                                 const char        *problem)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_VIEW (self));

  if (!g_set_str (&self->problem, problem))
    return;

  update_turns (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/* Where in the texts of the turns something is wrong: AttunePlaces, or NULL. They go with the
 * example. */
void
attune_example_view_set_marks (AttuneExampleView *self,
                               GArray            *places)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_VIEW (self));

  if (self->marks == NULL && (places == NULL || places->len == 0))
    return;

  g_clear_pointer (&self->marks, g_array_unref);
  self->marks = places != NULL ? g_array_ref (places) : NULL;
  update_turns (self);
}
