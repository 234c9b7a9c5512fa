/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-page-counts"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"

#include "attune-dataset-page-private.h"

static void
append_fact (GString    *text,
             const char *format,
             guint64     count)
{
  g_autofree char *number = attune_format_count (count);
  g_autoptr(GString) fact = g_string_new (format);

  g_string_replace (fact, "%s", number, 1);

  if (text->len > 0)
    g_string_append (text, " · ");

  g_string_append (text, fact->str);
}

static gboolean
is_selective (const AttuneExampleQuery *query)
{
  return (query->text != NULL && query->text[0] != '\0') || query->filter != ATTUNE_ROWS_ALL;
}

/* The header of a column does not say by which way it sorts; the words do. */
static const char *
get_order_words (const AttuneExampleQuery *query)
{
  if (query->order == ATTUNE_ROWS_BY_SIZE)
    return query->is_descending ? _("longest first") : _("shortest first");

  return query->is_descending ? _("last first") : NULL;
}

/**
 * attune_dataset_page_update_counts:
 * @self: a page
 *
 * Says how many rows there are, how many were found, and what became of them.
 */
void
attune_dataset_page_update_counts (AttuneDatasetPage *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const AttuneExampleQuery *query;
  AttuneEdits *edits;
  guint n_rows;
  guint n_found;

  if (self->list == NULL)
    {
      gtk_label_set_text (self->counts_label, "");
      return;
    }

  query = attune_example_list_get_query (self->list);
  edits = attune_example_list_get_edits (self->list);
  n_rows = attune_edits_get_n_rows (edits);
  n_found = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (attune_example_list_get_searching (self->list))
    g_string_append (text, _("Searching…"));

  /* Translators: %s is a number, in all of these. */
  if (is_selective (query) && !attune_example_list_is_outdated (self->list))
    append_fact (text, ngettext ("%s found", "%s found", n_found), n_found);

  append_fact (text, ngettext ("%s example", "%s examples", n_rows), n_rows);

  if (attune_edits_get_n_edited (edits) > 0)
    append_fact (text, ngettext ("%s edited", "%s edited", attune_edits_get_n_edited (edits)),
                 attune_edits_get_n_edited (edits));

  if (attune_edits_get_n_added (edits) > 0)
    append_fact (text, ngettext ("%s added", "%s added", attune_edits_get_n_added (edits)),
                 attune_edits_get_n_added (edits));

  if (attune_edits_get_n_out (edits) > 0)
    append_fact (text, ngettext ("%s marked out", "%s marked out", attune_edits_get_n_out (edits)),
                 attune_edits_get_n_out (edits));

  if (get_order_words (query) != NULL)
    g_string_append_printf (text, " · %s", get_order_words (query));

  gtk_label_set_text (self->counts_label, text->str);
}

/**
 * attune_dataset_page_announce_counts:
 * @self: a page
 *
 * Tells how much was found to those who do not see it.
 */
void
attune_dataset_page_announce_counts (AttuneDatasetPage *self)
{
  if (is_selective (attune_example_list_get_query (self->list)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_text (self->counts_label),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
}
