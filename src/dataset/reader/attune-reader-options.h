/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-file-format.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_QUOTE_UNKNOWN,
  ATTUNE_QUOTE_DOUBLE,
  ATTUNE_QUOTE_SINGLE,
  ATTUNE_QUOTE_NONE,       /* quotation marks are text like any other */
} AttuneQuote;

typedef enum
{
  ATTUNE_HEADER_UNKNOWN,
  ATTUNE_HEADER_PRESENT,   /* the first row names the columns */
  ATTUNE_HEADER_ABSENT,    /* they are called "Column 1" and so on */
} AttuneHeader;

typedef enum
{
  ATTUNE_TEXT_MODE_UNKNOWN,
  ATTUNE_TEXT_MODE_LINES,       /* a record each */
  ATTUNE_TEXT_MODE_PARAGRAPHS,  /* between blank lines */
  ATTUNE_TEXT_MODE_BLOCKS,      /* "Q: …", then "A: …" */
} AttuneTextMode;

/**
 * AttuneReaderOptions:
 *
 * What a person may say about a file; all zero: find everything out. What a reader found out has
 * the same form, where only the fields of its format are set.
 */
typedef struct
{
  AttuneFormat    format;
  char            delimiter;     /* of a table: any ASCII character but a quotation mark or line end */
  AttuneQuote     quote;         /* of a table */
  AttuneHeader    header;        /* of a table */
  const char     *records_path;  /* of JSON, as attune_reader_json_list_arrays() gives it: "$", "data.items" */
  AttuneTextMode  text_mode;     /* of text */
} AttuneReaderOptions;

G_END_DECLS
