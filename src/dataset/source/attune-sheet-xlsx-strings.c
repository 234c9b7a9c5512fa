/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-spreadsheet"

#include "config.h"

#include <unistd.h>

#include "attune-sheet-xlsx-private.h"
#include "attune-spool.h"

#define STRINGS "xl/sharedStrings.xml"
#define FLUSH_LENGTH (256 * 1024)

/* Two for each row that a sheet can have, sixteen times over. */
#define STRINGS_MAX (32 * 1024 * 1024)

struct _AttuneXlsxStrings
{
  AttuneConversion *conversion;
  AttuneSpool      *spool;
  GArray           *ends;        /* of guint64: where each text ends */
  GString          *text;        /* that is not yet in the spool */
  guint64           begin;       /* of the current text */
  guint64           length;
  gboolean          is_value;
  guint             n_hidden;    /* within how a word is pronounced */
};

static void
start_string (GMarkupParseContext  *context,
              const char           *element_name,
              const char          **names,
              const char          **values,
              gpointer              user_data,
              GError              **error)
{
  AttuneXlsxStrings *self = user_data;
  const char *element = attune_spreadsheet_get_local_name (element_name);

  if (g_str_equal (element, "t"))
    self->is_value = TRUE;
  else if (g_str_equal (element, "rPh"))
    self->n_hidden++;
}

static gboolean
flush_text (AttuneXlsxStrings  *self,
            GError            **error)
{
  gboolean success = attune_spool_write (self->spool, self->text->str, self->text->len, error);

  g_string_truncate (self->text, 0);

  return success;
}

static void
end_string (GMarkupParseContext  *context,
            const char           *element_name,
            gpointer              user_data,
            GError              **error)
{
  AttuneXlsxStrings *self = user_data;
  const char *element = attune_spreadsheet_get_local_name (element_name);

  if (g_str_equal (element, "t"))
    {
      self->is_value = FALSE;
    }
  else if (g_str_equal (element, "rPh"))
    {
      self->n_hidden--;
    }
  else if (g_str_equal (element, "si"))
    {
      if (self->ends->len >= STRINGS_MAX)
        {
          attune_spreadsheet_fail_damaged (self->conversion, "too many texts", error);
          return;
        }

      g_array_append_val (self->ends, self->length);
      self->begin = self->length;
    }
}

static void
add_string_text (GMarkupParseContext  *context,
                 const char           *text,
                 gsize                 length,
                 gpointer              user_data,
                 GError              **error)
{
  AttuneXlsxStrings *self = user_data;

  if (!self->is_value || self->n_hidden > 0)
    return;

  g_string_append_len (self->text, text, length);
  self->length += length;

  if (self->length - self->begin > ATTUNE_SPREADSHEET_TEXT_MAX)
    attune_spreadsheet_fail_damaged (self->conversion, "a text is too long", error);
  else if (self->text->len >= FLUSH_LENGTH)
    flush_text (self, error);
}

/* Reads the shared texts; a workbook may have none. */
AttuneXlsxStrings *
attune_xlsx_strings_new (AttuneConversion  *conversion,
                         GError           **error)
{
  static const GMarkupParser parser = { start_string, end_string, add_string_text, NULL, NULL };
  g_autoptr(AttuneXlsxStrings) self = g_new0 (AttuneXlsxStrings, 1);

  self->conversion = conversion;
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->text = g_string_new (NULL);

  if (!(self->spool = attune_spool_new (conversion->request->display_name,
                                        conversion->request->limit, error)) ||
      (attune_spreadsheet_has_member (conversion, STRINGS) &&
       !attune_spreadsheet_parse_member (conversion, STRINGS, &parser, self, error)) ||
      !flush_text (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
attune_xlsx_strings_free (AttuneXlsxStrings *self)
{
  g_clear_object (&self->spool);
  g_array_unref (self->ends);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/* Reads the text with a number, from 0. Returns whether there is one. */
gboolean
attune_xlsx_strings_read (AttuneXlsxStrings  *self,
                          guint64             number,
                          char              **text)
{
  guint64 begin;
  gsize length;

  if (number >= self->ends->len)
    return FALSE;

  begin = number > 0 ? g_array_index (self->ends, guint64, number - 1) : 0;
  length = g_array_index (self->ends, guint64, number) - begin;
  *text = g_malloc (length + 1);
  (*text)[length] = '\0';

  return pread (attune_spool_get_fd (self->spool), *text, length, begin) == (gssize)length;
}
