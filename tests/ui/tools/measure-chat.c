/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* measure-chat [MESSAGES]: opens a chat of 2,000 messages with tables, code and Chinese, scrolls
 * through it and at its end, jumps, and lets an answer stream in at 500 tokens a second, and
 * prints what opening took and what the longest frame cost each time, beside the same done to a
 * list view of as many rows that shows nothing. A frame is what the frame clock does from its
 * first to its last phase, and everything that was done for it before; time is what this thread
 * itself has worked, so that other programs do not count. */

#define G_LOG_DOMAIN "measure-chat"

#include "config.h"

#include <stdlib.h>

#include <adwaita.h>

#include "attune-message-list.h"
#include "chat-sample.h"
#include "measure.h"

#define WIDTH  900
#define HEIGHT 760
#define N_STEPS 200
#define N_JUMPS 40

/* 500 tokens a second, of about four bytes each. */
#define PUSH_INTERVAL_MSEC 2
#define PUSH_BYTES         4
#define STREAM_MSEC        6000

typedef struct
{
  double longest_turn;     /* of the main loop, in milliseconds */
  double longest_frame;    /* of which from the first to the last phase of a frame */
  double work;
  guint  n_frames;
} Cost;

static GtkWindow *window;
static GtkAdjustment *adjustment;
static AttuneMessage *streaming;
static Cost cost;
static double frame_begin;
static gint64 push_begin;
static gint64 n_pushed;

static void
before_paint_cb (void)
{
  frame_begin = measure_get_work ();
}

static void
after_paint_cb (void)
{
  double work = measure_get_work () - frame_begin;

  cost.longest_frame = MAX (cost.longest_frame, work);
  cost.work += work;
  cost.n_frames++;
}

static void
watch_frames (void)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);
}

static void
wait_frame (void)
{
  guint n_frames = cost.n_frames;

  gtk_widget_queue_draw (GTK_WIDGET (window));
  while (cost.n_frames == n_frames)
    measure_turn (&cost.longest_turn);
}

/* The next piece of an answer that never ends. */
static void
push_piece (void)
{
  static gsize at;
  char piece[16] = { 0 };
  gsize length = PUSH_BYTES;

  if (at >= strlen (chat_sample_rich))
    at = 0;
  while (((guchar)chat_sample_rich[at + length] & 0xc0) == 0x80)
    length++;
  length = MIN (length, strlen (chat_sample_rich + at));
  memcpy (piece, chat_sample_rich + at, length);
  at += length;
  attune_message_take (streaming, &(AttuneChatDelta) { .text = piece });
}

/* What comes to a person goes on coming while a frame is made: all that is due, by the clock. */
static gboolean
push_cb (gpointer user_data)
{
  gint64 elapsed = g_get_monotonic_time () - push_begin;

  if (streaming == NULL)
    return G_SOURCE_REMOVE;

  for (; n_pushed < elapsed / (PUSH_INTERVAL_MSEC * G_TIME_SPAN_MILLISECOND); n_pushed++)
    push_piece ();

  return G_SOURCE_CONTINUE;
}

static double
get_rate (void)
{
  return n_pushed * 1e6 / (g_get_monotonic_time () - push_begin);
}

static void
scroll_from (double value)
{
  gtk_adjustment_set_value (adjustment, value);
  measure_run (500, &cost.longest_turn);
  cost = (Cost) { 0 };

  for (guint i = 0; i < N_STEPS; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + (i < N_STEPS / 2
                                                                                     ? -60 : 60));
      wait_frame ();
    }
}

static void
scroll (void)
{
  scroll_from (gtk_adjustment_get_upper (adjustment) * 0.5);
}

/* Away from what grows, and back to it. */
static void
scroll_end (void)
{
  scroll_from (gtk_adjustment_get_upper (adjustment));
}

static void
jump (void)
{
  for (guint i = 0; i < N_JUMPS; i++)
    {
      gtk_adjustment_set_value (adjustment,
                                gtk_adjustment_get_upper (adjustment) * (i * 7919 % 100) / 100);
      wait_frame ();
    }
}

static void
go_to_end (void)
{
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  measure_run (200, &cost.longest_turn);
}

static void
stay (void)
{
  go_to_end ();
  cost = (Cost) { 0 };
  measure_run (STREAM_MSEC, &cost.longest_turn);
}

static const struct
{
  const char *name;
  void      (*func) (void);
} acts[] = {
  { "scroll", scroll },
  { "end",    scroll_end },
  { "jump",   jump },
  { "stay",   stay },
};

static double
get_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || (line = strstr (text, "RssAnon:")) == NULL)
    return 0;

  return g_ascii_strtod (line + strlen ("RssAnon:"), NULL) / 1024;
}

static void
measure (Cost *costs)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      cost = (Cost) { 0 };
      acts[i].func ();
      costs[i] = cost;
    }
}

static GtkWidget *
wrap (GtkWidget *list)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_scrollable_new ();

  adw_clamp_scrollable_set_maximum_size (ADW_CLAMP_SCROLLABLE (clamp), 860);
  adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (clamp), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);

  return scrolled;
}

static void
open_chat (GListModel *messages)
{
  AttuneMessageList *list;
  double begin = measure_get_work ();
  double memory = get_memory ();
  GtkWidget *scrolled;

  cost = (Cost) { 0 };
  list = attune_message_list_new ();
  attune_message_list_set_model (list, messages);
  scrolled = wrap (GTK_WIDGET (list));
  adw_window_set_content (ADW_WINDOW (window), scrolled);
  wait_frame ();
  g_print ("opening %.1f ms of work\n", measure_get_work () - begin);
  measure_run (2000, &cost.longest_turn);
  g_print ("memory for it %.1f MB of %.1f MB\n", get_memory () - memory, get_memory ());
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

static void
bind_nothing_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item)
{
  gtk_list_item_set_child (item, g_object_new (GTK_TYPE_BOX, "height-request", 120, NULL));
}

static void
open_bare (GListModel *messages)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (messages)));
  double begin = measure_get_work ();
  GtkWidget *scrolled;

  g_signal_connect (factory, "setup", G_CALLBACK (bind_nothing_cb), NULL);
  cost = (Cost) { 0 };
  scrolled = wrap (gtk_list_view_new (selection, factory));
  adw_window_set_content (ADW_WINDOW (window), scrolled);
  wait_frame ();
  g_print ("opening bare %.1f ms of work\n", measure_get_work () - begin);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

static void
add_streaming (GListModel *messages)
{
  const AttuneMessageRow row = {
    .id = 100000,
    .author = ATTUNE_MESSAGE_ASSISTANT,
    .state = ATTUNE_MESSAGE_STREAMING,
    .content = (char *)"",
    .model = (char *)"keeper",
  };

  streaming = attune_message_new (&row);
  g_list_store_append (G_LIST_STORE (messages), streaming);
  push_begin = g_get_monotonic_time ();
  g_timeout_add (PUSH_INTERVAL_MSEC, push_cb, NULL);
}

int
main (int   argc,
      char *argv[])
{
  guint n_messages = argc > 1 ? (guint)atoi (argv[1]) : 2000;
  g_autoptr(AdwApplication) application = NULL;
  g_autoptr(GListModel) messages = NULL;
  Cost of_chat[G_N_ELEMENTS (acts)];
  Cost of_bare[G_N_ELEMENTS (acts)];

  dex_init ();

  /* It loads the style sheet of the window. */
  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id", "io.github.attune.Attune.MeasureChat",
                              "resource-base-path", "/io/github/attune/Attune",
                              NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (window, WIDTH, HEIGHT);
  /* The first drawing loads fonts, those for Chinese, too. */
  adw_window_set_content (ADW_WINDOW (window), gtk_label_new ("它很常见 “Letters” 0123456789 🙂 تضيء"));
  gtk_window_present (window);
  measure_run (500, &cost.longest_turn);
  watch_frames ();

  messages = chat_sample_new_messages (n_messages);
  open_chat (messages);
  add_streaming (messages);
  measure (of_chat);
  g_print ("streaming %.0f tokens/s meanwhile\n", get_rate ());
  g_clear_object (&streaming);
  open_bare (messages);
  measure (of_bare);

  g_print ("%-8s %24s %24s\n", "longest", "chat: frame (turn, mean)", "bare: frame (turn, mean)");

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    g_print ("%-8s %6.1f (%5.1f, %5.1f) %6.1f (%5.1f, %5.1f) ms\n", acts[i].name,
             of_chat[i].longest_frame, of_chat[i].longest_turn,
               of_chat[i].work / MAX (of_chat[i].n_frames, 1),
             of_bare[i].longest_frame, of_bare[i].longest_turn,
               of_bare[i].work / MAX (of_bare[i].n_frames, 1));

  exit (0);
}
