/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * AttuneAnnouncer:
 *
 * Lets a screen reader read a text aloud while it grows: whole sentences, not words, and not more often
 * than they can be spoken.
 */
typedef struct _AttuneAnnouncer AttuneAnnouncer;

AttuneAnnouncer *attune_announcer_new               (GtkWidget       *widget);
void             attune_announcer_free              (AttuneAnnouncer *self);
void             attune_announcer_update            (AttuneAnnouncer *self,
                                                     GPtrArray       *blocks);
void             attune_announcer_finish            (AttuneAnnouncer *self,
                                                     GPtrArray       *blocks);
char            *attune_announcer_dup_next          (AttuneAnnouncer *self,
                                                     GPtrArray       *blocks,
                                                     gboolean         is_whole);
gsize            attune_announcer_find_sentence_end (const char      *text,
                                                     gsize            start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneAnnouncer, attune_announcer_free)

G_END_DECLS
