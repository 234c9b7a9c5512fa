/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-turns"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-import-combo.h"
#include "attune-import-field.h"
#include "attune-import-turns-private.h"

enum {
  PROP_0,
  PROP_CAN_REMOVE,
  N_PROPS
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportTurns, attune_import_turns, ADW_TYPE_EXPANDER_ROW)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
is_optional (const char *field)
{
  return g_str_has_suffix (field, "?");
}

static char *
dup_plain_name (const char *field)
{
  return g_strndup (field, strlen (field) - is_optional (field));
}

/* Lists, then texts, which may be lists as well when they are read. */
static void
fill_array_row (AttuneImportTurns *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;
  guint n_fields = self->fields != NULL ? g_list_model_get_n_items (self->fields) : 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n_fields; i++)
      {
        g_autoptr(AttuneImportField) field = g_list_model_get_item (self->fields, i);

        if (attune_import_field_get_scope (field) == NULL &&
            attune_import_field_get_is_array (field) == (pass == 0))
          g_strv_builder_add (builder, attune_import_field_get_path (field));
      }

  names = g_strv_builder_end (builder);
  attune_import_combo_set_titles (self->array_row, (const char * const *)names);
  attune_import_combo_set_titles (self->last_row, (const char * const *)names);
}

static void
fill_member_rows (AttuneImportTurns *self,
                  const char        *array)
{
  g_autofree char *name = dup_plain_name (array);
  g_autoptr(GPtrArray) members = attune_import_turns_list_members (self->fields, name);

  attune_import_combo_set_names (self->before_row, _("Not Known"), members);
  attune_import_combo_set_names (self->role_row, _("Not Known"), members);
  attune_import_combo_set_names (self->text_row, _("The Element Itself"), members);
}

static char *
dup_subtitle (const AttuneTurns *turns)
{
  g_autofree char *name = dup_plain_name (turns->array);

  switch (turns->take)
    {
    case ATTUNE_TAKE_LAST:
      /* Translators: %s is the name of a field that holds a conversation. */
      return g_strdup_printf (_("The last message of “%s”"), name);

    case ATTUNE_TAKE_ALL_BUT_LAST:
      /* Translators: %s is the name of a field that holds a conversation. */
      return g_strdup_printf (_("“%s” without its last message"), name);

    case ATTUNE_TAKE_ALL:
    default:
      /* Translators: %s is the name of a field that holds a conversation. */
      return g_strdup_printf (_("The messages of “%s”"), name);
    }
}

static gboolean
has_roles (AttuneTurnsShape shape)
{
  return shape == ATTUNE_TURNS_NAMED || shape == ATTUNE_TURNS_TREE;
}

static void
update_visibility (AttuneImportTurns *self)
{
  AttuneTurnsShape shape = attune_import_turns_get_chosen_shape (self);

  gtk_widget_set_visible (GTK_WIDGET (self->last_row), shape == ATTUNE_TURNS_TREE);
  gtk_widget_set_visible (GTK_WIDGET (self->before_row), shape == ATTUNE_TURNS_TREE);
  gtk_widget_set_visible (GTK_WIDGET (self->role_row), has_roles (shape));
  gtk_widget_set_visible (GTK_WIDGET (self->text_row),
                          has_roles (shape) || shape == ATTUNE_TURNS_IN_TURN);
  attune_import_turns_update_speakers (self);
}

static void
show_subtitle (AttuneImportTurns *self,
               const AttuneTurns *turns)
{
  g_autofree char *subtitle = dup_subtitle (turns);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
}

static void
show_turns (AttuneImportTurns *self,
            const AttuneTurns *turns)
{
  g_autofree char *name = dup_plain_name (turns->array);

  self->is_updating = TRUE;
  self->has_turns = TRUE;
  show_subtitle (self, turns);
  attune_import_combo_select_name (self->array_row, name, FALSE);
  adw_switch_row_set_active (self->optional_row, is_optional (turns->array));
  adw_combo_row_set_selected (self->shape_row, attune_import_turns_get_shape (turns));
  fill_member_rows (self, turns->array);
  attune_import_combo_select_name (self->last_row, turns->last, FALSE);
  attune_import_combo_select_name (self->before_row, turns->before, TRUE);
  attune_import_combo_select_name (self->role_row, turns->role, TRUE);
  attune_import_combo_select_name (self->text_row, turns->text, TRUE);
  adw_combo_row_set_selected (self->take_row, turns->take);
  attune_import_turns_fill_speakers (self, turns);
  update_visibility (self);
  self->is_updating = FALSE;
}

static char *
dup_array (AttuneImportTurns *self)
{
  const char *name = attune_import_combo_get_name (self->array_row, FALSE);

  if (name == NULL)
    return NULL;

  return g_strconcat (name, adw_switch_row_get_active (self->optional_row) ? "?" : "", NULL);
}

static void
collect_tree (AttuneImportTurns *self,
              AttuneTurns       *turns)
{
  const char *last = attune_import_combo_get_name (self->last_row, FALSE);
  const char *before = attune_import_combo_get_name (self->before_row, TRUE);

  if (last == NULL || before == NULL)
    return;

  turns->last = g_strdup (last);
  turns->before = g_strdup (before);
}

/* Whatever the switch says. NULL when there is no field to take. */
static AttuneTurns *
collect (AttuneImportTurns *self)
{
  AttuneTurnsShape shape = attune_import_turns_get_chosen_shape (self);
  g_autofree char *array = dup_array (self);
  AttuneTurns *turns;

  if (array == NULL)
    return NULL;

  turns = attune_turns_new (array);
  turns->take = adw_combo_row_get_selected (self->take_row);

  if (has_roles (shape))
    turns->role = g_strdup (attune_import_combo_get_name (self->role_row, TRUE));

  if (turns->role != NULL || shape == ATTUNE_TURNS_IN_TURN)
    turns->text = g_strdup (attune_import_combo_get_name (self->text_row, TRUE));

  /* Who speaks is of no use without what they say. */
  if (has_roles (shape) && turns->text == NULL)
    g_clear_pointer (&turns->role, g_free);

  if (turns->role != NULL || (!has_roles (shape) && shape != ATTUNE_TURNS_MESSAGES))
    attune_import_turns_collect_speakers (self, turns);

  if (shape == ATTUNE_TURNS_TREE && turns->role != NULL)
    collect_tree (self, turns);

  if (shape == ATTUNE_TURNS_IN_TURN && turns->speakers->len == 0)
    g_clear_pointer (&turns->text, g_free);

  return turns;
}

static gboolean
is_same (const AttuneTurns *a,
         const AttuneTurns *b)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  gboolean result = yyjson_mut_equals (attune_turns_to_value (a, document),
                                       attune_turns_to_value (b, document));

  yyjson_mut_doc_free (document);

  return result;
}

/* Another field, or another shape of the same: what was known of the old one does not hold. */
static void
start_anew (AttuneImportTurns *self,
            AttuneTurns       *turns)
{
  g_autofree char *array = dup_array (self);

  g_set_str (&turns->array, array);
  turns->take = adw_combo_row_get_selected (self->take_row);
  show_turns (self, turns);
  attune_import_turns_changed (self);
}

static void
array_cb (AttuneImportTurns *self)
{
  const char *name = attune_import_combo_get_name (self->array_row, FALSE);
  g_autoptr(AttuneTurns) turns = NULL;

  if (self->is_updating || name == NULL)
    return;

  turns = attune_import_turns_guess (self->fields, name);
  start_anew (self, turns);
}

static void
shape_cb (AttuneImportTurns *self)
{
  const char *name = attune_import_combo_get_name (self->array_row, FALSE);
  g_autoptr(AttuneTurns) turns = NULL;

  if (self->is_updating || name == NULL)
    return;

  turns = attune_import_turns_new_of_shape (self->fields, name,
                                            attune_import_turns_get_chosen_shape (self));
  start_anew (self, turns);
}

/* The first time something has to be there to be changed. */
static void
enabled_cb (AttuneImportTurns *self)
{
  g_autoptr(AttuneTurns) turns = NULL;

  if (self->is_updating)
    return;

  if (!self->has_turns && (turns = attune_import_turns_suggest (self)))
    show_turns (self, turns);

  attune_import_turns_changed (self);
}

static void
remove_cb (AttuneImportTurns *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
attune_import_turns_dispose (GObject *object)
{
  AttuneImportTurns *self = (AttuneImportTurns *)object;

  self->is_updating = TRUE;
  g_clear_pointer (&self->speakers, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_TURNS);
  g_clear_object (&self->fields);

  G_OBJECT_CLASS (attune_import_turns_parent_class)->dispose (object);
}

static void
attune_import_turns_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneImportTurns *self = ATTUNE_IMPORT_TURNS (object);

  switch (prop_id)
    {
    case PROP_CAN_REMOVE:
      g_value_set_boolean (value, self->can_remove);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_turns_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneImportTurns *self = ATTUNE_IMPORT_TURNS (object);

  switch (prop_id)
    {
    case PROP_CAN_REMOVE:
      attune_import_turns_set_can_remove (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name,
                       ATTUNE_TYPE_IMPORT_TURNS,
                       G_SIGNAL_RUN_LAST,
                       0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
attune_import_turns_class_init (AttuneImportTurnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_turns_dispose;
  object_class->get_property = attune_import_turns_get_property;
  object_class->set_property = attune_import_turns_set_property;

  properties[PROP_CAN_REMOVE] =
    g_param_spec_boolean ("can-remove", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = add_signal ("changed");
  signals[SIGNAL_REMOVED] = add_signal ("removed");

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-turns.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportTurns, array_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportTurns, optional_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportTurns, shape_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportTurns, last_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportTurns, before_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportTurns, role_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportTurns, text_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportTurns, take_row);
  gtk_widget_class_bind_template_callback (widget_class, enabled_cb);
  gtk_widget_class_bind_template_callback (widget_class, array_cb);
  gtk_widget_class_bind_template_callback (widget_class, shape_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "changed_cb",
                                                G_CALLBACK (attune_import_turns_changed));
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  attune_import_turns_bind_speakers (widget_class);
}

static void
attune_import_turns_init (AttuneImportTurns *self)
{
  self->speakers = g_ptr_array_new ();
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  attune_import_combo_show_in_full (self->shape_row);
  attune_import_combo_show_in_full (self->take_row);

  /* What a recipe names is there before anything is known of the file. */
  fill_array_row (self);
  fill_member_rows (self, "");
  self->is_updating = FALSE;
}

/* Whether the person can do without the turns, which `removed` tells. */
void
attune_import_turns_set_can_remove (AttuneImportTurns *self,
                                    gboolean           can_remove)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_TURNS (self));

  can_remove = !!can_remove;

  if (self->can_remove == can_remove)
    return;

  self->can_remove = can_remove;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REMOVE]);
}

/* All that is known of the file, for its lists and their members. */
void
attune_import_turns_set_fields (AttuneImportTurns *self,
                                GListModel        *fields)
{
  g_autoptr(AttuneTurns) turns = NULL;

  g_return_if_fail (ATTUNE_IS_IMPORT_TURNS (self));

  turns = self->has_turns ? collect (self) : NULL;
  g_set_object (&self->fields, fields);

  self->is_updating = TRUE;
  fill_array_row (self);
  self->is_updating = FALSE;

  if (turns != NULL)
    show_turns (self, turns);
}

/**
 * attune_import_turns_get_chosen_shape:
 * @self: rows
 *
 * Returns: the shape that the menu says
 */
AttuneTurnsShape
attune_import_turns_get_chosen_shape (AttuneImportTurns *self)
{
  return MIN (adw_combo_row_get_selected (self->shape_row), ATTUNE_N_TURNS_SHAPES - 1);
}

/**
 * attune_import_turns_changed:
 * @self: rows
 *
 * Emits `changed`, unless the rows only follow a recipe.
 */
void
attune_import_turns_changed (AttuneImportTurns *self)
{
  if (!self->is_updating)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Without `changed`: the rows follow a recipe. NULL: there are none. */
void
attune_import_turns_set_turns (AttuneImportTurns *self,
                               const AttuneTurns *turns)
{
  g_autoptr(AttuneTurns) shown = NULL;

  g_return_if_fail (ATTUNE_IS_IMPORT_TURNS (self));

  self->is_updating = TRUE;

  if (adw_expander_row_get_show_enable_switch (ADW_EXPANDER_ROW (self)))
    adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), turns != NULL);

  self->is_updating = FALSE;

  if (turns == NULL)
    return;

  /* An entry must not go while somebody types into it. */
  shown = self->has_turns ? collect (self) : NULL;

  if (shown != NULL && is_same (shown, turns))
    show_subtitle (self, turns);
  else
    show_turns (self, turns);
}

/* Returns: (transfer full) (nullable): what the rows say; NULL when there shall be none */
AttuneTurns *
attune_import_turns_dup_turns (AttuneImportTurns *self)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (self);

  g_return_val_if_fail (ATTUNE_IS_IMPORT_TURNS (self), NULL);

  if (adw_expander_row_get_show_enable_switch (row) && !adw_expander_row_get_enable_expansion (row))
    return NULL;

  return collect (self);
}

/* Returns: (transfer full) (nullable): the turns that the file most likely has; NULL when it has
 * no fields. What was said before is not there in every record. */
AttuneTurns *
attune_import_turns_suggest (AttuneImportTurns *self)
{
  gboolean is_history = adw_expander_row_get_show_enable_switch (ADW_EXPANDER_ROW (self));
  g_autofree char *name = NULL;
  AttuneTurns *turns;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_TURNS (self), NULL);

  name = attune_import_turns_find (self->fields, is_history ? "history" : NULL);

  if (name == NULL)
    return NULL;

  turns = attune_import_turns_guess (self->fields, name);

  if (is_history)
    {
      g_free (turns->array);
      turns->array = g_strconcat (name, "?", NULL);
    }

  return turns;
}
