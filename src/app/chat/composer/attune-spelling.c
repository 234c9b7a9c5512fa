/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-spelling"

#include "config.h"

#ifdef HAVE_SPELLING
#include <libspelling.h>
#endif

#include "attune-spelling.h"

/**
 * attune_spelling_attach:
 * @view: where a person writes
 */
void
attune_spelling_attach (GtkSourceView *view)
{
#ifdef HAVE_SPELLING
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  SpellingChecker *checker;
  g_autoptr(SpellingTextBufferAdapter) adapter = NULL;

  spelling_init ();
  checker = spelling_checker_get_default ();

  /* Without a dictionary every word would be wrong. */
  if (spelling_checker_get_language (checker) == NULL)
    return;

  adapter = spelling_text_buffer_adapter_new (GTK_SOURCE_BUFFER (buffer), checker);
  gtk_text_view_set_extra_menu (GTK_TEXT_VIEW (view),
                                spelling_text_buffer_adapter_get_menu_model (adapter));
  gtk_widget_insert_action_group (GTK_WIDGET (view), "spelling", G_ACTION_GROUP (adapter));
  spelling_text_buffer_adapter_set_enabled (adapter, TRUE);
#endif
}
