/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-scan.h"

G_BEGIN_DECLS

/* What a person may say on the command line about a file that is read; the verbs that read one
 * share it. */
typedef struct
{
  char *encoding;
  char *member;       /* of a ZIP file */
  char *sheet;
  char *records;      /* where the records are in a JSON document */
  char *delimiter;    /* of a table, as the next three */
  char *quote;
  gboolean has_header;
  gboolean has_no_header;
  char *recipe;       /* the path of one */
  char *target;
  char *question;
  char *answer;
  char *system;
  char *system_text;
  char *model;        /* whose tokens are counted */
} AttuneCliScan;

#define ATTUNE_CLI_SCAN_ENTRIES(self) \
  { "encoding", 0, 0, G_OPTION_ARG_STRING, &(self)->encoding, N_("Encoding of the file, if it is not to be guessed"), "E" }, \
  { "member", 0, 0, G_OPTION_ARG_STRING, &(self)->member, N_("File inside a ZIP file, if not the largest"), "NAME" }, \
  { "sheet", 0, 0, G_OPTION_ARG_STRING, &(self)->sheet, N_("Sheet of a spreadsheet, if not the first"), "NAME" }, \
  { "records", 0, 0, G_OPTION_ARG_STRING, &(self)->records, N_("Where the records are in a JSON document, such as data.items"), "PATH" }, \
  { "delimiter", 0, 0, G_OPTION_ARG_STRING, &(self)->delimiter, N_("What stands between the columns of a table: a character, tab or space"), "C" }, \
  { "quote", 0, 0, G_OPTION_ARG_STRING, &(self)->quote, N_("What stands around the texts of a table: double, single or none"), "Q" }, \
  { "header", 0, 0, G_OPTION_ARG_NONE, &(self)->has_header, N_("The first row of the table names its columns"), NULL }, \
  { "no-header", 0, 0, G_OPTION_ARG_NONE, &(self)->has_no_header, N_("The first row of the table is a record"), NULL }, \
  { "recipe", 0, 0, G_OPTION_ARG_FILENAME, &(self)->recipe, N_("Recipe that says how records become examples: a file, or the name of one that comes with Attune"), "R" }, \
  { "question", 0, 0, G_OPTION_ARG_STRING, &(self)->question, N_("Column or member that holds the question"), "FIELD" }, \
  { "answer", 0, 0, G_OPTION_ARG_STRING, &(self)->answer, N_("Column or member that holds the answer"), "FIELD" }, \
  { "system", 0, 0, G_OPTION_ARG_STRING, &(self)->system, N_("Column or member that holds the system text"), "FIELD" }, \
  { "system-text", 0, 0, G_OPTION_ARG_STRING, &(self)->system_text, N_("System text for every example"), "TEXT" }, \
  { "target", 0, 0, G_OPTION_ARG_STRING, &(self)->target, N_("What to make: chat, completion or preference"), "KIND" }

void     attune_cli_scan_clear      (AttuneCliScan        *self);
gboolean attune_cli_scan_check      (const AttuneCliScan  *self,
                                     int                  *status);
gboolean attune_cli_scan_is_empty   (const AttuneCliScan  *self);
gboolean attune_cli_scan_to_options (const AttuneCliScan  *self,
                                     const char           *path,
                                     gboolean              counts_tokens,
                                     AttuneScanOptions    *options,
                                     GError              **error);

gboolean attune_cli_parse_target    (const char           *name,
                                     AttuneExampleKind    *target);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneCliScan, attune_cli_scan_clear)

G_END_DECLS
