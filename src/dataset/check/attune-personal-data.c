/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-personal-data"

#include "config.h"

#include <string.h>

#include "attune-personal-data.h"

#define MAX_DIGITS 20

/* A number in full-width digits and what stands between them, as characters. */
#define MAX_WIDE 32

/* Of a full-width digit in UTF-8. */
#define WIDE_LENGTH 3

#define MAX_GROUPS 6

/* Groups of digits with separators between, as they stand in a text. */
typedef struct
{
  char   digits[MAX_DIGITS];
  guint  n_digits;
  guint  groups[MAX_GROUPS];      /* how many digits stand together */
  char   gaps[MAX_GROUPS];        /* what stands behind a group; '*': more than one sign */
  gsize  ends[MAX_GROUPS];        /* where a group ends */
  guint  n_groups;
} Number;

/* Reads the digits from @i on that stand together; returns how many. */
static gsize
read_group (Number     *number,
            const char *text,
            gsize       length,
            gsize       i)
{
  gsize n_digits = 0;

  for (; i + n_digits < length && g_ascii_isdigit (text[i + n_digits]); n_digits++)
    if (number->n_digits + n_digits < MAX_DIGITS)
      number->digits[number->n_digits + n_digits] = text[i + n_digits];

  return n_digits;
}

/* Reads groups of digits with one separator between, or two such as “) ”. */
static gboolean
read_number (Number     *number,
             const char *text,
             gsize       length,
             gsize       i)
{
  *number = (Number) { 0 };

  while (number->n_groups < MAX_GROUPS)
    {
      gsize n_digits = read_group (number, text, length, i);
      gsize behind = i + n_digits;

      if (n_digits == 0 || number->n_digits + n_digits > MAX_DIGITS)
        break;

      number->n_digits += n_digits;
      number->groups[number->n_groups] = n_digits;
      number->ends[number->n_groups] = behind;

      for (i = behind; i < length && i - behind < 2 && text[i] != '\0' && strchr (" -.()", text[i]) != NULL; i++)
        ;

      number->gaps[number->n_groups++] = i - behind > 1 ? '*' : i > behind ? text[behind] : '\0';

      if (i == behind)
        break;
    }

  return number->n_groups > 0;
}

static void
drop_last_group (Number *number)
{
  number->n_groups--;
  number->n_digits -= number->groups[number->n_groups];
}

/* Returns what separates all groups; '*': not always the same; '\0': there is but one group. */
static char
get_separator (const Number *number)
{
  for (guint i = 1; i + 1 < number->n_groups; i++)
    if (number->gaps[i] != number->gaps[0])
      return '*';

  return number->n_groups > 1 ? number->gaps[0] : '\0';
}

/* Digits inside a longer word, number, path or colour are no number of their own. */
static gboolean
stands_alone (const char *text,
              gsize       length,
              gsize       start,
              gsize       end)
{
  char before = start > 0 ? text[start - 1] : ' ';
  char behind = end < length ? text[end] : ' ';
  char after = end + 1 < length ? text[end + 1] : ' ';

  if (g_ascii_isalnum (before) || (before != '\0' && strchr ("_.-/#%&$+=", before) != NULL))
    return FALSE;

  /* The thousands of 1,234,567; in a list, longer numbers stand between commas. */
  if (before == ',' && start > 1 && g_ascii_isdigit (text[start - 2]) &&
      !(start + 3 < end && g_ascii_isdigit (text[start + 3])))
    return FALSE;

  if (g_ascii_isalnum (behind) || (behind != '\0' && strchr ("_%@", behind) != NULL))
    return FALSE;

  return !((behind == '.' || behind == '-' || behind == '/') && g_ascii_isdigit (after));
}

static guint
read_digits (const char *digits,
             guint       n_digits)
{
  guint value = 0;

  for (guint i = 0; i < n_digits; i++)
    value = value * 10 + (digits[i] - '0');

  return value;
}

/* GB 11643-1999: region, date of birth, serial number, check digit (ISO 7064, MOD 11-2). */
static gboolean
is_identity_number (const char *digits,
                    char        check)
{
  static const guint8 weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  static const char checks[] = "10X98765432";
  guint year = read_digits (digits + 6, 4);
  guint sum = 0;

  if (digits[0] < '1' || digits[0] > '9' || year < 1900 || year > 2100 ||
      !g_date_valid_dmy (read_digits (digits + 12, 2), read_digits (digits + 10, 2), year))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    sum += (digits[i] - '0') * weights[i];

  return g_ascii_toupper (check) == checks[sum % 11];
}

/* ISO/IEC 7812-1, annex B. */
static gboolean
has_luhn_digit (const char *digits,
                guint       n_digits)
{
  guint sum = 0;

  for (guint i = 0; i < n_digits; i++)
    {
      guint digit = digits[n_digits - 1 - i] - '0';

      digit *= i % 2 + 1;
      sum += digit > 9 ? digit - 9 : digit;
    }

  return sum % 10 == 0;
}

/* How the numbers of Visa, Mastercard, American Express, Discover, UnionPay, JCB and Diners begin,
 * and how long they are. */
static gboolean
is_card_number (const Number *number)
{
  guint n_digits = number->n_digits;
  guint two = read_digits (number->digits, 2);
  guint four = read_digits (number->digits, 4);
  char separator = get_separator (number);
  gboolean is_known;

  if (n_digits < 13 || n_digits > 19 || separator == '*' || separator == '.' || separator == '(' ||
      separator == ')' || (number->n_groups > 1 && number->groups[0] != 4))
    return FALSE;

  is_known = (n_digits == 16 && number->digits[0] == '4') ||
             (n_digits == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))) ||
             (n_digits == 15 && (two == 34 || two == 37)) ||
             (n_digits == 16 && (four == 6011 || two == 65 || (four >= 6440 && four <= 6499))) ||
             ((n_digits == 16 || n_digits == 19) && two == 62) ||
             (n_digits == 16 && four >= 3528 && four <= 3589) ||
             (n_digits == 14 && (two == 36 || two == 38 || (four >= 3000 && four <= 3059)));

  return is_known && has_luhn_digit (number->digits, n_digits);
}

static gboolean
has_groups (const Number *number,
            guint         first,
            guint         second,
            guint         third,
            guint         fourth)
{
  const guint groups[] = { first, second, third, fourth };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (groups[i] != (i < number->n_groups ? number->groups[i] : 0))
      return FALSE;

  return TRUE;
}

/* Mobile: 1[3-9] and nine more, in one or as 3-4-4, with 86 before it or not. Landline: an area
 * code from 0, “-” or “)”, and seven or eight digits. */
static gboolean
is_chinese_phone (const Number *number,
                  gboolean      has_bracket)
{
  const char *digits = number->digits;
  guint n_digits = number->n_digits;
  gboolean is_grouped = number->n_groups == 1 || has_groups (number, 3, 4, 4, 0) ||
                        has_groups (number, 2, 11, 0, 0) || has_groups (number, 2, 3, 4, 4);

  if (n_digits == 13 && digits[0] == '8' && digits[1] == '6')
    return is_grouped && digits[2] == '1' && digits[3] >= '3';

  if (n_digits == 11 && is_grouped && digits[0] == '1')
    return digits[1] >= '3' && get_separator (number) != '.';

  return digits[0] == '0' && digits[1] != '0' && number->n_groups == 2 &&
         (number->groups[0] == 3 || number->groups[0] == 4) &&
         (number->groups[1] == 7 || number->groups[1] == 8) &&
         (number->gaps[0] == '-' || has_bracket);
}

/* (555) 123-4567 and 555-123-4567, with 1 before it or not; area and exchange begin with 2 to 9. */
static gboolean
is_american_phone (const Number *number,
                   gboolean      has_bracket)
{
  guint skipped = number->digits[0] == '1' && number->groups[0] == 1;
  char separator = get_separator (number);
  const char *digits = number->digits + skipped;

  if (!has_groups (number, 3, 3, 4, 0) && !(skipped > 0 && has_groups (number, 1, 3, 3, 4)))
    return FALSE;

  /* Three numbers in a row, with nothing but spaces between, may be anything. */
  if (separator == ' ' || (separator == '*' && !has_bracket && skipped == 0))
    return FALSE;

  return digits[0] >= '2' && digits[3] >= '2';
}

/* ITU-T E.164: “+”, a country code of at most three digits, 15 digits in all. A single dot is that
 * of a decimal number, and few digits without a gap are an ordinary number with its sign. */
static gboolean
is_international_phone (const Number *number)
{
  gboolean is_grouped = number->n_groups > 1;

  if (number->digits[0] == '0' || number->n_digits < (is_grouped ? 9 : 11) || number->n_digits > 15)
    return FALSE;

  if (!is_grouped)
    return TRUE;

  return number->groups[0] <= 3 && number->groups[number->n_groups - 1] >= 2 &&
         !(number->n_groups == 2 && number->gaps[0] == '.');
}

/* (0755)12345678, (415) 555-2671 */
static gboolean
is_in_brackets (const Number *number,
                const char   *text,
                gsize         start)
{
  return start > 0 && text[start - 1] == '(' && number->n_groups > 1 &&
         text[number->ends[0]] == ')';
}

static AttuneIssueKind
judge_number (const Number *number,
              const char   *text,
              gsize         start)
{
  gboolean has_bracket = is_in_brackets (number, text, start);

  if (start > 0 && text[start - 1] == '+')
    return is_international_phone (number) ? ATTUNE_ISSUE_PHONE : ATTUNE_ISSUE_NONE;

  if (number->n_groups == 1 && number->n_digits == 18 &&
      is_identity_number (number->digits, number->digits[17]))
    return ATTUNE_ISSUE_IDENTITY_NUMBER;

  if (is_card_number (number))
    return ATTUNE_ISSUE_CARD_NUMBER;

  if (number->n_digits >= 10 && number->n_digits <= 13 &&
      (is_chinese_phone (number, has_bracket) || is_american_phone (number, has_bracket)))
    return ATTUNE_ISSUE_PHONE;

  return ATTUNE_ISSUE_NONE;
}

/* The last sign of an identity number may stand for ten. */
static gboolean
ends_in_x (const Number *number,
           const char   *text,
           gsize         length)
{
  return number->groups[0] == 17 && number->ends[0] < length &&
         g_ascii_toupper (text[number->ends[0]]) == 'X' &&
         is_identity_number (number->digits, 'X');
}

/**
 * attune_personal_data_match_number:
 * @text: (array length=length): a text
 * @length: its length in bytes
 * @start: (inout): where a run of digits begins; then, where the number of a person begins
 * @end: (out): where the number ends
 *
 * Looks for a Chinese identity number, a card number or a telephone number that begins with this
 * digit. Each must have the right form and, where there is one, the right check digit.
 *
 * Returns: %ATTUNE_ISSUE_IDENTITY_NUMBER, %ATTUNE_ISSUE_CARD_NUMBER, %ATTUNE_ISSUE_PHONE, or
 *   %ATTUNE_ISSUE_NONE
 */
AttuneIssueKind
attune_personal_data_match_number (const char *text,
                                   gsize       length,
                                   gsize      *start,
                                   gsize      *end)
{
  gsize first = *start;
  Number number;

  if (!read_number (&number, text, length, first))
    return ATTUNE_ISSUE_NONE;

  if (ends_in_x (&number, text, length))
    {
      *end = number.ends[0] + 1;

      return stands_alone (text, length, first, *end) ? ATTUNE_ISSUE_IDENTITY_NUMBER :
                                                        ATTUNE_ISSUE_NONE;
    }

  /* What follows may be another number. */
  for (; number.n_groups > 0; drop_last_group (&number))
    {
      AttuneIssueKind kind = judge_number (&number, text, first);
      gboolean has_sign = kind == ATTUNE_ISSUE_PHONE && first > 0 &&
                          (text[first - 1] == '+' || is_in_brackets (&number, text, first));

      *end = number.ends[number.n_groups - 1];

      if (kind != ATTUNE_ISSUE_NONE && stands_alone (text, length, first - has_sign, *end))
        {
          *start = first - has_sign;
          return kind;
        }
    }

  return ATTUNE_ISSUE_NONE;
}

/* Returns the ASCII character that a full-width digit or hyphen at @text stands for, a hyphen or
 * space itself, or '\0'; @size: how many bytes. */
static char
read_wide (const char *text,
           const char *end,
           gsize      *size)
{
  const guint8 *bytes = (const guint8 *)text;

  *size = WIDE_LENGTH;

  if (end - text >= WIDE_LENGTH && bytes[0] == 0xef && bytes[1] == 0xbc)
    return bytes[2] >= 0x90 && bytes[2] <= 0x99 ? '0' + bytes[2] - 0x90
           : bytes[2] == 0x8d ? '-' : bytes[2] == 0x8b ? '+' : '\0';

  *size = 1;

  return text < end && (*text == '-' || *text == ' ') ? *text : '\0';
}

/**
 * attune_personal_data_match_wide_number:
 * @text: (array length=length): a text
 * @length: its length in bytes
 * @start: (inout): where full-width digits such as “１３８” begin; then, where the number begins
 * @end: (out): where the number ends
 *
 * Returns: what attune_personal_data_match_number() says of the same number in ASCII
 */
AttuneIssueKind
attune_personal_data_match_wide_number (const char *text,
                                        gsize       length,
                                        gsize      *start,
                                        gsize      *end)
{
  char digits[MAX_WIDE];
  gsize places[MAX_WIDE + 1];
  gsize at = *start;
  gsize n = 0;
  gsize first = 0;
  gsize behind;
  AttuneIssueKind kind;

  /* Its sign belongs to it. */
  if (at >= WIDE_LENGTH && read_wide (text + at - WIDE_LENGTH, text + at, &behind) == '+')
    {
      at -= WIDE_LENGTH;
      first = 1;
    }

  for (; n < MAX_WIDE; n++)
    {
      gsize size;

      digits[n] = read_wide (text + at, text + length, &size);
      places[n] = at;

      if (digits[n] == '\0')
        break;

      at += size;
    }

  places[n] = at;
  kind = attune_personal_data_match_number (digits, n, &first, &behind);

  if (kind != ATTUNE_ISSUE_NONE)
    {
      *start = places[first];
      *end = places[behind];
    }

  return kind;
}
