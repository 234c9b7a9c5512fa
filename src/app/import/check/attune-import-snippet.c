/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-snippet"

#include "config.h"

#include <string.h>

#include "attune-example-issues.h"
#include "attune-text-scan.h"

#include "attune-import-snippet.h"

/* In bytes; a row shows two or three lines. */
#define BEFORE 60
#define LENGTH 400

static gboolean
find_place (const AttuneExample *example,
            AttuneIssueKind      kind,
            AttunePlace         *place)
{
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (AttunePlace));

  attune_example_issues_place (example, attune_issue_bit (kind), places);

  if (places->len == 0)
    return FALSE;

  *place = g_array_index (places, AttunePlace, 0);

  return place->turn < attune_example_get_n_turns (example);
}

static const char *
step_back (const char *text,
           const char *from,
           gsize       length)
{
  const char *p = from - text > (gssize)length ? from - length : text;

  /* Into the middle of a character is no place to begin. */
  while (p > text && ((guchar)*p & 0xc0) == 0x80)
    p--;

  return p;
}

/* The same length, so that marks stay where they are. */
static char *
dup_line (const char *text,
          gsize       length)
{
  const char *end = text + MIN (strlen (text), length);
  char *line;

  if (*end != '\0')
    end = step_back (text, end, 0);

  line = g_strndup (text, end - text);

  for (char *p = line; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';

  return line;
}

static char *
mark (const char     *text,
      gsize           start,
      gsize           length,
      PangoAttrList **attributes)
{
  const char *begin = step_back (text, text + start, BEFORE);
  gboolean is_cut = begin > text;
  g_autofree char *line = dup_line (begin, LENGTH);
  const char *lead = is_cut ? "…" : "";
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  PangoAttribute *underline = pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);

  bold->start_index = underline->start_index = (guint)(text + start - begin + strlen (lead));
  bold->end_index = underline->end_index = bold->start_index + (guint)length;
  *attributes = pango_attr_list_new ();
  pango_attr_list_insert (*attributes, bold);
  pango_attr_list_insert (*attributes, underline);

  return g_strconcat (lead, line, NULL);
}

char *
attune_import_snippet_new (const AttunePreview  *preview,
                           AttuneIssueKind       kind,
                           PangoAttrList       **attributes)
{
  AttunePlace place;

  g_return_val_if_fail (preview != NULL, NULL);
  g_return_val_if_fail (attributes != NULL, NULL);

  *attributes = NULL;

  if (preview->example != NULL && preview->example->json != NULL &&
      find_place (preview->example, kind, &place))
    {
      const char *text = attune_example_get_turn (preview->example, place.turn)->content;
      gsize length = strlen (text);

      if (place.length > 0 && place.start + place.length <= length)
        return mark (text, place.start, place.length, attributes);

      if (length > 0)
        return dup_line (text, LENGTH);
    }

  return dup_line (preview->text, LENGTH);
}
