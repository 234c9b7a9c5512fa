/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-rank-file-private.h"

G_BEGIN_DECLS

/* Tokens have 18 bits, so that a pair with its merge fits into 64 bits. */
#define ATTUNE_VOCABULARY_MAX_TOKENS (1 << 18)
#define ATTUNE_VOCABULARY_NONE       G_MAXUINT32

/* The two tokens that are merged into a third; a single byte is its own two halves. */
typedef struct
{
  guint32 left;
  guint32 right;
} AttuneSplit;

/**
 * AttuneVocabulary:
 *
 * What byte pair encoding needs to know of the tokens. Immutable once made.
 *
 * Nodes of the trie below @n_tokens are the tokens themselves; those from there on are beginnings
 * of tokens that are no tokens.
 */
typedef struct
{
  guint        n_tokens;
  guint        n_nodes;
  guint8      *lengths;        /* of each token, in bytes */
  guint32     *next_prefixes;  /* of each token: the longest other token that it begins with */
  AttuneSplit *splits;         /* of each token */
  guint32      roots[256];     /* node of each byte */
  guint32     *second;         /* node of each two bytes, which saves every search a step */
  guint64     *edges;          /* hash table: node, byte → node */
  guint        edge_shift;
  guint64     *pairs;          /* hash table: token, token → token */
  guint        pair_shift;
} AttuneVocabulary;

/* What encoding one piece leaves behind and needs; reused for the next. */
typedef struct
{
  guint32 *tokens;
  gsize    n_tokens;
  gsize    capacity;
  guint64 *open;      /* one bit a position */
  gsize    n_words;
  guint64 *memo;      /* pairs of tokens that were looked into, and what came out */
} AttuneTokenBuffer;

AttuneVocabulary *attune_vocabulary_new     (const AttuneRankFile   *ranks);
void              attune_vocabulary_free    (AttuneVocabulary       *self);
gsize             attune_vocabulary_encode  (const AttuneVocabulary *self,
                                             AttuneTokenBuffer      *buffer,
                                             const guint8           *bytes,
                                             gsize                   length);
void              attune_token_buffer_clear (AttuneTokenBuffer      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneVocabulary, attune_vocabulary_free)

G_END_DECLS
