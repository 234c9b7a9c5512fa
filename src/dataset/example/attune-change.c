/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-change"

#include "config.h"

#include <stdlib.h>

#include "attune-change.h"

static const char * const kind_names[ATTUNE_N_CHANGES] = {
  [ATTUNE_CHANGE_REPLACE] = "replace",
  [ATTUNE_CHANGE_OUT] = "out",
  [ATTUNE_CHANGE_IN] = "in",
  [ATTUNE_CHANGE_ADD] = "add",
  [ATTUNE_CHANGE_UNDO] = "undo",
  [ATTUNE_CHANGE_REDO] = "redo",
};

static gboolean
read_kind (yyjson_val       *name,
           AttuneChangeKind *kind)
{
  for (*kind = 0; *kind < ATTUNE_N_CHANGES; (*kind)++)
    if (yyjson_equals_str (name, kind_names[*kind]))
      return TRUE;

  return FALSE;
}

static gboolean
read_row (yyjson_val *value,
          guint      *row)
{
  if (!yyjson_is_uint (value) || yyjson_get_uint (value) >= G_MAXUINT)
    return FALSE;

  *row = yyjson_get_uint (value);

  return TRUE;
}

/* A row, or the first and the last of a range. */
static gboolean
read_range (yyjson_val     *value,
            AttuneRowRange *range)
{
  gboolean is_pair = yyjson_arr_size (value) == 2;
  guint last;

  if (!read_row (is_pair ? yyjson_arr_get_first (value) : value, &range->first) ||
      !read_row (is_pair ? yyjson_arr_get_last (value) : value, &last))
    return FALSE;

  range->end = last + 1;

  return range->first < range->end;
}

static AttuneRowSet *
read_rows (yyjson_val *rows)
{
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (AttuneRowRange));
  yyjson_arr_iter iter;
  yyjson_val *value;

  yyjson_arr_iter_init (rows, &iter);

  while ((value = yyjson_arr_iter_next (&iter)))
    {
      AttuneRowRange range;

      if (!read_range (value, &range))
        return NULL;

      g_array_append_val (ranges, range);
    }

  return attune_row_set_new_for_ranges (ranges);
}

static void
write_rows (yyjson_mut_doc     *document,
            yyjson_mut_val     *root,
            const AttuneRowSet *rows)
{
  yyjson_mut_val *array = yyjson_mut_obj_add_arr (document, root, "rows");
  const AttuneRowRange *ranges;
  guint n_ranges;

  ranges = attune_row_set_get_ranges (rows, &n_ranges);

  for (guint i = 0; i < n_ranges; i++)
    {
      guint32 pair[] = { ranges[i].first, ranges[i].end - 1 };

      if (pair[0] == pair[1])
        yyjson_mut_arr_add_uint (document, array, pair[0]);
      else
        yyjson_mut_arr_append (array, yyjson_mut_arr_with_uint32 (document, pair, 2));
    }
}

/*
 * attune_change_read:
 * @change: (out caller-allocates): what is read; to be cleared in any case
 * @line: a line of the log
 *
 * Whether there are such rows is not known here.
 *
 * Returns: whether it is a change
 */
gboolean
attune_change_read (AttuneChange *change,
                    yyjson_val   *line)
{
  yyjson_val *text = yyjson_obj_get (line, "text");

  *change = (AttuneChange) { 0 };

  if (!read_kind (yyjson_obj_get (line, "op"), &change->kind) ||
      !(change->rows = read_rows (yyjson_obj_get (line, "rows"))) ||
      (text != NULL && !yyjson_is_str (text)))
    return FALSE;

  if (text != NULL)
    change->text = g_bytes_new (yyjson_get_str (text), yyjson_get_len (text));

  return TRUE;
}

/* Adds @change to @lines as a line of the log. Rows that follow each other are one range, so that
 * to mark a million of them out takes no more than to mark two. */
void
attune_change_write (const AttuneChange *change,
                     GString            *lines)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  gsize length;
  char *json;

  yyjson_mut_doc_set_root (document, root);
  yyjson_mut_obj_add_str (document, root, "op", kind_names[change->kind]);

  if (change->rows != NULL)
    write_rows (document, root, change->rows);

  if (change->text != NULL)
    yyjson_mut_obj_add_strn (document, root, "text", g_bytes_get_data (change->text, NULL),
                             g_bytes_get_size (change->text));

  json = yyjson_mut_write (document, YYJSON_WRITE_NOFLAG, &length);
  g_string_append_len (lines, json, length);
  g_string_append_c (lines, '\n');
  free (json);
  yyjson_mut_doc_free (document);
}

void
attune_change_clear (AttuneChange *change)
{
  g_clear_pointer (&change->rows, attune_row_set_unref);
  g_clear_pointer (&change->text, g_bytes_unref);
}
