/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-email-address"

#include "config.h"

#include <string.h>

#include "attune-email-address.h"

/* RFC 5321, 4.5.3.1. */
#define MAX_LOCAL_PART 64
#define MAX_DOMAIN 253

/* Domains that are there to be written about (RFC 2606), and names of files such as logo@2x.png. */
static const char * const no_domains[] = {
  "example.com", "example.org", "example.net", "example.edu", ".example", ".invalid", ".test",
  ".localhost", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".js", ".ts", ".css", ".html",
  ".json", ".so",
};

/* The last label of an address in another script (IANA, “Root Zone Database”). Only these end an
 * address, since in Chinese and Japanese the sentence goes on without a space. */
static const char * const wide_ends[] = {
  "中国", "中國", "公司", "网络", "網絡", "网址", "在线", "中文网", "集团", "商城", "香港", "台湾",
  "台灣", "新加坡", "世界", "みんな", "コム", "한국", "рф", "срб", "бел", "укр", "мкд", "қаз", "онлайн",
  "орг", "москва", "ελ", "ευ", "भारत", "ไทย", "مصر", "السعودية", "امارات", "ایران", "ישראל",
};

static inline gboolean
is_local_part (char byte)
{
  return g_ascii_isalnum (byte) || byte == '.' || byte == '_' || byte == '-' || byte == '+' ||
         byte == '%';
}

static inline gboolean
is_domain (char byte)
{
  return g_ascii_isalnum (byte) || byte == '.' || byte == '-';
}

/* Returns how many bytes a letter or digit beyond ASCII takes at @text, 0 when there is none. */
static gsize
get_wide_letter (const char *text,
                 const char *end)
{
  gunichar c;

  if (text >= end || (*text & 0x80) == 0)
    return 0;

  c = g_utf8_get_char_validated (text, end - text);

  return (gint32)c > 0 && (g_unichar_isalnum (c) || g_unichar_ismark (c))
         ? g_utf8_skip[(guint8)*text] : 0;
}

static gboolean
is_written_about (const char *domain,
                  gsize       length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_domains); i++)
    {
      gsize end = strlen (no_domains[i]);

      if (length >= end && g_ascii_strncasecmp (domain + length - end, no_domains[i], end) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whether labels and dots take turns, and the last label is a word. */
static gboolean
is_mail_domain (const char *domain,
                gsize       length)
{
  gsize last = 0;
  gsize n_labels = 1;

  for (gsize i = 0; i < length; i++)
    {
      if (domain[i] != '.')
        continue;

      if (i == last)
        return FALSE;

      last = i + 1;
      n_labels++;
    }

  if (n_labels < 2 || length - last < 2 || length - last > 24)
    return FALSE;

  for (gsize i = last; i < length; i++)
    if (!g_ascii_isalpha (domain[i]))
      return FALSE;

  return !is_written_about (domain, length);
}

/* Returns where the domain at @text ends, or @text when there is none in ASCII. */
static const char *
match_domain (const char *text,
              const char *end)
{
  const char *behind = text;

  while (behind < end && behind - text < MAX_DOMAIN && is_domain (*behind))
    behind++;

  while (behind > text && !g_ascii_isalnum (behind[-1]))
    behind--;

  return is_mail_domain (text, behind - text) ? behind : text;
}

/* The last label: a word in ASCII, or one of those that are known. */
static const char *
match_wide_end (const char *label,
                const char *end)
{
  const char *behind = label;

  while (behind < end && g_ascii_isalpha (*behind))
    behind++;

  if (behind - label >= 2 && (behind == end || !g_ascii_isdigit (*behind)))
    return behind;

  for (gsize i = 0; i < G_N_ELEMENTS (wide_ends); i++)
    {
      gsize length = strlen (wide_ends[i]);

      if ((gsize)(end - label) >= length && memcmp (label, wide_ends[i], length) == 0)
        return label + length;
    }

  return label;
}

static gsize
get_label_letter (const char *text,
                  const char *end)
{
  if (text < end && (g_ascii_isalnum (*text) || *text == '-'))
    return 1;

  return get_wide_letter (text, end);
}

/* The same as match_domain() of one with other letters, as 例子.中国 (RFC 5890). */
static const char *
match_wide_domain (const char *text,
                   const char *end)
{
  const char *behind = text;
  const char *label = text;
  gboolean is_wide = FALSE;

  while (behind < end && behind - text < MAX_DOMAIN)
    {
      gsize n = get_label_letter (behind, end);

      /* A dot at the end is that of the sentence. */
      if (n == 0 && (*behind != '.' || behind == label || get_label_letter (behind + 1, end) == 0))
        break;

      behind += MAX (n, 1);
      label = n == 0 ? behind : label;
      is_wide = is_wide || n > 1;
    }

  if (!is_wide || label == text || (behind = match_wide_end (label, end)) == label)
    return text;

  return behind;
}

static const char *
find_local_part (const char *text,
                 const char *at)
{
  const char *first = at;

  while (first > text && at - first < MAX_LOCAL_PART && is_local_part (first[-1]))
    first--;

  while (first < at && !g_ascii_isalnum (*first))
    first++;

  return first;
}

/* The same of one with other letters (RFC 6531). */
static const char *
find_wide_local_part (const char *text,
                      const char *at)
{
  const char *first = at;

  while (first > text && at - first < MAX_LOCAL_PART)
    {
      const char *before = g_utf8_find_prev_char (text, first);

      if (before == NULL || (!is_local_part (*before) && get_wide_letter (before, at) == 0))
        break;

      first = before;
    }

  return first;
}

/**
 * attune_email_address_match:
 * @text: (array length=length): a text, valid UTF-8
 * @length: its length in bytes
 * @at: where an “@” stands
 * @start: (out): where the address begins
 * @end: (out): where it ends
 *
 * Other letters than those of ASCII may be in both parts.
 *
 * Returns: %TRUE when a person's e-mail address stands there
 */
gboolean
attune_email_address_match (const char *text,
                            gsize       length,
                            gsize       at,
                            gsize      *start,
                            gsize      *end)
{
  const char *sign = text + at;
  const char *limit = text + length;
  const char *behind = match_domain (sign + 1, limit);
  const char *first = find_local_part (text, sign);

  if (first == sign && at > 0 && (sign[-1] & 0x80) != 0)
    first = find_wide_local_part (text, sign);

  /* git@github.com:… is where a program gets something. */
  if (first == sign || sign[-1] == '.' || (sign - first == 3 && memcmp (first, "git", 3) == 0))
    return FALSE;

  if (behind == sign + 1)
    behind = match_wide_domain (sign + 1, limit);

  *start = first - text;
  *end = behind - text;

  return behind > sign + 1 && !is_written_about (sign + 1, behind - sign - 1);
}
