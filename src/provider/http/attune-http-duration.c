/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-http"

#include "config.h"

#include <string.h>

#include "attune-http-duration.h"

/* Beyond this nobody would wait; it also keeps sums from overflowing. */
#define MAX_DURATION_MSEC (24.0 * 60 * 60 * 1000)

/* Decimal digits with or without a fraction; nothing else that strtod() would read. */
static gboolean
take_number (const char **at,
             double      *value)
{
  double unit = 1;

  if (!g_ascii_isdigit (**at))
    return FALSE;

  for (*value = 0; g_ascii_isdigit (**at); (*at)++)
    *value = *value * 10 + (**at - '0');

  if (**at != '.')
    return TRUE;

  for ((*at)++; g_ascii_isdigit (**at); (*at)++)
    {
      unit /= 10;
      *value += (**at - '0') * unit;
    }

  return TRUE;
}

/**
 * attune_http_parse_duration: (skip)
 * @text: (nullable): a duration as Go writes it, such as "12ms", "1s", "6m0s", "1h0m1.5s"
 *
 * Returns: the duration in milliseconds, at most a day; -1 when @text is none, such as a number
 *   without a unit
 */
gint64
attune_http_parse_duration (const char *text)
{
  static const struct
  {
    const char *name;      /* the longer one of two that begin alike comes first */
    double      msec;
  } units[] = {
    { "ns", 1e-6 },
    { "us", 1e-3 },
    { "µs", 1e-3 },
    { "ms", 1 },
    { "s", 1000 },
    { "m", 60 * 1000 },
    { "h", 60 * 60 * 1000 },
    { "d", 24 * 60 * 60 * 1000 },
  };
  double sum = 0;

  if (text == NULL || *text == '\0')
    return -1;

  while (*text != '\0')
    {
      double value;
      guint i;

      if (!take_number (&text, &value))
        return -1;

      for (i = 0; i < G_N_ELEMENTS (units); i++)
        {
          if (g_str_has_prefix (text, units[i].name))
            break;
        }

      if (i == G_N_ELEMENTS (units))
        return -1;

      text += strlen (units[i].name);
      sum += value * units[i].msec;
    }

  /* Rounded up: a request a fraction of a millisecond early would be refused. */
  return (gint64)MIN (sum + 0.999, MAX_DURATION_MSEC);
}
