/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-token-tint"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-token-tint.h"

/* A token may be anything; what is longer is not a word. */
#define MAX_SHOWN_CHARS 32

/* A colour has 8 bits a channel; it lies over the background, light or dark, as @alpha says. */
typedef struct
{
  double          minimum;     /* probability */
  guint8          red;
  guint8          green;
  guint8          blue;
  double          alpha;
  PangoUnderline  underline;
  gboolean        has_overline;
} Look;

/* In the order of AttuneTokenTint. */
static const Look looks[ATTUNE_N_TOKEN_TINTS] = {
  { .minimum = 0.9, .underline = PANGO_UNDERLINE_NONE },
  { 0.5, 0xf6, 0xd3, 0x2d, 0.35, PANGO_UNDERLINE_NONE },
  { 0.2, 0xff, 0x78, 0x00, 0.35, PANGO_UNDERLINE_SINGLE },
  { 0.05, 0xe0, 0x1b, 0x24, 0.40, PANGO_UNDERLINE_DOUBLE },
  { 0, 0x91, 0x41, 0xac, 0.50, PANGO_UNDERLINE_DOUBLE, .has_overline = TRUE },
  { .minimum = -1, .red = 0x80, .green = 0x80, .blue = 0x80, .alpha = 0.25,
    .underline = PANGO_UNDERLINE_NONE },
};

/**
 * attune_token_tint_choose:
 * @probability: from 0 to 1; -1 when it was not told
 *
 * Returns: how likely that is, in words
 */
AttuneTokenTint
attune_token_tint_choose (double probability)
{
  for (guint i = 0; i < ATTUNE_TOKEN_UNKNOWN; i++)
    if (probability >= looks[i].minimum)
      return i;

  return ATTUNE_TOKEN_UNKNOWN;
}

/**
 * attune_token_tint_get_name:
 * @self: a tint
 *
 * Returns: (transfer none): it in a word or two
 */
const char *
attune_token_tint_get_name (AttuneTokenTint self)
{
  switch (self)
    {
    case ATTUNE_TOKEN_CERTAIN:
      return C_("probability", "Nearly certain");

    case ATTUNE_TOKEN_LIKELY:
      return C_("probability", "Likely");

    case ATTUNE_TOKEN_OPEN:
      return C_("probability", "One of several");

    case ATTUNE_TOKEN_UNLIKELY:
      return C_("probability", "Unlikely");

    case ATTUNE_TOKEN_SURPRISING:
      return C_("probability", "Surprising");

    case ATTUNE_TOKEN_UNKNOWN:
    case ATTUNE_N_TOKEN_TINTS:
    default:
      return C_("probability", "Not known");
    }
}

/**
 * attune_token_tint_dup_description:
 * @self: a tint
 *
 * Returns: (transfer full): the same with what it stands for, for a legend
 */
char *
attune_token_tint_dup_description (AttuneTokenTint self)
{
  g_autofree char *percent = NULL;

  if (self >= ATTUNE_TOKEN_UNKNOWN)
    return g_strdup (attune_token_tint_get_name (self));

  if (self == ATTUNE_TOKEN_SURPRISING)
    {
      percent = attune_token_tint_dup_percent (looks[self - 1].minimum);
      /* Translators: a word for a probability, and a percentage: “Surprising, below 5%”. */
      return g_strdup_printf (_("%s, below %s"), attune_token_tint_get_name (self), percent);
    }

  percent = attune_token_tint_dup_percent (looks[self].minimum);

  /* Translators: a word for a probability, and a percentage: “Likely, from 50%”. */
  return g_strdup_printf (_("%s, from %s"), attune_token_tint_get_name (self), percent);
}

static void
insert (PangoAttrList  *attributes,
        PangoAttribute *attribute,
        guint           start,
        guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

/**
 * attune_token_tint_insert:
 * @self: a tint
 * @attributes: how a text looks
 * @start: where a token begins, in bytes
 * @end: where it ends
 *
 * Lets the token look so.
 */
void
attune_token_tint_insert (AttuneTokenTint  self,
                          PangoAttrList   *attributes,
                          guint            start,
                          guint            end)
{
  const Look *look = &looks[self];

  if (look->underline != PANGO_UNDERLINE_NONE)
    insert (attributes, pango_attr_underline_new (look->underline), start, end);

  if (look->has_overline)
    insert (attributes, pango_attr_overline_new (PANGO_OVERLINE_SINGLE), start, end);

  if (look->alpha > 0)
    {
      insert (attributes, pango_attr_background_new (look->red * 0x101, look->green * 0x101,
                                                     look->blue * 0x101), start, end);
      insert (attributes, pango_attr_background_alpha_new ((guint16)(look->alpha * G_MAXUINT16)),
              start, end);
    }
}

/**
 * attune_token_tint_dup_percent:
 * @probability: from 0 to 1; -1 when it was not told
 *
 * Returns: (transfer full): it in percent, with a digit more where it is small
 */
char *
attune_token_tint_dup_percent (double probability)
{
  double percent = probability * 100;

  if (probability < 0)
    return g_strdup (attune_token_tint_get_name (ATTUNE_TOKEN_UNKNOWN));

  if (percent > 0 && percent < 0.01)
    return g_strdup (_("below 0.01%"));

  if (percent < 1)
    /* Translators: a percentage such as “0.25%”. */
    return g_strdup_printf (_("%.2f%%"), percent);

  /* What is not quite certain is not told as certain. */
  if (percent > 99 && percent < 99.995)
    return g_strdup_printf (_("%.2f%%"), percent);

  /* Translators: a percentage such as “25%”. */
  return g_strdup_printf (_("%.0f%%"), percent);
}

/**
 * attune_token_tint_dup_shown:
 * @text: a token
 *
 * Returns: (transfer full): it, or its beginning, in quotation marks, on one line, with signs for
 *   what cannot be seen
 */
char *
attune_token_tint_dup_shown (const char *text)
{
  g_autoptr(GString) shown = g_string_new (NULL);
  const char *at = text;

  for (guint i = 0; i < MAX_SHOWN_CHARS && *at != '\0'; i++, at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (character == '\n' || character == '\r')
        g_string_append (shown, "↵");
      else if (character == '\t')
        g_string_append (shown, "⇥");
      else if (g_unichar_iscntrl (character))
        g_string_append_unichar (shown, 0xfffd);
      else
        g_string_append_unichar (shown, character);
    }

  if (*at != '\0')
    g_string_append (shown, "…");

  /* Translators: a part of a text, quoted. */
  return g_strdup_printf (_("“%s”"), shown->str);
}
