/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-check"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-archive-member.h"
#include "attune-cli-check.h"
#include "attune-encoding.h"

/* One of several. */
static void
print_member (AttuneSource *source)
{
  GPtrArray *members = attune_source_get_members (source);
  const char *name = attune_source_get_member (source);

  for (guint i = 0; members != NULL && members->len > 1 && i < members->len; i++)
    {
      const AttuneArchiveMember *member = g_ptr_array_index (members, i);
      g_autofree char *title = attune_archive_member_dup_title (member);

      if (!g_str_equal (member->name, name))
        continue;

      /* Translators: %s is the name of a file inside an archive, and its size. */
      g_print (_("File in the archive: %s"), title);
      g_print ("\n");
    }
}

static void
build_names (JsonBuilder  *builder,
             AttuneSource *source)
{
  GPtrArray *members = attune_source_get_members (source);
  const char * const *sheets = attune_source_get_sheets (source);

  json_builder_set_member_name (builder, "members");
  json_builder_begin_array (builder);
  for (guint i = 0; members != NULL && i < members->len; i++)
    json_builder_add_string_value (builder,
                                   ((AttuneArchiveMember *)members->pdata[i])->name);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "sheets");
  json_builder_begin_array (builder);
  for (gsize i = 0; sheets != NULL && sheets[i] != NULL; i++)
    json_builder_add_string_value (builder, sheets[i]);
  json_builder_end_array (builder);
}

/* Members of an object: how a file was read. */
void
attune_cli_check_build_source (JsonBuilder *builder,
                               AttuneScan  *scan)
{
  AttuneSource *source = attune_scan_get_source (scan);

  attune_cli_add_string (builder, "file", attune_scan_get_path (scan));
  attune_cli_add_string (builder, "format", attune_scan_get_format_name (scan));
  attune_cli_add_string (builder, "encoding", attune_source_get_encoding (source));
  attune_cli_add_string (builder, "other_encoding", attune_source_get_other_encoding (source));
  attune_cli_add_string (builder, "member", attune_source_get_member (source));
  attune_cli_add_string (builder, "sheet", attune_source_get_sheet (source));
  build_names (builder, source);
  attune_cli_add_string (builder, "recipe",
                         attune_recipe_get_name (attune_scan_get_recipe (scan)));
  attune_cli_add_number (builder, "bytes", attune_scan_get_size (scan));
  attune_cli_add_boolean (builder, "cut_off", attune_source_is_cut_off (source));
  attune_cli_add_number (builder, "mended_lines", attune_source_get_n_mended (source));
  attune_cli_add_number (builder, "merged_cells", attune_source_get_n_filled (source));
  attune_cli_add_number (builder, "records", attune_scan_get_n_records (scan));
  attune_cli_add_number (builder, "filtered_records", attune_scan_get_n_filtered (scan));
  attune_cli_add_number (builder, "examples", attune_scan_get_n_examples (scan));
}

/* What else could have been read. */
static void
print_sheet (AttuneSource *source)
{
  const char * const *sheets = attune_source_get_sheets (source);
  g_autofree char *all = NULL;

  if (sheets == NULL || sheets[0] == NULL || sheets[1] == NULL)
    return;

  all = g_strjoinv (", ", (char **)sheets);
  /* Translators: the name of a sheet of a spreadsheet, and those of all of them. */
  g_print (_("Sheet: %1$s (there are: %2$s)"), attune_source_get_sheet (source), all);
  g_print ("\n");
}

static void
print_filled (AttuneSource *source)
{
  gulong n_filled = attune_source_get_n_filled (source);

  if (n_filled == 0)
    return;

  g_print (ngettext ("Merged cells: what is in them was written into %'lu row below, too",
                     "Merged cells: what is in them was written into %'lu rows below, too", n_filled),
           n_filled);
  g_print ("\n");
}

static void
print_cut_off (AttuneSource *source)
{
  g_autofree char *size = g_format_size (attune_source_get_length (source));

  if (!attune_source_is_cut_off (source))
    return;

  /* Translators: %s is a size such as “1.2 MB”. */
  g_print (_("The file is cut off: %s of text could be unpacked, and the rest is missing"), size);
  g_print ("\n");
}

/* How the file was read, which nobody was asked. */
void
attune_cli_check_print_source (AttuneScan *scan)
{
  AttuneSource *source = attune_scan_get_source (scan);
  const char *encoding = attune_encoding_get_label (attune_source_get_encoding (source));
  const char *other = attune_source_get_other_encoding (source);
  const char *recipe = attune_recipe_get_title (attune_scan_get_recipe (scan));
  gulong n_mended = attune_source_get_n_mended (source);
  g_autofree char *size = g_format_size (attune_scan_get_size (scan));

  /* Translators: a format such as “JSON Lines”, a size such as “1.2 MB” */
  g_print (_("%s, %s"), attune_scan_get_format_name (scan), size);
  g_print ("\n");
  print_cut_off (source);
  print_member (source);
  print_sheet (source);
  print_filled (source);

  if (other != NULL)
    /* Translators: both are names of encodings. */
    g_print (_("Encoding: %1$s, and of some lines %2$s"), encoding, attune_encoding_get_label (other));
  else
    /* Translators: the name of an encoding. */
    g_print (_("Encoding: %s"), encoding);

  g_print ("\n");

  if (n_mended > 0)
    {
      g_print (ngettext ("%lu line was mended", "%lu lines were mended", n_mended), n_mended);
      g_print ("\n");
    }

  if (recipe != NULL)
    {
      /* Translators: the name of a recipe, which says how records become examples. */
      g_print (_("Recipe: %s"), recipe);
      g_print ("\n");
    }
}
