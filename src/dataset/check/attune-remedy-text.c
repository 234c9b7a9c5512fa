/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-remedy"

#include "config.h"

#include <string.h>

#include "attune-mojibake.h"
#include "attune-remedy-private.h"
#include "attune-text-scan.h"
#include "attune-unescape.h"

/* What one remedy uncovers another may mend: an escaped mark, a code with a control character in
 * it. More rounds than this are somebody's joke. */
#define MAX_ROUNDS 4

/* In the order in which they are done. The text in place of what is taken out is in English and
 * the same in every language, since it becomes data; NULL: it is changed in a way of its own. */
static const struct
{
  AttuneRemedy     remedy;
  AttuneIssueKind  kind;
  const char      *replacement;
} steps[] = {
  { ATTUNE_REMEDY_UNESCAPE, ATTUNE_ISSUE_ESCAPED_TEXT, NULL },
  { ATTUNE_REMEDY_REPAIR_MOJIBAKE, ATTUNE_ISSUE_MOJIBAKE, NULL },
  { ATTUNE_REMEDY_REMOVE_INVALID, ATTUNE_ISSUE_INVALID_CHARACTER, "" },
  { ATTUNE_REMEDY_BREAK_TOKENS, ATTUNE_ISSUE_SPECIAL_TOKEN, NULL },
  { ATTUNE_REMEDY_BREAK_TOKENS, ATTUNE_ISSUE_TEMPLATE_TOKEN, NULL },
  { ATTUNE_REMEDY_MASK_SECRETS, ATTUNE_ISSUE_SECRET, "[secret]" },
  { ATTUNE_REMEDY_MASK_PERSONAL_DATA, ATTUNE_ISSUE_EMAIL, "[email]" },
  { ATTUNE_REMEDY_MASK_PERSONAL_DATA, ATTUNE_ISSUE_IDENTITY_NUMBER, "[identity number]" },
  { ATTUNE_REMEDY_MASK_PERSONAL_DATA, ATTUNE_ISSUE_CARD_NUMBER, "[card number]" },
  { ATTUNE_REMEDY_MASK_PERSONAL_DATA, ATTUNE_ISSUE_PHONE, "[phone]" },
};

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const AttunePlace *first = a;
  const AttunePlace *second = b;

  return (first->start > second->start) - (first->start < second->start);
}

/* Takes a mark apart behind its brackets, so that whoever wants it back removes a space. */
static void
break_token (GString    *output,
             const char *token,
             gsize       length)
{
  gsize head = strspn (token, "<[|");

  g_string_append_len (output, token, MIN (head, length));
  g_string_append_c (output, ' ');
  g_string_append_len (output, token + head, length - MIN (head, length));
}

static void
replace_places (GString    *output,
                AttuneText  text,
                GArray     *places,
                const char *replacement)
{
  gsize done = 0;

  g_array_sort (places, compare_places);

  for (guint i = 0; i < places->len; i++)
    {
      AttunePlace place = g_array_index (places, AttunePlace, i);

      if (place.start < done)
        continue;

      g_string_append_len (output, text.bytes + done, place.start - done);
      done = place.start + place.length;

      if (replacement != NULL)
        g_string_append (output, replacement);
      else
        break_token (output, text.bytes + place.start, place.length);
    }

  g_string_append_len (output, text.bytes + done, text.length - done);
}

/* What another room found nothing to do about stays as it is. */
static void
append_mended (GString    *output,
               AttuneText  text,
               const char *mended,
               gsize       length)
{
  if (mended != NULL)
    g_string_append_len (output, mended, length);
  else
    g_string_append_len (output, text.bytes, text.length);
}

static void
take_step (GString    *output,
           gsize       step,
           AttuneText  text)
{
  g_autoptr(GArray) places = NULL;
  g_autofree char *mended = NULL;
  gsize length = 0;
  AttuneTextScan scan = { .wanted = attune_issue_bit (steps[step].kind) };

  switch ((int)steps[step].kind)
    {
    case ATTUNE_ISSUE_ESCAPED_TEXT:
      mended = attune_text_unescape (text.bytes, text.length, &length);
      append_mended (output, text, mended, length);
      return;

    case ATTUNE_ISSUE_MOJIBAKE:
      mended = attune_mojibake_repair (text.bytes, text.length, &length, NULL);
      append_mended (output, text, mended, length);
      return;

    default:
      break;
    }

  scan.places = places = g_array_new (FALSE, FALSE, sizeof (AttunePlace));
  attune_text_scan_run (&scan, text.bytes, text.length);
  replace_places (output, text, places, steps[step].replacement);
}

static guint64
find_issues (guint64    remedies,
             AttuneText text)
{
  AttuneTextScan scan = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if ((remedies & attune_remedy_bit (steps[i].remedy)) != 0)
      scan.wanted |= attune_issue_bit (steps[i].kind);

  if (scan.wanted != 0)
    attune_text_scan_run (&scan, text.bytes, text.length);

  return scan.found;
}

/* Returns whether anything is different afterwards. */
static gboolean
mend_once (guint64  remedies,
           GString *text,
           GString *output)
{
  gboolean is_changed = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      AttuneText now = { text->str, text->len };

      if ((remedies & attune_remedy_bit (steps[i].remedy)) == 0 ||
          (find_issues (remedies, now) & attune_issue_bit (steps[i].kind)) == 0)
        continue;

      g_string_truncate (output, 0);
      take_step (output, i, now);
      is_changed |= !g_string_equal (text, output);
      g_string_truncate (text, 0);
      g_string_append_len (text, output->str, output->len);
    }

  return is_changed;
}

static gboolean
mend_text (guint64      remedies,
           AttuneDraft *draft,
           guint        index)
{
  AttuneText old = attune_draft_get_turn (draft, index)->text;
  g_autoptr(GString) text = g_string_new_len (old.bytes, old.length);
  g_autoptr(GString) output = g_string_sized_new (old.length);
  char *copy;

  for (guint i = 0; i < MAX_ROUNDS && mend_once (remedies, text, output); i++)
    ;

  if (text->len == old.length && memcmp (text->str, old.bytes, old.length) == 0)
    return FALSE;

  copy = attune_draft_alloc (draft, MAX (text->len, 1));
  memcpy (copy, text->str, text->len);
  attune_draft_set_text (draft, index, copy, text->len);

  return TRUE;
}

/* Mends what is wrong in the texts of an example. */
gboolean
attune_remedies_mend_texts (guint64      remedies,
                            AttuneDraft *draft)
{
  gboolean is_changed = FALSE;

  for (guint i = 0; i < draft->turns->len; i++)
    if (find_issues (remedies, attune_draft_get_turn (draft, i)->text) != 0)
      is_changed |= mend_text (remedies, draft, i);

  return is_changed;
}
