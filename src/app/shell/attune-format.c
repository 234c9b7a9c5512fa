/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-format"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"

#define SECONDS_PER_MINUTE 60
#define SECONDS_PER_HOUR   (60 * SECONDS_PER_MINUTE)
#define SECONDS_PER_DAY    (24 * SECONDS_PER_HOUR)

static gint64
count_days (GDateTime *time)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date,
                  g_date_time_get_day_of_month (time),
                  g_date_time_get_month (time),
                  g_date_time_get_year (time));

  return g_date_get_julian (&date);
}

/**
 * attune_format_count:
 * @n: how many there are
 *
 * Writes a number with the thousands separator of the person's locale.
 *
 * Returns: (transfer full): the number in digits
 */
char *
attune_format_count (guint64 n)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, n);
}

/**
 * attune_format_date:
 * @unix_seconds: seconds since 1970
 *
 * Writes a moment the way people speak of it: the nearer, the more exact. Days are counted by the
 * calendar of the local time zone, not in steps of 24 hours.
 *
 * Returns: (transfer full): the date in words, or "" for a time that no calendar holds
 */
char *
attune_format_date (gint64 unix_seconds)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (unix_seconds);
  gint64 n_days;

  if (time == NULL)
    return g_strdup ("");

  n_days = count_days (now) - count_days (time);

  if (n_days == 0)
    /* Translators: a time of today, in the form of g_date_time_format () */
    return g_date_time_format (time, _("Today at %H:%M"));

  if (n_days == 1)
    /* Translators: a time of yesterday, in the form of g_date_time_format () */
    return g_date_time_format (time, _("Yesterday at %H:%M"));

  if (g_date_time_get_year (now) == g_date_time_get_year (time))
    /* Translators: a day of this year, in the form of g_date_time_format () */
    return g_date_time_format (time, _("%-d %B"));

  /* Translators: a day of another year, in the form of g_date_time_format () */
  return g_date_time_format (time, _("%-d %B %Y"));
}

/**
 * attune_format_duration:
 * @seconds: how long it takes
 *
 * Writes a length of time as roughly as an estimate deserves, in one unit, rounded up from half.
 *
 * Returns: (transfer full): the duration in words
 */
char *
attune_format_duration (gint64 seconds)
{
  int n;

  if (seconds < SECONDS_PER_MINUTE)
    return g_strdup (_("Less than a minute"));

  if (seconds < SECONDS_PER_HOUR - SECONDS_PER_MINUTE / 2)
    {
      n = (seconds + SECONDS_PER_MINUTE / 2) / SECONDS_PER_MINUTE;
      return g_strdup_printf (ngettext ("About %d minute", "About %d minutes", n), n);
    }

  if (seconds < 2 * SECONDS_PER_DAY)
    {
      n = (seconds + SECONDS_PER_HOUR / 2) / SECONDS_PER_HOUR;
      return g_strdup_printf (ngettext ("About %d hour", "About %d hours", n), n);
    }

  n = MIN ((seconds + SECONDS_PER_DAY / 2) / SECONDS_PER_DAY, G_MAXINT);
  return g_strdup_printf (ngettext ("About %d day", "About %d days", n), n);
}

/**
 * attune_format_percent:
 * @share: a part of the whole, 0 to 1
 *
 * Writes a share without decimals. What is not finished never reads 100 %, and what has begun
 * never reads more than it is.
 *
 * Returns: (transfer full): the percentage
 */
char *
attune_format_percent (double share)
{
  int percent = (int)(CLAMP (share, 0.0, 1.0) * 100.0 + 1e-9);

  /* Translators: a percentage; write the space before the sign if your language has one */
  return g_strdup_printf (_("%d%%"), percent);
}
