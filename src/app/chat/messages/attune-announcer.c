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
  GtkAccessible *accessible;   /* borrowed: it owns the announcer */
  char          *text;         /* all there is to read */
  gsize          n_announced;  /* in bytes */
  gint64         announced_at;
};

/**
 * attune_announcer_new:
 * @accessible: what announces; it must outlive the announcer
 *
 * Returns: (transfer full): an announcer
 */
AttuneAnnouncer *
attune_announcer_new (GtkAccessible *accessible)
{
  AttuneAnnouncer *self = g_new0 (AttuneAnnouncer, 1);

  self->accessible = accessible;

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

static void
announce (AttuneAnnouncer *self,
          gsize            end)
{
  g_autofree char *text = NULL;

  if (end <= self->n_announced)
    return;

  text = g_strstrip (g_strndup (self->text + self->n_announced, end - self->n_announced));
  self->n_announced = end;
  self->announced_at = g_get_monotonic_time ();

  if (*text != '\0')
    gtk_accessible_announce (self->accessible, text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
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
  if (g_get_monotonic_time () - self->announced_at < INTERVAL_USEC)
    return;

  g_free (self->text);
  self->text = attune_markdown_dup_plain_text (blocks);
  self->n_announced = MIN (self->n_announced, strlen (self->text));
  announce (self, attune_announcer_find_sentence_end (self->text, self->n_announced));
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

  g_free (self->text);
  self->text = attune_markdown_dup_plain_text (blocks);
  announce (self, strlen (self->text));
}
