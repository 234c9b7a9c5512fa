/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-table"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"

#include "attune-example-cell.h"
#include "attune-example-table.h"

/* Room for “1,000,000” and “999 bytes”, for “999”, and for some words of a text. */
#define MIN_NUMBER_CHARS 9
#define MIN_TURNS_CHARS  3
#define MIN_TEXT_CHARS   12

/* GTK keeps widgets for two hundred rows and makes all of them in one turn of the main loop, a
 * tenth of a second. It is given those that can be seen, and then some more with each frame. */
#define FIRST_ROWS   48
#define ROWS_A_FRAME 16
#define KEPT_ROWS    256
#define FRAME_MSEC   16

struct _AttuneExampleTable
{
  AdwBin               parent_instance;

  AttuneExampleList   *list;
  guint                growth_id;
  GtkWidget           *menu;
  gboolean             is_narrow;
  gboolean             is_ordering;      /* the order is being set, not chosen */

  GtkColumnView       *column_view;
  GtkMultiSelection   *selection;
  GtkSliceListModel   *slice;            /* of the list, that of which GTK knows */
  GtkColumnViewColumn *number_column;
  GtkColumnViewColumn *answer_column;
  GtkColumnViewColumn *turns_column;
  GtkColumnViewColumn *size_column;
  GMenuModel          *row_menu;
};

enum {
  PROP_0,
  PROP_IS_NARROW,
  N_PROPS
};

enum {
  SIGNAL_SELECTION_CHANGED,
  SIGNAL_ROW_ACTIVATED,
  SIGNAL_ORDER_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneExampleTable, attune_example_table, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* What a cell shows of its item. */
typedef void (*CellFunc) (AttuneExampleCell *cell,
                          AttuneExampleItem *item);

static void
show_number (AttuneExampleCell *cell,
             AttuneExampleItem *item)
{
  AttuneRowState state = attune_example_item_get_state (item);
  g_autofree char *number = attune_format_count ((guint64)attune_example_item_get_row (item) + 1);
  const char *mark = NULL;

  if ((state & ATTUNE_ROW_ADDED) != 0)
    mark = _("Added");
  else if ((state & ATTUNE_ROW_EDITED) != 0)
    mark = _("Edited");

  attune_example_cell_set_text (cell, number);
  attune_example_cell_set_mark (cell, mark);
}

static void
show_question (AttuneExampleCell *cell,
               AttuneExampleItem *item)
{
  const char *problem = attune_example_item_get_problem (item);

  attune_example_cell_set_text (cell, problem != NULL ? problem
                                                      : attune_example_item_get_question (item));
}

static void
show_answer (AttuneExampleCell *cell,
             AttuneExampleItem *item)
{
  attune_example_cell_set_text (cell, attune_example_item_get_answer (item));
}

static void
show_turns (AttuneExampleCell *cell,
            AttuneExampleItem *item)
{
  guint n_turns = attune_example_item_get_n_turns (item);
  g_autofree char *text = n_turns > 0 ? attune_format_count (n_turns) : g_strdup ("–");

  attune_example_cell_set_text (cell, text);
}

static void
show_size (AttuneExampleCell *cell,
           AttuneExampleItem *item)
{
  g_autofree char *text = g_format_size (attune_example_item_get_size (item));

  attune_example_cell_set_text (cell, text);
}

static void
show_cell (GtkColumnViewCell *cell)
{
  AttuneExampleItem *item = gtk_column_view_cell_get_item (cell);
  AttuneExampleCell *child = ATTUNE_EXAMPLE_CELL (gtk_column_view_cell_get_child (cell));
  CellFunc func = g_object_get_data (G_OBJECT (cell), "attune-show");
  AttuneRowState state = attune_example_item_get_state (item);

  func (child, item);
  attune_example_cell_set_is_struck (child, (state & ATTUNE_ROW_OUT) != 0);
}

static void
bind (GtkColumnViewCell *cell,
      CellFunc           func)
{
  g_object_set_data (G_OBJECT (cell), "attune-show", func);
  g_signal_connect_swapped (gtk_column_view_cell_get_item (cell), "changed",
                            G_CALLBACK (show_cell), cell);
  show_cell (cell);
}

static void
unbind_cb (AttuneExampleTable *self,
           GtkColumnViewCell  *cell)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_cell_get_item (cell), show_cell, cell);
}

static void
set_up_cell (AttuneExampleTable *self,
             GtkColumnViewCell  *cell,
             guint               min_chars,
             gboolean            is_number)
{
  GtkWidget *child = attune_example_cell_new (GTK_WIDGET (self->column_view), min_chars, is_number);

  g_object_set_data (G_OBJECT (child), "attune-cell", cell);
  gtk_column_view_cell_set_child (cell, child);
  gtk_column_view_cell_set_focusable (cell, FALSE);
}

static void
setup_text_cb (AttuneExampleTable *self,
               GtkColumnViewCell  *cell)
{
  set_up_cell (self, cell, MIN_TEXT_CHARS, FALSE);
}

static void
setup_number_cb (AttuneExampleTable *self,
                 GtkColumnViewCell  *cell)
{
  set_up_cell (self, cell, MIN_NUMBER_CHARS, TRUE);
}

static void
setup_turns_cb (AttuneExampleTable *self,
                GtkColumnViewCell  *cell)
{
  set_up_cell (self, cell, MIN_TURNS_CHARS, TRUE);
}

static void
bind_number_cb (AttuneExampleTable *self,
                GtkColumnViewCell  *cell)
{
  bind (cell, show_number);
}

static void
bind_question_cb (AttuneExampleTable *self,
                  GtkColumnViewCell  *cell)
{
  bind (cell, show_question);
}

static void
bind_answer_cb (AttuneExampleTable *self,
                GtkColumnViewCell  *cell)
{
  bind (cell, show_answer);
}

static void
bind_turns_cb (AttuneExampleTable *self,
               GtkColumnViewCell  *cell)
{
  bind (cell, show_turns);
}

static void
bind_size_cb (AttuneExampleTable *self,
              GtkColumnViewCell  *cell)
{
  bind (cell, show_size);
}

/* What is read aloud for a row before its cells: that it is struck out is only seen. */
static void
name_row (GtkColumnViewRow *row)
{
  AttuneExampleItem *item = gtk_column_view_row_get_item (row);
  AttuneRowState state = attune_example_item_get_state (item);
  g_autofree char *number = attune_format_count ((guint64)attune_example_item_get_row (item) + 1);
  g_autofree char *name = NULL;

  /* Translators: %s is the place of an example in its dataset, from 1; in the next three, too. */
  if ((state & ATTUNE_ROW_OUT) != 0)
    name = g_strdup_printf (_("Example %s, marked out"), number);
  else if ((state & ATTUNE_ROW_ADDED) != 0)
    name = g_strdup_printf (_("Example %s, added"), number);
  else if ((state & ATTUNE_ROW_EDITED) != 0)
    name = g_strdup_printf (_("Example %s, edited"), number);
  else
    name = g_strdup_printf (_("Example %s"), number);

  gtk_column_view_row_set_accessible_label (row, name);
}

static void
bind_row_cb (AttuneExampleTable *self,
             GtkColumnViewRow   *row)
{
  g_signal_connect_swapped (gtk_column_view_row_get_item (row), "changed",
                            G_CALLBACK (name_row), row);
  name_row (row);
}

static void
unbind_row_cb (AttuneExampleTable *self,
               GtkColumnViewRow   *row)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_row_get_item (row), name_row, row);
}

static gboolean
grow_cb (gpointer user_data)
{
  AttuneExampleTable *self = user_data;
  guint size = gtk_slice_list_model_get_size (self->slice) + ROWS_A_FRAME;

  if (size < KEPT_ROWS)
    {
      gtk_slice_list_model_set_size (self->slice, size);
      return G_SOURCE_CONTINUE;
    }

  self->growth_id = 0;
  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);

  return G_SOURCE_REMOVE;
}

/* When many rows follow few, there are not yet widgets for them. */
static void
items_changed_cb (AttuneExampleTable *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint size = gtk_slice_list_model_get_size (self->slice);

  if (n_items < KEPT_ROWS && n_items <= size)
    {
      g_clear_handle_id (&self->growth_id, g_source_remove);
      gtk_slice_list_model_set_size (self->slice, MAX (n_items, FIRST_ROWS));
    }
  else if (n_items > size && self->growth_id == 0)
    {
      self->growth_id = g_timeout_add (FRAME_MSEC, grow_cb, self);
    }
}

static void
stop_growth (AttuneExampleTable *self)
{
  g_clear_handle_id (&self->growth_id, g_source_remove);
  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
}

/* A row far away that is selected or focused at once gets a widget before all those around it,
 * which then change their order, and with that their style: twice the time. So they come first. */
static void
go_to (AttuneExampleTable *self,
       guint               position)
{
  gtk_column_view_scroll_to (self->column_view, position, NULL, GTK_LIST_SCROLL_NONE, NULL);
}

/* Then GTK does what it does. */
static gboolean
key_pressed_cb (AttuneExampleTable *self,
                guint               keyval)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if (n_items > 0 && (keyval == GDK_KEY_Home || keyval == GDK_KEY_KP_Home))
    go_to (self, 0);
  else if (n_items > 0 && (keyval == GDK_KEY_End || keyval == GDK_KEY_KP_End))
    go_to (self, n_items - 1);

  return GDK_EVENT_PROPAGATE;
}

/* What is selected is a position, where another row may be now. */
static void
replaced_cb (AttuneExampleTable *self,
             gboolean            is_asked)
{
  GtkScrollable *scrollable = GTK_SCROLLABLE (self->column_view);

  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));

  if (is_asked)
    gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (scrollable), 0);
}

static void
selection_changed_cb (AttuneExampleTable *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

static void
activate_cb (AttuneExampleTable *self,
             guint               position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  g_signal_emit (self, signals[SIGNAL_ROW_ACTIVATED], 0);
}

static void
order_changed_cb (AttuneExampleTable *self)
{
  if (!self->is_ordering)
    g_signal_emit (self, signals[SIGNAL_ORDER_CHANGED], 0);
}

static GtkColumnViewCell *
find_cell (GtkWidget *widget)
{
  GtkColumnViewCell *cell = g_object_get_data (G_OBJECT (widget), "attune-cell");

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && cell == NULL;
       child = gtk_widget_get_next_sibling (child))
    cell = find_cell (child);

  return cell;
}

/* The row at a place in the view, which only its cells know. */
static gboolean
find_position (AttuneExampleTable *self,
               double              x,
               double              y,
               guint              *position)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->column_view), x, y, GTK_PICK_DEFAULT);
  GtkColumnViewCell *cell = NULL;

  while (widget != NULL && widget != GTK_WIDGET (self->column_view) &&
         g_strcmp0 (gtk_widget_get_css_name (widget), "row") != 0)
    widget = gtk_widget_get_parent (widget);

  if (widget != NULL && widget != GTK_WIDGET (self->column_view))
    cell = find_cell (widget);

  if (cell == NULL)
    return FALSE;

  *position = gtk_column_view_cell_get_position (cell);

  return *position != GTK_INVALID_LIST_POSITION;
}

static void
open_menu (AttuneExampleTable *self,
           double              x,
           double              y)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* A row that is not selected is the one that is meant; one of several means all of them. */
static void
open_menu_at (AttuneExampleTable *self,
              double              x,
              double              y)
{
  guint position;

  if (!find_position (self, x, y, &position))
    return;

  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);

  open_menu (self, x, y);
}

static void
pressed_cb (AttuneExampleTable *self,
            int                 n_press,
            double              x,
            double              y,
            GtkGesture         *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu_at (self, x, y);
}

static void
long_pressed_cb (AttuneExampleTable *self,
                 double              x,
                 double              y,
                 GtkGesture         *gesture)
{
  open_menu_at (self, x, y);
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneExampleTable *self = ATTUNE_EXAMPLE_TABLE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_point_t point = GRAPHENE_POINT_INIT (24, 24);
  g_autoptr(GtkBitset) selected = NULL;

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (gtk_bitset_is_empty (selected))
    return;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->column_view)) &&
      !gtk_widget_compute_point (focus, GTK_WIDGET (self->column_view), &point, &point))
    point = GRAPHENE_POINT_INIT (24, 24);

  open_menu (self, point.x, point.y);
}

static void
add_gesture (AttuneExampleTable *self,
             GtkGesture         *gesture)
{
  gtk_widget_add_controller (GTK_WIDGET (self->column_view), GTK_EVENT_CONTROLLER (gesture));
}

static void
add_menu (AttuneExampleTable *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *hold = gtk_gesture_long_press_new ();

  self->menu = gtk_popover_menu_new_from_model (self->row_menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  add_gesture (self, click);

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), TRUE);
  g_signal_connect_swapped (hold, "pressed", G_CALLBACK (long_pressed_cb), self);
  add_gesture (self, hold);
}

static void
add_keys (AttuneExampleTable *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->column_view), keys);
}

/* The list sorts itself, on a thread; a sorter that does nothing makes the header a button. */
static void
add_sorters (AttuneExampleTable *self)
{
  GtkColumnViewColumn *columns[] = { self->number_column, self->size_column };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));

      gtk_column_view_column_set_sorter (columns[i], sorter);
    }

  g_signal_connect_object (gtk_column_view_get_sorter (self->column_view), "changed",
                           G_CALLBACK (order_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
attune_example_table_dispose (GObject *object)
{
  AttuneExampleTable *self = (AttuneExampleTable *)object;

  g_clear_handle_id (&self->growth_id, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_EXAMPLE_TABLE);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (attune_example_table_parent_class)->dispose (object);
}

static void
attune_example_table_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AttuneExampleTable *self = ATTUNE_EXAMPLE_TABLE (object);

  switch (prop_id)
    {
    case PROP_IS_NARROW:
      g_value_set_boolean (value, self->is_narrow);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_example_table_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  AttuneExampleTable *self = ATTUNE_EXAMPLE_TABLE (object);

  switch (prop_id)
    {
    case PROP_IS_NARROW:
      attune_example_table_set_is_narrow (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* The row that was worked on, and not the headers above it. */
static gboolean
attune_example_table_grab_focus (GtkWidget *widget)
{
  AttuneExampleTable *self = ATTUNE_EXAMPLE_TABLE (widget);
  g_autoptr(GtkBitset) selected = NULL;

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (!gtk_bitset_is_empty (selected))
    gtk_column_view_scroll_to (self->column_view, gtk_bitset_get_minimum (selected), NULL,
                               GTK_LIST_SCROLL_FOCUS, NULL);

  return gtk_widget_grab_focus (GTK_WIDGET (self->column_view));
}

static void
attune_example_table_class_init (AttuneExampleTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_example_table_dispose;
  object_class->get_property = attune_example_table_get_property;
  object_class->set_property = attune_example_table_set_property;

  widget_class->grab_focus = attune_example_table_grab_focus;

  properties[PROP_IS_NARROW] =
    g_param_spec_boolean ("is-narrow", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_SELECTION_CHANGED] =
    g_signal_new ("selection-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ROW_ACTIVATED] =
    g_signal_new ("row-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ORDER_CHANGED] =
    g_signal_new ("order-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-example-table.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleTable, column_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleTable, selection);
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleTable, slice);
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleTable, number_column);
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleTable, answer_column);
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleTable, turns_column);
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleTable, size_column);
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleTable, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_number_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_turns_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_number_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_question_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_answer_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_turns_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_size_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);

  gtk_widget_class_install_action (widget_class, "example-table.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "example-table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "example-table.menu", NULL);
}

static void
attune_example_table_init (AttuneExampleTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_menu (self);
  add_keys (self);
  add_sorters (self);
}

void
attune_example_table_set_list (AttuneExampleTable *self,
                               AttuneExampleList  *list)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_TABLE (self));
  g_return_if_fail (list == NULL || ATTUNE_IS_EXAMPLE_LIST (list));

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);

  g_clear_handle_id (&self->growth_id, g_source_remove);
  g_set_object (&self->list, list);
  gtk_slice_list_model_set_size (self->slice, FIRST_ROWS);
  gtk_slice_list_model_set_model (self->slice, G_LIST_MODEL (list));

  if (list == NULL)
    return;

  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_SWAPPED);
  items_changed_cb (self);
}

/* Selects what is shown first, without taking the focus from where it is. */
void
attune_example_table_select_first (AttuneExampleTable *self)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_TABLE (self));

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
}

void
attune_example_table_set_is_narrow (AttuneExampleTable *self,
                                    gboolean            is_narrow)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_TABLE (self));

  if (self->is_narrow == is_narrow)
    return;

  self->is_narrow = is_narrow;
  gtk_column_view_column_set_visible (self->answer_column, !is_narrow);
  gtk_column_view_column_set_visible (self->turns_column, !is_narrow);
  gtk_column_view_column_set_visible (self->size_column, !is_narrow);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
}

/* The selected rows. */
AttuneRowSet *
attune_example_table_dup_selected (AttuneExampleTable *self)
{
  g_autoptr(GArray) rows = attune_example_table_dup_shown (self);

  return attune_row_set_new_for_rows ((const guint *)rows->data, rows->len);
}

/* The same in the order in which they are shown. */
GArray *
attune_example_table_dup_shown (AttuneExampleTable *self)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GtkBitset) selected = NULL;
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_TABLE (self), rows);

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, selected, &position);
       is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &position))
    {
      guint row = attune_example_list_get_row (self->list, position);

      g_array_append_val (rows, row);
    }

  return rows;
}

/* Selects a row that is shown, and only that, and brings it into view. */
void
attune_example_table_select (AttuneExampleTable *self,
                             guint               row)
{
  guint position;

  g_return_if_fail (ATTUNE_IS_EXAMPLE_TABLE (self));

  if (self->list == NULL || !attune_example_list_find (self->list, row, &position))
    return;

  if (position >= gtk_slice_list_model_get_size (self->slice))
    stop_growth (self);

  go_to (self, position);
  gtk_column_view_scroll_to (self->column_view, position, NULL,
                             GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
}

AttuneRowsOrder
attune_example_table_get_order (AttuneExampleTable *self,
                                gboolean           *is_descending)
{
  GtkColumnViewSorter *sorter;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_TABLE (self), ATTUNE_ROWS_BY_NUMBER);

  sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->column_view));
  *is_descending = gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING;

  return gtk_column_view_sorter_get_primary_sort_column (sorter) == self->size_column
         ? ATTUNE_ROWS_BY_SIZE : ATTUNE_ROWS_BY_NUMBER;
}

void
attune_example_table_set_order (AttuneExampleTable *self,
                                AttuneRowsOrder     order,
                                gboolean            is_descending)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_TABLE (self));

  self->is_ordering = TRUE;
  gtk_column_view_sort_by_column (self->column_view,
                                  order == ATTUNE_ROWS_BY_SIZE ? self->size_column
                                                               : self->number_column,
                                  is_descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->is_ordering = FALSE;
}
