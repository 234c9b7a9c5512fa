/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-composer"

#include "config.h"

#include "attune-composer.h"
#include "attune-ui-test.h"

typedef struct
{
  AttuneComposer *composer;
  GtkWindow      *window;
  GString        *sent;
  guint           n_stopped;
} Fixture;

static void
send_cb (AttuneComposer *composer,
         const char     *text,
         Fixture        *f)
{
  g_string_append_printf (f->sent, "[%s]", text);
}

static void
stop_cb (AttuneComposer *composer,
         Fixture        *f)
{
  f->n_stopped++;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  f->sent = g_string_new (NULL);
  f->composer = g_object_new (ATTUNE_TYPE_COMPOSER, NULL);
  g_signal_connect (f->composer, "send", G_CALLBACK (send_cb), f);
  g_signal_connect (f->composer, "stop", G_CALLBACK (stop_cb), f);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (f->composer));

  f->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (f->window, 400, 500);
  adw_window_set_content (ADW_WINDOW (f->window), box);
  attune_ui_test_present (f->window);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_destroy (f->window);
  g_string_free (f->sent, TRUE);
}

/* What the key controller of the text view is told when a key goes down there. */
static gboolean
press (Fixture         *f,
       guint            keyval,
       GdkModifierType  state)
{
  GtkWidget *view = attune_ui_test_find_id (GTK_WIDGET (f->composer), "text_view");
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (view);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_handled = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller) ||
          gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;

      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &is_handled);
      return is_handled;
    }

  g_assert_not_reached ();
}

static gboolean
is_shown (Fixture    *f,
          const char *id)
{
  return gtk_widget_get_mapped (attune_ui_test_find_id (GTK_WIDGET (f->composer), id));
}

static void
test_send (Fixture       *f,
           gconstpointer  data)
{
  GtkWidget *button = attune_ui_test_find_id (GTK_WIDGET (f->composer), "send_button");
  g_autofree char *text = NULL;

  attune_ui_test_check_names (GTK_WIDGET (f->composer));

  /* Nothing, and nothing but blanks, is not sent. */
  g_assert_false (gtk_widget_is_sensitive (button));
  attune_composer_set_text (f->composer, " \n ");
  g_assert_false (gtk_widget_is_sensitive (button));
  g_assert_true (press (f, GDK_KEY_Return, 0));
  g_assert_cmpstr (f->sent->str, ==, "");

  attune_composer_set_text (f->composer, "  你好, Pip!\nHow are you? ");
  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_false (press (f, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_false (press (f, GDK_KEY_a, 0));
  g_assert_cmpstr (f->sent->str, ==, "");
  g_assert_true (press (f, GDK_KEY_Return, 0));
  g_assert_cmpstr (f->sent->str, ==, "[你好, Pip!\nHow are you?]");
  text = attune_composer_dup_text (f->composer);
  g_assert_cmpstr (text, ==, "");

  attune_composer_set_text (f->composer, "again");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (f->sent->str, ==, "[你好, Pip!\nHow are you?][again]");
}

/* Who writes long messages may let Enter begin a line. */
static void
test_send_key (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(GSettings) settings = g_settings_new ("io.github.attune.Attune");
  GtkWidget *button = attune_ui_test_find_id (GTK_WIDGET (f->composer), "send_button");

  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Send (Enter)");
  g_settings_set_string (settings, "send-key", "ctrl-enter");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Send (Ctrl+Enter)");

  attune_composer_set_text (f->composer, "one");
  g_assert_false (press (f, GDK_KEY_Return, 0));
  g_assert_false (press (f, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_false (press (f, GDK_KEY_Return, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  g_assert_cmpstr (f->sent->str, ==, "");
  g_assert_true (press (f, GDK_KEY_Return, GDK_CONTROL_MASK));
  g_assert_cmpstr (f->sent->str, ==, "[one]");

  g_settings_set_string (settings, "send-key", "enter");
  attune_composer_set_text (f->composer, "two");
  g_assert_true (press (f, GDK_KEY_Return, 0));
  g_assert_cmpstr (f->sent->str, ==, "[one][two]");
}

/* While an input method composes, Enter chooses its characters. */
static void
test_input_method (Fixture       *f,
                   gconstpointer  data)
{
  GtkWidget *view = attune_ui_test_find_id (GTK_WIDGET (f->composer), "text_view");

  attune_composer_set_text (f->composer, "灯");
  g_signal_emit_by_name (view, "preedit-changed", "ta");
  g_assert_false (press (f, GDK_KEY_Return, 0));
  g_assert_cmpstr (f->sent->str, ==, "");
  g_signal_emit_by_name (view, "preedit-changed", "");
  g_assert_true (press (f, GDK_KEY_Return, 0));
  g_assert_cmpstr (f->sent->str, ==, "[灯]");
}

static void
test_stop (Fixture       *f,
           gconstpointer  data)
{
  attune_composer_set_text (f->composer, "the next one");
  g_assert_true (is_shown (f, "send_button"));
  attune_composer_set_is_answering (f->composer, TRUE);
  g_assert_true (is_shown (f, "stop_button"));
  g_assert_false (is_shown (f, "send_button"));

  /* One may go on writing, but not send, while an answer comes. */
  g_assert_true (press (f, GDK_KEY_Return, 0));
  g_assert_cmpstr (f->sent->str, ==, "");
  g_signal_emit_by_name (attune_ui_test_find_id (GTK_WIDGET (f->composer), "stop_button"), "clicked");
  g_assert_cmpuint (f->n_stopped, ==, 1);

  attune_composer_set_is_answering (f->composer, FALSE);
  g_assert_true (is_shown (f, "send_button"));
  g_assert_true (press (f, GDK_KEY_KP_Enter, 0));
  g_assert_cmpstr (f->sent->str, ==, "[the next one]");
}

static gboolean
count_frame (GtkWidget     *widget,
             GdkFrameClock *clock,
             gpointer       user_data)
{
  guint *n_frames = user_data;

  (*n_frames)--;

  return *n_frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* How high it is once the text was laid out. */
static int
measure (Fixture    *f,
         const char *text)
{
  guint n_frames = 4;

  attune_composer_set_text (f->composer, text);
  gtk_widget_add_tick_callback (GTK_WIDGET (f->composer), count_frame, &n_frames, NULL);
  while (n_frames > 0)
    g_main_context_iteration (NULL, TRUE);

  return gtk_widget_get_height (GTK_WIDGET (f->composer));
}

static void
test_height (Fixture       *f,
             gconstpointer  data)
{
  int one = measure (f, "a");
  int three = measure (f, "a\na\na");
  int six = measure (f, "a\na\na\na\na\na");
  int twenty = measure (f, "a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na");

  g_assert_cmpint (three, >, one);
  g_assert_cmpint (six, >, three);
  g_assert_cmpint (twenty, >=, six);
  g_assert_cmpint (twenty, <, six + (six - three) / 3);
}

#define wait_until(condition) \
  while (!(condition)) \
    g_main_context_iteration (NULL, TRUE)

static gboolean
has_all_width (Fixture *f)
{
  GtkWidget *view = attune_ui_test_find_id (GTK_WIDGET (f->composer), "text_view");

  return gtk_widget_get_width (view) > gtk_widget_get_width (GTK_WIDGET (f->composer)) - 40;
}

/* What needs more than a line has all of the width, and keeps the focus; wherever there is room for
 * it, it stands between the buttons. */
static void
test_layout (Fixture       *f,
             gconstpointer  data)
{
  static const char text[] = "A question about the sea, and about ships that are on it.";

  gtk_widget_grab_focus (GTK_WIDGET (f->composer));
  attune_composer_set_text (f->composer, "Short");
  wait_until (!has_all_width (f));
  attune_composer_set_text (f->composer, text);
  wait_until (has_all_width (f));
  g_assert_true (gtk_widget_has_focus (attune_ui_test_find_id (GTK_WIDGET (f->composer),
                                                               "text_view")));
  gtk_window_set_default_size (f->window, 900, 500);
  wait_until (!has_all_width (f));
  gtk_window_set_default_size (f->window, 400, 500);
  wait_until (has_all_width (f));
  attune_composer_set_text (f->composer, "One\nTwo");
  wait_until (has_all_width (f));
  attune_composer_set_text (f->composer, NULL);
  wait_until (!has_all_width (f));
}

static gboolean
is_underlined (GtkTextBuffer *buffer,
               int            offset)
{
  g_autoptr(GSList) tags = NULL;
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, offset);
  tags = gtk_text_iter_get_tags (&iter);

  for (GSList *l = tags; l != NULL; l = l->next)
    {
      PangoUnderline underline;

      g_object_get (l->data, "underline", &underline, NULL);

      if (underline == PANGO_UNDERLINE_ERROR || underline == PANGO_UNDERLINE_ERROR_LINE)
        return TRUE;
    }

  return FALSE;
}

/* Where there is a dictionary, a word that is none is underlined, and the others are not. */
static void
test_spelling (Fixture       *f,
               gconstpointer  data)
{
  static const char text[] = "The red lighthuose is old";
  GtkTextView *view = GTK_TEXT_VIEW (attune_ui_test_find_id (GTK_WIDGET (f->composer), "text_view"));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  if (gtk_text_view_get_extra_menu (view) == NULL)
    {
      g_test_skip ("libspelling or a dictionary of the language is not installed");
      return;
    }

  attune_composer_set_text (f->composer, text);

  while (!is_underlined (buffer, strstr (text, "lighthuose") - text + 2))
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (is_underlined (buffer, strstr (text, "red") - text + 1));
}

int
main (int   argc,
      char *argv[])
{
  /* Settings are kept for this test alone. */
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);

  dex_init ();
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/Attune/Composer/send", Fixture, NULL, set_up, test_send, tear_down);
  g_test_add ("/Attune/Composer/send-key", Fixture, NULL, set_up, test_send_key, tear_down);
  g_test_add ("/Attune/Composer/input-method", Fixture, NULL, set_up, test_input_method, tear_down);
  g_test_add ("/Attune/Composer/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/Attune/Composer/height", Fixture, NULL, set_up, test_height, tear_down);
  g_test_add ("/Attune/Composer/layout", Fixture, NULL, set_up, test_layout, tear_down);
  g_test_add ("/Attune/Composer/spelling", Fixture, NULL, set_up, test_spelling, tear_down);

  return g_test_run ();
}
