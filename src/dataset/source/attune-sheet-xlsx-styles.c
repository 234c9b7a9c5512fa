/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-spreadsheet"

#include "config.h"

#include <math.h>
#include <string.h>

#include "attune-sheet-xlsx-private.h"

#define STYLES "xl/styles.xml"

/* The day after the last of the year 9999. */
#define DAYS_MAX 2958466
#define SECONDS_A_DAY 86400

/* No spreadsheet program has more. */
#define STYLES_MAX 65536

typedef enum
{
  SHOWN_AS_NUMBER = 0,
  SHOWN_AS_DATE   = 1 << 0,
  SHOWN_AS_TIME   = 1 << 1,
} Shown;

struct _AttuneXlsxStyles
{
  GHashTable *formats;       /* from the number of a format to how it shows */
  GArray     *shown;         /* of guint, by style */
  gboolean    is_in_styles;  /* in the list of those that cells have */
  gboolean    is_1904;
};

/* The formats that need not be in the file (18.8.30). */
static Shown
get_builtin (guint format)
{
  if ((format >= 14 && format <= 17) || (format >= 27 && format <= 31) || format == 36 ||
      (format >= 50 && format <= 54) || format == 57 || format == 58)
    return SHOWN_AS_DATE;

  if ((format >= 18 && format <= 21) || (format >= 32 && format <= 35) ||
      (format >= 45 && format <= 47) || format == 55 || format == 56)
    return SHOWN_AS_TIME;

  return format == 22 ? SHOWN_AS_DATE | SHOWN_AS_TIME : SHOWN_AS_NUMBER;
}

/* Letters that are quoted, escaped or in brackets say nothing; "m" is a month or a minute, after
 * what stands with it. */
static Shown
read_format (const char *code)
{
  Shown shown = SHOWN_AS_NUMBER;
  gboolean has_m = FALSE;
  char closer = 0;

  for (; *code != '\0' && *code != ';'; code++)
    {
      char c = g_ascii_tolower (*code);

      if (closer != 0)
        {
          closer = *code == closer ? 0 : closer;
          continue;
        }

      /* A count of hours beyond a day is "[h]". */
      if (c == '[' && strchr ("hms", g_ascii_tolower (code[1])) != NULL && code[1] != '\0')
        shown |= SHOWN_AS_TIME;

      if (c == '"' || c == '[')
        closer = c == '"' ? '"' : ']';
      else if ((c == '\\' || c == '_' || c == '*') && code[1] != '\0')
        code++;
      else if (c == 'y' || c == 'd')
        shown |= SHOWN_AS_DATE;
      else if (c == 'h' || c == 's')
        shown |= SHOWN_AS_TIME;
      else if (c == 'm')
        has_m = TRUE;
      else if (c == 'g')
        return SHOWN_AS_NUMBER;   /* "General" */
    }

  return shown == SHOWN_AS_NUMBER && has_m ? SHOWN_AS_DATE : shown;
}

static guint
get_number (const char **names,
            const char **values,
            const char  *name)
{
  const char *text = attune_spreadsheet_get_attribute (names, values, name);

  return text != NULL ? (guint)g_ascii_strtoull (text, NULL, 10) : 0;
}

static void
start_style (GMarkupParseContext  *context,
             const char           *element_name,
             const char          **names,
             const char          **values,
             gpointer              user_data,
             GError              **error)
{
  AttuneXlsxStyles *self = user_data;
  const char *element = attune_spreadsheet_get_local_name (element_name);

  if (g_str_equal (element, "numFmt") && g_hash_table_size (self->formats) < STYLES_MAX)
    {
      const char *code = attune_spreadsheet_get_attribute (names, values, "formatCode");

      g_hash_table_insert (self->formats, GUINT_TO_POINTER (get_number (names, values, "numFmtId")),
                           GUINT_TO_POINTER (read_format (code != NULL ? code : "")));
    }
  else if (g_str_equal (element, "cellXfs"))
    {
      self->is_in_styles = TRUE;
    }
  else if (self->is_in_styles && g_str_equal (element, "xf") && self->shown->len < STYLES_MAX)
    {
      guint format = get_number (names, values, "numFmtId");
      gpointer value;
      guint shown = get_builtin (format);

      if (g_hash_table_lookup_extended (self->formats, GUINT_TO_POINTER (format), NULL, &value))
        shown = GPOINTER_TO_UINT (value);

      g_array_append_val (self->shown, shown);
    }
}

static void
end_style (GMarkupParseContext  *context,
           const char           *element_name,
           gpointer              user_data,
           GError              **error)
{
  AttuneXlsxStyles *self = user_data;

  if (g_str_equal (attune_spreadsheet_get_local_name (element_name), "cellXfs"))
    self->is_in_styles = FALSE;
}

/* Reads the styles; a workbook without them has no dates. */
AttuneXlsxStyles *
attune_xlsx_styles_read (AttuneConversion  *conversion,
                         gboolean           is_1904,
                         GError           **error)
{
  static const GMarkupParser parser = { start_style, end_style, NULL, NULL, NULL };
  g_autoptr(AttuneXlsxStyles) self = g_new0 (AttuneXlsxStyles, 1);

  self->formats = g_hash_table_new (NULL, NULL);
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint));
  self->is_1904 = is_1904;

  if (attune_spreadsheet_has_member (conversion, STYLES) &&
      !attune_spreadsheet_parse_member (conversion, STYLES, &parser, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
attune_xlsx_styles_free (AttuneXlsxStyles *self)
{
  g_hash_table_unref (self->formats);
  g_array_unref (self->shown);
  g_free (self);
}

/* Returns @number as the date or time that its style shows, or NULL when it shows a number. */
char *
attune_xlsx_styles_format (AttuneXlsxStyles *self,
                           guint             style,
                           double            number)
{
  g_autoptr(GDateTime) begin = NULL;
  g_autoptr(GDateTime) day = NULL;
  g_autoptr(GDateTime) date_time = NULL;
  guint shown = SHOWN_AS_NUMBER;
  double seconds;

  if (style < self->shown->len)
    shown = g_array_index (self->shown, guint, style);

  if (shown == SHOWN_AS_NUMBER || !isfinite (number) || number < 0 || number >= DAYS_MAX)
    return NULL;

  /* The calendar that begins in 1900 has a 29 February that never was, so that the days before it
   * are counted from a day later (ECMA-376 part 1, 18.17.4.1). */
  begin = self->is_1904 ? g_date_time_new_utc (1904, 1, 1, 0, 0, 0)
                        : g_date_time_new_utc (1899, 12, number < 60 ? 31 : 30, 0, 0, 0);
  seconds = round ((number - floor (number)) * SECONDS_A_DAY);
  day = g_date_time_add_days (begin, (int)floor (number));
  date_time = g_date_time_add_seconds (day, seconds);

  if (shown == SHOWN_AS_TIME && number < 1)
    return g_date_time_format (date_time, "%H:%M:%S");

  if (shown == SHOWN_AS_DATE && seconds < 1)
    return g_date_time_format (date_time, "%Y-%m-%d");

  return g_date_time_format (date_time, "%Y-%m-%d %H:%M:%S");
}
