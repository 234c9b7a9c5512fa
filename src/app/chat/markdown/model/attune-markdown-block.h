/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_MARKDOWN_PARAGRAPH,
  ATTUNE_MARKDOWN_HEADING,
  ATTUNE_MARKDOWN_CODE,
  ATTUNE_MARKDOWN_RULE,
  ATTUNE_MARKDOWN_QUOTE,
  ATTUNE_MARKDOWN_LIST,
  ATTUNE_MARKDOWN_ITEM,
  ATTUNE_MARKDOWN_TABLE,
  ATTUNE_MARKDOWN_ROW,
  ATTUNE_MARKDOWN_CELL,
} AttuneMarkdownKind;

typedef enum
{
  ATTUNE_MARKDOWN_STRONG   = 1 << 0,
  ATTUNE_MARKDOWN_EMPHASIS = 1 << 1,
  ATTUNE_MARKDOWN_STRIKE   = 1 << 2,
  ATTUNE_MARKDOWN_VERBATIM = 1 << 3,
  ATTUNE_MARKDOWN_LINK     = 1 << 4,
  ATTUNE_MARKDOWN_NEW      = 1 << 5,     /* what a model wrote, behind what a person did */
  ATTUNE_MARKDOWN_MARKED   = 1 << 6,   /* differs from what it is compared with */
} AttuneMarkdownStyle;

typedef enum
{
  ATTUNE_MARKDOWN_NO_TASK,
  ATTUNE_MARKDOWN_TASK_OPEN,
  ATTUNE_MARKDOWN_TASK_DONE,
} AttuneMarkdownTask;

/* A part of a text that looks different; parts do not overlap and are in order. */
typedef struct
{
  guint                start;    /* in bytes of the text */
  guint                end;
  AttuneMarkdownStyle  style;
  char                *uri;      /* of a link: http, https or mailto; NULL otherwise */
} AttuneMarkdownSpan;

/**
 * AttuneMarkdownBlock:
 *
 * A part of a document as it is shown: either a text (paragraph, heading, code, cell) or a container of
 * other blocks. Immutable once it has been made, so that what is shown can tell whether it changed.
 */
typedef struct
{
  AttuneMarkdownKind  kind;
  guint               number;      /* level of a heading; number of an item, 0 for a bullet */
  AttuneMarkdownTask  task;        /* of an item */
  char               *text;        /* valid UTF-8; NULL in containers and rules */
  GArray             *spans;       /* AttuneMarkdownSpan; NULL when there are none */
  char               *language;    /* of code; NULL when it was not said */
  char               *alignments;  /* of a table: l, c, r or space for each column */
  GPtrArray          *children;    /* AttuneMarkdownBlock; NULL when it cannot have any */
  gsize               offset;      /* where a block at the top begins in the source, in bytes */
} AttuneMarkdownBlock;

AttuneMarkdownBlock *attune_markdown_block_new      (AttuneMarkdownKind         kind);
AttuneMarkdownBlock *attune_markdown_block_ref      (AttuneMarkdownBlock       *self);
void                 attune_markdown_block_unref    (AttuneMarkdownBlock       *self);
gboolean             attune_markdown_block_equal    (const AttuneMarkdownBlock *self,
                                                     const AttuneMarkdownBlock *other);
char                *attune_markdown_dup_plain_text (GPtrArray                 *blocks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneMarkdownBlock, attune_markdown_block_unref)

G_END_DECLS
