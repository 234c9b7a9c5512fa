/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-parser"

#include "config.h"

#include "attune-parser.h"

typedef struct
{
  const AttuneBlock *block;
  gsize              position;  /* of what was not yet parsed in the block */
  gsize              counted;   /* line ends up to here are in @n_lines */
  guint64            n_lines;
} AttuneParserPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AttuneParser, attune_parser, G_TYPE_OBJECT)

static void
attune_parser_class_init (AttuneParserClass *klass)
{
}

static void
attune_parser_init (AttuneParser *self)
{
}

static void
count_lines (AttuneParserPrivate *priv,
             gsize                position)
{
  const AttuneBlock *block = priv->block;

  priv->n_lines += attune_text_count_lines (block->text + priv->counted, position - priv->counted,
                                            block->text + block->length);
  priv->counted = position;
}

static void
take_too_large (AttuneParserPrivate *priv,
                AttuneRecord        *record)
{
  record->text = priv->block->text;
  record->length = priv->block->length;
  record->problem = ATTUNE_ISSUE_TOO_LARGE;
  priv->position = priv->block->length;
}

/**
 * attune_parser_begin:
 * @self: a parser
 * @block: (transfer none): whole records, which must stay until the last one was taken
 *
 * Goes to the start of a block, and forgets the one before.
 */
void
attune_parser_begin (AttuneParser      *self,
                     const AttuneBlock *block)
{
  AttuneParserPrivate *priv = attune_parser_get_instance_private (self);

  g_return_if_fail (ATTUNE_IS_PARSER (self));
  g_return_if_fail (block != NULL);

  *priv = (AttuneParserPrivate) { .block = block };

  if (ATTUNE_PARSER_GET_CLASS (self)->begin != NULL && !block->is_too_large)
    ATTUNE_PARSER_GET_CLASS (self)->begin (self, block);
}

/**
 * attune_parser_next:
 * @self: a parser
 * @record: (out caller-allocates): the record, valid until the next call; its line counts from the
 *   start of the block, where it is 1
 *
 * Returns: %FALSE at the end of the block
 */
gboolean
attune_parser_next (AttuneParser *self,
                    AttuneRecord *record)
{
  AttuneParserPrivate *priv = attune_parser_get_instance_private (self);
  const char *text = priv->block->text;
  gsize length = priv->block->length;
  gsize n_taken;

  *record = (AttuneRecord) { .problem = ATTUNE_ISSUE_NONE, .note = ATTUNE_ISSUE_NONE };

  if (priv->position >= length)
    return FALSE;

  if (priv->block->is_too_large)
    {
      take_too_large (priv, record);
      n_taken = length;
    }
  else
    {
      n_taken = ATTUNE_PARSER_GET_CLASS (self)->parse (self, text + priv->position, text + length,
                                                       record);
      priv->position = n_taken > 0 ? priv->position + n_taken : length;
    }

  if (n_taken == 0)
    return FALSE;

  count_lines (priv, record->text - text);
  record->line = priv->n_lines + 1;
  record->offset = priv->block->offset + (record->text - text);

  if (ATTUNE_PARSER_GET_CLASS (self)->has_lines && !priv->block->is_too_large)
    priv->counted += record->length;

  return TRUE;
}

/**
 * attune_parser_get_n_lines:
 * @self: a parser that has come to the end of its block
 *
 * Returns: how many lines end in the block, and in what was left out behind it
 */
guint64
attune_parser_get_n_lines (AttuneParser *self)
{
  AttuneParserPrivate *priv = attune_parser_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_PARSER (self), 0);

  count_lines (priv, priv->block->length);

  return priv->n_lines + priv->block->n_skipped;
}
