/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-spreadsheet"

#include "config.h"

#include <string.h>

#include "attune-sheet-xlsx-private.h"

/*
 * Which cells are merged stands behind all of them (ECMA-376 part 1, 18.3.1.55), where it is too
 * late. So the sheet is unpacked once before it is read, looking for that place only, which costs a
 * small part of reading it.
 */

/* No sheet has more rows, and each is in one cell that is merged downwards, or a few. */
#define MERGES_MAX (1024 * 1024)

/* Where the cells end: "</sheetData>", perhaps with a prefix before the name. */
#define END_TAG "sheetData>"
#define PREFIX_MAX 64

typedef struct
{
  guint row;      /* from 1 */
  guint column;   /* from 0 */
  guint n_rows;   /* below the first one */
} Merge;

struct _AttuneXlsxMerges
{
  GArray *merges;   /* of Merge, by row and column */
};

typedef struct
{
  AttuneConversion    *conversion;
  GArray              *merges;
  GString             *tail;       /* the end of what was looked at */
  GMarkupParseContext *context;    /* of what stands behind the cells; NULL before that */
  goffset              n_bytes;
} Search;

static int
compare_merges (const void *a,
                const void *b)
{
  const Merge *first = a;
  const Merge *second = b;

  if (first->row != second->row)
    return first->row < second->row ? -1 : 1;

  return (first->column > second->column) - (first->column < second->column);
}

/* "B12" is row 12. */
static guint
read_row (const char *reference)
{
  while (g_ascii_isalpha (*reference))
    reference++;

  return MIN (g_ascii_strtoull (reference, NULL, 10), ATTUNE_XLSX_ROWS_MAX);
}

/* "A2:C5" */
static void
start_merge (GMarkupParseContext  *context,
             const char           *element_name,
             const char          **names,
             const char          **values,
             gpointer              user_data,
             GError              **error)
{
  Search *self = user_data;
  const char *first = attune_spreadsheet_get_attribute (names, values, "ref");
  const char *last = first != NULL ? strchr (first, ':') : NULL;
  Merge merge;
  guint last_row;

  if (last == NULL || self->merges->len == MERGES_MAX ||
      !g_str_equal (attune_spreadsheet_get_local_name (element_name), "mergeCell"))
    return;

  last_row = read_row (last + 1);
  merge.row = read_row (first);
  merge.column = attune_xlsx_read_column (first, G_MAXUINT);
  merge.n_rows = last_row - merge.row;

  if (merge.row > 0 && last_row > merge.row && merge.column != G_MAXUINT)
    g_array_append_val (self->merges, merge);
}

/* Returns the place behind the end tag of the cells, or NULL. What is written in them has no "<". */
static const char *
find_end (const char *begin,
          const char *end)
{
  const char *found = begin;

  while ((found = memmem (found, end - found, END_TAG, strlen (END_TAG))))
    {
      const char *slash = found;

      while (slash > begin && slash[-1] != '/' && slash[-1] != '<' && found - slash < PREFIX_MAX)
        slash--;

      if (slash - begin >= 2 && slash[-1] == '/' && slash[-2] == '<')
        return found + strlen (END_TAG);

      found += strlen (END_TAG);
    }

  return NULL;
}

/* What is behind the cells is read as XML, up to the end tag of what began before them. */
static gboolean
search_block (const char  *bytes,
              gsize        length,
              goffset      done,
              gpointer     user_data,
              GError     **error)
{
  static const GMarkupParser parser = { .start_element = start_merge };
  Search *self = user_data;
  const char *end;

  self->n_bytes += length;

  if (self->n_bytes > self->conversion->request->limit)
    return FALSE;

  if (self->context != NULL)
    return g_markup_parse_context_parse (self->context, bytes, length, NULL);

  g_string_append_len (self->tail, bytes, length);
  end = find_end (self->tail->str, self->tail->str + self->tail->len);

  if (end == NULL)
    {
      gsize kept = MIN (self->tail->len, strlen (END_TAG) + PREFIX_MAX + 2);

      g_string_erase (self->tail, 0, self->tail->len - kept);
      return TRUE;
    }

  self->context = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, self, NULL);

  return g_markup_parse_context_parse (self->context, "<tail>", -1, NULL) &&
         g_markup_parse_context_parse (self->context, end,
                                       self->tail->str + self->tail->len - end, NULL);
}

/* Finds the cells of a sheet that are merged with some below them. Whatever is wrong with the sheet
 * is found, and told, by who reads the cells. */
AttuneXlsxMerges *
attune_xlsx_merges_read (AttuneConversion *conversion,
                         const char       *member)
{
  AttuneXlsxMerges *self = g_new0 (AttuneXlsxMerges, 1);
  g_autoptr(GString) tail = g_string_new (NULL);
  AttuneUnpackRequest request = {
    .fd = conversion->request->fd,
    .packed_size = conversion->request->size,
    .packing = ATTUNE_PACKING_ZIP,
    .member = member,
    .display_name = conversion->request->display_name,
  };
  Search search = { .conversion = conversion, .tail = tail };

  self->merges = g_array_new (FALSE, FALSE, sizeof (Merge));
  search.merges = self->merges;
  attune_packing_read_member (&request, search_block, &search, NULL, conversion->cancellable, NULL);
  g_clear_pointer (&search.context, g_markup_parse_context_free);
  g_array_sort (self->merges, compare_merges);

  return self;
}

/* In how many rows below @row a cell stands, too. */
guint
attune_xlsx_merges_get_n_rows (AttuneXlsxMerges *self,
                               guint             row,
                               guint             column)
{
  Merge wanted = { .row = row, .column = column };
  guint index;

  if (!g_array_binary_search (self->merges, &wanted, compare_merges, &index))
    return 0;

  return g_array_index (self->merges, Merge, index).n_rows;
}

void
attune_xlsx_merges_free (AttuneXlsxMerges *self)
{
  g_array_unref (self->merges);
  g_free (self);
}
