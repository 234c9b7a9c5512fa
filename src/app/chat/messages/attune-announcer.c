/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-announcer"

#include "config.h"

#include <string.h>

#include "attune-announcer.h"
#include "attune-markdown-block.h"

/* Sentences that come faster than this are announced together. */
#define INTERVAL_USEC (1500 * G_TIME_SPAN_MILLISECOND)

struct _AttuneAnnouncer
{
  GtkWidget *widget;       /* borrowed: it owns the announcer */
  char      *text;         /* all there is to read */
  gsize      n_announced;  /* in bytes */
  gint64     announced_at;
};

/**
 * attune_announcer_new:
 * @widget: in whose window it is announced; it must outlive the announcer
 *
 * Returns: (transfer full): an announcer
 */
AttuneAnnouncer *
attune_announcer_new (GtkWidget *widget)
{
  AttuneAnnouncer *self = g_new0 (AttuneAnnouncer, 1);

  self->widget = widget;

  return self;
}

/**
 * attune_announcer_free:
 * @self: (transfer full): an announcer
 */
void
attune_announcer_free (AttuneAnnouncer *self)
{
  g_free (self->text);
  g_free (self);
}

/* A dot between digits, or in a name, ends nothing. */
static gboolean
ends_sentence (gunichar    character,
               const char *next)
{
  switch (character)
    {
    case '\n':
    case 0x3002:    /* ideographic full stop */
    case 0xff01:    /* full-width exclamation mark */
    case 0xff1f:    /* full-width question mark */
      return TRUE;

    case '.':
    case '!':
    case '?':
    case 0x06d4:    /* Arabic full stop */
    case 0x061f:    /* Arabic question mark */
      return *next == ' ' || *next == '\n';

    default:
      return FALSE;
    }
}

/**
 * attune_announcer_find_sentence_end:
 * @text: a text, valid UTF-8
 * @start: where to begin, in bytes
 *
 * Returns: where the last whole sentence ends, in bytes; @start when there is none
 */
gsize
attune_announcer_find_sentence_end (const char *text,
                                    gsize       start)
{
  gsize end = start;

  for (const char *c = text + start; *c != '\0';)
    {
      const char *next = g_utf8_next_char (c);

      if (ends_sentence (g_utf8_get_char (c), next))
        end = next - text;
      c = next;
    }

  return end;
}

/* What came before may read otherwise now, as a table does once it is whole, or be another answer
 * altogether: what was announced is what both begin with, in whole characters. */
static void
set_text (AttuneAnnouncer *self,
          GPtrArray       *blocks,
          gboolean         is_whole)
{
  g_autofree char *old = g_steal_pointer (&self->text);
  gsize n_same = 0;

  self->text = attune_markdown_dup_plain_text (blocks);

  /* The end of a block ends a sentence, but not that of the one that grows. */
  if (!is_whole)
    g_strchomp (self->text);

  while (n_same < self->n_announced && self->text[n_same] == old[n_same])
    n_same++;

  while (n_same > 0 && ((guchar)self->text[n_same] & 0xc0) == 0x80)
    n_same--;

  self->n_announced = n_same;
}

/**
 * attune_announcer_dup_next:
 * @self: an announcer
 * @blocks: (element-type AttuneMarkdownBlock): what has come so far
 * @is_whole: whether no more will come
 *
 * Returns: (transfer full) (nullable): what is to be read now, which counts as read; %NULL when
 *   there is no further sentence
 */
char *
attune_announcer_dup_next (AttuneAnnouncer *self,
                           GPtrArray       *blocks,
                           gboolean         is_whole)
{
  g_autofree char *next = NULL;
  gsize end;

  g_return_val_if_fail (self != NULL, NULL);

  set_text (self, blocks, is_whole);
  end = is_whole ? strlen (self->text)
                 : attune_announcer_find_sentence_end (self->text, self->n_announced);
  next = g_strstrip (g_strndup (self->text + self->n_announced, end - self->n_announced));
  self->n_announced = end;

  return *next != '\0' ? g_steal_pointer (&next) : NULL;
}

/* Only the window is known to a screen reader from the beginning: what a widget says that nobody
 * has looked at yet is lost. */
static void
announce (AttuneAnnouncer *self,
          GPtrArray       *blocks,
          gboolean         is_whole)
{
  GtkRoot *root = gtk_widget_get_root (self->widget);
  g_autofree char *text = attune_announcer_dup_next (self, blocks, is_whole);

  if (text == NULL || root == NULL)
    return;

  self->announced_at = g_get_monotonic_time ();
  gtk_accessible_announce (GTK_ACCESSIBLE (root), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/**
 * attune_announcer_update:
 * @self: an announcer
 * @blocks: (element-type AttuneMarkdownBlock): what has come so far
 */
void
attune_announcer_update (AttuneAnnouncer *self,
                         GPtrArray       *blocks)
{
  g_return_if_fail (self != NULL);

  /* Making the text is not free, and nothing would be said. */
  if (g_get_monotonic_time () - self->announced_at >= INTERVAL_USEC)
    announce (self, blocks, FALSE);
}

/**
 * attune_announcer_finish:
 * @self: an announcer
 * @blocks: (element-type AttuneMarkdownBlock): all that came
 *
 * Announces what is left, since no more will come.
 */
void
attune_announcer_finish (AttuneAnnouncer *self,
                         GPtrArray       *blocks)
{
  g_return_if_fail (self != NULL);

  announce (self, blocks, TRUE);
}
